"""Every canonical table, found by being there: a module of this package with a `TABLE`."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module
from types import MappingProxyType

import expectations
from expectations.schema import Rule, Table


@lru_cache(maxsize=1)
def all_tables() -> Mapping[str, Table]:
    """The canonical tables by name, in alphabetical order."""
    modules = sorted(module.name for module in pkgutil.iter_modules(expectations.__path__))
    found = (getattr(import_module(f"expectations.{name}"), "TABLE", None) for name in modules)
    return MappingProxyType({table.name: table for table in found if table is not None})


@lru_cache(maxsize=1)
def all_rules() -> Mapping[str, Rule]:
    """Every declared rule by its name `table.rule`."""
    return MappingProxyType({rule.name: rule for table in all_tables().values() for rule in table.rules})
