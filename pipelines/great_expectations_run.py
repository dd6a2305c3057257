"""Great Expectations over a DuckDB file. The import costs seconds: only `pipelines.validate` does it, late.

Nothing is left behind but the data docs: the context lives in memory, sends nothing, and no value of a row is
fetched, so that neither the results nor the docs can hold one.
"""

from __future__ import annotations

import atexit
import re
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import great_expectations as gx
import sqlalchemy as sa
from great_expectations.core.metric_domain_types import MetricDomainTypes
from great_expectations.core.metric_function_types import MetricPartialFunctionTypes
from great_expectations.data_context.types.base import (
    DataContextConfig,
    InMemoryStoreBackendDefaults,
    ProgressBarsConfig,
)
from great_expectations.execution_engine import SqlAlchemyExecutionEngine
from great_expectations.expectations.expectation import BatchExpectation
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
from great_expectations.expectations.metadata_types import FailureSeverity
from great_expectations.expectations.metrics.metric_provider import metric_partial
from great_expectations.expectations.metrics.table_metric_provider import TableMetricProvider
from sqlalchemy.engine import URL

from expectations.schema import Rule

# Great Expectations hands a connection back before it reads the result, and DuckDB drops a result at the next
# transaction statement: so none is sent. The file is opened read-only, beside other readers.
ENGINE = {
    "isolation_level": "AUTOCOMMIT",
    "skip_autocommit_rollback": True,
    "pool_reset_on_return": None,
    "connect_args": {"read_only": True},
}
# Counts only. "LIMIT 0" makes the queries for examples of failing values cost nothing and fetch nothing.
COUNTS_ONLY = {
    "result_format": "SUMMARY",
    "partial_unexpected_count": 0,
    "exclude_unexpected_values": True,
    "include_unexpected_rows": False,
}


@dataclass(frozen=True)
class Count:
    """What Great Expectations says of one rule: rows looked at, and rows (or the one table) that fail."""

    checked: int
    failed: int


class RowsWhere(TableMetricProvider):
    """Rows for which a DuckDB predicate is true, as one aggregate in the query that serves every rule."""

    metric_name = "table.rows_where"
    value_keys = ("predicate", "value")

    @metric_partial(
        engine=SqlAlchemyExecutionEngine,
        partial_fn_type=MetricPartialFunctionTypes.AGGREGATE_FN,
        domain_type=MetricDomainTypes.TABLE,
    )
    def _sqlalchemy(
        cls,  # noqa: N805 -- Great Expectations binds metric functions to the class
        execution_engine: SqlAlchemyExecutionEngine,
        metric_domain_kwargs: dict[str, Any],
        metric_value_kwargs: dict[str, Any],
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any],
    ) -> tuple[Any, dict[str, Any], dict[str, Any]]:
        predicate, value = metric_value_kwargs["predicate"], metric_value_kwargs.get("value")
        condition: Any = sa.literal_column(predicate)
        if value is not None:
            text = re.sub(r"\$[a-z_0-9]+", ":value", predicate.replace(":", r"\:"))
            condition = sa.text(text).bindparams(value=value)
        return sa.func.count().filter(condition), metric_domain_kwargs, {}


class ExpectNoRowWhere(BatchExpectation):
    """No row makes the DuckDB predicate true; null counts as not true. `value` fills the `$name` in it."""

    predicate: str
    value: Any = None

    metric_dependencies: ClassVar[tuple[str, ...]] = ("table.rows_where", "table.row_count")
    success_keys: ClassVar[tuple[str, ...]] = ("predicate", "value")

    def _validate(
        self,
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any] | None = None,
        execution_engine: Any = None,
    ) -> dict[str, Any]:
        failed, checked = metrics["table.rows_where"], metrics["table.row_count"]
        percent = 100 * failed / checked if checked else 0.0
        counts = {"element_count": checked, "unexpected_count": failed, "unexpected_percent": percent}
        return {"success": failed == 0, "result": {"observed_value": failed, **counts}}


def run(
    database: Path,
    rules: Mapping[str, Sequence[Rule]],
    parameters: Mapping[str, Any],
    data_docs: Path | None = None,
) -> dict[str, Count]:
    """The count of failing rows of every rule, by rule name; writes the data docs where a folder is given.

    `rules` are those to check by table of the DuckDB file; `parameters` fill their `$PARAMETER`s.
    """
    context = _context(data_docs)
    source = context.data_sources.add_sql(
        "staged",
        connection_string=URL.create("duckdb", database=str(database)).render_as_string(),
        create_temp_table=False,
        kwargs=dict(ENGINE),
    )
    definitions = []
    for table, checked in rules.items():
        suite = gx.ExpectationSuite(name=table, expectations=[_configured(rule) for rule in checked])
        batch = source.add_table_asset(table, table_name=table).add_batch_definition_whole_table("all")
        definition = gx.ValidationDefinition(name=table, data=batch, suite=context.suites.add(suite))
        definitions.append(context.validation_definitions.add(definition))
    checkpoint = context.checkpoints.add(
        gx.Checkpoint(
            name="staged", validation_definitions=definitions, actions=[], result_format=dict(COUNTS_ONLY)
        )
    )
    try:
        outcome = checkpoint.run(expectation_parameters=dict(parameters))
        if data_docs is not None:
            context.build_data_docs()
    finally:
        source.get_engine().dispose()
        source.get_execution_engine().engine.dispose()
    return {
        result.expectation_config.meta["rule"]: _count(result)
        for suite_result in outcome.run_results.values()
        for result in suite_result.results
    }


def _context(data_docs: Path | None) -> Any:
    """A context in memory; former data docs in the folder are replaced."""
    sites = {}
    if data_docs is not None:
        shutil.rmtree(data_docs, ignore_errors=True)
        sites["data_docs"] = {
            "class_name": "SiteBuilder",
            "show_how_to_buttons": False,
            "store_backend": {
                "class_name": "TupleFilesystemStoreBackend",
                "base_directory": str(data_docs),
            },
            "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
        }
    return gx.get_context(
        mode="ephemeral",
        project_config=DataContextConfig(
            store_backend_defaults=InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
            analytics_enabled=False,
            progress_bars=ProgressBarsConfig(globally=False),
            data_docs_sites=sites,
        ),
    )


def _configured(rule: Rule) -> Any:
    return ExpectationConfiguration(
        type=rule.expectation["type"],
        kwargs=dict(rule.expectation["kwargs"]),
        meta={"rule": rule.name},
        description=rule.meaning,
        severity=FailureSeverity(rule.severity),
    ).to_domain_obj()


def _count(result: Any) -> Count:
    """The count in one result; raises RuntimeError where Great Expectations could not look."""
    rule, found = result.expectation_config.meta["rule"], result.result
    if "unexpected_count" in found:
        return Count(found["element_count"], found["unexpected_count"])
    if "observed_value" in found:
        return Count(found["observed_value"], int(not result.success))
    raise RuntimeError(f"Great Expectations could not check {rule}")


def _forget_duckdb_types() -> None:
    # Great Expectations keeps SQLAlchemy's dialects alive past the interpreter's end; DuckDB's binding would
    # then print its list of leaked types on every command's standard error.
    if (dialect := sys.modules.get("duckdb_sqlalchemy")) is not None:  # absent where nothing was validated
        vars(dialect).clear()


atexit.register(_forget_duckdb_types)
