"""`impact serve` as a reader's browser meets it: a process of its own on a free port, ended with the block."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from pipelines.settings import PROJECT, Home

PATIENCE = 120  # seconds: only a server that does not come up at all waits as long


@dataclass(frozen=True)
class Server:
    """A running dashboard over a home folder; `log` holds what it printed."""

    address: str
    home: Home
    log: Path


@contextmanager
def serving(home: Home, folder: Path, role: str | None = None, port: int | None = None) -> Iterator[Server]:
    """The dashboard of a home folder, healthy; as an unsigned reader sees it, who is a partner unless `role`."""
    port = port or free_port()
    log = folder / f"serve-{port}.log"
    inherited = {name: value for name, value in os.environ.items() if name != "IMPACT_ROLE"}
    command = [sys.executable, "-m", "pipelines.cli", "serve", "--home", str(home.path), "--port", str(port)]
    command += ["--role", role] if role else []
    with log.open("w", encoding="utf-8") as written:
        # A session of its own, so that the web server that `impact serve` starts ends with it.
        process = subprocess.Popen(
            command,
            cwd=PROJECT,
            env=inherited | {"STREAMLIT_SERVER_FILE_WATCHER_TYPE": "none"},
            stdout=written,
            stderr=subprocess.STDOUT,
            start_new_session=os.name == "posix",
        )
    try:
        server = Server(f"http://127.0.0.1:{port}", home, log)
        await_health(server, process)
        yield server
    finally:
        end(process)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def await_health(server: Server, process: subprocess.Popen[bytes]) -> None:
    """Return once the server says it is healthy; fail with its log if it ends or never does."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            with urlopen(f"{server.address}/_stcore/health", timeout=5) as response:  # noqa: S310
                if response.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"`impact serve` did not come up:\n{server.log.read_text('utf-8')}")


def end(process: subprocess.Popen[bytes]) -> None:
    """End the process and those it started, as Ctrl-C does; forcibly if that does not help."""
    for number in ("SIGINT", "SIGKILL"):
        if process.poll() is not None:
            return
        if os.name == "posix":
            os.killpg(process.pid, getattr(signal, number))
        else:
            subprocess.run(["taskkill", "/T", "/F", "/PID", str(process.pid)], check=False)
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            continue
