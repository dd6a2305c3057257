"""Arguments that the commands about what people write share: who writes, and texts by language."""

from __future__ import annotations

import argparse


def add_author(parser: argparse.ArgumentParser) -> None:
    """`--author`."""
    parser.add_argument("--author", default="local", metavar="HANDLE", help="who writes; a handle, no name")


def add_texts(parser: argparse.ArgumentParser, option: str, required: bool = False) -> None:
    """An option that takes `LANGUAGE=TEXT` as often as there are languages."""
    parser.add_argument(
        option,
        action="append",
        type=text,
        default=[],
        required=required,
        metavar="LANGUAGE=TEXT",
        help='such as en="Closed for repairs"; again for another language',
    )


def add_home(*parsers: argparse.ArgumentParser) -> None:
    """`--home` and `--json` after the step as well."""
    for parser in parsers:
        parser.add_argument("--home", metavar="DIR", default=argparse.SUPPRESS)
        parser.add_argument("--json", action="store_true", default=argparse.SUPPRESS)


def text(given: str) -> tuple[str, str]:
    """LANGUAGE=TEXT in two."""
    language, sign, words = given.partition("=")
    if not sign:
        raise argparse.ArgumentTypeError(f"{given!r} is not LANGUAGE=TEXT")
    return language, words
