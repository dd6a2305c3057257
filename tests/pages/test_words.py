"""The words of every language are complete, rightly spelled and follow its plural forms and formats."""

from __future__ import annotations

import csv
import re
import string
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from babel import Locale

from dashboard import words as words_module
from dashboard.periods import parse
from dashboard.rules import rule_text
from dashboard.words import LOCALES, Words, load_words
from expectations.catalogue import all_rules, all_tables
from expectations.meanings import MEANINGS
from pipelines.mapping import load_mappings
from pipelines.metrics import catalogue, dimensions
from pipelines.problems import problem_texts
from pipelines.settings import load_site, site_folder
from pipelines.statistics.reasons import REASONS

OTHERS = ("ru", "kk")
LANGUAGES = ("en", *OTHERS)
METRIC_PARTS = ("title", "definition", "why", "formula")
# English of these stands with the metric, the problem, the rule and the reason; the other languages must
# cover all of it.
FROM_ELSEWHERE = ("metric", "problem", "rule", "reason", "mapping")
PLURAL_FORMS = frozenset({"zero", "one", "two", "few", "many", "other"})
KAZAKH_LETTERS = "әғқңөұүі"  # without һ, which only a few words have


def is_plural(entry: object) -> bool:
    """Whether an entry of a locale file is a set of plural forms rather than a section."""
    return isinstance(entry, Mapping) and "other" in entry and set(entry) <= PLURAL_FORMS


def locale_texts(language: str) -> Mapping[str, Any]:
    return tomllib.loads((LOCALES / f"{language}.toml").read_text("utf-8"))


