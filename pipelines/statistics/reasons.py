"""Why a statistic is not given: codes with an English sentence each; other languages stand in the locales."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "no_data": "There are no records for this.",
        "suppressed": "A figure this rests on is hidden, because too few people stand behind it.",
        "too_few": "Too few records for this statistic.",
        "no_margins": "Too few answered in every group to weight by it.",
        "weights_not_converged": "No weights below the cap meet the margins of those invited.",
        "distinct_counts": "Counts of different people do not add up over groups and are not decomposed.",
        "not_a_ratio": "Only shares, means and rates are decomposed.",
        "different_questions": "The two figures do not answer the same question.",
        "before_opening": "The earlier period lies before the opening.",
        "partial_coverage": "The records do not cover both periods wholly.",
        "no_denominator": "There is no dated and sourced denominator.",
        "history_too_short": "There are too few whole weeks on record to test a forecast.",
        "not_better_than_naive": "In the back-test the forecast was no better than repeating the last week.",
        "calendar_unknown": "Opening hours are not known for all days ahead.",
        "not_started": "The period has not begun.",
    }
)


def checked(code: str) -> str:
    """The code itself; raises KeyError for one that has no sentence."""
    REASONS[code]
    return code
