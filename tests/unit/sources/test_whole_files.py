"""Made-up exports, whole: the same records in any language, delimiter and encoding are the same rows."""

from __future__ import annotations

import csv
import io

import polars as pl
import pytest
import xlsxwriter

SIGN_IN = {
    "en": (
        ("Date and time", "Name", "E-mail", "Phone", "Year of birth", "Sex", "District", "Occupation",
         "Home language", "Zone", "Purpose", "First visit?"),
        ("female", "Auezov", "School pupil", "Kazakh", "Makerspace", "English", "yes"),
        ("male", "Medeu", "Student", "Russian", "Coworking", "Study in the US", "no"),
    ),
    "ru": (
        ("Дата и время", "Имя", "Эл. почта", "Телефон", "Год рождения", "Пол", "Район", "Занятие",
         "Язык дома", "Зона", "Цель визита", "Впервые?"),
        ("женский", "Ауэзовский район", "школьница", "казахский", "Мейкерспейс", "Английский язык", "да"),
        ("муж.", "Медеуский", "студент", "русский", "Коворкинг", "Учёба в США", "нет"),
    ),
    "kk": (
        ("Күні мен уақыты", "Аты", "Эл. пошта", "Телефон нөмірі", "Туған жылы", "Жынысы", "Ауданы", "Кәсібі",
         "Үйдегі тіл", "Аймақ", "Келу мақсаты", "Алғаш рет пе?"),
        ("әйел", "Әуезов ауданы", "оқушы", "қазақша", "Шеберхана", "Ағылшын тілі", "иә"),
        ("ер", "Медеу", "студент", "орысша", "ашық аймақ", "АҚШ-та оқу", "жоқ"),
    ),
}  # fmt: skip
CONTACTS = (
    ("01.02.2026 18:30", "Test Person 12", "person12@example.org", "+7 700 000 00 12", "2010"),
    ("02.02.2026 09:05", "Test Person 13", "person13@example.org", "8 700 000 00 13", "2001"),
)


def sheet(language):
    headers, *said = SIGN_IN[language]
    return [headers, *((*contact, *answers) for contact, answers in zip(CONTACTS, said, strict=True))]


def delimited(rows, delimiter=",", encoding="utf-8"):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def workbook(rows):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        page = book.add_worksheet("Sheet")
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return buffer.getvalue()


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_a_sheet_in_russian_or_kazakh_stages_to_the_rows_of_the_english_one(staged, language):
    english, other = (
        staged(delimited(sheet("en")), "en.csv"),
        staged(delimited(sheet(language)), f"{language}.csv"),
    )
    assert english["visit"].equals(other["visit"])
    assert english["person"].equals(other["person"])
    assert english["visit"].select("zone", "service", "first_time").rows() == [
        ("makerspace", "english", True), ("coworking", "advising", False),
    ]  # fmt: skip
    columns = ("year_of_birth", "sex", "district", "occupation", "home_language")
    assert english["person"].select(columns).rows() == [
        (2010, "female", "auezov", "school_student", "kk"),
        (2001, "male", "medeu", "university_student", "ru"),
    ]  # fmt: skip
    assert (
        english["visit"]
        .drop("precision", "counter", "reading", "digits", "most_a_day")
        .null_count()
        .sum_horizontal()
        .item()
        == 0
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("semicolons.csv", delimited(sheet("ru"), ";")),
        ("tabs.tsv", delimited(sheet("ru"), "\t")),
        ("mark.csv", delimited(sheet("ru"), ";", "utf-8-sig")),
        ("cp1251.csv", delimited(sheet("ru"), ";", "cp1251")),
        ("utf16.csv", delimited(sheet("ru"), "\t", "utf-16")),
        ("book.xlsx", workbook(sheet("ru"))),
    ],
)
def test_the_same_sheet_in_another_container_stages_to_the_same_rows(staged, name, content):
    plain, other = staged(delimited(sheet("ru")), "plain.csv"), staged(content, name)
    assert plain["visit"].equals(other["visit"])
    assert plain["person"].equals(other["person"])


def test_nothing_that_names_a_person_stands_in_any_staged_file(staged):
    file = staged(delimited(sheet("en")), "en.csv")
    assert file["person"]["email_key"].n_unique() == 2
    for path in file.folder.iterdir():
        content = path.read_bytes()
        for personal in (b"Test Person", b"example.org", b"person12", b"7000000012", b"700 000 00 12"):
            assert personal not in content


def test_two_equal_lines_of_a_family_are_two_visits(staged):
    rows = sheet("en")
    file = staged(delimited([*rows, rows[1]]), "family.csv")
    assert file["visit"].height == 3
    assert sorted(file["record"]["ordinal"].to_list()) == [1, 1, 2]


