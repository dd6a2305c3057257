"""What happened outside the house, as a table of counts by programme and month."""

from __future__ import annotations

from pipelines.sample.chance import stream
from pipelines.sample.exports.export import Books, Cell, Export, Layout, as_bytes
from pipelines.sample.history import History

COLUMNS = ("programme", "period_month", "sessions", "attendance", "mode", "zone", "language", "audience")


def off_site_counts(history: History) -> list[Export]:
    """One workbook with a line a programme and month; an attendance that nobody wrote down stays empty."""
    plan, reference = history.reference.plan["off_site"], history.reference
    chance = stream(history.seed, "off-site")
    spoken = plan["language"]
    words, values = reference.words["headers"][spoken], reference.words["values"][spoken]
    # A line stands for a whole month, so the month of the opening has none; schools have no summer.
    whole = (day.date.replace(day=1) for day in history.days if not day.summer)
    months = sorted({month for month in whole if month >= history.start})
    rows: list[list[Cell]] = []
    for month in months:
        for code in plan["programmes"]:
            sessions = chance.randint(*plan["sessions"])
            attended: Cell = sum(chance.randint(*plan["attendance"]) for _ in range(sessions))
            if chance.random() < plan["unstated"]:
                attended = ""
            programme = reference.programmes[code]
            language = values["language"][programme["language"]]
            mode, zone = values["mode"]["off-site"], values["zone"]["off_site"]
            rows.append(
                [
                    programme[f"name_{spoken}"],
                    f"{month:%Y-%m}",
                    sessions,
                    attended,
                    mode,
                    zone,
                    language,
                    "12-17",
                ]
            )
    headers = [words[name] for name in COLUMNS]
    books = Books(rows=len(rows))
    content = as_bytes(Layout(spoken, kind="xlsx"), headers, rows)
    return [Export("off-site-programmes.xlsx", content, "programme_counts", books)] if rows else []
