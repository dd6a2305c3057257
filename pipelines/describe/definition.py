"""LimeSurvey's survey definition (`.lss`): texts, kinds and scales of questions, as their author set them."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from pipelines.cast.labels import compared
from pipelines.describe.kinds import TEXT, Kind
from pipelines.describe.words import Words
from pipelines.problems import Problem, RefusalError

LARGEST = 32 << 20
# LimeSurvey's letters of question types; what is not listed (text, equations, uploads, rankings) is not read.
KINDS = {
    **dict.fromkeys("!LO", "single"), **dict.fromkeys("MP", "multi"), **dict.fromkeys("NK", "number"),
    **dict.fromkeys("FHA5B", "likert"), "Y": "yes_no", "D": "date", "G": "single", "C": "single",
    "E": "likert",
}  # fmt: skip
FIXED: Mapping[str, tuple[tuple[str, str], ...]] = {
    "G": (("F", "Female"), ("M", "Male")),
    "C": (("Y", "Yes"), ("N", "No"), ("U", "Uncertain")),
    "E": (("D", "Decrease"), ("S", "Same"), ("I", "Increase")),
    "B": tuple((f"{step}", f"{step}") for step in range(1, 11)),
}
Row = dict[str, str]


@dataclass(frozen=True)
class Definition:
    """What a definition says of each question code; `words` tells scales from mere lists of options."""

    words: Words
    types: Mapping[str, str]
    texts: Mapping[tuple[str, str], str]  # (question, "") and (question, part)
    answers: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)  # code, label
    name: str = ""

    def kind_of(self, code: str, part: str = "") -> Kind | None:
        """The kind of a question, or None where the definition does not know it."""
        if code not in self.types:
            return None
        if part and compared(part) in ("other", "comment"):
            return TEXT
        kind = KINDS.get(self.types[code], "text")
        answers = self.answers.get(code, ())
        labels = [label for _, label in answers]
        said, skips = self.words.without_skips(labels)
        scale = self.words.scale_of(said) if said else None
        if kind == "single" and scale and len(said) == len(scale):
            kind = "likert"
        if kind != "likert":
            return Kind(kind, not_applicable=())
        if scale:
            return Kind("likert", _with_codes(scale, answers), not_applicable=tuple(skips))
        steps = tuple((label, code) for code, label in answers if label in said)
        note = "in the order of the definition: check which end is the best" if steps else ""
        return Kind("likert", steps, not_applicable=tuple(skips), note=note)

    def options_of(self, code: str) -> dict[str, tuple[str, ...]]:
        """Names of each label of a list: the label and its code."""
        return {label: (label, answer) for answer, label in self.answers.get(code, ())}

    def text_of(self, code: str, part: str = "") -> str:
        """The question's text, with the part's behind it; empty where unknown."""
        texts = [self.texts.get((code, "")), self.texts.get((code, part)) if part else None]
        return " ".join(text for text in texts if text)


def _with_codes(
    scale: tuple[tuple[str, ...], ...], answers: tuple[tuple[str, str], ...]
) -> tuple[tuple[str, ...], ...]:
    """The scale with the definition's labels first and its answer codes (A1, A2) after them."""
    steps = []
    for step in scale:
        known = {compared(label) for label in step}
        own = [text for code, label in answers if compared(label) in known for text in (label, code)]
        steps.append(tuple(dict.fromkeys([*own, *step])))
    return tuple(steps)


def read_definition(path: Path, words: Words) -> Definition:
    """The definition in a file; RefusalError where it is none."""
    try:
        if path.stat().st_size > LARGEST:
            raise ElementTree.ParseError("too large")
        content = path.read_bytes()
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            raise ElementTree.ParseError("declares types")
        root = ElementTree.fromstring(content)  # noqa: S314
    except FileNotFoundError as error:
        raise RefusalError(Problem("file_not_found", path.name)) from error
    except (OSError, ElementTree.ParseError) as error:
        raise RefusalError(Problem("not_a_definition", path.name)) from error
    if root.findtext("LimeSurveyDocType") != "Survey":
        raise RefusalError(Problem("not_a_definition", path.name))
    asked, parts, answers = _rows(root, "questions"), _rows(root, "subquestions"), _rows(root, "answers")
    # Newer versions keep wording per language apart from the question.
    wording = {row["qid"]: row for row in reversed(_rows(root, "question_l10ns"))}
    labels = {row["aid"]: row.get("answer", "") for row in reversed(_rows(root, "answer_l10ns"))}
    language = next((row.get("language", "") for row in asked), "")
    codes = {row["qid"]: row["title"] for row in asked if row.get("parent_qid", "0") == "0"}
    texts: dict[tuple[str, str], str] = {}
    for row in reversed(asked):
        if row["qid"] in codes:
            texts[codes[row["qid"]], ""] = _plain(
                row.get("question") or wording.get(row["qid"], {}).get("question", "")
            )
    for row in reversed(parts):
        parent = codes.get(row.get("parent_qid", ""))
        if parent:
            text = row.get("question") or wording.get(row["qid"], {}).get("question", "")
            texts[parent, row["title"]] = _plain(text)
    types = {row["title"]: row.get("type", "") for row in asked if row["qid"] in codes}
    listed = _answers(answers, labels, codes, language)
    for code, letter in types.items():
        if letter in FIXED:
            listed.setdefault(code, FIXED[letter])
    title = next((row.get("surveyls_title", "") for row in _rows(root, "surveys_languagesettings")), "")
    return Definition(words, types, texts, listed, _plain(title))


def _answers(
    rows: list[Row], labels: Mapping[str, str], codes: Mapping[str, str], language: str
) -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, dict[str, str]] = {}
    for row in sorted(rows, key=lambda row: float(row.get("sortorder") or 0)):
        code = codes.get(row.get("qid", ""))
        if code and row.get("scale_id", "0") == "0" and row.get("language", language) in ("", language):
            label = _plain(row.get("answer") or labels.get(row.get("aid", ""), ""))
            found.setdefault(code, {}).setdefault(row.get("code", ""), label)
    return {code: tuple(answers.items()) for code, answers in found.items()}


def _rows(root: ElementTree.Element, table: str) -> list[Row]:
    return [{cell.tag: cell.text or "" for cell in row} for row in root.findall(f"{table}/rows/row")]


def _plain(text: str) -> str:
    """Text of an HTML fragment, scripts left out."""
    text = re.sub(r"<(script|style).*?</\1>", " ", text, flags=re.DOTALL | re.IGNORECASE)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())
