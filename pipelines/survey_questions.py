"""What the questions of the surveys in a snapshot are called: `meta_question`, written from staging."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

COLUMNS = ("survey", "question", "place", "kind", "text", "texts", "labels")


def write_questions(connection: duckdb.DuckDBPyConnection, folders: Sequence[Path]) -> None:
    """Make `meta_question` from the staged folders in the order their files came: the latest wording holds.

    Labels of all files stay, so that an option that a later form dropped keeps its name.
    """
    found: dict[tuple[str, str], dict[str, object]] = {}
    labels: dict[tuple[str, str], dict[str, str]] = {}
    for folder in folders:
        path = folder / "summary.json"
        summary = json.loads(path.read_text("utf-8")) if path.exists() else {}
        for entry in summary.get("questions", ()):
            key = (entry["survey"], entry["question"])
            labels[key] = {
                **entry["labels"],
                **{k: v for k, v in labels.get(key, {}).items() if k not in entry["labels"]},
            }
            found[key] = {**entry, "labels": dumped(labels[key]), "texts": dumped(entry.get("texts", {}))}
    connection.execute("""create or replace table meta_question
        (survey varchar, question varchar, place integer, kind varchar, "text" varchar, texts varchar,
         labels varchar)""")
    if found:
        rows = [[entry[column] for column in COLUMNS] for entry in found.values()]
        connection.executemany("insert into meta_question values (?, ?, ?, ?, ?, ?, ?)", rows)


def dumped(words: Mapping[str, str]) -> str:
    return json.dumps(words, ensure_ascii=False)
