"""One questionnaire as six systems export it, with 24 made-up answers: what describe is given."""

from __future__ import annotations

import io
from collections.abc import Sequence

import openpyxl

AGREE = {
    "en": ("Strongly disagree", "Disagree", "Neutral", "Agree", "Strongly agree"),
    "ru": ("Полностью не согласен", "Не согласен", "Нейтрально", "Согласен", "Полностью согласен"),
    "kk": ("Мүлдем келіспеймін", "Келіспеймін", "Бейтарап", "Келісемін", "Толық келісемін"),
}
WORDS = {
    "en": (
        "I learned something from this programme.",
        "How likely are you to recommend us to a friend?",
        "Which machines did you use?",
        "How did you come here?",
        "What should we change?",
        "Your code",
        "How many times have you been here?",
    ),
    "ru": (
        "Я узнал(а) что-то новое.",
        "Порекомендуете ли вы нас другу?",
        "Какими станками вы пользовались?",
        "Как вы добрались?",
        "Что нам изменить?",
        "Ваш код",
        "Сколько раз вы здесь были?",
    ),
    "kk": (
        "Мен жаңа нәрсе білдім.",
        "Бізді досыңызға ұсынасыз ба?",
        "Қандай станоктарды қолдандыңыз?",
        "Қалай келдіңіз?",
        "Нені өзгертуіміз керек?",
        "Сіздің кодыңыз",
        "Мұнда неше рет болдыңыз?",
    ),
}
TOOLS = ("Laser, cutting and engraving", "3D printer", "Saw")
WAYS = ("Bus", "On foot", "By car")
ROWS = 24


def people(language: str = "en") -> list[dict[str, object]]:
    """24 people; every answer of the scale but the lowest is given, and nobody repeats a comment."""
    steps = AGREE[language]
    return [
        {
            "number": n,
            "moment": f"2026-05-{1 + n:02} 1{n % 10}:15:00",
            "code": f"AB{n:02}",
            "learned": steps[1 + n % 4],
            "score": 3 + n % 8,
            "tools": [tool for place, tool in enumerate(TOOLS) if (n >> place) & 1],
            "way": WAYS[n % 3],
            "comment": f"Comment number {n} of a Test Person",
            "times": 3 * n,
        }
        for n in range(1, ROWS + 1)
    ]


def table(rows: Sequence[Sequence[object]], separator: str = ",") -> bytes:
    """Delimited text; every cell quoted."""
    lines = (separator.join('"' + str(cell).replace('"', '""') + '"' for cell in row) for row in rows)
    return "\n".join(lines).encode()


def google_forms(language: str = "en") -> bytes:
    stamp = {"en": "Timestamp", "ru": "Отметка времени", "kk": "Уақыт белгісі"}[language]
    head = [stamp, "E-mail", "Full name", *WORDS[language]]
    body = [
        [
            f"{str(p['moment'])[8:10]}.05.2026 {str(p['moment'])[11:]}",
            f"person{p['number']}@example.org",
            f"Test Person {p['number']}",
            p["learned"],
            p["score"],
            ", ".join(p["tools"]),
            p["way"],
            p["comment"],
            p["code"],
            p["times"],
        ]
        for p in people(language)
    ]
    return table([head, *body])


def microsoft_forms() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["ID", "Start time", "Completion time", "Email", "Name", *WORDS["en"]])
    for p in people():
        tools = "".join(f"{tool};" for tool in p["tools"])
        answers = [p["learned"], p["score"], tools, p["way"], p["comment"], p["code"], p["times"]]
        sheet.append(
            [p["number"], p["moment"], p["moment"], "anonymous", f"Test Person {p['number']}", *answers]
        )
    hidden = book.create_sheet("_secret")
    hidden.sheet_state = "veryHidden"
    hidden.append(["a", "b"])
    hidden.append(["c", "d"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def kobo() -> bytes:
    boxes = ["tools/laser", "tools/printer", "tools/saw"]
    head = [
        "start",
        "about/learned",
        "about/recommend_us",
        "tools",
        *boxes,
        "way",
        "comment",
        "your_code",
        "times",
    ]
    words = {
        "Disagree": "disagree",
        "Neutral": "neutral",
        "Agree": "agree",
        "Strongly agree": "strongly agree",
    }
    rows = [[*head, "_id", "_uuid", "_submission_time", "_validation_status"]]
    for p in people():
        ticked = [place for place, tool in enumerate(TOOLS) if tool in p["tools"]]
        marks = [int(place in ticked) for place in range(3)] if ticked else ["", "", ""]
        codes = " ".join(("laser", "printer", "saw")[place] for place in ticked)
        shared = "uuid-same" if p["number"] in (3, 4) else f"uuid-{p['number']}"
        answers = [
            words[str(p["learned"])],
            p["score"],
            codes,
            *marks,
            str(p["way"]).replace(" ", "_").lower(),
        ]
        rows.append(
            [p["moment"], *answers, p["comment"], p["code"], p["times"], p["number"], shared, p["moment"], ""]
        )
    return table(rows, ";")


def limesurvey() -> bytes:
    head = [
        "id. Response ID",
        "submitdate. Date submitted",
        "lastpage. Last page",
        "token. Access code",
        "ipaddr. IP address",
        "refurl. Referrer URL",
        f"Q1. {WORDS['en'][0]}",
        f"Q2. {WORDS['en'][1]}",
        *(f"Q3[SQ00{n}]. {WORDS['en'][2]} [{tool}]" for n, tool in enumerate(TOOLS, 1)),
        f"Q3[other]. {WORDS['en'][2]} [Other]",
        f"Q4. {WORDS['en'][3]}",
        f"Q5. {WORDS['en'][4]}",
        f"Q6. {WORDS['en'][6]}",
    ]
    rows: list[list[object]] = [head]
    for p in people():
        marks = ["Yes" if tool in p["tools"] else "No" for tool in TOOLS]
        blank = p["number"] == ROWS
        rows.append(
            [
                p["number"],
                "" if blank else p["moment"],
                5,
                p["code"],
                f"10.0.0.{p['number']}",
                "http://example.org/",
                p["learned"],
                p["score"],
                *marks,
                "",
                p["way"],
                p["comment"],
                p["times"],
            ]
        )
    return b"\xef\xbb\xbf" + table(rows)
