"""What `impact survey describe` proposes, as a person and a program read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipelines.describe.questions import Found
from pipelines.describe.systems import System
from pipelines.mapping import FieldMapping


@dataclass(frozen=True)
class Proposal:
    """A mapping to be corrected: everything that was guessed, and `toml`, the file itself."""

    file: str
    system: System
    survey: str
    wave: str
    questions: Mapping[str, Found]  # by code, in the order of the form; open questions included
    fields: Mapping[str, FieldMapping]
    key: str | None
    personal: tuple[str, ...]
    not_read: tuple[str, ...]
    notes: tuple[str, ...]
    toml: str = ""

    def as_json(self) -> dict[str, Any]:
        """The document of docs/contract/survey_describe.json."""
        return {
            "file": self.file,
            "system": self.system.name,
            "survey": self.survey,
            "wave": self.wave,
            "key": self.key,
            "personal": list(self.personal),
            "not_read": list(self.not_read),
            "questions": [
                {
                    "question": code,
                    "text": found.text,
                    "headers": list(found.names),
                    "kind": found.kind.kind,
                    "outcome": found.outcome,
                    "scale": [list(step) for step in found.kind.scale],
                    "options": {label: list(names) for label, names in found.options.items()},
                }
                for code, found in self.questions.items()
            ],
            "notes": list(self.notes),
            "toml": self.toml,
        }
