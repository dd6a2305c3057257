"""Real database servers for one test run, on a free port of this machine, in a folder that goes with them."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.check import mariadb, postgresql

PASSWORD = "Zz7Secret/:@ %"
SCRIPT_TIME = 120


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _account(*names: str) -> str | None:
    """Servers refuse to run as root: then one of these accounts takes their place."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return None
    import pwd

    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in (*names, "nobody") if name in known)


@contextmanager
def _folder(account: str | None) -> Iterator[Path]:
    # Not below pytest's own folder, which the server's account may not enter.
    folder = Path(tempfile.mkdtemp(prefix="impact-database-"))
    if account:
        shutil.chown(folder, account)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running_postgresql() -> Iterator[str]:
    """The address of an empty PostgreSQL server, as its owner."""
    programs, account, port = postgresql(), _account("postgres"), free_port()
    assert programs is not None, "PostgreSQL is missing: python tests/check.py installs it or says how"

    with _folder(account) as folder:

        def run(*words: object) -> None:
            done = subprocess.run(
                [str(word) for word in words], user=account, cwd=folder, capture_output=True, text=True,
                timeout=SCRIPT_TIME, check=False,
            )  # fmt: skip
            assert done.returncode == 0, done.stderr

        secret, data = folder / "password", folder / "data"
        secret.write_text(PASSWORD)
        secret.chmod(0o644)
        run(programs / "initdb", "-D", data, "-U", "owner", "-A", "scram-sha-256", f"--pwfile={secret}", "-E", "UTF8",
            "--locale=C", "--no-sync")  # fmt: skip
        options = f"-c fsync=off -c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories="
        run(programs / "pg_ctl", "-D", data, "-o", options, "-l", folder / "log", "-w", "start")
        try:
            from urllib.parse import quote

            yield f"postgresql://owner:{quote(PASSWORD, safe='')}@127.0.0.1:{port}/postgres"
        finally:
            run(programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")


@contextmanager
def running_mariadb() -> Iterator[tuple[str, int]]:
    """Socket and port of an empty MariaDB server, whose root has no password."""
    programs, account, port = mariadb(), _account("mysql"), free_port()
    assert programs is not None
    install, daemon = programs
    with _folder(account) as folder:
        data, place = folder / "data", folder / "socket"
        own = [f"--user={account}"] if account else []
        subprocess.run(
            [install, "--no-defaults", f"--datadir={data}", "--auth-root-authentication-method=normal",
             "--skip-test-db", *own],
            check=True, capture_output=True, timeout=SCRIPT_TIME,
        )  # fmt: skip
        server = subprocess.Popen(
            [daemon, "--no-defaults", f"--datadir={data}", f"--socket={place}", f"--port={port}",
             "--bind-address=127.0.0.1", f"--pid-file={folder / 'pid'}", f"--log-error={folder / 'log'}", *own],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            end = time.monotonic() + SCRIPT_TIME
            while not place.exists():
                assert server.poll() is None and time.monotonic() < end, (folder / "log").read_text()
                time.sleep(0.1)
            yield str(place), port
        finally:
            server.terminate()
            server.wait(SCRIPT_TIME)
