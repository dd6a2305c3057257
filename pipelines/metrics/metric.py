"""What a metric is: one declaration in `catalogue/`, checked when it is read."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from pipelines.metrics.dimensions import dimensions, dimensions_of
from pipelines.problems import Problem, RefusalError

CATALOGUE = Path(__file__).parent / "catalogue"

Table = Literal[
    "fct_visit",
    "fct_session",
    "fct_attendance",
    "fct_booking",
    "fct_resource_day",
    "fct_response",
    "fct_machine_log",
    "fct_training",
    "fct_loan",
    "fct_advising_contact",
    "fct_advising_step",
    "fct_downtime",
    "fct_pair",
    "fct_move",
    "fct_return_month",
]
Finest = Literal["month", "quarter"]
Group = Literal["reach", "demographics", "use", "makerspace", "outcomes", "advising"]
Computed = Literal["total", "distinct", "ratio", "per_person", "share", "mean", "nps"]
Derived = Literal["difference", "quotient", "per_resident", "reached", "representation"]
Estimate = Literal[Computed, Derived]
Unit = Literal[
    "visits",
    "bookings",
    "programmes",
    "hours",
    "attendances",
    "people",
    "answers",
    "percent",
    "points",
    "attempts",
    "loans",
    "contacts",
    "days",
    "dollars",
    "times",
    "per_thousand",
    "scale",
    "moves",
]
TAKEN = ("table", "where", "numerator", "stated", "record", "counts", "people", "anonymous")
Expression = Annotated[str, Field(pattern=r"^[^;]+$")]


class Metric(BaseModel):
    """One figure as it is defined. Expressions are SQL over one row of `table`; only these files hold any.

    `numerator` is summed (total, ratio), counted once each (distinct), true or false (share), or the value of
    an answer (mean, nps); `stated` is true for a record that states it, and `record` names what is one record
    where that is not a row. What stands behind a cell, and is compared with the disclosure threshold, are the
    distinct `people` of its rows and, for rows without one, the sum of `anonymous`. Each of `clusters` names
    what answers of a share came together in (a session, a person); null stands on its own.

    A `per_person` figure is the sum of the numerator over the distinct `people`. A derived one is made `of`
    another metric's answer, and of the answer of a second one it is held `against` (difference, quotient) or
    of the residents of the city (per_resident: for each thousand; reached: as a share; representation: share
    of users over share of residents); what it does not declare itself it takes from the first. A metric that
    is `hidden_as` another one is about the same answers, and hides the cells that the other hides.

    `analysts_only` are dimensions that partner and library are not given: each further way to divide the same
    answers costs cells of the others.

    `pairs_finest` is the shortest period in which pairs are published where they are guarded: most of their
    months would have to be hidden. Totals over the dimension `gives_way` are hidden before the parts it is
    paired with, where one of the two has to be.

    Three links to a metric of the same table say which figures can be held against each other: in each cell
    the people counted here are some of those of `part_of`, and the rest of them is guarded too; the count is
    at most that of `within`; the records with an answer are some of those that `denominators` counts.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str = Field(min_length=3)
    definition: str = Field(min_length=10)
    why: str = Field(min_length=10)
    formula: str = Field(min_length=3)
    group: Group
    table: Table
    where: Expression = "true"
    estimate: Estimate
    of: str | None = None
    against: str | None = None
    hidden_as: str | None = None
    numerator: Expression
    denominator: Expression | None = None
    stated: Expression = "true"
    record: Expression | None = None
    counts: Literal["people", "answers", "events"]
    people: Expression = "cast(null as integer)"
    anonymous: Expression = "1"
    clusters: tuple[Expression, ...] = ()
    unit: Unit
    by: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...] = ()
    analysts_only: tuple[str, ...] = ()
    pairs_finest: Finest = "quarter"
    gives_way: str | None = None
    part_of: str | None = None
    within: str | None = None
    denominators: str | None = None
    standard: tuple[str, ...] = Field(min_length=1)
    owner: str = Field(min_length=3)
    next_review: date

    @model_validator(mode="after")
    def _consistent(self) -> Metric:
        allowed = dimensions_of(self.table)
        for name in self.by:
            if name not in allowed:
                raise ValueError(f"by: {name} is not a dimension of {self.table}")
        for pair in self.pairs:
            if len(set(pair)) != 2 or not set(pair) <= set(self.by):
                raise ValueError(f"pairs: {'+'.join(pair)} is not two of the dimensions in by")
        if not {*self.analysts_only} <= {*self.by} - {name for pair in self.pairs for name in pair}:
            raise ValueError("analysts_only: breakdowns of the metric that are in none of its pairs")
        if self.gives_way is not None and not any(self.gives_way in pair for pair in self.pairs):
            raise ValueError(f"gives_way: {self.gives_way} is in none of the pairs")
        if (self.estimate == "ratio") != (self.denominator is not None):
            raise ValueError("denominator: a ratio has one, the other estimates have none")
        if self.is_derived != (self.of is not None):
            raise ValueError("of: a derived figure is made of another one, the others are not")
        if (self.estimate in ("difference", "quotient")) != (self.against is not None):
            raise ValueError(
                "against: a difference and a quotient have a second metric, the others have none"
            )
        if self.clusters and self.estimate != "share":
            raise ValueError("clusters: only a share has a design effect")
        return self

    @property
    def links(self) -> tuple[str, ...]:
        """Codes of the metrics that it is linked with."""
        return tuple(code for code in (self.part_of, self.within, self.denominators) if code)

    @property
    def alike(self) -> tuple[tuple[str, ...], ...]:
        """Pairs of its dimensions that divide the same thing in two ways."""
        other = {name: dimensions()[name].same_as for name in self.by}
        return tuple(tuple(sorted((name, same))) for name, same in other.items() if same in self.by)

    @property
    def published_by(self) -> tuple[str, ...]:
        """The breakdowns that every role may ask for."""
        return tuple(name for name in self.by if name not in self.analysts_only)

    @property
    def is_derived(self) -> bool:
        """True when it is made of the answers of other metrics."""
        return self.estimate in get_args(Derived)

    @property
    def adds_up(self) -> bool:
        """False for figures of distinct people: those of two groups or periods say nothing of both together."""
        return self.estimate not in ("distinct", "per_person")

    @property
    def is_share(self) -> bool:
        """True when the value is a fraction of a whole, or a difference of two such fractions."""
        return self.estimate in ("share", "nps")


