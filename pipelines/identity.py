"""Which records are of the same pseudonymous person.

A record states keyed hashes of a card, an e-mail, a phone, a member number, a survey code. Keys that a record
states together are of one person, so they link; but a key seen with two birth years, two sexes or two cards
is shared (a parent's phone) and never links, and survey codes never link to anything else. A cluster of more
than five keys, or one whose keys contradict each other, is set aside for review and does not link. Names
never come this far.
"""

from __future__ import annotations

import duckdb
import polars as pl
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

LARGEST_CLUSTER = 5


def resolve(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `record_person(object_id, row, person_id)` and `identity_summary`, one row, from
    `accepted_person`.

    A person is the cluster of the record's first key that is not shared, in the order card, e-mail, phone,
    member, code. A record with nothing but shared keys is a person only where a birth year or sex tells it
    from the others. person_id counts from 1 in the order people first came; nobody is counted twice because
    of several keys.
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
    connection.register("clusters", _clusters(connection))
    connection.execute(f"""
        -- Contradicting clusters chain people together over statements that are silent where they differ.
        create or replace temp table cluster_review as
        select cluster from clusters group by cluster having count(*) > {LARGEST_CLUSTER}
        union
        select c.cluster
        from (select unnest([card, email, phone, member]) as number, year_of_birth, sex, card from keyed) k
        join clusters c using (number)
        group by c.cluster
        having count(distinct year_of_birth) > 1 or count(distinct sex) > 1 or count(distinct card) > 1;

        create or replace temp table cluster_of as
        select number, case when r.cluster is null then 'k' || first_of else 'k' || number end as person
        from (select number, cluster, min(number) over (partition by cluster) as first_of from clusters)
        left join cluster_review r using (cluster);

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
            (select count(*) from (select cluster from clusters anti join cluster_review using (cluster)
                group by cluster having count(*) > 1)) as linked,
            (select count(*) from seen_key where shared) as shared_contacts,
            (select count(*) from cluster_review) as clusters_for_review""")
    connection.unregister("clusters")
    # Keys must not reach the snapshot's file, not even as pages that were freed.
    for table in (
        "stated",
        "seen_key",
        "own_key",
        "keyed",
        "cluster_of",
        "person_of_statement",
        "record_named",
    ):
        connection.execute(f"drop table {table}")


def _clusters(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """number, cluster: connected components of the keys that are not shared. Codes stay alone."""
    keys = connection.sql("select count(*) from own_key").fetchall()[0][0]
    pairs = connection.sql("""
        select card as a, email as b from keyed where card is not null and email is not null
        union select card, phone from keyed where card is not null and phone is not null
        union select email, phone from keyed where email is not null and phone is not null
        union select member, coalesce(card, email, phone) from keyed
            where member is not null and coalesce(card, email, phone) is not null""").pl()
    if keys == 0:
        return pl.DataFrame(schema={"number": pl.Int64, "cluster": pl.Int32})
    graph = coo_array(
        ([1] * pairs.height, (pairs["a"].to_numpy(), pairs["b"].to_numpy())), shape=(keys, keys)
    )
    _, labels = connected_components(graph, directed=False)
    return pl.DataFrame({"number": range(keys), "cluster": labels}, schema_overrides={"number": pl.Int64})
