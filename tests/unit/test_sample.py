"""The made-up history: reproducible, invented, in the words of the mappings, with its effects in it."""

from __future__ import annotations

import io
import re
import tomllib
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from pipelines.sample import SEED, make_exports
from pipelines.sample.days import open_days
from pipelines.sample.exports.export import Export, impossible_date
from pipelines.sample.history import History, make_history
from pipelines.sample.reference import Reference, load_reference
from pipelines.settings import PROJECT

DATA = PROJECT / "data"
START, END = date(2026, 1, 18), date(2026, 10, 31)


@pytest.fixture(scope="module")
def exports() -> list[Export]:
    return make_exports(START, END, SEED)


@pytest.fixture(scope="module")
def reference() -> Reference:
    return load_reference(DATA)


@pytest.fixture(scope="module")
def history(reference: Reference) -> History:
    return make_history(reference, START, END, SEED)


def unpacked(name: str, content: bytes) -> object:
    """What a file says: a workbook's parts, because compression differs between builds of zlib."""
    if not name.endswith(".xlsx"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return {part: parts.read(part) for part in parts.namelist()}


def test_the_committed_sample_is_what_the_generator_writes(exports: list[Export]) -> None:
    committed = {path.name: path.read_bytes() for path in (DATA / "sample").iterdir()}
    assert sorted(committed) == sorted(export.name for export in exports)
    for export in exports:
        same = unpacked(export.name, committed[export.name]) == unpacked(export.name, export.content)
        assert same, f"{export.name}: run `impact sample` and commit what it wrote"


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others() -> None:
    short = (START, date(2026, 2, 20))
    assert make_exports(*short, 1) == make_exports(*short, 1)
    assert make_exports(*short, 1) != make_exports(*short, 2)


def test_a_span_without_the_special_days_still_makes_every_kind_of_file() -> None:
    found = {export.mapping for export in make_exports(date(2026, 11, 1), date(2027, 1, 31), 5)}
    tables = {"sign_in_sheet", "attendance_list", "programme_counts", "advising_log"}
    surveys = {
        *("google_forms_outcomes", "google_forms_follow_up", "kobo_outcomes", "microsoft_forms_projects")
    }
    libcal = {"libcal_space_bookings", "libcal_equipment_bookings", "libcal_events"}
    fabman = {f"fabman_{kind}" for kind in ("resources", "members", "resource_logs", "bookings")}
    others = {"koha_loans", "koha_patrons", "sensource_vea", "calendar"}
    # Results come at the end of a term, and the counter's trial was in spring.
    assert found == tables | surveys | libcal | fabman | others


@pytest.mark.parametrize("end", [date(2026, 1, 18), date(2026, 1, 19), date(2026, 7, 2)])
def test_the_shortest_spans_make_files_too(end: date) -> None:
    start = end.replace(day=1) if end.month == 7 else START
    assert {"sign_in_sheet", "libcal_space_bookings"} <= {e.mapping for e in make_exports(start, end, 3)}


def test_a_span_in_which_the_space_is_closed_makes_no_file() -> None:
    assert make_exports(date(2026, 3, 21), date(2026, 3, 23), SEED) == []
    assert make_exports(date(2025, 3, 1), date(2025, 4, 1), SEED) == []


def test_the_sample_is_small_enough_to_keep_in_the_repository(exports: list[Export]) -> None:
    assert sum(len(export.content) for export in exports) < 8_000_000


def test_everybody_is_invented(exports: list[Export]) -> None:
    for export in exports:
        texts = [export.content]
        if export.name.endswith(".xlsx"):
            with zipfile.ZipFile(io.BytesIO(export.content)) as parts:
                texts = [parts.read(name) for name in parts.namelist() if "sharedStrings" in name]
        for raw in texts:
            encoding = "utf-16" if raw[:2] == b"\xff\xfe" else "utf-8"
            text = raw.decode(encoding, errors="replace")
            assert all(host == "example.org" for host in re.findall(r"@([\w.-]+\w)", text)), export.name
            for number in re.findall(r"(?:\+7|(?<![\w-])8) ?\(?7\d\d\)?[\d -]{7,}", text):
                assert re.sub(r"\D", "", number)[1:7] == "700000", (export.name, number)


def test_the_books_of_each_file_balance(exports: list[Export]) -> None:
    for export in exports:
        books = export.books.as_json()
        parts = books["accepted"] + books["quarantined"] + books["duplicate"] + books["excluded"]
        assert books["rows"] == parts, export.name
        assert 0 <= books["updated"] <= books["accepted"], export.name


def test_every_word_of_the_exports_is_known_to_the_mappings(reference: Reference) -> None:
    mappings = [tomllib.loads(path.read_text("utf-8")) for path in (DATA / "mappings").glob("*.toml")]
    headers, values = set(), set()
    for mapping in mappings:
        for part in [*mapping["fields"].values(), *mapping.get("questions", {}).values()]:
            headers |= {header.casefold().strip(" .?") for header in part["headers"]}
            for labels in part.get("values", {}).values():
                values |= {label.casefold() for label in labels}
            values |= {label.casefold() for step in part.get("scale", []) for label in step}
            values |= {label.casefold() for label in part.get("not_applicable", [])}
    words = reference.words
    for language in reference.site.languages:
        asked = words["headers"][language] | words["follow_up"][language]
        asked |= {name: text for name, text in words["form"][language].items() if isinstance(text, str)}
        for name, text in asked.items():
            if name not in ("name", "comment", "na"):
                assert text.casefold().strip(" .?") in headers, (language, name)
        for field, labels in words["values"][language].items():
            if field not in ("first_time", "attended"):
                assert {label.casefold() for label in labels.values()} <= values, (language, field)
        form = words["form"][language]
        assert {label.casefold() for label in [*form["scale"], form["na"]]} <= values, language


def test_the_space_is_closed_on_holidays_closures_and_its_free_weekday(reference: Reference) -> None:
    days = {day.date for day in open_days(reference, START, END)}
    assert date(2026, 3, 22) not in days  # Nauryz
    assert date(2026, 2, 24) not in days  # closed for repair
    assert date(2026, 2, 2) not in days  # a Monday
    assert date(2026, 6, 1) in days  # a Monday that an override opens
    assert date(2026, 5, 7) in days  # a holiday that an override opens


def test_nothing_happens_while_the_space_is_closed(history: History) -> None:
    hours = {day.date: (day.opens, day.closes) for day in history.days}
    assert {visit.at.date() for visit in history.visits} <= set(hours)
    for booking in history.bookings:
        opens, closes = hours[booking.starts.date()]
        assert opens <= booking.starts.hour
        assert booking.ends.hour + booking.ends.minute / 60 <= closes


def test_the_history_is_as_busy_as_a_space_of_its_size(history: History) -> None:
    quarters = Counter((visit.at.month - 1) // 3 + 1 for visit in history.visits)
    assert 3_800 < quarters[2] < 5_800
    assert 4_000 < quarters[3] < 6_000
    held = Counter(session.starts.month for session in history.sessions if not session.cancelled)
    assert all(35 <= held[month] <= 65 for month in range(2, 11))
    came = [len(session.came) for session in history.sessions if not session.cancelled]
    assert 8 < sum(came) / len(came) < 25


def test_families_share_a_phone_under_different_birth_years(history: History) -> None:
    shared = [children for children in history.crowd.families.values() if len(children) > 1]
    assert len(shared) > 20
    for children in shared:
        assert len({child.phone for child in children}) == 1
        assert len({child.year_of_birth for child in children}) == len(children)


def test_nobody_else_shares_a_contact(history: History) -> None:
    alone = [person for person in history.crowd.everyone if person.family is None]
    assert len({person.phone for person in alone}) == len(alone)
    assert len({person.email for person in history.crowd.everyone}) == len(history.crowd.everyone)
    families = {child.phone for children in history.crowd.families.values() for child in children}
    assert not families & {person.phone for person in alone}


def test_a_third_are_minors_and_some_never_say(history: History) -> None:
    people = history.crowd.everyone
    minors = sum(person.age(END) < 18 for person in people) / len(people)
    assert 0.25 < minors < 0.42
    for trait, share in history.reference.plan["people"]["unstated"].items():
        silent = sum(trait in person.unstated for person in people) / len(people)
        assert abs(silent - share) < 0.03, trait


def test_an_impossible_date_is_in_no_calendar() -> None:
    for month in range(1, 13):
        day, rest = impossible_date(date(2026, month, 1)).split(".", 1)
        assert rest == f"{month:02d}.2026"
        with pytest.raises(ValueError, match="day"):
            date(2026, month, int(day))


def test_the_plan_names_only_what_the_reference_lists(reference: Reference) -> None:
    plan = reference.plan
    assert {series["programme"] for series in plan["series"]} == set(reference.programmes)
    assert {series["zone"] for series in plan["series"]} <= set(reference.zones)
    assert set(plan["bookings"]["rate"]) == set(reference.resources)
    assert set(plan["people"]["district"]) == set(reference.districts)
    services = {row["service"] for row in reference.programmes.values()}
    assert set(plan["planted"]["application"]) == services


def test_writing_gives_the_files_in_the_order_of_their_names(tmp_path: Path) -> None:
    from pipelines.sample import write_sample

    written = write_sample(tmp_path, START, date(2026, 2, 1), SEED)
    assert sorted(tmp_path.iterdir()) == written
