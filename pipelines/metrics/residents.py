"""How many people live in the city, its districts, of either sex: with the day and the source, or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipelines.metrics.question import Denominator, Snapshot

CITY = "all"
SEXES = (("female", "women"), ("male", "men"))


@dataclass(frozen=True)
class Residents:
    """Residents by code (`all` is everybody), of one day and from one source."""

    people: Mapping[str, int]
    said: Denominator


def residents(snapshot: Snapshot, by: str | None) -> Residents | None:
    """Residents undivided, by district or by sex; None where one is not known with its day and source.

    The sexes are the sums of the districts: the city's own row may have a later total without sexes.
    """
    rows = snapshot.rows(
        "select code, population, men, women, as_of, source from dim_district order by code", []
    ).to_dicts()
    rows = [row for row in rows if (row["code"] == CITY) == (by is None)]
    needed = ("men", "women") if by == "sex" else ("population",)
    if not rows or any(not row[name] for row in rows for name in (*needed, "as_of", "source")):
        return None
    if len({(row["as_of"], row["source"]) for row in rows}) > 1:
        return None
    if by == "sex":
        people = {code: sum(int(row[name]) for row in rows) for code, name in SEXES}
    else:
        people = {str(row["code"]): int(row["population"]) for row in rows}
    return Residents(people, Denominator(rows[0]["as_of"], str(rows[0]["source"])))
