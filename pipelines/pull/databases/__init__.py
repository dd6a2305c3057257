"""Reads a table or a query of PostgreSQL, MariaDB (Koha) or SQLite: `read_database`."""

from __future__ import annotations

from pipelines.pull.databases.read import read_database

__all__ = ["read_database"]
