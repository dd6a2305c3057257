"""What a rule demands, as a sentence: English from the expectations, other languages by the rule's code."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.words import Words, capital
from expectations.catalogue import all_rules
from expectations.meanings import MEANINGS
from pipelines.problems import problem_texts

# The places of a rule's sentence that name columns of a table; readers know them by other names.
NAMES_OF_COLUMNS = ("column", "columns", "earlier", "later", "instant", "day")


def rule_text(words: Words, table: str, name: str) -> str:
    """The meaning of `table.rule` in the reader's language; the name where it is not declared any more."""
    rule = all_rules().get(name) or all_rules().get(f"{table}.{name}")
    if rule is None:
        return name
    values = {key: _value(words, key, value) for key, value in rule.values.items()}
    key = f"rule.{rule.code}"
    text = words.plain(key) if words.has(key) else MEANINGS.get(rule.code, rule.meaning)
    return capital(text.format_map(_Known(values)))


def column_title(words: Words, name: str | None) -> str:
    """A file's own header as it stands there; the name of a table's column where the header is not known."""
    key = f"column.{name}"
    return capital(words(key)) if name and "_" in name and words.has(key) else name or "–"


def problem_text(words: Words, code: str, values: Mapping[str, object]) -> str:
    """The sentence of a problem met while a row was read, with its places filled as far as they are known."""
    key = f"problem.{code}"
    text = words.plain(key) if words.has(key) else problem_texts().get(code, code)
    return text.format_map(_Known(values))


def _value(words: Words, key: str, value: str | int) -> str:
    text = str(value)
    if key in NAMES_OF_COLUMNS:
        return ", ".join(words(f"column.{name}") for name in text.split(", "))
    if key == "table":
        return words.label("table_name", text)
    if key == "reference":
        return words(f"dimension.{text}")
    return words(f"parameter.{text[1:]}") if text.startswith("$") else text


class _Known(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "…"
