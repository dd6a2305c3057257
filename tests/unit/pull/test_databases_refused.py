"""Databases that are not asked: elsewhere without encryption, and declarations that could harm."""

from __future__ import annotations

import pytest

from pipelines.problems import RefusalError
from pipelines.pull.register import load_sources
from tests.unit.pull.declared_databases import POSTGRESQL, SOURCE, outcome


@pytest.mark.parametrize(
    "place",
    [
        "db.example.org/x",
        "db.example.org/x?sslmode=prefer",
        "db.example.org/x?sslmode=disable",
        "localhost/x?hostaddr=192.0.2.1",
        "localhost,db.example.org/x",
    ],
)
def test_a_database_elsewhere_is_not_asked_without_encryption(place, world, monkeypatch) -> None:
    monkeypatch.setenv("IMPACT_TEST_DATABASE", f"postgresql://u:p@{place}")
    world.declare(SOURCE.format(kind="postgresql", place=POSTGRESQL, rest='query = "select 1"'))
    assert outcome(world).code == "database_not_encrypted"


@pytest.mark.parametrize(
    ("rest", "field"),
    [
        ('table = "sign_in"', "columns"),
        ('table = "sign_in; drop table x"\ncolumns = ["day"]', "no name of a table"),
        ('table = "sign_in"\ncolumns = ["day\\"; drop table x"]', "no name of a table"),
        ("", "either query or table"),
        ('query = "select 1"\nwindow = {}', ":since"),
        ('query = "select 1"\npassword = "x"', "password"),
    ],
)
def test_a_declaration_that_could_harm_is_refused_before_anything_is_asked(rest, field, world) -> None:
    world.declare(SOURCE.format(kind="postgresql", place=POSTGRESQL, rest=rest))
    with pytest.raises(RefusalError) as refused:
        load_sources(world.home)
    (problem,) = refused.value.problems
    assert problem.code == "invalid_sources" and field in problem.message and "rows" in problem.message
