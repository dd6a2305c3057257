"""What each item of the checklist asks for, in English; other languages stand in the locales under `closing`."""

from __future__ import annotations

from pipelines.closing.checklist import Item

TITLES = {
    "fresh": "Every source is fresh",
    "quarantine": "Records set aside were looked at",
    "above": "Attendance on site is not above visits",
    "silent": "Silent and jumping counters are explained",
    "surveys": "Surveys are in",
    "numbers": "Every session states a number",
    "sums": "Attendance adds up by format and by age",
}
SENTENCES = {
    "fresh_green": "All sources that usually deliver reach the end of the month.",
    "fresh_amber": (
        "Nothing from the end of the month yet: {named}. Fetch the export and take it in, or say why "
        "nothing comes."
    ),
    "fresh_early": "What is published is older than the end of the month. Take in the month's files first.",
    "fresh_empty": "There is neither a visit nor a session of this month. Take in the month's files first.",
    "quarantine_green": "No record is set aside in the files of this month.",
    "quarantine_amber": (
        "Records set aside in files that reach into this month: {records} ({named}). Look at each on the"
        " page Data quality; say that you did, and what stays out."
    ),
    "above_green": "On no day did more people attend on site than came through the door.",
    "above_amber": (
        "More people attended on site than came through the door: {named}. Check the counter and the "
        "lists of these days, and say what is wrong."
    ),
    "silent_green": "No counter fell silent or jumped.",
    "silent_amber": (
        "Something fell silent or jumped: {named}. Say what happened: closed, broken, counted elsewhere."
    ),
    "surveys_green": "Every survey that is usually answered has answers of this month.",
    "surveys_amber": (
        "No answers of this month yet: {named}. Take in the survey's export, or say why there is none."
    ),
    "surveys_none": (
        "No survey has answers of this month or the two before. Take in an export, or say why there is none."
    ),
    "numbers_green": "All held sessions say how many came.",
    "numbers_amber": (
        "Held sessions that say no number: {sessions}. They count as programs and add nothing to "
        "attendance. Fill them in, or say why not."
    ),
    "sums_green": "Attendance is the same undivided, by format and by age.",
    "sums_red": "Attendance differs undivided, by format and by age. Report this before anything goes out.",
}


def sentence_key(item: Item) -> str:
    """Which sentence an item has."""
    if item.code == "fresh" and item.state == "red":
        return f"fresh_{item.facts['reason']}"
    if item.code == "surveys" and item.state == "amber" and not item.named:
        return "surveys_none"
    return f"{item.code}_{item.state}"


def sentence(item: Item) -> str:
    """What was found and what to do, in English."""
    return SENTENCES[sentence_key(item)].format(**item.facts, named=", ".join(item.named))
