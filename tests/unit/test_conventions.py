"""The house's rules that a linter does not know; each failure names the path that is missing or wrong."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from expectations.contract import all_tables
from pipelines.problems import problem_texts

PROJECT = Path(__file__).resolve().parents[2]
CODE = [
    path
    for folder in ("expectations", "pipelines", "dashboard")
    for path in sorted((PROJECT / folder).rglob("*.py"))
]
TEXTS = [
    path
    for pattern in ("*.py", "*.toml", "*.md", "*.sql", "Makefile", "*.lock", "*.json")
    for path in sorted(PROJECT.rglob(pattern))
    if not {".venv", ".git", "home", "sample", "node_modules"} & set(path.relative_to(PROJECT).parts)
]


def name(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


@pytest.mark.parametrize("path", CODE, ids=name)
def test_a_module_has_one_idea(path: Path) -> None:
    lines = path.read_text("utf-8").count("\n")
    assert lines <= 250, f"{name(path)} has {lines} lines; find the seam"


@pytest.mark.parametrize("path", [p for p in CODE if p.read_text("utf-8").strip()], ids=name)
def test_every_module_and_public_function_says_what_it_is(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert ast.get_docstring(tree), f"{name(path)} has no docstring"


def test_every_canonical_table_has_its_file_of_expectations() -> None:
    declared = set(all_tables())
    contract = (
        "visit programme session attendance booking machine_log resource advising_contact training loan "
        "response person consent story note target"
    )
    assert declared == set(contract.split())


def test_no_file_names_a_package_index_or_a_path_of_one_machine() -> None:
    hosts = "|".join(("py" + "pi.org", "python" + "hosted", "npm" + "js.org", "deb.deb" + "ian.org"))
    pattern = re.compile(rf"{hosts}|(?<![\w.])/(?:wor" + r"k|fa" + r"rm|ro" + r"ot)/")
    wrong = [name(path) for path in TEXTS if pattern.search(path.read_text("utf-8", errors="replace"))]
    assert wrong == []


def test_every_problem_that_code_raises_has_a_sentence() -> None:
    raised = set()
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Problem":
                first = (
                    node.args[0]
                    if node.args
                    else next((k.value for k in node.keywords if k.arg == "code"), None)
                )
                if isinstance(first, ast.Constant):
                    raised.add(first.value)
    assert raised - set(problem_texts()) == set()


@pytest.mark.parametrize("words", [["--help"], ["query", "--help"], ["metrics", "--json"]])
def test_the_command_line_answers_without_loading_what_it_does_not_need(words: list[str]) -> None:
    script = (
        "import sys; from pipelines.cli import main\n"
        f"try: main({words!r})\nexcept SystemExit: pass\n"
        "heavy = {'great_expectations', 'streamlit', 'pandas', 'statsmodels'} & set(sys.modules)\n"
        "sys.exit(f'loaded {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_importing_the_dashboard_never_loads_great_expectations() -> None:
    script = (
        "import sys, pkgutil, importlib, dashboard\n"
        "for m in pkgutil.walk_packages(dashboard.__path__, 'dashboard.'):\n"
        "    if m.name != 'dashboard.app': importlib.import_module(m.name)\n"
        "sys.exit('great_expectations' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
