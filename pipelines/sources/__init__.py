"""One module per source system: which canonical tables its records give, and how. Found by being here.

A source has `TABLES` and `shape(fields, mapping, site[, answers])` (docs/architecture.md, "Staging").
Modules whose name starts with `_` are parts that several sources share.
"""

from __future__ import annotations

from pkgutil import iter_modules


def source_names() -> tuple[str, ...]:
    """Every source there is, in name order."""
    return tuple(sorted(module.name for module in iter_modules(__path__) if not module.name.startswith("_")))
