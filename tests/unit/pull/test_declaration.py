"""`sources.toml`: a mistake is refused with its field named, the home overrides the site, no secret stands in it."""

from __future__ import annotations

import re
import tomllib

import pytest

from pipelines.mapping import load_mappings
from pipelines.problems import RefusalError
from pipelines.pull.register import load_sources
from pipelines.settings import PROJECT, site_folder
from tests.unit.pull.world import World

SHIPPED = tomllib.loads((site_folder() / "sources.toml").read_text("utf-8"))


def test_every_shipped_source_is_off_and_names_a_mapping_that_is_there(world: World) -> None:
    mappings = load_mappings(site_folder() / "mappings")
    for name, source in load_sources(world.home).items():
        assert not source.enabled, name
        assert source.mapping in mappings or source.mapping.endswith(".toml"), name
        assert source.title, name


def test_every_shipped_source_and_its_variables_stand_in_the_documentation() -> None:
    page = (PROJECT / "docs" / "sources.md").read_text("utf-8").partition("## Live sources")[2]
    variables = set(re.findall(r"IMPACT_[A-Z_]+", (site_folder() / "sources.toml").read_text("utf-8")))
    assert [name for name in (*SHIPPED, *sorted(variables)) if f"`{name}`" not in page] == []


def test_the_shipped_sources_hold_names_of_variables_and_no_values() -> None:
    secrets = ("client_id", "client_secret", "variable", "username", "password", "connection", "url_variable")

    def walk(value: object) -> None:
        for key, inner in value.items() if isinstance(value, dict) else ():
            if key in secrets:
                assert re.fullmatch(r"IMPACT_[A-Z_]+", inner), key
            walk(inner)

    walk(SHIPPED)


def test_the_home_overrides_key_by_key_and_adds_sources_of_its_own(world: World) -> None:
    world.declare(
        '[vea_doors]\nenabled = true\naccess = { client_id = "MY_ID" }\n'
        '[doors_two]\nkind = "file"\nends = "csv"\nmapping = "door_counts"\nurl = "https://example.org/d.csv"\n'
    )
    found = load_sources(world.home)
    assert found["vea_doors"].enabled and found["vea_doors"].access.client_id == "MY_ID"
    assert found["vea_doors"].access.client_secret == "IMPACT_VEA_CLIENT_SECRET"
    assert found["doors_two"].kind == "file" and set(found) > set(SHIPPED)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[vea_doors]\nenabled = 3\n", "vea_doors.enabled"),
        ('[vea_doors]\nparameters = { a = [1] }\n', "vea_doors.parameters.a"),
        ('[vea_doors]\nwindow = { overlap_days = 0 }\n', "vea_doors.window.overlap_days"),
        ('[vea_doors]\naccess = { client_secret = "my secret value" }\n', "vea_doors.access.client_secret"),
        ('[vea_doors]\npageing = "none"\n', "vea_doors.pageing"),
        ('[vea_doors]\nurl_variable = "X"\n', "vea_doors"),
        ('[other]\nkind = "ftp"\n', "other"),
        ('["../x"]\nkind = "file"\n', "../x"),
        ("[vea_doors\n", "line 1"),
    ],
)  # fmt: skip
def test_a_mistake_is_refused_with_its_field_named(text: str, said: str, world: World) -> None:
    world.declare(text)
    with pytest.raises(RefusalError) as refused:
        load_sources(world.home)
    problem = refused.value.problems[0]
    assert problem.code == "invalid_sources" and problem.file == "sources.toml"
    assert said in problem.message and "my secret value" not in problem.message
