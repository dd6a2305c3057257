"""Serve the dashboard on this machine."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys

HELP = "serve the dashboard"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8501)
    parser.add_argument(
        "--role", choices=("partner", "library", "analyst"), help="what an unsigned reader sees"
    )
    parser.add_argument("--workers", type=int, default=1, help="how many processes, on the ports that follow")


def run(arguments: argparse.Namespace) -> int:
    from pipelines.output import say
    from pipelines.settings import home_folder

    environment = os.environ | {"IMPACT_HOME": str(home_folder(arguments.home).path)}
    if arguments.role:
        environment["IMPACT_ROLE"] = arguments.role
    processes = [
        subprocess.Popen(serve_command(arguments.port + number), env=environment)  # noqa: S603
        for number in range(max(1, arguments.workers))
    ]
    say(f"The dashboard is at http://127.0.0.1:{arguments.port} (Ctrl-C ends it).")
    try:
        return max(process.wait() for process in processes)
    except KeyboardInterrupt:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait()
        return 0


def serve_command(port: int) -> list[str]:
    """Streamlit over the dashboard's frame, on this machine only unless its configuration says otherwise."""
    from pipelines.settings import PROJECT
    from pipelines.upload import LIMIT_MEGABYTES

    options = ["--server.port", str(port), "--server.headless", "true", "--browser.gatherUsageStats", "false"]
    options += ["--server.maxUploadSize", str(LIMIT_MEGABYTES)]
    address = os.environ.get("STREAMLIT_SERVER_ADDRESS", "127.0.0.1")
    application = str(PROJECT / "dashboard" / "app.py")
    return [sys.executable, "-m", "streamlit", "run", application, "--server.address", address, *options]
