"""Published figures and programmes in other people's formats: a data package, IATI results, a calendar.

Every figure comes through `pipelines.metrics.answer`, hidden for the role that takes it.
"""

from pipelines.exchange.iati import results_document
from pipelines.exchange.package import Choice, package_archive, package_files
from pipelines.exchange.programme_calendar import calendar_file

__all__ = ["Choice", "calendar_file", "package_archive", "package_files", "results_document"]
