"""Who is one person: keys stated together link, shared contacts never do."""

from __future__ import annotations

from datetime import date
from itertools import count

import duckdb
import pytest

from pipelines import identity
from pipelines.decisions import InForce

DAY = date(2026, 3, 1)
COLUMNS = {
    "object_id": "integer",
    "row": "bigint",
    "card_key": "varchar",
    "email_key": "varchar",
    "phone_key": "varchar",
    "code_key": "varchar",
    "member_key": "varchar",
    "year_of_birth": "integer",
    "sex": "varchar",
    "seen_on": "date",
}


def people(*records: dict, decisions: InForce = identity.UNDECIDED) -> tuple[list[int | None], dict]:
    """The person of each record, in order, and the identity summary."""
    connection = duckdb.connect()
    listed = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
    connection.execute(f"create table accepted_person ({listed})")
    rows = count(1)
    for record in records:
        values = {"object_id": 1, "row": next(rows), "seen_on": DAY, **record}
        connection.execute(
            f"insert into accepted_person values ({', '.join('?' * len(COLUMNS))})",
            [values.get(name) for name in COLUMNS],
        )
    identity.resolve(connection, decisions)
    found = dict(connection.sql("select row, person_id from record_person").fetchall())
    summary = connection.sql("select * from identity_summary").pl().to_dicts()[0]
    return [found.get(row) for row in range(1, len(records) + 1)], summary


def test_keys_stated_together_are_one_person() -> None:
    found, summary = people(
        {"email_key": "e1", "phone_key": "p1"}, {"email_key": "e1"}, {"phone_key": "p1"}, {"phone_key": "p2"}
    )
    assert found == [1, 1, 1, 2]
    assert summary["linked"] == 1
    assert summary["records"] == summary["with_person"] == 4


def test_a_chain_of_keys_links_through_records_that_share_one() -> None:
    found, _ = people(
        {"card_key": "c1", "email_key": "e1"},
        {"email_key": "e1", "phone_key": "p1"},
        {"card_key": "c1"},
        {"phone_key": "p1"},
    )
    assert set(found) == {1}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"year_of_birth": 2012}, {"year_of_birth": 1985}),
        ({"sex": "female"}, {"sex": "male"}),
        ({"card_key": "c1"}, {"card_key": "c2"}),
    ],
)
def test_a_parents_phone_never_links_the_family(one: dict, other: dict) -> None:
    found, summary = people(
        {"phone_key": "p", "email_key": "e1", **one}, {"phone_key": "p", "email_key": "e2", **other}
    )
    assert found == [1, 2]
    assert summary["shared_contacts"] == 1
    assert summary["linked"] <= 2


def test_children_on_a_shared_phone_are_told_apart_by_what_they_state() -> None:
    found, _ = people(
        {"phone_key": "p", "year_of_birth": 2012},
        {"phone_key": "p", "year_of_birth": 2015},
        {"phone_key": "p", "year_of_birth": 2012},
    )
    assert found == [1, 2, 1]


def test_a_shared_phone_alone_is_no_person() -> None:
    found, summary = people(
        {"phone_key": "p", "year_of_birth": 2012},
        {"phone_key": "p", "year_of_birth": 2015},
        {"phone_key": "p"},
    )
    assert found == [1, 2, None]
    assert (summary["records"], summary["with_person"]) == (3, 2)


def test_a_record_without_keys_is_no_person() -> None:
    found, summary = people({"sex": "female", "year_of_birth": 2000})
    assert found == [None]
    assert summary["with_person"] == 0


def test_survey_codes_link_to_nothing_else() -> None:
    found, _ = people({"code_key": "s1", "email_key": "e1"}, {"code_key": "s1"}, {"email_key": "e1"})
    assert found[0] == found[2]
    assert found[1] != found[0]


def test_a_cluster_of_more_than_five_keys_goes_to_review_and_does_not_link() -> None:
    chain = [{"email_key": f"e{i}", "phone_key": f"p{i}"} for i in range(3)]
    chain += [{"email_key": f"e{i + 1}", "phone_key": f"p{i}"} for i in range(2)]
    found, summary = people(*chain)
    assert summary["clusters_for_review"] == 1
    assert summary["linked"] == 0
    assert len(set(found)) == 3  # each e-mail is a person of its own


