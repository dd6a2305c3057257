"""How things stand: what is published, how fresh each source is, whether every record is accounted for."""

from __future__ import annotations

from typing import Any

from pipelines.accounting import COUNTS
from pipelines.settings import Home
from pipelines.snapshot import Snapshots
from pipelines.state import runs


def status(home: Home) -> dict[str, Any]:
    """Snapshot, time of publish, a line a source with its counts and last dates, notice, and the last run.

    `snapshot` and `created_at` are null before the first publish. Counts are of the snapshot that is read;
    the line a source holds its files' counts added up, each as of the moment the file came in.
    """
    snapshots = Snapshots(home)
    current = snapshots.current()
    last = next(iter(runs(home, 1)), None)
    if current is None:
        return {"snapshot": None, "created_at": None, "sources": [], "notice": None, "last_run": last}
    snapshot = snapshots.open(current)
    summed = ", ".join(f"sum({count})::bigint as {count}" for count in COUNTS)
    sources = snapshot.rows(f"""
        select source, count(*) as files, {summed},
            bool_and(rows = accepted + quarantined + duplicate + excluded) as accounted_for,
            max(landed_at) as last_landed, max(last_date) as last_date
        from meta_object group by source order by source""").to_dicts()
    for line in sources:
        line["last_landed"] = line["last_landed"].isoformat(timespec="seconds")
        line["last_date"] = line["last_date"] and line["last_date"].isoformat()
    made = snapshot.rows("select created_at from meta_snapshot").item()
    return {
        "snapshot": current,
        "created_at": made.isoformat(timespec="seconds"),
        "sources": sources,
        "notice": snapshots.notice,
        "last_run": last,
    }
