"""Files made for one test, and what the reader says about them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipelines.problems import Problem, RefusalError
from pipelines.read import RawFile, RawTable, open_file


def rows_of(table: RawTable) -> list[tuple[Any, ...]]:
    """Every record with its row number first."""
    return pl.concat(table.batches()).rows()


@pytest.fixture
def opened(tmp_path: Path) -> Callable[..., RawTable]:
    """The one table of a file with these bytes."""

    def build(content: bytes, name: str = "export.csv", records: str | None = None) -> RawTable:
        path = tmp_path / "landed-bytes"
        path.write_bytes(content)
        (table,) = open_file(path, name, records).tables
        return table

    return build


@pytest.fixture
def rows(opened: Callable[..., RawTable]) -> Callable[..., list[tuple[Any, ...]]]:
    return lambda *arguments, **named: rows_of(opened(*arguments, **named))


@pytest.fixture
def refused(tmp_path: Path) -> Callable[..., Problem]:
    """The one problem with which a file of these bytes is refused, when opened or when read to its end."""

    def build(content: bytes, name: str = "export.csv", records: str | None = None) -> Problem:
        path = tmp_path / "landed-bytes"
        path.write_bytes(content)
        with pytest.raises(RefusalError) as caught:
            for table in open_file(path, name, records).tables:
                for _ in table.batches():
                    pass
        (problem,) = caught.value.problems
        assert problem.file == name
        assert problem.message.startswith(name)
        return problem

    return build


@pytest.fixture
def workbook(tmp_path) -> Callable[[bytes], RawFile]:
    def build(content: bytes) -> RawFile:
        path = tmp_path / "landed-bytes"
        path.write_bytes(content)
        return open_file(path, "export.xls")

    return build
