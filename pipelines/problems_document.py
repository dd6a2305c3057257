"""What can go wrong, as a page for readers: `python -m pipelines.problems_document` writes docs/errors.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from pipelines.problems import problem_texts

PAGE = Path(__file__).resolve().parent.parent / "docs" / "errors.md"
HEAD = """# When a file is not as it should be

Every complaint is one line: **file, row, column: what is wrong. What to do.** Rows are those a spreadsheet
program shows (the header is row 1; the records of a JSON file count from 1), columns go by their header as
it stands in the file. What somebody typed is never repeated: look it up at that place.

- **Refused**: the file cannot be read. Nothing is published and the former snapshot stays, unless
  `--keep-going` asks for the good files. The bytes stay in the landing area.
- **Set aside**: one record cannot be right. The others count; `impact quarantine` lists these until a later
  export corrects them. Rules that records must pass are listed in [rules.md](rules.md).
- **Note**: something was left out or hidden, and the record is kept.

Made from `pipelines/problems.toml` by `python -m pipelines.problems_document`; change that file, never this
page.
"""

REFUSED: Mapping[str, str] = {
    "empty_file": "A file without bytes, of blank rows or of separators only",
    "header_only": "A header and nothing below it",
    "wrong_encoding": "Letters that come out wrong (KOI8-R, a damaged letter, a zero byte)",
    "not_text": "A picture, a PDF or another binary file, whatever its name ends in",
    "web_page": "The sign-in page of a system, saved as if it were the export",
    "archive": "A ZIP or another archive",
    "truncated_workbook": "A workbook that was not downloaded or copied whole",
    "encrypted_workbook": "A workbook with a password",
    "legacy_workbook": "An .xls or .xlsb workbook",
    "open_document": "An .ods spreadsheet",
    "workbook_with_macros": "A workbook with macros",
    "workbook_with_dtd": "A workbook that was tampered with",
    "workbook_too_large": "A workbook that unpacks to gigabytes",
    "sheet_too_large": "A stray cell far below or beside the table",
    "no_readable_sheet": "The records stand on a hidden sheet",
    "unknown_layout": "A column that is needed is missing or renamed",
    "foreign_layout": "The wrong file, or a title above the header",
    "scant_layout": "A table of which only one header is known",
    "ambiguous_layout": "Headers that could be two kinds of export",
    "duplicate_header": "The same header twice",
    "several_tables": "Several sheets of the same kind that cannot be told apart",
    "too_many_cells": "A comma or semicolon too many in a row",
    "quote_not_closed": "A quotation mark that opens and never closes",
    "stray_return": "A line break inside a cell without quotation marks",
    "cell_too_large": "Megabytes of text in one cell",
    "header_too_large": "A file that is one endless line",
    "broken_json": "A JSON file that is cut off",
    "no_records": "A JSON file whose list has another name",
    "no_list": "A JSON file that is not a list of records",
    "record_not_object": "A JSON list of something else than records",
    "nested_too_deep": "A JSON file nested without end",
    "document_too_large": "A very large JSON file",
    "file_not_found": "A file that is not there, or vanished meanwhile",
    "is_a_folder": "A folder where a file is meant",
    "not_a_file": "A pipe or a device",
    "no_permission": "A file or folder that may not be read or written",
    "disk_full": "No space left",
    "unreadable_file": "A disk or network that fails",
    "nothing_to_ingest": "A folder without files, an empty inbox",
    "table_rule_failed": "A table as a whole cannot be right",
}
SET_ASIDE: Mapping[str, str] = {
    "rule_failed": "A booking that ends before it starts, a headcount below 0, a future visit",
    "missing_value": "An empty cell in a column that must be filled",
    "missing_identity": "A record without its number",
    "not_a_date": "31.02.2026, or a month first (02/13/2026)",
    "not_a_datetime": "The same, with a time of day",
    "not_a_time": "A time such as 25:70",
    "not_a_month": "A month that is none",
    "not_an_integer": "Words or a fraction where a whole number is due",
    "not_a_number": "Words where a number is due",
    "ambiguous_number": "1,234 where decimals are possible",
    "not_yes_or_no": "“maybe” where yes or no is due",
    "unknown_category": "A word that is in no list (in some columns only noted, and counted as unknown)",
    "answer_not_on_scale": "An answer that the question does not offer",
}
NOTED: Mapping[str, str] = {
    "not_an_email": "An e-mail address that is none",
    "not_a_phone": "A telephone number that is none",
    "not_a_card": "A library card number that is none",
    "not_a_code": "A respondent code that is none",
    "masked_contact": "A contact inside a text",
    "hidden_sheet": "A hidden sheet",
    "sheet_without_records": "A sheet without records",
    "sheet_not_read": "A sheet of another kind beside the table",
    "error_cells": "#N/A, #REF! and the like",
    "formula_without_value": "A formula that was never computed",
}
PULLED: Mapping[str, str] = {
    "invalid_sources": "A typing error in sources.toml",
    "no_source_enabled": "A pull before anything was switched on",
    "source_disabled": "A source that is declared and switched off",
    "source_unknown": "A name that is in no sources.toml",
    "pull_running": "Two pulls at once",
    "credential_missing": "A key that was never set, or is not known to the timer",
    "address_not_https": "An address that begins with http://",
    "access_denied": "A key that was changed, has run out, or may not read this",
    "source_unreachable": "No network, a wrong host name, a line that breaks",
    "source_timeout": "A system that does not answer",
    "source_failing": "An error of the system itself (5xx)",
    "source_busy": "Too many requests (429) for longer than ten minutes",
    "source_status": "A wrong path or parameter, a page that moved",
    "reply_too_large": "Years of records in one reply",
    "reply_cut_off": "JSON, a table or a calendar without its end",
    "reply_not_json": "A sign-in page instead of data",
    "reply_not_calendar": "The address of the calendar's web page",
    "page_repeated": "A page that comes twice, links in a circle",
    "page_missing": "Fewer records than the system counts",
    "source_changing": "A list that is edited all the time",
    "too_many_pages": "A list without an end",
    "next_elsewhere": "A next page on another host",
    "survey_not_exported": "A survey that is not there or not yours",
    "database_unreachable": "A wrong password, a database that is off",
    "database_not_encrypted": "A database on another machine without TLS",
    "database_unknown_column": "A column that was renamed",
    "database_column_type": "A column of JSON, lists or intervals",
    "database_failed": "A query with an error, or one that would write",
    "watch_not_a_folder": "A folder that was renamed",
}


def errors_page() -> str:
    """The whole page as Markdown; a problem that is in none of the tables stands in the last."""
    named = {**REFUSED, **SET_ASIDE, **NOTED, **PULLED}
    rest = {code: "" for code in problem_texts() if code not in named}
    sections = {
        "Files that are refused": REFUSED,
        "Records that are set aside": SET_ASIDE,
        "Notes": NOTED,
        "Live sources and watched folders": PULLED,
        "Requests, settings and everything else": rest,
    }
    return (
        HEAD
        + "".join(f"\n{line}" for title, part in sections.items() for line in _section(title, part))
        + "\n"
    )


def _section(title: str, situations: Mapping[str, str]) -> Iterator[str]:
    yield f"## {title}"
    yield ""
    yield (
        "| what you meet | what is said | what to do | code |"
        if any(situations.values())
        else "| what is said | what to do | code |"
    )
    yield "|---|---|---|---|" if any(situations.values()) else "|---|---|---|"
    for code, situation in situations.items():
        said, remedy = _parts(problem_texts()[code])
        cells = [situation] if situation else []
        yield (
            "| " + " | ".join([*cells, said, remedy, f"`{code}`"]).replace("{", "‹").replace("}", "›") + " |"
        )
    yield ""


def _parts(sentence: str) -> tuple[str, str]:
    """What is wrong, and what to do: the sentence is split behind its first full stop."""
    said, _, remedy = sentence.partition(". ")
    return said.rstrip("."), remedy


if __name__ == "__main__":
    PAGE.write_text(errors_page(), "utf-8")
