"""What is planned: meetings that lie ahead of what data cover. It names programmes and places, never people."""

from __future__ import annotations

import polars as pl

from pipelines.metrics.question import Snapshot

# A planned consultation for one person would tell when somebody comes.
COMING = """
    select date, starts_at, hours, programme, service, mode, zone, language, capacity
    from fct_session
    where status = 'planned' and not coalesce(one_to_one, false)
        and date > coalesce((select last_date from meta_coverage where table_name = 'fct_session'), date '0001-01-01')
    order by date, starts_at, programme, session_id"""


def coming(snapshot: Snapshot) -> pl.DataFrame:
    """Planned group sessions after the last day that data cover: date, starts_at (instant, null where only the
    day is known), hours, programme, service, mode, zone, language, capacity (null: not stated).
    """
    return snapshot.rows(COMING)
