"""Which records are of the same pseudonymous person.

A record states keyed hashes of a card, an e-mail, a phone, a member number, a survey code. Keys that a record
states together are of one person, so they link; but a key seen with two birth years, two sexes or two cards
is shared (a parent's phone) and never links, and survey codes never link to anything else. A cluster of more
than five keys, or one whose keys contradict each other, is set aside for review and does not link. Names
never come this far.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import duckdb
import numpy as np
import polars as pl
from numpy.typing import ArrayLike
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from pipelines.decisions import InForce, Pair

LARGEST_CLUSTER = 5
UNDECIDED = InForce()


def resolve(connection: duckdb.DuckDBPyConnection, decisions: InForce = UNDECIDED) -> None:
    """Make `record_person(object_id, row, person_id)` and `identity_summary`, one row, from
    `accepted_person`.

    A person is the cluster of the record's first key that is not shared, in the order card, e-mail, phone,
    member, code. A record with nothing but shared keys is a person only where a birth year or sex tells it
    from the others. person_id counts from 1 in the order people first came; nobody is counted twice because
    of several keys.

    People's decisions hold: a forbidden link links nothing (and what links its keys by another way goes to
    review), a confirmed one links within a cluster that waits for review.
    """
    find_clusters(connection, decisions)
    connection.execute("""
        create or replace temp table cluster_of as
        select number, 'k' || min(number) over (partition by cluster, if(in_review, part, -1)) as person
        from clustered;

        create or replace temp table person_of_statement as
        select k.statement, coalesce(
            cluster_of.person,
            -- Only shared keys: the key and what tells its people apart.
            case when coalesce(k.card, k.email, k.phone, k.member, k.code) is null and k.first_key is not null
                and (k.year_of_birth is not null or k.sex is not null)
                then k.first_key || coalesce('y' || k.year_of_birth, '') || coalesce('x' || k.sex, '')
            end) as person
        from keyed k
        left join cluster_of on cluster_of.number = coalesce(k.card, k.email, k.phone, k.member, k.code);

        create or replace temp table record_named as
        select p.object_id, p.row, p.seen_on, s.person
        from accepted_person p
        join stated k on k.card_key is not distinct from p.card_key
            and k.email_key is not distinct from p.email_key
            and k.phone_key is not distinct from p.phone_key
            and k.member_key is not distinct from p.member_key
            and k.code_key is not distinct from p.code_key
            and k.year_of_birth is not distinct from p.year_of_birth
            and k.sex is not distinct from p.sex
        join person_of_statement s using (statement)
        where s.person is not null;

        create or replace temp table record_person as
        with first_seen as (
            select person, row_number() over (order by min((seen_on, object_id, row)))::integer as person_id
            from record_named group by person
        )
        select object_id, row, min(person_id) as person_id
        from record_named join first_seen using (person) group by object_id, row;

        create or replace temp table identity_summary as
        select (select count(*) from accepted_person) as records,
            (select count(*) from record_person) as with_person,
            (select count(*) from (select person from cluster_of group by person having count(*) > 1)) as linked,
            (select count(*) from seen_key where shared) as shared_contacts,
            (select count(*) from cluster_review) as clusters_for_review""")
    # Keys must not reach the snapshot's file, not even as pages that were freed.
    for table in (
        "stated",
        "seen_key",
        "own_key",
        "keyed",
        "clustered",
        "cluster_of",
        "person_of_statement",
        "record_named",
    ):
        connection.execute(f"drop table {table}")


def find_clusters(connection: duckdb.DuckDBPyConnection, decisions: InForce = UNDECIDED) -> None:
    """Make `stated`, `seen_key`, `own_key`, `keyed` and `clustered(number, cluster, in_review, part)`.

    `part` is the part of a cluster that confirmed links hold together. These tables hold keys and must go
    before the snapshot is done.
    """
    connection.execute("""
        create or replace temp table stated as
        select row_number() over () as statement, *
        from (select card_key, email_key, phone_key, member_key, code_key, year_of_birth, sex,
                count(*) as records
              from accepted_person group by all);

        create or replace temp table seen_key as
        select kind, key, count(distinct year_of_birth) > 1 or count(distinct sex) > 1
            or (kind != 'card' and count(distinct card_key) > 1) as shared
        from stated, lateral (values ('card', card_key), ('email', email_key), ('phone', phone_key),
            ('member', member_key), ('code', code_key)) as one(kind, key)
        where key is not null
        group by kind, key;

        create or replace temp table own_key as
        select row_number() over (order by kind, key) - 1 as number, kind, key from seen_key where not shared;

        create or replace temp table keyed as
        select s.statement,
            card.number as card, email.number as email, phone.number as phone,
            member.number as member, code.number as code,
            year_of_birth, sex, records,
            coalesce('c' || s.card_key, 'e' || s.email_key, 'p' || s.phone_key, 'm' || s.member_key,
                's' || s.code_key) as first_key
        from stated s
        left join own_key card on card.kind = 'card' and card.key = s.card_key
        left join own_key email on email.kind = 'email' and email.key = s.email_key
        left join own_key phone on phone.kind = 'phone' and phone.key = s.phone_key
        left join own_key member on member.kind = 'member' and member.key = s.member_key
        left join own_key code on code.kind = 'code' and code.key = s.code_key""")
    connection.register("given_clusters", _clusters(connection, decisions))
    connection.execute(f"""
        create or replace temp table cluster_review as
        select cluster from given_clusters group by cluster having count(*) > {LARGEST_CLUSTER}
        union
        -- Contradicting clusters chain people together over statements that are silent where they differ.
        select c.cluster
        from (select unnest([card, email, phone, member]) as number, year_of_birth, sex, card from keyed) k
        join given_clusters c using (number)
        group by c.cluster
        having count(distinct year_of_birth) > 1 or count(distinct sex) > 1 or count(distinct card) > 1
        union
        -- What a person forbade must not come true by another way.
        select cluster from given_clusters where against;

        create or replace temp table clustered as
        select number, cluster, r.cluster is not null as in_review, part
        from given_clusters left join cluster_review r using (cluster)""")
    connection.unregister("given_clusters")


def _clusters(connection: duckdb.DuckDBPyConnection, decisions: InForce) -> pl.DataFrame:
    """number, cluster, part, against: connected components of the keys that are not shared; codes stay alone.

    `against` marks keys that a forbidden link would join all the same.
    """
    ((keys,),) = connection.sql("select count(*) from own_key").fetchall()
    named = "select kind || ':' || key, number from own_key"
    numbers = dict(connection.sql(named).fetchall()) if decisions != UNDECIDED else {}
    pairs = connection.sql("""
        select card as a, email as b from keyed where card is not null and email is not null
        union select card, phone from keyed where card is not null and phone is not null
        union select email, phone from keyed where email is not null and phone is not null
        union select card, member from keyed where card is not null and member is not null
        union select email, member from keyed where email is not null and member is not null
        union select phone, member from keyed where phone is not null and member is not null""").pl()
    schema = {"number": pl.Int64, "cluster": pl.Int32, "part": pl.Int32, "against": pl.Boolean}
    if not keys:
        return pl.DataFrame(schema=schema)
    forbidden, confirmed = (_numbered(found, numbers) for found in (decisions.forbidden, decisions.confirmed))
    stated = {(min(pair), max(pair)) for pair in pairs.iter_rows()} if numbers else set()
    if forbidden:
        kept = [pair for pair in pairs.iter_rows() if (min(pair), max(pair)) not in forbidden]
        pairs = pl.DataFrame(kept, schema=pairs.schema, orient="row")
    cluster = _components(keys, pairs["a"].to_numpy(), pairs["b"].to_numpy())
    held = sorted((confirmed & stated) - forbidden)
    part = _components(keys, [a for a, _ in held], [b for _, b in held])
    against = {end for a, b in forbidden if cluster[a] == cluster[b] for end in (a, b)}
    return pl.DataFrame(
        {
            "number": range(keys),
            "cluster": cluster,
            "part": part,
            "against": [number in against for number in range(keys)],
        },
        schema_overrides=schema,
    )


def _components(keys: int, first: ArrayLike, second: ArrayLike) -> np.ndarray:
    ones = np.ones(len(np.asarray(first)))
    graph = coo_array((ones, (np.asarray(first, int), np.asarray(second, int))), shape=(keys, keys))
    return np.asarray(connected_components(graph, directed=False)[1])


def _numbered(pairs: Iterable[Pair], numbers: Mapping[str, int]) -> set[tuple[int, int]]:
    """The pairs whose keys both are there and not shared, by their numbers."""
    known = [(numbers[a], numbers[b]) for a, b in pairs if a in numbers and b in numbers]
    return {(min(pair), max(pair)) for pair in known}
