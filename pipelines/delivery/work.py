"""What a schedule sets to work besides reports: pulls and the inbox; each gives a line for each failure."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.settings import Home


def pull(home: Home) -> Sequence[str]:
    """Fetch every live source that is switched on; the code of what failed beside its source."""
    from pipelines.pull.register import load_sources
    from pipelines.pull.run import pull as fetch

    if not any(source.enabled for source in load_sources(home).values()):
        return ()
    return [f"{line.source}: {line.problem.code}" for line in fetch(home).sources if line.problem]


def inbox(home: Home) -> Sequence[str]:
    """Take in what lies in the inbox, file by file; the code of each refusal."""
    if not home.inbox.is_dir() or not any(home.inbox.iterdir()):
        return ()
    from pipelines.run import ingest  # takes Great Expectations with it

    return [problem.code for problem in ingest(home, [home.inbox], keep_going=True).refused]


def failing(home: Home) -> Sequence[str]:
    """The live sources that are switched on and failed last."""
    from pipelines.pull.overview import overview

    lines = [one for one in overview(home)["sources"] if one["enabled"] and one["last_error"]]
    return [f"{one['source']}: {one['last_error']['code']}" for one in lines]
