"""What a figure can be broken down by, as `dimensions.toml` declares it: the allow-list of column names."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

UNKNOWN = "unknown"


class Dimension(BaseModel):
    """One breakdown. Its name is the column of the same name in each of `tables`; missing shows as
    `unknown`. It may divide the same thing as another one in another way (`same_as`).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[a-z][a-z_]*$")
    title: str
    tables: tuple[str, ...] = Field(min_length=1)
    personal: bool = False
    offer: bool = False
    values: tuple[str, ...] = ()
    number: bool = False
    one_to_one: tuple[str, ...] = ()
    same_as: str | None = None

    @property
    def sql(self) -> str:
        """The untranslated code of the dimension in a fact table, `unknown` where it is missing."""
        return f"coalesce(cast({self.name} as varchar), '{UNKNOWN}')"

    def order(self, code: str) -> tuple[int, float, int, str]:
        """A sort key: declared order, then number or text, `unknown` last."""
        number = float(code) if self.number and code != UNKNOWN else 0.0
        declared = self.values.index(code) if code in self.values else len(self.values)
        return (int(code == UNKNOWN), number, declared, code)


@lru_cache(maxsize=1)
def dimensions() -> Mapping[str, Dimension]:
    """Every declared dimension by name."""
    text = (Path(__file__).parent / "dimensions.toml").read_text("utf-8")
    return {name: Dimension(name=name, **body) for name, body in tomllib.loads(text).items()}


def dimensions_of(table: str) -> tuple[str, ...]:
    """Names of the dimensions that a fact table has, in the order of their declaration."""
    return tuple(name for name, dimension in dimensions().items() if table in dimension.tables)


def personal(names: Iterable[str]) -> bool:
    """True when one of the dimensions describes a person."""
    return any(dimensions()[name].personal for name in names)
