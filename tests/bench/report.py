"""Seconds that a report takes once the program is warm: `python tests/bench/report.py [--home DIR]`.

The first report pays for imports and fonts and is told apart. The aim for a PDF of twelve pages is two seconds.
"""

from __future__ import annotations

import argparse
import io
import json
import logging
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import pypdf

from dashboard.reports.content import Options
from dashboard.reports.written_as import formats, published_report, written_as
from pipelines.run import ingest
from pipelines.settings import Home, site_folder

PERIOD = "2026-Q3"


def seconds(home: Home, form: str, language: str) -> tuple[float, bytes]:
    started = time.perf_counter()
    made = written_as(published_report(home, PERIOD, language, "consulate"), form, Options("a4", False))
    return time.perf_counter() - started, made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, help="a home that already holds the sample")
    arguments = parser.parse_args()
    logging.getLogger("streamlit").setLevel(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as scratch:
        home = Home(arguments.home or Path(scratch) / "home")
        if arguments.home is None:
            ingest(home, [site_folder() / "sample"])
        cold, _ = seconds(home, "pdf", "en")
        result: dict[str, float] = {"pdf_first_seconds": round(cold, 2)}
        for form in formats():
            warm, made = min((seconds(home, form, "en") for _ in range(3)), key=lambda pair: pair[0])
            result[f"{form}_warm_seconds"] = round(warm, 2)
            if form == "pdf":
                result["pdf_pages"] = len(pypdf.PdfReader(io.BytesIO(made)).pages)
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