def read_metric(path: Path) -> Metric:
    """The metric a file declares; refused with the field named when the declaration is not valid."""
    try:
        return Metric.model_validate({"code": path.stem, **_declared(path)})
    except tomllib.TOMLDecodeError as error:
        raise RefusalError(
            Problem("metric_invalid", path.name, values={"field": "the file", "reason": str(error)})
        ) from error
    except ValidationError as error:
        raise RefusalError(*(_problem(path, item["loc"], item["msg"]) for item in error.errors())) from error


def _declared(path: Path) -> dict[str, Any]:
    """What a file declares; of a derived figure with what it takes from the metric it is made of."""
    own = tomllib.loads(path.read_text("utf-8"))
    if own.get("estimate") not in get_args(Derived):
        return own
    base = path.with_name(f"{own.get('of')}.toml")
    if not base.exists():
        base = CATALOGUE / base.name
    for name in ("of", *(["against"] if "against" in own else [])):
        if not (CATALOGUE / f"{own.get(name)}.toml").exists():
            raise RefusalError(
                Problem(
                    "metric_invalid", path.name, values={"field": name, "reason": "there is no such metric"}
                )
            )
    taken = tomllib.loads(base.read_text("utf-8")) if base.exists() else {}
    return {name: taken[name] for name in TAKEN if name in taken} | own


def _problem(path: Path, location: tuple[int | str, ...], message: str) -> Problem:
    reason = message.removeprefix("Value error, ")
    field = ".".join(str(part) for part in location) or reason.partition(":")[0]
    return Problem("metric_invalid", path.name, values={"field": field, "reason": reason})


@lru_cache(maxsize=4)
def catalogue(folder: Path = CATALOGUE) -> Mapping[str, Metric]:
    """Every metric by its code; raises RefusalError when one of the declarations is invalid."""
    found = {path.stem: read_metric(path) for path in sorted(folder.glob("*.toml"))}
    for metric in found.values():
        for name in ("of", "hidden_as"):
            reason = _unlike(metric, found.get(getattr(metric, name) or metric.code))
            if reason:
                values = {"field": name, "reason": reason}
                raise RefusalError(Problem("metric_invalid", f"{metric.code}.toml", values=values))
    return found


def _unlike(metric: Metric, base: Metric | None) -> str | None:
    """Why a metric cannot rest on another one, None where it can."""
    if base is None:
        return "there is no such metric"
    beyond = set(metric.by) - set(base.by)
    beyond |= {"+".join(pair) for pair in metric.pairs if sorted(pair) not in map(sorted, base.pairs)}
    return f"{base.code} is not divided by {', '.join(sorted(beyond))}" if beyond else None
