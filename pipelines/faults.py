"""A fault of the program itself: written down by place and kind, without the values it met.

Messages of exceptions from libraries can quote a cell, so they are not kept; the places are enough to find
the line.
"""

from __future__ import annotations

import traceback
from datetime import UTC, datetime
from pathlib import Path

from pipelines.settings import home_folder


def record_fault(fault: Exception, home: str | Path | None) -> str:
    """Append kind and places of a fault to `<home>/faults.log`; gives one sentence for the reader."""
    frames = traceback.extract_tb(fault.__traceback__)
    places = [f"  {Path(frame.filename).name}:{frame.lineno} in {frame.name}" for frame in frames]
    stamp = datetime.now(UTC).isoformat(timespec="seconds")
    text = "\n".join([f"{stamp} {type(fault).__name__}", *places, ""])
    log = home_folder(home).path / "faults.log"
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            file.write(text + "\n")
    except OSError:
        return (
            f"A fault of the program ({type(fault).__name__}) at {places[-1].strip()}; nothing was published."
        )
    return f"A fault of the program ({type(fault).__name__}); nothing was published. Its places are in {log}."
