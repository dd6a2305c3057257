"""Words by which questions and answers are known: scales, outcomes, personal columns, keys, waves."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipelines.cast.labels import compared
from pipelines.settings import PROJECT, site_folder


@dataclass(frozen=True)
class Words:
    """The lists of `data/reference/scales.toml` and `survey_words.toml`, compared as answers are."""

    scales: tuple[tuple[tuple[str, ...], ...], ...]  # each lowest step first
    not_applicable: tuple[str, ...]
    lists: Mapping[str, Any]

    def scale_of(self, answers: Collection[str]) -> tuple[tuple[str, ...], ...] | None:
        """The scale that has every answer as a label and tells most of them apart; of several the first."""
        best, most = None, 0
        for scale in self.scales:
            step_of = {compared(label): number for number, step in enumerate(scale) for label in step}
            steps = {step_of.get(compared(answer)) for answer in answers}
            if None not in steps and len(steps) > most:
                best, most = scale, len(steps)
        return best

    def without_skips(self, answers: Collection[str]) -> tuple[list[str], list[str]]:
        """Answers that say something, and those that say that the question does not apply."""
        skips = {compared(word) for word in self.not_applicable}
        said = [answer for answer in answers if compared(answer) not in skips]
        return said, [answer for answer in answers if compared(answer) in skips]

    def outcome_of(self, wording: str, kind: str) -> str | None:
        """The outcome that a question measures by its wording; only ratings measure one."""
        allowed = {"nps": ("nps",), "likert": tuple(name for name in self.lists["outcome"] if name != "nps")}
        for name, parts in self.lists["outcome"].items():
            if name in allowed.get(kind, ()) and holds(wording, parts):
                return str(name)
        return None

    def is_personal(self, header: str) -> bool:
        """True of a column that names a person, a place to live, a document or a device."""
        whole = compared(header)
        return whole in self.lists["exact"]["name"] or any(
            holds(header, parts) for parts in self.lists["personal"].values()
        )

    def contact_of(self, header: str) -> str | None:
        """`email` or `phone` of a column that holds one."""
        return next((kind for kind, parts in self.lists["contact"].items() if holds(header, parts)), None)

    def is_key(self, header: str) -> bool:
        """True of the column with the code that respondents make up, or were given."""
        return compared(header) in self.lists["key"]["exact"] or holds(header, self.lists["key"]["words"])

    def wave_of(self, *names: str) -> str | None:
        """The wave that the name of a file says; None where it says none."""
        for wave, parts in self.lists["wave"].items():
            if any(holds(name, parts) for name in names):
                return str(wave)
        return None


def holds(text: str, parts: Sequence[str]) -> bool:
    """True when one of the parts stands in the text, whatever the case."""
    folded = text.casefold()
    return any(part in folded for part in parts)


@lru_cache(maxsize=4)
def load_words(folder: Path | None = None) -> Words:
    """The site's lists, or the project's where the site has none."""
    scales = _read("scales.toml", folder or site_folder())
    return Words(
        tuple(tuple(tuple(step) for step in scale["steps"]) for scale in scales["scale"]),
        tuple(scales["not_applicable"]),
        _read("survey_words.toml", folder or site_folder()),
    )


def _read(name: str, folder: Path) -> dict[str, Any]:
    own = folder / "reference" / name
    path = own if own.exists() else PROJECT / "data" / "reference" / name
    return tomllib.loads(path.read_text("utf-8"))
