"""Answers of one survey, question by question: `summary` of a survey, `change` between two waves of it."""

from pipelines.surveys.answers import waves
from pipelines.surveys.change import change
from pipelines.surveys.crosstab import CrossTab, crosstab
from pipelines.surveys.summary import summary

__all__ = ["CrossTab", "change", "crosstab", "summary", "waves"]
