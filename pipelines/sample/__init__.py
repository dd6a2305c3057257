"""A seeded, plausible, made-up history of the Space in the formats its systems export, with effects planted.

Everybody in it is invented: addresses end in example.org, numbers begin with +7 700 000, names are
"Test Person 12". What is planted, and how large it is, stands in the site's `sample_plan.toml`.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pipelines.sample.exports import (
    advising,
    attendance,
    coming,
    counters,
    counts,
    fabman,
    forms,
    kobo,
    koha,
    libcal,
    results,
    sign_in,
)
from pipelines.sample.exports.export import Export
from pipelines.sample.history import make_history
from pipelines.sample.reference import load_reference
from pipelines.settings import site_folder

SEED = 20260118


def make_exports(start: date, end: date, seed: int = SEED) -> list[Export]:
    """Every file of the sample with its books; the same arguments give the same bytes."""
    history = make_history(load_reference(site_folder()), start, end, seed)
    return [
        *sign_in.sign_in_sheets(history),
        *attendance.attendance_lists(history),
        *counts.off_site_counts(history),
        *libcal.bookings(history),
        *libcal.events(history),
        *forms.forms(history),
        *kobo.kobo(history),
        *fabman.fabman(history),
        *advising.advising(history),
        *koha.koha(history),
        *results.results(history),
        *results.projects(history),
        *counters.counters(history),
        *coming.coming(history),
    ]


def write_sample(folder: Path, start: date, end: date, seed: int = SEED) -> list[Path]:
    """Write the sample from `start` to `end`, both included, into `folder`; the files in order of name."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for export in make_exports(start, end, seed):
        path = folder / export.name
        path.write_bytes(export.content)
        paths.append(path)
    return sorted(paths)
