"""One run's scratch: a folder that goes when the run ends, and, for a dry run, a home that takes what it
writes.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex

from pipelines import publish
from pipelines.context import SiteContext, site_context
from pipelines.settings import Home
from pipelines.state import end_run, start_run

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Run:
    """What every step of one run needs.

    `target` is where it lands and stages: the home, or scratch for a dry run.
    """

    id: str
    home: Home
    target: Home
    site_folder: Path
    context: SiteContext
    scratch: Path
    progress: Progress
    dry: bool

    def tick(self, stage: str) -> Callable[[int, int], None]:
        """Progress of one stage, as (done, total)."""
        return lambda done, total: self.progress(stage, done, total)


@contextmanager
def started(home: Home, site_folder: Path, dry: bool, progress: Progress) -> Iterator[Run]:
    """A run that is noted in the state, and its scratch.

    What killed runs left goes first: hold the ingest lock.
    """
    run = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{token_hex(3)}"
    for left in home.work.iterdir():
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
    scratch = home.work / run
    scratch.mkdir()
    try:
        if not dry:
            home.warehouse.mkdir(parents=True, exist_ok=True)
            publish.remove_leftovers(home)
            start_run(home, run)
        target = _shadow(home, scratch / "home") if dry else home
        yield Run(run, home, target, site_folder, site_context(target, site_folder), scratch, progress, dry)
    except BaseException:
        if not dry:
            end_run(home, run, "failed", None, None)
        raise
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _shadow(home: Home, folder: Path) -> Home:
    """A home in scratch that shows what the real one holds, by links, so that a dry run has nothing else to
    write to.
    """
    shadow = Home(folder)
    shadow.landing.mkdir(parents=True)
    shadow.staged.mkdir()
    for item in home.landing.iterdir() if home.landing.is_dir() else ():
        if item.is_dir():
            shutil.copytree(item, shadow.landing / item.name, copy_function=_link)
    for item in home.staged.iterdir() if home.staged.is_dir() else ():
        _link(item, shadow.staged / item.name)
    if home.secret.exists():
        shutil.copy2(home.secret, shadow.secret)
    return shadow


def _link(source: str | Path, target: str | Path) -> None:
    Path(target).symlink_to(source, target_is_directory=Path(source).is_dir())
