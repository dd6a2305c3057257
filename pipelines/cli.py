"""The command `impact`: one file a command in `pipelines/commands/`, found by being there.

A layer above this one may have commands as well: its package is named here and never imported by name.

stdout carries the result only, stderr the rest. Exit 0 done, 1 refused, 2 wrong use. With `--json` an error
is `{"error": {"code", "message"}}` on stdout.
"""

from __future__ import annotations

import argparse
import json
import os
import pkgutil
import sys
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from itertools import pairwise
from typing import NoReturn

from pipelines.problems import RefusalError

DONE, REFUSED, WRONG_USE = 0, 1, 2
PLACES = ("pipelines.commands", "dashboard.commands")


class _Parser(argparse.ArgumentParser):
    """A parser whose complaints are JSON too when the caller asked for JSON."""

    def error(self, message: str) -> NoReturn:
        if "--json" in sys.argv or _asks_for_json_format(sys.argv):
            print(json.dumps({"error": {"code": "wrong_use", "message": message}}, ensure_ascii=False))
        else:
            self.print_usage(sys.stderr)
            print(f"impact: {message}", file=sys.stderr)
        raise SystemExit(WRONG_USE)


def _asks_for_json_format(words: Sequence[str]) -> bool:
    return "--format=json" in words or ("--format", "json") in pairwise(words)


@lru_cache(maxsize=1)
def command_places() -> Mapping[str, str]:
    """The commands there are by their file names, each with the module it is in."""
    found: dict[str, str] = {}
    for place in PLACES:
        specification = find_spec(place)
        paths = list(specification.submodule_search_locations or ()) if specification else []
        found |= {module.name: f"{place}.{module.name}" for module in pkgutil.iter_modules(paths)}
    return found


def command_names() -> tuple[str, ...]:
    """The commands there are, by their file names."""
    return tuple(sorted(command_places()))


def parser(only: str | None = None) -> argparse.ArgumentParser:
    """The whole command line; with `only`, just that command's arguments are set up."""
    top = _Parser(prog="impact", description="Reach, demographics and outcomes of an American Space.")
    subparsers = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name in command_names() if only is None else (only,):
        module = import_module(command_places()[name])
        sub = subparsers.add_parser(name, help=module.HELP, description=module.__doc__)
        sub.add_argument("--home", metavar="DIR", help="folder of landing, warehouse and state (IMPACT_HOME)")
        sub.add_argument("--json", action="store_true", help="print JSON")
        module.configure(sub)
    return top


def main(words: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code; never a traceback for bad input."""
    given = list(sys.argv[1:] if words is None else words)
    only = given[0] if given and given[0] in command_names() else None
    arguments = parser(only).parse_args(given)
    as_json = arguments.json or getattr(arguments, "format", None) == "json"
    try:
        return int(import_module(command_places()[arguments.command]).run(arguments) or DONE)
    except RefusalError as refusal:
        return _fail(as_json, refusal.problems[0].code, str(refusal))
    except BrokenPipeError:
        # The reader of a pipe went away (`impact query ... | head`): nothing is wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return _fail(as_json, "interrupted", "Interrupted; the former snapshot stays.")
    except Exception as fault:
        from pipelines.faults import record_fault

        return _fail(as_json, "fault", record_fault(fault, arguments.home))


def _fail(as_json: bool, code: str, message: str) -> int:
    if as_json:
        print(json.dumps({"error": {"code": code, "message": message}}, ensure_ascii=False))
    else:
        for line in message.splitlines():
            print(f"impact: {line}", file=sys.stderr)
    return REFUSED


if __name__ == "__main__":
    sys.exit(main())
