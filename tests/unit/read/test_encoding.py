"""An export's letters arrive as they were typed, or the line where they break is named."""

from __future__ import annotations

import codecs

import pytest

RUSSIAN = (
    "Дата и время;Имя;Зона\n01.02.2026 18:30;Тестовый Участник;«Мейкерспейс» — зал №2\n"
    "02.02.2026 10:00;Проба;ЧИТАЛЬНЫЙ ЗАЛ\n"
)
KAZAKH = "Күні мен уақыты;Аймақ\n01.02.2026 18:30;Әуезов\n02.02.2026 10:00;Түрксіб, қызмет, ғылым, өнер, ұя\n"
FRENCH = "Prénom;Activité;Reçu\nZoé;Atelier créatif;déjà\nFrançois;Été à la bibliothèque;5 €\n"
GERMAN = "Straße;Größe\nMüllerstraße;groß\nKönigsallee;für Mädchen\n"


def cells(text: str) -> list[tuple[str, ...]]:
    return [tuple(line.split(";")) for line in text.splitlines()]


@pytest.mark.parametrize("text", [RUSSIAN, KAZAKH, FRENCH, GERMAN], ids=["ru", "kk", "fr", "de"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_read_with_and_without_byte_order_mark(opened, rows, text, encoding):
    header, *records = cells(text)
    content = text.encode(encoding)
    assert opened(content).headers == header
    assert [row[1:] for row in rows(content)] == records


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(RUSSIAN, "cp1251"), (FRENCH, "cp1252"), (GERMAN, "cp1252")],
    ids=["ru", "fr", "de"],
)
def test_windows_code_pages_are_told_apart_by_real_words(opened, rows, text, encoding):
    header, *records = cells(text)
    content = text.encode(encoding)
    assert opened(content).headers == header
    assert [row[1:] for row in rows(content)] == records


def test_a_kazakh_export_saved_as_windows_1251_keeps_the_letters_that_page_has(rows):
    text = "Куні;Аймак\n01.02.2026;Алмалы ауданы\n02.02.2026;Турксіб ?ызмет\n"
    assert rows(text.encode("cp1251"))[1] == (3, "02.02.2026", "Турксіб ?ызмет")


def test_the_first_letter_beyond_ascii_may_stand_far_below_the_head(rows):
    content = b"a;b\n" + b"1;2\n" * 50_000 + "3;Читальный зал\n".encode("cp1251")
    assert rows(content)[-1] == (50_002, "3", "Читальный зал")


@pytest.mark.parametrize(
    "broken", [b"\xd0", b"\xff\xff", "é".encode("cp1252")], ids=["cut", "never", "mixed"]
)
def test_utf8_with_broken_bytes_is_refused_at_their_line(refused, broken):
    lines = KAZAKH.encode() + "03.02.2026;Алатау ауданы".encode() + broken + b"\n04.02.2026;x\n"
    problem = refused(lines)
    assert (problem.code, problem.row) == ("wrong_encoding", 4)


@pytest.mark.parametrize("encoding", ["koi8-r", "cp866", "mac-cyrillic"])
def test_other_cyrillic_code_pages_are_refused_and_not_misread(refused, encoding):
    text = RUSSIAN.replace("«", '"').replace("»", '"').replace("—", "-").replace("№", "N")
    assert refused(text.encode(encoding)).code == "wrong_encoding"


def test_a_byte_that_no_code_page_has_is_refused_at_its_line(refused):
    problem = refused(RUSSIAN.encode("cp1251") + b"03.02.2026;\x98;x\n")
    assert (problem.code, problem.row) == ("wrong_encoding", 4)


def test_utf16_cut_in_the_middle_of_a_letter_is_refused(refused):
    assert refused(RUSSIAN.encode("utf-16")[:-1]).code == "wrong_encoding"


def test_a_byte_order_mark_in_front_of_the_first_header_is_no_part_of_it(opened):
    assert opened(codecs.BOM_UTF8 + b'"id",b\n1,2\n').headers == ("id", "b")
