"""Reads a survey's answers by LimeSurvey's RemoteControl 2 (JSON-RPC): the CSV that its export gives."""

from __future__ import annotations

import base64
import binascii
import json
from contextlib import suppress
from typing import Any

from pipelines.problems import Problem, RefusalError
from pipelines.pull.client import Client
from pipelines.pull.credentials import address, variable
from pipelines.pull.declaration import LimeSurveySource
from pipelines.pull.fetched import Fetched, Fields, columns
from pipelines.pull.log import PullLog
from pipelines.pull.tables import header_and_count
from pipelines.pull.tools import Tools

NO_ANSWERS = "no data"


def read_limesurvey(name: str, source: LimeSurveySource, tools: Tools, log: PullLog) -> Fetched:
    """All answers of the survey, headers by question code, answers by option code.

    The session is given back even where the export fails.
    """
    url = address(source, name)
    user, password = variable(source.access.username, name), variable(source.access.password, name)
    with Client(name, None, tools, log) as client:
        key = _called(client, url, "get_session_key", [user, password])
        if not isinstance(key, str):
            raise RefusalError(Problem("access_denied", name))
        try:
            options = [source.survey, "csv", source.language, source.completion, "code", "short"]
            answer = _called(client, url, "export_responses", [key, *options])
        finally:
            with suppress(RefusalError):  # what the export said matters; a session runs out by itself
                _called(client, url, "release_session_key", [key])
    if isinstance(answer, dict):
        if NO_ANSWERS in str(answer.get("status", "")).lower():
            return Fetched(b"", "csv", 0, Fields())
        raise RefusalError(Problem("survey_not_exported", name, values={"survey": source.survey}))
    try:
        body = base64.b64decode("".join(str(answer).split()), validate=True)
    except (binascii.Error, ValueError):
        raise RefusalError(Problem("reply_cut_off", name)) from None
    header, count = header_and_count(body, name)
    return Fetched(body, "csv", count, columns(header))


def _called(client: Client, url: str, method: str, parameters: list[Any]) -> Any:
    reply = client.post_json(url, {"method": method, "params": parameters, "id": 1})
    try:
        return json.loads(reply.body)["result"]
    except (ValueError, KeyError, TypeError):
        begins_well = reply.body.lstrip()[:1] == b"{"
        raise RefusalError(
            Problem("reply_cut_off" if begins_well else "reply_not_json", client.source)
        ) from None