def test_five_keys_still_link() -> None:
    chain = [{"email_key": f"e{i}", "phone_key": f"p{i}"} for i in range(2)]
    chain += [{"email_key": "e1", "phone_key": "p0"}, {"email_key": "e2", "phone_key": "p1"}]
    found, summary = people(*chain)
    assert set(found) == {1}
    assert summary["clusters_for_review"] == 0


def test_a_chain_that_ends_in_another_birth_year_is_reviewed_not_linked() -> None:
    found, summary = people(
        {"email_key": "e", "year_of_birth": 1990},
        {"email_key": "e", "phone_key": "p"},
        {"phone_key": "p", "year_of_birth": 2014},
    )
    assert found[0] != found[2]
    assert summary["clusters_for_review"] == 1


def test_numbers_of_people_do_not_depend_on_the_order_of_reading() -> None:
    records = [
        {"row": i, "email_key": f"e{i % 7}", "seen_on": date(2026, 1, 1 + i % 28)} for i in range(1, 60)
    ]
    forward, _ = people(*records)
    backward, _ = people(*reversed(records))
    assert sorted(forward) == sorted(backward)
    assert max(forward) == 7


def test_keys_do_not_stay_behind_in_the_connection() -> None:
    connection = duckdb.connect()
    listed = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
    connection.execute(f"create table accepted_person ({listed})")
    identity.resolve(connection)
    columns = connection.sql("""
        select column_name from duckdb_columns() where table_name != 'accepted_person'""").fetchall()
    assert not {name for (name,) in columns} & {
        "key",
        "card_key",
        "email_key",
        "phone_key",
        "code_key",
        "member_key",
    }


def test_a_number_of_one_system_links_its_records_and_by_e_mail_those_of_others() -> None:
    found, _ = people({"member_key": "m1"}, {"member_key": "m1", "email_key": "e1"}, {"email_key": "e1"})
    assert len(set(found)) == 1


def test_a_member_without_a_contact_is_a_person_of_its_own() -> None:
    found, _ = people({"member_key": "m1"}, {"member_key": "m2"}, {"member_key": "m1"})
    assert len(set(found)) == 2


def test_a_forbidden_link_parts_the_keys_and_its_undoing_joins_them_again() -> None:
    records = ({"email_key": "e1", "phone_key": "p1"}, {"email_key": "e1"}, {"phone_key": "p1"})
    forbidden = InForce(forbidden=frozenset({("email:e1", "phone:p1")}))
    assert people(*records, decisions=forbidden)[0] == [1, 1, 2]
    assert people(*records)[0] == [1, 1, 1]


def test_what_is_forbidden_does_not_come_true_by_another_way() -> None:
    forbidden = InForce(forbidden=frozenset({("email:e1", "phone:p1")}))
    found, summary = people(
        {"card_key": "c1", "email_key": "e1"},
        {"card_key": "c1", "phone_key": "p1"},
        {"email_key": "e1"},
        {"phone_key": "p1"},
        decisions=forbidden,
    )
    assert found[2] != found[3]
    assert summary["clusters_for_review"] == 1


def test_a_confirmed_link_links_within_a_cluster_under_review() -> None:
    chain = [{"email_key": f"e{i}", "phone_key": f"p{i}"} for i in range(3)]
    chain += [{"email_key": f"e{i + 1}", "phone_key": f"p{i}"} for i in range(2)]
    alone = [{"email_key": "e0"}, {"phone_key": "p0"}, {"email_key": "e2"}, {"phone_key": "p2"}]
    confirmed = InForce(confirmed=frozenset({("email:e0", "phone:p0")}))
    found, summary = people(*chain, *alone, decisions=confirmed)
    assert found[5] == found[6]
    assert found[7] != found[8]
    assert summary["clusters_for_review"] == 1


def test_a_confirmation_never_links_a_shared_contact() -> None:
    confirmed = InForce(confirmed=frozenset({("email:e1", "phone:p")}))
    found, _ = people(
        {"phone_key": "p", "email_key": "e1", "year_of_birth": 2012},
        {"phone_key": "p", "email_key": "e2", "year_of_birth": 1985},
        {"phone_key": "p"},
        decisions=confirmed,
    )
    assert found == [1, 2, None]
