"""Serve the dashboard: on this machine, or to everybody who signs in."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipelines.settings import Home
    from pipelines.sign_in import SignIn

HELP = "serve the dashboard"
LOOPBACK = "127.0.0.1"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8501)
    parser.add_argument(
        "--address", help="the address to listen on; other than this machine only where readers sign in"
    )
    parser.add_argument(
        "--role", choices=("partner", "library", "analyst"), help="what an unsigned reader sees"
    )
    parser.add_argument("--workers", type=int, default=1, help="how many processes, on the ports that follow")


def run(arguments: argparse.Namespace) -> int:
    from pipelines.output import say
    from pipelines.settings import home_folder
    from pipelines.sign_in import load_sign_in

    home = home_folder(arguments.home)
    sign_in = load_sign_in(home)
    # `impact demo` serves with fewer arguments.
    address = getattr(arguments, "address", None) or os.environ.get("STREAMLIT_SERVER_ADDRESS") or LOOPBACK
    check(home, sign_in, address, arguments.role)
    shown = sign_in.redirect_uri.removesuffix("/oauth2callback") if sign_in else f"http://{LOOPBACK}"
    with TemporaryDirectory(prefix="impact-serve-") as private:
        options = secret_options(sign_in, Path(private))
        commands = [
            serve_command(arguments.port + number, address, options)
            for number in range(max(1, arguments.workers))
        ]
        say(f"The dashboard is at {shown}{'' if sign_in else f':{arguments.port}'} (Ctrl-C ends it).")
        return serve(commands, environment(home, sign_in, arguments.role))


def check(home: Home, sign_in: SignIn | None, address: str, role: str | None) -> None:
    """Refuse to serve what would be open to everybody, or readers whom the log could not name."""
    from pipelines.problems import Problem, RefusalError
    from pipelines.secret import load_secret
    from pipelines.sign_in import is_loopback

    if sign_in is None:
        if not is_loopback(address):
            raise RefusalError(Problem("open_without_sign_in", values={"address": address}))
        return
    if role:
        raise RefusalError(Problem("role_with_sign_in"))
    load_secret(home.secret)  # readers are logged under its keyed hash


def environment(home: Home, sign_in: SignIn | None, role: str | None) -> dict[str, str]:
    """What the dashboard's processes are told; where readers sign in, no role among it."""
    from pipelines.sign_in import sign_in_file

    told = os.environ | {"IMPACT_HOME": str(home.path)}
    if sign_in is None:
        return told | ({"IMPACT_ROLE": role} if role else {})
    told.pop("IMPACT_ROLE", None)
    # Named, so that a file that vanishes while they run is a fault and never an open door.
    path = sign_in_file(home)
    return told | ({"IMPACT_SIGN_IN": str(path.resolve())} if path.is_file() else {})


def secret_options(sign_in: SignIn | None, folder: Path) -> list[str]:
    """Streamlit's options for the sign-in: its secrets in a file that only this user may read."""
    if sign_in is None:
        return []
    path = folder / "secrets.toml"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(sign_in.streamlit_secrets())
    # Nobody is who a header says they are.
    return ["--secrets.files", str(path), "--server.trustedUserHeaders", "{}"]


def serve(commands: Sequence[Sequence[str]], told: dict[str, str]) -> int:
    """Run the processes until they end, or until Ctrl-C or the end of this one ends them."""

    def end(*_: Any) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, end)
    processes = [subprocess.Popen(command, env=told) for command in commands]  # noqa: S603
    try:
        return max(process.wait() for process in processes)
    except KeyboardInterrupt:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait()
        return 0


def serve_command(port: int, address: str = LOOPBACK, more: Sequence[str] = ()) -> list[str]:
    """Streamlit over the dashboard's frame, at one address and port."""
    from pipelines.settings import PROJECT
    from pipelines.upload import LIMIT_MEGABYTES

    options = ["--server.port", str(port), "--server.headless", "true", "--browser.gatherUsageStats", "false"]
    options += ["--server.maxUploadSize", str(LIMIT_MEGABYTES), *more]
    application = str(PROJECT / "dashboard" / "app.py")
    return [sys.executable, "-m", "streamlit", "run", application, "--server.address", address, *options]
