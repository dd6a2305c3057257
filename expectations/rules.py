"""Constructors: each makes a rule once, with its Great Expectations configuration and its predicate.

The configurations are plain dicts of expectations that Great Expectations ships, or of `expect_no_row_where`
(`pipelines/great_expectations_run.py`), which counts the rows of a DuckDB predicate. Both sides let null pass
everywhere but in `required`. Names are given without the table; `expectations.declare.declare` adds it.
"""

from __future__ import annotations

from expectations.compose import Bound, any_of, bound, literal, rule, shipped, where
from expectations.personal import LOOKS_PERSONAL
from expectations.schema import Rule, Severity

KEY_PATTERN = "^[0-9a-f]{32}$"
LONGEST_TEXT = 2000
# An instant lies at most 14 hours before its local day begins in UTC, and at most 14 after it ends (seconds).
EARLIEST_OF_DAY, LATEST_OF_DAY = -14 * 3600, 38 * 3600


def required(column: str) -> Rule:
    """`column` is filled in every row."""
    return rule(
        "missing",
        f"{column} IS NULL",
        shipped("expect_column_values_to_not_be_null", column=column),
        columns=(column,),
    )


def in_set(column: str, values: tuple[str, ...]) -> Rule:
    """`column` holds one of the declared codes."""
    listed = ", ".join(literal(value) for value in values)
    return rule(
        "not_in_list",
        f"{column} NOT IN ({listed})",
        shipped("expect_column_values_to_be_in_set", column=column, value_set=list(values)),
        columns=(column,),
    )


def in_reference(column: str, reference: str) -> Rule:
    """`column` holds a code of the site's reference list, which is given when the suite runs."""
    parameter = f"reference_{reference}"
    return rule(
        "not_in_reference",
        f"NOT list_contains(${parameter}, {column})",
        shipped("expect_column_values_to_be_in_set", column=column, value_set={"$PARAMETER": parameter}),
        columns=(column,),
        severity="warning",
        values={"reference": reference},
        parameters=(parameter,),
    )


def between(
    column: str,
    low: Bound = None,
    high: Bound = None,
    *,
    code: str = "out_of_range",
    severity: Severity = "critical",
) -> Rule:
    """`column` is not below `low` and not above `high`; a bound `"$name"` is given when the suite runs."""
    tests = [f"{column} < {low}"] if low is not None else []
    tests += [f"{column} > {high}"] if high is not None else []
    return rule(
        code,
        " OR ".join(tests),
        shipped(
            "expect_column_values_to_be_between",
            column=column,
            **({"min_value": bound(low)} if low is not None else {}),
            **({"max_value": bound(high)} if high is not None else {}),
        ),
        columns=(column,),
        severity=severity,
        values={name: value for name, value in (("low", low), ("high", high)) if isinstance(value, int)},
        parameters=tuple(str(value)[1:] for value in (low, high) if str(value).startswith("$")),
    )


def not_negative(column: str) -> Rule:
    """`column` is 0 or more."""
    return between(column, 0, code="negative")


def likely(column: str, high: int) -> Rule:
    """A warning where `column` is above what happens in a Space."""
    return between(column, high=high, code="unlikely", severity="warning")


def dated(column: str, latest: str = "$tomorrow") -> tuple[Rule, Rule]:
    """`column` is a day that can be (critical), and not before the opening (warning).

    Tomorrow is allowed because a day begins earlier in some time zones than where the run takes place.
    """
    return (
        between(column, "$earliest", latest, code="implausible_date"),
        between(column, "$opened_on", code="before_opening", severity="warning"),
    )


def ordered(earlier: str, later: str) -> Rule:
    """`later` is not before `earlier`."""
    return rule(
        "wrong_order",
        f"{later} < {earlier}",
        # "neither" ignores no row: the comparison with null is null on both sides, and Great Expectations
        # can count it in the same query as the other rules.
        shipped(
            "expect_column_pair_values_a_to_be_greater_than_b",
            column_A=later,
            column_B=earlier,
            or_equal=True,
            ignore_row_if="neither",
        ),
        columns=(earlier, later),
        name=f"{later}_before_{earlier}",
        values={"earlier": earlier, "later": later},
    )


