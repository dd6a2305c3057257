"""JSON exports: a list of records, flattened to columns whose names are the keys joined by dots."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import polars as pl

from pipelines.problems import RefusalError
from pipelines.read.encoding import Encoding
from pipelines.read.raw import BATCH_ROWS, RawTable, Source, header_text, refuse_large_cells

DOCUMENT_LIMIT = 256 << 20
"""Bytes of a document: it is parsed as a whole, so this is what bounds memory."""
DEPTH_LIMIT = 100
TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"?|[\[\]{}]')


def document_table(source: Source, encoding: Encoding, records: str | None) -> RawTable:
    """The records of the document under the key `records` ("" = the document is the list, None = find them).

    Raises RefusalError naming line and column of what is broken or nested too deep.
    """
    if source.path.stat().st_size > DOCUMENT_LIMIT:
        raise source.refusal("document_too_large", megabytes=DOCUMENT_LIMIT >> 20)
    text = source.path.read_bytes()[encoding.mark :].decode(encoding.codec)
    found = _records(_parsed(text, source), records, source)
    if not found:
        raise source.refusal("header_only")
    flat: list[dict[str, str | None]] = []
    headers: dict[str, None] = {}
    for number, record in enumerate(found, 1):
        if not isinstance(record, dict):
            raise source.refusal("record_not_object", number)
        flat.append(cells := flatten(record))
        headers.update(dict.fromkeys(cells))
    names = tuple(headers)
    return RawTable(
        "", tuple(header_text(_text(name)) for name in names), 1, lambda: _batches(flat, names, source)
    )


def flatten(record: dict[str, Any], prefix: str = "") -> dict[str, str | None]:
    """Cells of one record: nested keys joined by dots, lists of scalars by spaces; null stays null.

    Of a list of objects the first one's fields are cells, and the whole is JSON text under the plain key.
    """
    cells: dict[str, str | None] = {}
    for key, value in record.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict):
            cells.update(flatten(value, f"{name}."))
        elif isinstance(value, list) and any(isinstance(item, (dict, list)) for item in value):
            if isinstance(value[0], dict):
                cells.update(flatten(value[0], f"{name}."))
            cells[name] = json.dumps(value, ensure_ascii=False)
        elif isinstance(value, list):
            cells[name] = " ".join(text for item in value if (text := _text(item))) or None
        else:
            cells[name] = _text(value)
    return cells


def _text(value: str | float | bool | None) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    # A lone surrogate is legal in JSON and not in text.
    return str(value).encode("utf-8", "replace").decode()


def _parsed(text: str, source: Source) -> Any:
    try:
        document = json.loads(text, parse_constant=lambda _: None)
    except json.JSONDecodeError as error:
        raise source.refusal("broken_json", line=error.lineno, position=error.colno) from error
    except RecursionError as error:
        raise _too_deep(text, source) from error
    except ValueError as error:  # a number of thousands of digits
        raise source.refusal("broken_json", line=1, position=1) from error
    if isinstance(document, (dict, list)) and _is_deep(document, DEPTH_LIMIT):
        raise _too_deep(text, source)
    return document


def _is_deep(value: dict[str, Any] | list[Any], levels: int) -> bool:
    if levels == 0:
        return True
    inner = value.values() if isinstance(value, dict) else value
    return any(_is_deep(item, levels - 1) for item in inner if isinstance(item, (dict, list)))


def _too_deep(text: str, source: Source) -> RefusalError:
    """The refusal at the first bracket beyond `DEPTH_LIMIT`."""
    depth, start = 0, 0
    for token in TOKEN.finditer(text):
        character = token.group()[0]
        if character in "[{":
            depth += 1
            if depth > DEPTH_LIMIT:
                start = token.start()
                break
        elif character in "]}":
            depth -= 1
    line = text.count("\n", 0, start) + 1
    position = start - text.rfind("\n", 0, start)
    return source.refusal("nested_too_deep", line=line, position=position, levels=DEPTH_LIMIT)


def _records(document: Any, key: str | None, source: Source) -> list[Any]:
    if key:
        document = document.get(key) if isinstance(document, dict) else None
    elif key is None and isinstance(document, dict):
        lists = {name: value for name, value in document.items() if isinstance(value, list)}
        objects = [name for name, value in lists.items() if value and isinstance(value[0], dict)]
        chosen = objects or list(lists)
        document = lists[chosen[0]] if len(chosen) == 1 else None
    if not isinstance(document, list):
        raise source.refusal("no_records", key=key) if key else source.refusal("no_list")
    return document


def _batches(
    flat: list[dict[str, str | None]], names: tuple[str, ...], source: Source
) -> Iterator[pl.DataFrame]:
    for start in range(0, len(flat), BATCH_ROWS):
        part = flat[start : start + BATCH_ROWS]
        columns = {f"c{index}": [cells.get(name) for cells in part] for index, name in enumerate(names)}
        frame = pl.DataFrame(columns, schema={column: pl.String() for column in columns})
        rows = pl.int_range(start + 1, start + 1 + len(part), dtype=pl.Int64, eager=True).alias("row")
        frame.insert_column(0, rows)
        refuse_large_cells(frame, names, source)
        yield frame
