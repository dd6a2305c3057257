"""Every check of the project, by hand and in CI alike: `make test`, or `python tests/check.py` without make.

Arguments after `--` go to pytest. A browser test never skips silently: Chromium is found, or installed where
that is possible, or this fails and says how. So it is with PostgreSQL. MariaDB is asked for in the same way,
but where it cannot be had its tests are left out, and this says so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
HOW = (
    "No Chromium was found and none could be installed. Install Chromium or Chrome (Debian, Ubuntu: "
    "`apt-get install chromium`), or `python -m playwright install chromium`, or set CHROMIUM to its path."
)

HOW_POSTGRESQL = (
    "No PostgreSQL server was found and none could be installed. Install it (Debian, Ubuntu: `apt-get install "
    "postgresql`), or set POSTGRESQL to the folder that holds initdb and pg_ctl."
)
NO_MARIADB = "No MariaDB server was found and none could be installed: its tests are left out."


def chromium() -> str | None:
    """Path of a Chromium: CHROMIUM, one on PATH, or Playwright's own."""
    for candidate in (os.environ.get("CHROMIUM"), *map(shutil.which, NAMES)):
        if candidate and Path(candidate).exists():
            return candidate
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if own and Path(own).exists() else None


def install_chromium() -> str | None:
    """Try the system's packages where we may, then Playwright's download; gives the path if one worked."""
    attempts = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        attempts[:0] = [["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]]
    for attempt in attempts:
        print("+", " ".join(attempt), flush=True)
        subprocess.run(attempt, check=False)
        found = chromium()
        if found:
            return found
    return None


def postgresql() -> Path | None:
    """Folder with `initdb` and `pg_ctl`: POSTGRESQL, one on PATH, or where Debian keeps the newest."""
    on_path = shutil.which("initdb")
    folders = [os.environ.get("POSTGRESQL"), on_path and str(Path(on_path).resolve().parent)]
    folders += sorted(map(str, Path("/usr/lib/postgresql").glob("*/bin")), reverse=True)
    whole = (f for f in folders if f and shutil.which("initdb", path=f) and shutil.which("pg_ctl", path=f))
    return next(map(Path, whole), None)


def mariadb() -> tuple[str, str] | None:
    """Paths of `mariadb-install-db` and `mariadbd`, on PATH or where Debian keeps servers."""
    path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"])
    install, daemon = (shutil.which(name, path=path) for name in ("mariadb-install-db", "mariadbd"))
    return (install, daemon) if install and daemon else None


def install_package(name: str) -> None:
    """Try the system's packages where we may; a service that comes with them is not started."""
    if not (shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0):
        return
    for attempt in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", name],
    ):
        print("+", " ".join(attempt), flush=True)
        subprocess.run(
            attempt, env=os.environ | {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}, check=False
        )


def databases() -> bool:
    """Whether the databases that the tests need are here, after installing what can be."""
    if postgresql() is None:
        install_package("postgresql")
    if mariadb() is None:
        install_package("mariadb-server")
    if mariadb() is None:
        print(NO_MARIADB, file=sys.stderr)
    return postgresql() is not None


def main(pytest_arguments: list[str]) -> int:
    browser = chromium() or install_chromium()
    if browser is None:
        print(HOW, file=sys.stderr)
        return 1
    if not databases():
        print(HOW_POSTGRESQL, file=sys.stderr)
        return 1
    environment = os.environ | {"CHROMIUM": browser}
    scripts = Path(sys.executable).parent
    checks = [
        [str(scripts / "ruff"), "format", "--check", "."],
        [str(scripts / "ruff"), "check", "."],
        [str(scripts / "mypy")],
        [str(scripts / "lint-imports")],
        [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadfile", *pytest_arguments],
    ]
    for check in checks:
        print("+", " ".join(check), flush=True)
        code = subprocess.run(check, cwd=PROJECT, env=environment, check=False).returncode
        if code:
            print(f"failed: {' '.join(check)}", file=sys.stderr)
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main([word for word in sys.argv[1:] if word != "--"]))
