"""Which statements may run: one SELECT over the snapshot's own tables, judged by DuckDB's own parser.

The connection that runs it could reach nothing else either (`worker.py`); this says no earlier, and by a sentence.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import duckdb

from pipelines.problems import Problem, RefusalError

LONGEST = 20_000  # characters
# Functions that make rows out of their arguments and read nothing. All others that stand in FROM are refused.
ROW_MAKERS = frozenset({"range", "generate_series", "unnest", "repeat_row", "json_each", "json_tree"})
# What tells of the machine, of the connection or of what others do, or reads by a name or a text made at run time.
REFUSED_NAMES = (
    "getenv getvariable current_setting current_database current_schema current_schemas current_catalog current_user"
    " current_role user session_user version pg_conf_load_time txid_current current_connection_id current_query"
    " query query_table glob nextval currval which_secret add_parquet_key write_log parse_duckdb_log_message"
    " set_bit_log enable_logging disable_logging inet_client_addr in_search_path current_profiling_settings"
)
REFUSED = frozenset(REFUSED_NAMES.split())
REFUSED_STARTS = (
    "read_", "duckdb_", "pragma_", "parquet_", "sniff_", "from_substrait", "pg_", "has_", "st_read", "sqlite_",
    "postgres_", "mysql_", "iceberg_", "delta_", "arrow_", "pandas_", "python_", "seq_scan", "checkpoint", "force_",
    "test_", "summary", "storage_", "sql_auto", "json_serialize", "json_deserialize", "json_execute", "icu_",
    "to_arrow",
)  # fmt: skip


def check(sql: str, tables: frozenset[str]) -> str:
    """The statement without its closing semicolon; RefusalError with a sentence when it may not run."""
    if not sql.strip():
        raise RefusalError(Problem("sql_empty"))
    if len(sql) > LONGEST or "\0" in sql:
        raise RefusalError(Problem("sql_too_long", values={"most": LONGEST}))
    with duckdb.connect(":memory:", config={"enable_external_access": "false"}) as parser:
        try:
            statements = parser.extract_statements(sql)
        except duckdb.Error as fault:
            raise RefusalError(Problem("sql_error", values={"reason": first_words(fault)})) from None
        if len(statements) != 1:
            raise RefusalError(Problem("sql_several"))
        if statements[0].type != duckdb.StatementType.SELECT:
            raise RefusalError(Problem("sql_not_select"))
        text = statements[0].query.strip().rstrip(";")
        parsed = json.loads(parser.execute("select json_serialize_sql(?)", [text]).fetchall()[0][0])
    if parsed["error"] or len(parsed["statements"]) != 1:
        raise RefusalError(Problem("sql_not_select"))
    _judge(parsed["statements"][0]["node"], tables)
    return text


def _judge(tree: Any, tables: frozenset[str]) -> None:
    nodes = list(_nodes(tree))
    named = {entry["key"].casefold() for node in nodes for entry in node.get("cte_map", {}).get("map", ())}
    for node in nodes:
        kind = node.get("type")
        if kind == "BASE_TABLE":
            table = str(node["table_name"])
            qualified = node.get("schema_name") or node.get("catalog_name") or len(_path(node)) > 1
            if table.casefold() not in (tables if qualified else tables | named) or _is_outside(node):
                raise RefusalError(Problem("sql_table", values={"table": shortened(table)}))
        elif kind == "TABLE_FUNCTION":
            name = str(node["function"]["function_name"]).casefold()
            if name not in ROW_MAKERS:
                raise RefusalError(Problem("sql_function", values={"function": shortened(name)}))
        elif node.get("class") == "FUNCTION" or "function_name" in node:
            name = str(node.get("function_name", "")).casefold()
            if name in REFUSED or name.startswith(REFUSED_STARTS):
                raise RefusalError(Problem("sql_function", values={"function": shortened(name)}))
        elif kind == "SHOW_REF" and not _is_described(node, tables | named):
            raise RefusalError(Problem("sql_not_select"))


def _is_outside(node: dict[str, Any]) -> bool:
    """Whether a name leads out of the snapshot's own schema."""
    named = {str(part).casefold() for part in (node.get("schema_name"), node.get("catalog_name")) if part}
    named |= {str(part).casefold() for part in _path(node)[:-1]}
    return not named <= {"main", "snapshot"}


def _path(node: dict[str, Any]) -> list[Any]:
    return list((node.get("qualified_name") or {}).get("path") or [])


def _is_described(node: dict[str, Any], known: frozenset[str]) -> bool:
    """DESCRIBE and SUMMARIZE of a query or of a table of the snapshot; lists of everything are not."""
    name = str(node.get("table_name") or "").strip('"').casefold()
    return node.get("query") is not None or name in known


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            yield node
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)


def first_words(fault: Exception) -> str:
    """DuckDB's own sentence with the line it points to, without what follows."""
    return shortened(" ".join(str(fault).split("\n\n")[0].split()), 400)


def shortened(text: str, length: int = 80) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
