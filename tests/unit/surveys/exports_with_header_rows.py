"""The same evening as systems export it that write two or three header rows. Nobody in it exists."""

from __future__ import annotations

import json

from tests.unit.surveys.exports import TOOLS, WORDS, people, table


def qualtrics() -> bytes:
    head = [
        "StartDate",
        "RecordedDate",
        "Status",
        "IPAddress",
        "Progress",
        "Duration (in seconds)",
        "Finished",
        "ResponseId",
        "RecipientLastName",
        "ExternalReference",
        "Q1",
        "Q2",
        "Q3_1",
        "Q3_2",
        "Q3_3",
        "Q4",
        "Q5",
        "Q6",
    ]
    text = [
        *head[:10],
        WORDS["en"][0],
        WORDS["en"][1],
        *(f"{WORDS['en'][2]} - Selected Choice - {t}" for t in TOOLS),
        WORDS["en"][3],
        WORDS["en"][4],
        WORDS["en"][6],
    ]
    ids = [json.dumps({"ImportId": name}) for name in head]
    rows: list[list[object]] = [head, text, ids]
    for p in people():
        n = int(str(p["number"]))
        marks = [tool if tool in p["tools"] else "" for tool in TOOLS]
        status = "Survey Preview" if n == 1 else "IP Address"
        rows.append(
            [
                p["moment"],
                p["moment"],
                status,
                f"10.0.0.{n}",
                100,
                5 if n == 3 else 120,
                n != 2,
                f"R_{n}",
                "Person",
                p["code"],
                p["learned"],
                p["score"],
                *marks,
                p["way"],
                p["comment"],
                p["times"],
            ]
        )
    return table(rows)


def surveymonkey() -> bytes:
    own = [
        "Respondent ID",
        "Collector ID",
        "Start Date",
        "End Date",
        "IP Address",
        "Email Address",
        "First Name",
    ]
    tools = [WORDS["en"][2], "", "", ""]
    head = [
        *own,
        WORDS["en"][0],
        WORDS["en"][1],
        *tools,
        WORDS["en"][3],
        WORDS["en"][4],
        WORDS["en"][5],
        WORDS["en"][6],
    ]
    second = [
        *[""] * 7,
        "Response",
        "Response",
        *TOOLS,
        "Other (please specify)",
        "Response",
        "Open-Ended Response",
        "Open-Ended Response",
        "Response",
    ]
    rows: list[list[object]] = [head, second]
    for p in people():
        moment = str(p["moment"])
        day = f"05/{moment[8:10]}/2026 {moment[11:]}"
        marks = [tool if tool in p["tools"] else "" for tool in TOOLS]
        other = "a file of my own" if p["number"] == 5 else ""
        rows.append(
            [
                f"11400{p['number']}",
                9,
                day,
                day,
                f"10.0.0.{p['number']}",
                f"person{p['number']}@example.org",
                "Test",
                p["learned"],
                p["score"],
                *marks,
                other,
                p["way"],
                p["comment"],
                p["code"],
                p["times"],
            ]
        )
    return table(rows)
