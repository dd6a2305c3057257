"""Made-up survey exports with the quirks of each system: what is read, what is left out and why."""

from __future__ import annotations

import io

import openpyxl

from tests.unit.sources.survey_quirks import answers

LIME = """
[fields.submission_id]
headers = ["id", "id. Response ID"]
type = "text"
required = true
[fields.submitted_at]
headers = ["submitdate"]
type = "datetime"
[fields.respondent_code]
headers = ["token"]
type = "code"
[exclude]
incomplete = { field = "submitted_at", missing = true }
[questions.knowledge]
headers = ["Q1"]
@likert
[questions.gained]
headers = ["Q2"]
kind = "multi"
options = { skills = ["SQ001"], friends = ["SQ002"] }
"""
LIME_HEADER = (
    '"id. Response ID","submitdate. Date submitted","token. Access code","ipaddr. IP address",'
    '"refurl. Referrer URL","Q1. I learned something.","Q2[SQ001]. What did you gain? [New skills]",'
    '"Q2[SQ002]. What did you gain? [Friends]"'
)


def test_a_limesurvey_response_without_a_submit_date_is_excluded_as_incomplete(read):
    content = f"""\ufeff{LIME_HEADER}
"1","2026-02-01 18:30:00","tok1","10.0.0.1","http://example.org/a","\ufeffAgree","Yes","No"
"2","","tok2","10.0.0.2","","Agree","Yes","Yes"
"3","2026-02-02 18:30:00","tok3","10.0.0.3","","Strongly \ufeffagree","No","No"
"""
    file = read(
        content.encode(),
        "lime.csv",
        'source = "limesurvey"\nheader_codes = true\nidentity = ["submission_id"]',
        LIME,
    )
    assert file.summary["excluded_by_reason"] == {"incomplete": 1}
    assert answers(file, "knowledge", "value") == [4.0, 5.0]
    assert answers(file, "gained") == ["skills", None]
    assert answers(file, "gained", "state") == ["answered", "answered"]  # "No" to each is an answer
    for path in file.folder.iterdir():
        assert b"10.0.0." not in path.read_bytes()
        assert b"example.org" not in path.read_bytes()


MS = """
[fields.submission_id]
headers = ["ID"]
type = "text"
required = true
[fields.submitted_at]
headers = ["Completion time"]
type = "datetime"
required = true
[fields.email]
headers = ["Email"]
type = "email"
[questions.learned]
headers = ["I learned something."]
required = true
@likert
[questions.gained]
headers = ["What did you gain?"]
kind = "multi"
options = { skills = ["New skills; really new"], friends = ["Friends"] }
"""


def workbook() -> bytes:
    """Responses in a sheet whose used range is far wider than its data, beside a very hidden sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Sheet1"
    sheet.append(
        ["ID", "Start time", "Completion time", "Email", "Name", "I learned something.", "What did you gain?"]
    )
    for number in (1, 2, 3):
        times = (f"2026-02-0{number} 18:30:00", f"2026-02-0{number} 18:34:00")
        who = ("anonymous", f"Test Person {number}")
        sheet.append(
            [number, *times, *who, "Agree", "New skills; really new;Friends;" if number < 3 else "Friends;"]
        )
    for column in range(8, 60):
        sheet.cell(row=1, column=column).fill = openpyxl.styles.PatternFill("solid", fgColor="FFFFFF")
    sheet.cell(row=40, column=59).number_format = "0.00"
    hidden = book.create_sheet("_56F9DC9755BA473782653E2940F9")
    hidden.sheet_state = "veryHidden"
    hidden.append(["FormId", "Ticket"])
    hidden.append(["very", "secret"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_microsoft_forms_reads_the_sheet_and_not_the_very_hidden_one(read):
    file = read(
        workbook(),
        "forms.xlsx",
        'source = "microsoft_forms"\nblank = ["anonymous"]\nidentity = ["submission_id"]',
        MS,
    )
    assert (file.summary["rows"], file.summary["staged"], file.summary["problems"]) == (3, 3, {})
    assert [note["code"] for note in file.summary["notes"]] == ["hidden_sheet"]
    assert file.summary["ignored_columns"] == 2
    assert answers(file, "gained") == ["friends", "skills", "friends", "skills", "friends"]
    for path in file.folder.iterdir():
        assert b"Test Person" not in path.read_bytes()


QUALTRICS = """
[fields.submission_id]
headers = ["ResponseId"]
type = "text"
required = true
[fields.submitted_at]
headers = ["RecordedDate"]
type = "datetime"
[fields.status]
headers = ["Status"]
type = "text"
exclude_only = true
[fields.finished]
headers = ["Finished"]
type = "text"
exclude_only = true
[fields.duration]
headers = ["Duration (in seconds)"]
type = "text"
exclude_only = true
[exclude]
preview = { field = "status", equals = ["Survey Preview", "1"] }
unfinished = { field = "finished", equals = ["False", "0"] }
too_fast = { field = "duration", below = 30 }
[questions.learned]
headers = ["Q1"]
required = true
@likert
"""


def test_previews_unfinished_and_hasty_responses_are_excluded_each_with_its_reason(read):
    content = """RecordedDate,ResponseId,Status,Finished,Duration (in seconds),Q1
Recorded Date,Response ID,Response Type,Finished,Duration (in seconds),I learned something.
"{""ImportId"":""recordedDate""}","{""ImportId"":""_recordId""}","{""ImportId"":""status""}","{""ImportId"":""finished""}","{""ImportId"":""duration""}","{""ImportId"":""QID1""}"
2026-02-01 18:30:00,R_1,IP Address,True,120,Agree
2026-02-01 18:31:00,R_2,Survey Preview,True,120,Agree
2026-02-01 18:32:00,R_3,IP Address,False,120,
2026-02-01 18:33:00,R_4,IP Address,True,29,Agree
2026-02-01 18:34:00,R_5,IP Address,True,30,Strongly agree
"""
    file = read(
        content.encode(),
        "qualtrics.csv",
        'source = "qualtrics"\nheader_rows = 3\nidentity = ["submission_id"]',
        QUALTRICS,
    )
    assert file.summary["excluded_by_reason"] == {"preview": 1, "too_fast": 1, "unfinished": 1}
    assert file["record"]["row"].to_list() == [4, 5, 6, 7, 8]
    assert answers(file, "learned", "value") == [4.0, 5.0]


def test_two_people_who_answered_alike_in_a_form_without_ids_are_two(read):
    declared = """
[fields.submitted_on]
headers = ["Day"]
type = "date"
[questions.learned]
headers = ["Learned"]
required = true
@likert
"""
    content = "Day,Learned\n2026-02-01,Agree\n2026-02-01,Agree\n2026-02-01,Disagree\n"
    file = read(content.encode(), "paper.csv", 'source = "surveymonkey"\nmultiset = ["*"]', declared)
    assert file["response"]["respondent"].n_unique() == 3
    assert sorted(file["record"]["ordinal"].to_list()) == [1, 1, 2]
