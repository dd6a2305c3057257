"""The links between keys that the people of a snapshot rest on, told again from its files.

A snapshot holds no key, so its links are derived as its build derived them: from the staged records of its
manifest and the decisions that were in force at that time.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import duckdb
import polars as pl

from expectations.catalogue import all_tables
from pipelines import assemble, identity
from pipelines.assemble import Staged
from pipelines.combine import combine
from pipelines.context import site_context
from pipelines.decisions import InForce, Pair, in_force, link_id
from pipelines.intake import Intake
from pipelines.manifest import read_manifest, write_manifest
from pipelines.mapping import declared_mappings, family
from pipelines.problems import Problem, RefusalError
from pipelines.settings import Home, site_folder
from pipelines.snapshot import Snapshot

STATES = ("linked", "confirmed", "forbidden", "shared", "review")
SHOWN_DIGITS = 8


def links(home: Home, snapshot: Snapshot, decisions: InForce | None = None) -> pl.DataFrame:
    """link, first, second, records, state, cluster, keys: each pair of keys that records state together.

    `state` is linked, confirmed, forbidden, shared (one of them is a shared contact, which never links) or
    review (their cluster has more than five keys or contradicts itself). `cluster` and `keys`, its size, are
    null for shared ones. `first` and `second` are `kind:key` whole: show them by `shortened`. `decisions` are
    those that were in force when the snapshot was built, unless others are asked for.
    """
    created = snapshot.rows("select created_at from meta_snapshot").item()
    holding = decisions or in_force(home, _aware(created))
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        _accepted(connection, home, snapshot)
        identity.find_clusters(connection, holding)
        found = connection.sql(LISTING).pl()
    pairs = list(zip(found["first"], found["second"], strict=True))
    states = [
        _state(pair, row, holding) for pair, row in zip(pairs, found.iter_rows(named=True), strict=True)
    ]
    return found.select(
        pl.Series("link", [link_id(*pair) for pair in pairs], pl.String),
        "first",
        "second",
        "records",
        pl.Series("state", states, pl.String),
        "cluster",
        "keys",
    )


LISTING = """
    with pair as (
        select if(a.kind < b.kind, a.kind || ':' || a.key, b.kind || ':' || b.key) as first,
            if(a.kind < b.kind, b.kind || ':' || b.key, a.kind || ':' || a.key) as second,
            sum(records)::bigint as records
        from stated,
            lateral (values ('card', card_key), ('email', email_key), ('phone', phone_key),
                ('member', member_key)) as a(kind, key),
            lateral (values ('card', card_key), ('email', email_key), ('phone', phone_key),
                ('member', member_key)) as b(kind, key)
        where a.kind < b.kind and a.key is not null and b.key is not null
        group by all
    ),
    own as (
        select k.kind || ':' || k.key as name, c.cluster, c.in_review, c.part,
            count(*) over (partition by c.cluster) as keys
        from own_key k join clustered c using (number)
    )
    select p.first, p.second, p.records, coalesce(a.cluster, b.cluster) as cluster,
        coalesce(a.keys, b.keys) as keys, a.name is null or b.name is null as shared,
        coalesce(a.in_review or b.in_review, false) as in_review, a.part = b.part as confirmed
    from pair p left join own a on a.name = p.first left join own b on b.name = p.second
    order by cluster, p.first, p.second"""


def _state(pair: Pair, row: dict[str, Any], decisions: InForce) -> str:
    if pair in decisions.forbidden:
        return "forbidden"
    if row["shared"]:
        return "shared"
    if pair in decisions.confirmed:
        return "confirmed"
    return "review" if row["in_review"] and not row["confirmed"] else "linked"


def find_link(home: Home, snapshot: Snapshot, link: str) -> tuple[Pair, str]:
    """The keys of a link and its state under the decisions of now. RefusalError where there is none."""
    rows = links(home, snapshot, in_force(home)).filter(pl.col("link") == link)
    if rows.is_empty():
        raise RefusalError(Problem("link_unknown", values={"link": link}))
    row = rows.row(0, named=True)
    return (row["first"], row["second"]), row["state"]


def shortened(name: str) -> str:
    """A key as people tell keys apart: its kind and the first digits."""
    kind, _, key = name.partition(":")
    return f"{kind} {key[:SHOWN_DIGITS]}"


def _accepted(connection: duckdb.DuckDBPyConnection, home: Home, snapshot: Snapshot) -> None:
    """Make `accepted_person` from the files of the snapshot's manifest."""
    site = site_folder()
    mappings = declared_mappings(site / "mappings", home.mappings)
    combined = combine(read_manifest(snapshot), Intake(), home, site_context(home, site), mappings)
    staged = [
        Staged(o.object_id, family(o.mapping), combined.folders[o.staged]) for o in combined.manifest.objects
    ]
    tables = tuple(all_tables().values())
    write_manifest(connection, combined.manifest)
    assemble.attach(connection, staged, tables)
    assemble.resolve(connection, tables)


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
