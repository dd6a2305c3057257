"""One span of days of any kind of source."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from pipelines.pull.databases import read_database
from pipelines.pull.declaration import FileSource, LimeSurveySource, Source, WebSource
from pipelines.pull.fetched import Fetched
from pipelines.pull.limesurvey import read_limesurvey
from pipelines.pull.log import PullLog
from pipelines.pull.tools import Tools
from pipelines.pull.web import read_file, read_web
from pipelines.pull.window import Span


def fetch(
    name: str, source: Source, span: Span, zone: ZoneInfo, tools: Tools, log: PullLog, probe: bool = False
) -> Fetched:
    """What the source holds of these days; with `probe` as little as shows that it answers.

    RefusalError with what is wrong; then nothing of the span is kept.
    """
    values = span.values(zone)
    if isinstance(source, WebSource):
        return read_web(name, source, values, tools, log, probe)
    if isinstance(source, FileSource):
        return read_file(name, source, tools, log)
    if isinstance(source, LimeSurveySource):
        return read_limesurvey(name, source, tools, log)
    return read_database(name, source, values, tools, log, probe)
