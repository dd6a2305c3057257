"""One module per source system: which canonical tables its records give, and how. Found by being here.

A source has `TABLES` and `shape(fields, mapping, site[, answers])` (docs/architecture.md, "Staging").
Modules whose name starts with `_` are parts that several sources share.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType


def source_names() -> tuple[str, ...]:
    """Every source there is, in name order."""
    return tuple(sorted(module.name for module in iter_modules(__path__) if not module.name.startswith("_")))


def load_source(name: str) -> ModuleType:
    """The module of a source; KeyError where there is none of that name."""
    if name not in source_names():
        raise KeyError(name)
    return import_module(f"{__name__}.{name}")
