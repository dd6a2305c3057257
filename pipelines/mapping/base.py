"""What every part of a mapping file has in common: codes, labels, and that unknown keys are refused."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Labels = dict[str, tuple[str, ...]]


class Declared(BaseModel):
    """Part of a mapping file: unknown keys are refused, and nothing changes after load."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def family(name: str) -> str:
    """The mapping whose records are the same as those of the mapping `name`.

    `sign_in_sheet__desk` reads another layout of what `sign_in_sheet` reads: a record is one across both.
    """
    return name.partition("__")[0]


def refuse_shared_labels(labels: Labels) -> None:
    """Raises ValueError where one label stands for two codes."""
    seen: dict[str, str] = {}
    for code, texts in labels.items():
        for text in (code, *texts):
            if seen.setdefault(text.strip().casefold(), code) != code:
                raise ValueError(f"the label “{text}” stands for two codes")