def test_an_attendance_list_in_three_languages_gives_the_same_meetings(staged):
    lists = {
        "en": (("Programme", "Session date", "Start", "End", "Mode", "E-mail", "Status"),
               ("English club", "In person", "attended"), ("English club", "Online", "no-show")),
        "ru": (("Программа", "Дата занятия", "Начало", "Окончание", "Формат", "Эл. почта", "Статус"),
               ("Разговорный клуб", "очно", "Посетила"), ("English club", "онлайн", "не пришла")),
        "kk": (("Бағдарлама", "Сабақ күні", "Басталуы", "Аяқталуы", "Форматы", "Эл. пошта", "Мәртебесі"),
               ("English club", "бетпе-бет", "қатысты"), ("english club", "қашықтан", "келмеді")),
    }  # fmt: skip
    files = {}
    for language, (headers, *lines) in lists.items():
        rows = [
            (name, "05.03.2026", "18:30", "20:00", mode, f"person{number}@example.org", status)
            for number, (name, mode, status) in enumerate(lines)
        ]
        files[language] = staged(delimited([headers, *rows]), f"{language}.csv")
    for language in ("ru", "kk"):
        for table in ("session", "attendance", "person"):
            assert files["en"][table].equals(files[language][table]), (language, table)
    assert files["en"]["attendance"]["status"].to_list() == ["attended", "no-show"]
    assert files["en"]["session"]["session_code"].to_list() == ["english-club@2026-03-05T13:30Z"] * 2


def test_a_table_of_counts_in_three_languages_gives_the_same_counts(staged):
    tables = {
        "en": ("Programme", "Month", "Sessions", "Attendance", "Mode"),
        "ru": ("Программа", "Месяц", "Количество занятий", "Количество участников", "Формат"),
        "kk": ("Бағдарлама", "Ай", "Сабақ саны", "Қатысушылар саны", "Форматы"),
    }
    months = {"en": "2026-02", "ru": "Февраль 2026", "kk": "02.2026"}
    files = [
        staged(delimited([headers, ("STEAM", months[language], "3", "41", "online"),
                          ("STEAM", months[language], "2", "", "offline")]), f"{language}.csv")
        for language, headers in tables.items()
    ]  # fmt: skip
    for file in files:
        assert file["attendance"]["count"].to_list() == [41, None]
        assert file["session"].select("sessions", "mode", "precision").rows() == [
            (3, "virtual", "month"), (2, "in-person", "month"),
        ]  # fmt: skip
        assert file["session"]["held_on"].cast(pl.String).to_list() == ["2026-02-01"] * 2


FORMS = {
    "en": ("Timestamp", "Which programme did you attend?",
           "I learned something by participating in this library activity.",
           "How likely are you to recommend the American Space to a friend?", "Your code", "Comments",
           "2/1/2026 18:30:05", "Strongly agree"),
    "ru": ("Отметка времени", "Какую программу вы посетили?",
           "Участвуя в этом мероприятии, я узнал(а) что-то новое.",
           "Насколько вероятно, что вы порекомендуете Американское пространство другу?", "Ваш код",
           "Комментарии", "01.02.2026 18:30:05", "Полностью согласен"),
    "kk": ("Уақыт белгісі", "Қай бағдарламаға қатыстыңыз?", "Осы іс-шараға қатысып, мен жаңа нәрсе білдім.",
           "Америкалық кеңістікті досыңызға ұсыну ықтималдығыңыз қандай?", "Сіздің кодыңыз", "Пікіріңіз",
           "01.02.2026 18:30:05", "Толық келісемін"),
}  # fmt: skip


def test_a_form_in_three_languages_gives_the_same_answers_and_says_in_which(staged):
    files = {}
    for language, (*headers, stamp, agreed) in FORMS.items():
        row = (stamp, "English club", agreed, "9", "ab 12", "Test Person 12 wrote this")
        files[language] = staged(delimited([headers, row]), f"{language}.csv")
    for language, file in files.items():
        assert file.summary["mapping"] == "google_forms_outcomes"
        assert file["response"].drop("language").equals(files["en"]["response"].drop("language"))
        assert file["response"]["language"].unique().to_list() == [language]
        assert file["person"].equals(files["en"]["person"])
        for path in file.folder.iterdir():
            assert b"wrote this" not in path.read_bytes()
    answers = files["kk"]["response"].select("question", "value", "outcome", "answered_on").rows()
    assert {(question, value) for question, value, *_ in answers} == {("knowledge", 5.0), ("recommend", 9.0)}
