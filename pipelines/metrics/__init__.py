"""Figures of a snapshot: ask a `Question`, get an `Answer` that is already suppressed for the role that
asked.
"""

from pipelines.metrics.answer import answer
from pipelines.metrics.compare import Comparison, compare
from pipelines.metrics.coverage import Coverage, coverage
from pipelines.metrics.dimensions import Dimension, dimensions
from pipelines.metrics.explain import explain
from pipelines.metrics.metric import Metric, catalogue
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
    "catalogue",
    "compare",
    "coverage",
    "dimensions",
    "explain",
    "rule_books",
]
