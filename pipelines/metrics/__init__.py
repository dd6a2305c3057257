"""Figures of a snapshot: ask a `Question`, get an `Answer` that is already suppressed for the role that
asked.
"""

from pipelines.metrics.allowed import breakdowns, grains_of, may_ask
from pipelines.metrics.answer import answer
from pipelines.metrics.compare import Comparison, compare
from pipelines.metrics.coverage import Coverage, coverage
from pipelines.metrics.dimensions import Dimension, dimensions
from pipelines.metrics.explain import explain
from pipelines.metrics.metric import Metric, catalogue
from pipelines.metrics.notebook import query
from pipelines.metrics.question import Answer, Question
from pipelines.metrics.rulebooks import Counted, rule_books

__all__ = [
    "Answer",
    "Comparison",
    "Counted",
    "Coverage",
    "Dimension",
    "Metric",
    "Question",
    "answer",
    "breakdowns",
    "catalogue",
    "compare",
    "coverage",
    "dimensions",
    "explain",
    "grains_of",
    "may_ask",
    "query",
    "rule_books",
]
