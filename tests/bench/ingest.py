"""Rows a second of the whole line, beside DuckDB's bare typed `read_csv` of the same file in the same run.

    python tests/bench/ingest.py [--rows 1000000] [--output FILE]

Figures are of one machine at one time: the ratio is what to trust.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

import duckdb
import numpy as np
import polars as pl

HEADERS = (
    "Date and time",
    "Name",
    "E-mail",
    "Phone",
    "Library card",
    "Year of birth",
    "Sex",
    "District",
    "Occupation",
    "Home language",
    "Purpose",
    "First visit",
)


def write_sheet(path: Path, rows: int, seed: int = 7) -> None:
    """A seeded sign-in sheet of twelve columns; people return, a tenth of the cells is empty."""
    chance = np.random.default_rng(seed)
    people = chance.integers(0, max(1, rows // 8), rows)
    minutes = np.sort(chance.integers(0, 285 * 9 * 60, rows))
    opening = datetime(2026, 1, 18, 10)
    days, minute = np.divmod(minutes, 9 * 60)
    steps = pl.DataFrame({"day": days, "minute": minute})
    stamps = steps.select(
        pl.lit(opening) + pl.duration(days=pl.col("day"), minutes=pl.col("minute"))
    ).to_series()

    def pick(values: list[str]) -> pl.Series:
        return pl.Series(np.array(values, dtype=object)[people % len(values)].tolist(), dtype=pl.String)

    number = pl.Series(people).cast(pl.String)
    frame = pl.DataFrame(
        {
            "Date and time": stamps.dt.strftime("%d.%m.%Y %H:%M"),
            "Name": "Test Person " + number,
            "E-mail": "person" + number + "@example.org",
            "Phone": "+7700" + number.str.zfill(7),
            "Library card": "T" + number.str.zfill(8),
            "Year of birth": pl.Series(1950 + people % 68).cast(pl.String),
            "Sex": pick(["female", "male", "female", ""]),
            "District": pick(
                ["Almaly", "Alatau", "Auezov", "Bostandyk", "Zhetysu", "Medeu", "Nauryzbay", "Turksib", ""]
            ),
            "Occupation": pick(["school student", "university student", "employed", ""]),
            "Home language": pick(["Kazakh", "Russian", "English"]),
            "Purpose": pick(["English", "Makerspace", "Advising", "Literature"]),
            "First visit": pick(["no", "no", "no", "yes"]),
        }
    )
    frame.write_csv(path)


def bare_reader(path: Path, folder: Path) -> float:
    """Seconds for a typed `read_csv` of the file into a DuckDB table on disk: the limit."""
    types = dict.fromkeys(HEADERS, "VARCHAR") | {
        "Date and time": "TIMESTAMP",
        "Year of birth": "SMALLINT",
    }
    started = time.perf_counter()
    with duckdb.connect(str(folder / "bare.duckdb")) as connection:
        connection.execute("set preserve_insertion_order = false")
        connection.read_csv(str(path), dtype=types, timestamp_format="%d.%m.%Y %H:%M").create("sheet")
    return time.perf_counter() - started


def whole_line(path: Path, folder: Path) -> tuple[float, float, dict]:
    """Seconds and peak memory (MB) of `impact ingest`, as a process of its own, and its report."""
    command = [
        sys.executable,
        "-m",
        "pipelines.cli",
        "ingest",
        "--json",
        "--home",
        str(folder / "home"),
        str(path),
    ]
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    output = process.stdout.read() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    if status:
        raise SystemExit(output)
    return seconds, usage.ru_maxrss / 1024, json.loads(output)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--output", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        sheet = folder / "sheet.csv"
        write_sheet(sheet, arguments.rows)
        bare = bare_reader(sheet, folder)
        line, memory, report = whole_line(sheet, folder)
        accepted = sum(source["accepted"] for source in report["sources"])
        result = {
            "rows": arguments.rows,
            "megabytes": round(sheet.stat().st_size / 1e6, 1),
            "accepted": accepted,
            "bare_rows_per_second": round(arguments.rows / bare),
            "line_rows_per_second": round(arguments.rows / line),
            "ratio": round(line / bare, 1),
            "line_seconds": round(line, 2),
            "bare_seconds": round(bare, 2),
            "line_peak_megabytes": round(memory),
            "duckdb": duckdb.__version__,
            "polars": pl.__version__,
            "python": platform.python_version(),
            "cores": os.cpu_count(),
        }
    text = json.dumps(result, indent=2)
    print(text)
    if arguments.output:
        arguments.output.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
