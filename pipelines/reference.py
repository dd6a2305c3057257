"""The site's reference files as tables for the models: `reference_<file>`, `holiday`, `site`, and the
aliases.

Each file is a CSV with `as_of` and `source` (data/reference/README.md). A file that is absent is an empty
table, so that a new Space starts with what it has.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import holidays
import polars as pl

from pipelines.settings import Site

NAMES = ("name_en", "name_ru", "name_kk")
FILES: dict[str, dict[str, str]] = {
    "districts": dict.fromkeys(("code", "kato", *NAMES), "varchar"),
    "population": {"district": "varchar", "total": "bigint", "men": "bigint", "women": "bigint"},
    "programmes": dict.fromkeys(
        ("code", *NAMES, "aliases", "service", "core_program", "theme", "partner", "language"), "varchar"
    ),
    "resources": {
        **dict.fromkeys(("code", *NAMES, "aliases", "kind", "zone", "service"), "varchar"),
        "capacity": "integer",
    },
    "zones": dict.fromkeys(("code", *NAMES, "aliases"), "varchar"),
    "opening_hours": {
        "valid_from": "date",
        "valid_to": "date",
        "weekday": "integer",
        "opens": "time",
        "closes": "time",
    },
    "closures": {"starts_on": "date", "ends_on": "date", "resource": "varchar", "reason": "varchar"},
    "day_overrides": {"date": "date", "is_open": "boolean", "reason": "varchar"},
    "school_breaks": {"starts_on": "date", "ends_on": "date", **dict.fromkeys(NAMES, "varchar")},
}
ALIASED = ("programmes", "resources", "zones")


def load(connection: duckdb.DuckDBPyConnection, site: Site, folder: Path, first: date, last: date) -> None:
    """Make the reference tables; holidays and the calendar reach from `first` to `last`, both included."""
    for name, columns in FILES.items():
        _load_file(
            connection, name, {**columns, "as_of": "date", "source": "varchar"}, folder / f"{name}.csv"
        )
    for name in ALIASED:
        # Every spelling of a code: the code itself, its names, its aliases; compared case-folded, spaces
        # collapsed.
        connection.execute(f"""
            create or replace temp table alias_{name} as
            select spelling, min(code) as code
            from (
                select code, regexp_replace(lower(trim(unnest([code, name_en, name_ru, name_kk]
                    || regexp_split_to_array(coalesce(aliases, ''), '[|;]')))), '\\s+', ' ', 'g') as spelling
                from reference_{name})
            where spelling != '' group by spelling""")
    found = holidays.country_holidays(site.country, years=range(first.year, last.year + 1), language="en_US")
    days = pl.DataFrame(
        {"date": list(found.keys()), "name": list(found.values())}, {"date": pl.Date, "name": pl.String}
    )
    connection.register("found_holidays", days)
    connection.execute("create or replace temp table holiday as select * from found_holidays order by date")
    connection.unregister("found_holidays")
    month, day = site.first_day_of_fiscal_year.split("-")
    connection.execute(
        """create or replace temp table site as select $code as code, $zone as time_zone, $opened::date as
        opened_on, $month::integer as fiscal_month, $day::integer as fiscal_day, $first::date as first_on,
        $last::date as last_on""",
        {
            "code": site.code,
            "zone": site.time_zone,
            "opened": site.opened_on,
            "month": month,
            "day": day,
            "first": first,
            "last": last,
        },
    )


def code_lists(folder: Path) -> dict[str, list[str]]:
    """The codes of each list the site knows (`codes.csv`, districts); a list that is absent is open."""
    lists: dict[str, list[str]] = {}
    if (folder / "codes.csv").exists():
        for line in pl.read_csv(folder / "codes.csv", infer_schema=False).iter_rows(named=True):
            lists.setdefault(line["list"], []).append(line["code"])
    if (folder / "districts.csv").exists():
        lists["district"] = pl.read_csv(folder / "districts.csv", infer_schema=False)["code"].to_list()
    return lists


def _load_file(connection: duckdb.DuckDBPyConnection, name: str, columns: dict[str, str], path: Path) -> None:
    listed = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
    connection.execute(f"create or replace temp table reference_{name} ({listed})")
    if not path.exists():
        return
    frame = pl.read_csv(path, infer_schema=False)
    present = [column for column in columns if column in frame.columns]
    connection.register("read_file", frame.select(present))
    chosen = ", ".join(f'"{column}"::{columns[column]}' for column in present)
    names = ", ".join(f'"{column}"' for column in present)
    connection.execute(f"insert into reference_{name} ({names}) select {chosen} from read_file")
    connection.unregister("read_file")