def same_day(instant: str, day: str) -> Rule:
    """A warning where the UTC `instant` lies in the local `day` in no time zone."""
    return where(
        "instant_on_another_day",
        f"epoch({instant}) - epoch({day}) NOT BETWEEN {EARLIEST_OF_DAY} AND {LATEST_OF_DAY}",
        columns=(instant, day),
        name="instant_on_another_day",
        severity="warning",
        values={"instant": instant, "day": day},
    )


def within_hours(earlier: str, later: str, hours: int = 24) -> Rule:
    """A warning where more than `hours` lie between two instants."""
    return where(
        "longer_than_a_day",
        f"{later} > {earlier} + INTERVAL {hours} HOUR",
        columns=(earlier, later),
        name=f"longer_than_{hours}_hours",
        severity="warning",
        values={"earlier": earlier, "later": later, "hours": hours},
    )


def matches(column: str, pattern: str, *, code: str) -> Rule:
    """`column` matches a regular expression (RE2, anywhere unless anchored)."""
    return where(code, f"NOT regexp_matches({column}, {literal(pattern)})", columns=(column,))


def is_key(column: str) -> Rule:
    """`column` is a keyed hash, so never a contact as it was written."""
    return matches(column, KEY_PATTERN, code="not_a_key")


def not_personal(*columns: str) -> Rule:
    """None of `columns` holds anything that looks like a contact or an identity number."""
    pattern = literal(LOOKS_PERSONAL)
    return any_of("looks_personal", {column: f"regexp_matches({column}, {pattern})" for column in columns})


def not_too_long(*columns: str, high: int = LONGEST_TEXT) -> Rule:
    """Each of `columns` has at most `high` characters."""
    return any_of(
        "too_long", {column: f"length({column}) > {high}" for column in columns}, values={"high": high}
    )


def unique(*columns: str) -> Rule:
    """A warning where rows agree in all of `columns`; a row with one of them empty is not compared.

    Great Expectations' compound uniqueness joins the table with itself; the same count by a group is cheaper.
    """
    listed = ", ".join(columns)
    filled = " AND ".join(f"{column} IS NOT NULL" for column in columns)  # two nulls agree in a tuple
    return where(
        "repeated",
        f"{filled} AND ({listed}) IN (SELECT ({listed}) FROM {{table}} GROUP BY ALL HAVING count(*) > 1)",
        columns=columns,
        name="_".join((*(column for column in columns if column != "object_id"), "repeated")),
        severity="warning",
        values={"columns": ", ".join(column for column in columns if column != "object_id")},
    )


def refers_to(column: str, table: str) -> Rule:
    """A warning where `column` names nothing that any source has described (`known_<table>`)."""
    return where(
        "not_known",
        f"{column} NOT IN (SELECT code FROM known_{table})",
        columns=(column,),
        severity="warning",
        values={"table": table},
    )


def custom(
    name: str,
    predicate: str,
    meaning: str,
    *columns: str,
    severity: Severity = "critical",
    parameters: tuple[str, ...] = (),
) -> Rule:
    """A rule of one table: rows for which the DuckDB `predicate` is true fail. `name` is its code too.

    At most one `$name` of the run may stand in the predicate; it is then named in `parameters`.
    """
    return where(
        name, predicate, columns=columns, name=name, severity=severity, meaning=meaning, parameters=parameters
    )


def row_count_at_least(parameter: str) -> Rule:
    """The table holds at least as many rows as the run asks for (1 where the former snapshot held any)."""
    return rule(
        "emptied",
        f"count(*) < ${parameter}",
        shipped("expect_table_row_count_to_be_between", min_value={"$PARAMETER": parameter}),
        columns=(),
        name="emptied",
        scope="table",
        parameters=(parameter,),
    )
