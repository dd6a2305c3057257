"""SQL: a read-only console over the tables of the snapshot, for analysts only."""

from dashboard import sql_console
from dashboard.words import Words
from pipelines.settings import Home


def render(words: Words, home: Home) -> None:
    sql_console.console(words, home)
