"""The survey of a mapping file: its code and wave, and each question with the labels of its answers."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from pipelines.mapping.base import Code, Declared, Labels, refuse_shared_labels

QuestionKind = Literal["likert", "nps", "single", "multi", "number", "date", "yes_no"]


class SurveyMapping(Declared):
    """The survey that the answers belong to, and its wave."""

    code: Code
    wave: Literal["", "immediate", "follow-up", "before", "after", "single"] = ""
    wave_field: str = ""

    @model_validator(mode="after")
    def _one_wave(self) -> SurveyMapping:
        if bool(self.wave) == bool(self.wave_field):
            raise ValueError("needs either `wave` or `wave_field`")
        return self


class QuestionMapping(Declared):
    """One question: its headers, its kind and the labels of its answers in every language."""

    headers: tuple[str, ...] = Field(min_length=1)
    kind: QuestionKind
    required: bool = False
    merge: bool = False  # as of a field: a question renamed between versions, or parted over columns
    text: str = ""  # the question as it is shown; "" = its first header
    outcome: str | None = None
    scale: tuple[tuple[str, ...], ...] = ()  # likert, lowest first; without it 1 to 5
    options: Labels = Field(default_factory=dict)
    not_applicable: tuple[str, ...] = ()
    separator: str = (
        ""  # multi: what joins ticked options; "" = any of ; , line break, or a space between codes
    )
    other: Literal["keep", "quarantine"] = "quarantine"  # keep: an answer that fits nothing is option "other"

    @model_validator(mode="after")
    def _labels_fit_the_kind(self) -> QuestionMapping:
        if self.scale and (self.kind != "likert" or len(self.scale) < 2):
            raise ValueError("`scale` is for kind likert and has two steps or more")
        if bool(self.options) != (self.kind in ("single", "multi")):
            raise ValueError("`options` are needed for kinds single and multi, and for no other")
        refuse_shared_labels(self.options)
        return self