def entries(texts: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in texts.items():
        if isinstance(value, Mapping) and not is_plural(value):
            yield from entries(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value


def forms(entry: Any) -> list[str]:
    return list(entry.values()) if isinstance(entry, Mapping) else [entry]


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def own_keys(language: str) -> set[str]:
    return {key for key, _ in entries(locale_texts(language)) if key.split(".")[0] not in FROM_ELSEWHERE}


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_of_the_pages_is_translated_and_none_is_surplus(language: str) -> None:
    missing, surplus = own_keys("en") - own_keys(language), own_keys(language) - own_keys("en")
    assert not missing, f"locales/{language}.toml lacks {sorted(missing)}"
    assert not surplus, f"locales/{language}.toml has what English has not: {sorted(surplus)}"


@pytest.mark.parametrize("language", OTHERS)
def test_every_metric_problem_and_rule_is_translated_and_none_is_surplus(language: str) -> None:
    texts = locale_texts(language)
    needed = {f"metric.{code}.{part}" for code in catalogue() for part in METRIC_PARTS}
    needed |= {f"problem.{code}" for code in problem_texts()}
    needed |= {f"rule.{rule.code}" for rule in all_rules().values()}
    needed |= {f"reason.{code}" for code in REASONS}
    needed |= {f"mapping.{name}" for name in load_mappings(site_folder() / "mappings")}
    present = {key for key, _ in entries(texts) if key.split(".")[0] in FROM_ELSEWHERE}
    assert not needed - present, f"locales/{language}.toml lacks {sorted(needed - present)}"
    assert not present - needed - UNUSED_RULES, f"surplus: {sorted(present - needed - UNUSED_RULES)}"


# Sentences of rules that no table happens to use at the moment.
UNUSED_RULES = {f"rule.{code}" for code in MEANINGS}


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_names_no_place_that_its_english_sentence_has_not(language: str) -> None:
    texts = dict(entries(locale_texts(language)))
    english = dict(entries(locale_texts("en")))
    english |= {f"problem.{code}": text for code, text in problem_texts().items()}
    strange = {
        key: places(form) - {place for text in forms(english[key]) for place in places(text)}
        for key, entry in texts.items()
        if key in english
        for form in forms(entry)
        if not places(form) <= {place for text in forms(english[key]) for place in places(text)}
    }
    assert not strange


@pytest.mark.parametrize("language", LANGUAGES)
def test_plural_texts_have_the_forms_of_their_language(language: str) -> None:
    needed = {*Locale.parse(language).plural_form.tags, "other"}
    lacking = {
        key: needed ^ set(entry)
        for key, entry in entries(locale_texts(language))
        if isinstance(entry, Mapping) and set(entry) != needed
    }
    assert not lacking


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_reads_as_a_finished_sentence(language: str) -> None:
    words = load_words(language)
    unfinished = [
        name for name in all_rules() if re.search(r"[{}$…]", rule_text(words, name.split(".")[0], name))
    ]
    assert not unfinished


@pytest.mark.parametrize("language", LANGUAGES)
def test_dimensions_their_values_tables_and_sources_have_labels(language: str) -> None:
    words = load_words(language)
    needed = [f"dimension.{name}" for name in dimensions()]
    needed += [f"value.table_name.{name}" for name in all_tables()]
    needed += [f"value.source.{source}" for source in mapping_sources()]
    assert not [key for key in needed if not words.has(key)]
    bare = [
        f"{name}={code}"
        for name, dimension in dimensions().items()
        for code in dimension.values
        if name not in ("weekday",) and not labelled(words, name, code)
    ]
    assert not bare


def mapping_sources() -> set[str]:
    files = (site_folder() / "mappings").glob("*.toml")
    return {tomllib.loads(path.read_text("utf-8"))["source"] for path in files}


def labelled(words: Words, dimension: str, code: str) -> bool:
    return words.has(f"value.{dimension}.{code}") or (dimension, code) in words.labels


def test_reference_data_name_everything_in_each_language_of_the_site() -> None:
    unnamed = []
    for path in (site_folder() / "reference").glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                columns = [f"name_{language}" for language in load_site().languages]
                unnamed += [
                    f"{path.name}: {row.get('code')} {column}"
                    for column in columns
                    if column in row and not row[column]
                ]
    assert not unnamed


def test_texts_named_in_the_code_exist() -> None:
    source = Path(words_module.__file__).parent
    named = {
        key
        for path in source.rglob("*.py")
        for key in re.findall(r"words\(\s*[\"']([a-z_]+\.[a-z_.]+)[\"']", path.read_text("utf-8"))
    }
    assert len(named) > 40
    assert not [key for key in sorted(named) if not load_words("en").has(key)]


@pytest.mark.parametrize("language", OTHERS)
def test_no_word_mixes_cyrillic_with_latin_letters(language: str) -> None:
    text = (LOCALES / f"{language}.toml").read_text("utf-8")
    mixed = [
        word
        for word in re.findall(r"[^\W\d_]+", text)
        if re.search(r"[A-Za-z]", word) and re.search(r"[Ѐ-ӿ]", word)
    ]
    assert not mixed


def test_kazakh_is_written_with_its_own_letters_and_russian_without_them() -> None:
    kazakh, russian = ((LOCALES / f"{code}.toml").read_text("utf-8").lower() for code in ("kk", "ru"))
    assert not [letter for letter in KAZAKH_LETTERS if letter not in kazakh]
    inside = russian.replace("қазақша", "")
    assert not [letter for letter in KAZAKH_LETTERS if letter in inside]
    # Words that a keyboard without the letters turns into another spelling.
    assert not re.findall(r"\b(аудандар[дт]ын|барлык|кызмет|онын|уакыт|тiл)\b", kazakh)


def test_russian_counts_take_their_case() -> None:
    words = load_words("ru")
    said = [words("unit.visits", count=count) for count in (1, 2, 5, 11, 21, 22, 1000)]
    endings = [text.split()[-1] for text in said]
    assert endings == [
        "посещение", "посещения", "посещений", "посещений", "посещение", "посещения", "посещений"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "number", "percent", "quarter"),
    [
        ("en", "12,345", "71%", "July – September 2026"),
        ("ru", "12 345", "71 %", "июль – сентябрь 2026 г."),
        ("kk", "12 345", "71%", "2026 ж. шілде – қыркүйек"),
    ],
)
def test_numbers_shares_and_periods_are_written_as_the_language_does(
    language: str, number: str, percent: str, quarter: str
) -> None:
    words = load_words(language)
    assert spaces(words.number(12345)) == number
    assert spaces(words.percent(0.712)) == percent
    assert spaces(words.period(parse("2026-Q3", words.fiscal))) == quarter
    assert spaces(words.interval("percent", 0.66, 0.76)) == "66–" + percent.replace("71", "76")


def test_a_sentence_that_ends_with_an_abbreviation_has_one_full_stop() -> None:
    words = load_words("ru")
    assert "..." not in words("attention.stale", source="A", date=words.day(date(2026, 8, 17)))
    assert not words("attention.stale", source="A", date=words.day(date(2026, 8, 17))).endswith("..")


def spaces(text: str) -> str:
    return re.sub(r"\s", " ", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_rules_speak_of_columns_by_names_that_readers_know(language: str) -> None:
    words = load_words(language)
    codes = {column.name for table in all_tables().values() for column in table.columns if "_" in column.name}
    shown = {name: rule_text(words, name.split(".")[0], name) for name in all_rules()}
    bare = {
        name: text
        for name, text in shown.items()
        if any(re.search(rf"(?<![\w]){code}(?![\w])", text) for code in codes)
    }
    assert not bare
