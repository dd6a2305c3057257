"""Checks that every text of staff passes before it is kept."""

from __future__ import annotations

from collections.abc import Mapping

from pipelines.problems import Problem, RefusalError
from pipelines.settings import load_site
from pipelines.written.personal import refuse_personal

Texts = tuple[tuple[str, str], ...]


def checked(text: str, column: str, longest: int) -> str:
    """The text without space around it. RefusalError where it is too long or reaches a person."""
    trimmed = " ".join(text.split())
    if len(trimmed) > longest:
        values = {"longest": longest, "length": len(trimmed)}
        raise RefusalError(Problem("written_too_long", column=column, values=values))
    refuse_personal(trimmed, column)
    return trimmed


def by_language(texts: Mapping[str, str], column: str, longest: int, required: bool = True) -> Texts:
    """The texts that say something, in the order of the site's languages, of which one at least is asked for."""
    languages = load_site().languages
    unknown = sorted(set(texts) - set(languages))
    if unknown:
        values = {"language": ", ".join(unknown), "allowed": ", ".join(languages)}
        raise RefusalError(Problem("written_language", values=values))
    found = tuple(
        (language, checked(texts[language], column, longest))
        for language in languages
        if texts.get(language, "").strip()
    )
    if required and not found:
        raise RefusalError(Problem("written_empty", column=column))
    return found


def in_language(texts: Texts, language: str) -> tuple[str, str]:
    """A text in a language, else in the first it was written in; with the language that it is in."""
    said = dict(texts)
    return (language, said[language]) if language in said else texts[0]
