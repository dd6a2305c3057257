"""A figure that is not given says why, in words that exist."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from pipelines.statistics.reasons import REASONS, checked

PROJECT = Path(__file__).resolve().parents[3]
CODE = sorted((PROJECT / "pipelines" / "statistics").glob("*.py"))


def given() -> set[str]:
    """Every code that stands in a call of `checked`."""
    found: set[str] = set()
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "checked":
                # `checked("suppressed" if row["suppressed"] else "no_data")`: both branches, not the
                # condition.
                chosen = node.args[0]
                branches = [chosen.body, chosen.orelse] if isinstance(chosen, ast.IfExp) else [chosen]
                found |= {str(branch.value) for branch in branches if isinstance(branch, ast.Constant)}
    return found


def test_every_reason_that_is_given_has_a_sentence_and_every_sentence_is_given() -> None:
    assert given() == set(REASONS)


def test_the_page_on_statistics_tells_every_reason() -> None:
    page = (PROJECT / "docs" / "statistics.md").read_text("utf-8")
    for code, sentence in REASONS.items():
        assert f"| `{code}` | {sentence} |" in page


def test_a_code_without_a_sentence_is_refused() -> None:
    with pytest.raises(KeyError):
        checked("because")
