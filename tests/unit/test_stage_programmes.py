"""The register finds a programme under any of its names and gives unknown names a stable code."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from pipelines.problems import RefusalError
from pipelines.programmes import Programmes, load_programmes
from pipelines.settings import site_folder

HEADER = "code,name_en,name_ru,name_kk,aliases,service,core_program,theme,partner,language\n"
NAMES = "Speaking club,Разговорный клуб,Сөйлесу клубы,English talk; Talk club"
CLUB = f"speaking-club,{NAMES},english,english,,,en\n"


def register(folder: Path, lines: str) -> Programmes:
    path = folder / "programmes.csv"
    path.write_text(HEADER + lines, "utf-8")
    return load_programmes(path)


def test_a_programme_is_found_under_each_name_in_the_order_asked(tmp_path: Path) -> None:
    names = ["РАЗГОВОРНЫЙ  клуб", None, "Сөйлесу клубы", "talk club", "speaking-club", "Шахматы для всех"]
    found = register(tmp_path, CLUB).look_up(pl.Series("programme", names))
    assert found["programme_code"].to_list() == [
        "speaking-club", None, "speaking-club", "speaking-club", "speaking-club", "шахматы-для-всех",
    ]  # fmt: skip
    assert found["service"].to_list() == ["english", None, "english", "english", "english", None]


def test_a_name_for_two_programmes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusalError, match="Talk club"):
        register(tmp_path, CLUB + "talks,Talk club,,,,civic,,,,\n")


def test_codes_of_unknown_names_are_stable_and_bounded() -> None:
    empty = Programmes({}, {})
    long = "A very long name of a programme " * 5
    codes = empty.look_up(pl.Series([long, long.upper(), long + "2", "!!!"]))["programme_code"].to_list()
    assert codes[0] == codes[1] != codes[2]
    assert len(codes[0]) <= 60
    assert codes[3] is None


def test_the_sites_register_is_valid() -> None:
    assert load_programmes(site_folder() / "reference" / "programmes.csv").dimensions
