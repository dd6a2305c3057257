"""A proposal as a mapping file, with remarks for the person who corrects it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date

from pipelines.describe.codes import option_codes
from pipelines.describe.proposal import Proposal
from pipelines.describe.questions import Found
from pipelines.mapping import ExcludeRule, FieldMapping

HEAD = """\
# Proposed by `impact survey describe` from {file}.
# Read every line and correct it, then: impact ingest FILE --mapping THIS_FILE
# Columns that stand nowhere in this file are not read."""


def write_toml(
    proposal: Proposal,
    identity: str,
    day: date | None,
    exclude: Mapping[str, ExcludeRule],
    records: str | None = None,
) -> str:
    """The text of the mapping. `identity` is its line of keys; `day` dates answers where no column does."""
    system = proposal.system
    lines = [HEAD.format(file=proposal.file), *_listed("Personal, never read", proposal.personal)]
    open_text = [found.text for found in proposal.questions.values() if found.kind.kind == "text"]
    lines += _listed("Open text, not read", open_text)
    lines += _listed("Not read: says nothing of the answers", proposal.not_read)
    lines += [f"# Check: {note}" for note in proposal.notes]
    lines += [
        f"name     = {quoted(proposal.survey)}",
        f"title    = {quoted(proposal.file)}",
        f"source   = {quoted(system.source)}",
    ]
    if records is not None:
        lines += [
            'format   = "json"',
            f"records  = {quoted(records)} # the key that holds the list of records",
        ]
    if system.header_rows > 1:
        lines.append(f"header_rows = {system.header_rows}")
    if system.header_codes:
        lines.append("header_codes = true # a column is named by the code before its text")
    lines.append(identity)
    unique = [name for name in system.unique if name in proposal.fields]
    if unique:
        lines.append(f"unique   = {array(unique)} # records that share one are reported, and kept")
    if system.blank:
        lines.append(f"blank    = {array(system.blank)}")
    if day is not None:
        lines += [
            "",
            "[constants]",
            f"submitted_on = {day.isoformat()} # the export states no day: correct it",
        ]
    lines += ["", "[survey]", f"code = {quoted(proposal.survey)}"]
    lines.append(f"wave = {quoted(proposal.wave)} # immediate, follow-up, before, after or single")
    if not proposal.fields:
        lines += ["", "[fields]"]
    for name, declared in proposal.fields.items():
        lines += ["", *_field(name, declared)]
    if exclude:
        lines += ["", "[exclude] # not counted, with the reason under which they are"]
        lines += [f"{name} = {_rule(rule)}" for name, rule in exclude.items()]
    asked = {code: found for code, found in proposal.questions.items() if found.kind.kind != "text"}
    needs_required = not any(declared.required for declared in proposal.fields.values())
    for place, (code, found) in enumerate(asked.items()):
        lines += ["", *_question(code, found, needs_required and place == 0)]
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    """A TOML basic string."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def array(texts: Iterable[str]) -> str:
    """A TOML array of strings."""
    return f"[{', '.join(quoted(text) for text in texts)}]"


def _listed(title: str, headers: Iterable[str]) -> list[str]:
    shown = [f"“{header}”" for header in headers if header]
    return [f"# {title}: {'; '.join(shown)}"] if shown else []


def _field(name: str, declared: FieldMapping) -> list[str]:
    lines = [f"[fields.{name}]", f"headers = {array(declared.headers)}", f"type = {quoted(declared.type)}"]
    if declared.type in ("email", "phone", "card", "code"):
        lines[2] += " # becomes a keyed hash; remove this field if it is not needed"
    lines += [
        f"{key} = true" for key in ("required", "filled", "exclude_only", "merge") if getattr(declared, key)
    ]
    if declared.formats:
        lines.append(f"formats = {array(declared.formats)}")
    if declared.zone:
        lines.append(f"zone = {quoted(declared.zone)}")
    if declared.type == "category":
        lines.append(f"other = {quoted(declared.other)}")
        lines.append(f"values = {_labels(declared.values)}")
    return lines


def _question(code: str, found: Found, required: bool) -> list[str]:
    kind = found.kind
    lines = [f"[questions.{code}]", f"headers = {array(found.names)}"]
    if found.text not in found.names:
        lines.append(f"text = {quoted(found.text)}")
    lines.append(f"kind = {quoted(kind.kind)}" + (f" # {kind.note}" if kind.note else ""))
    if found.outcome:
        lines.append(f"outcome = {quoted(found.outcome)}")
    if required:
        lines.append("required = true")
    if found.merge:
        lines.append("merge = true # one question in several columns")
    if kind.scale:
        lines += ["scale = [ # lowest first", *(f"  {array(step)}," for step in kind.scale), "]"]
    if kind.kind in ("single", "multi"):
        lines.append(f"options = {_labels(option_codes(found.options))}")
        lines.append('other = "keep" # an answer that fits no option is "other"')
    if kind.separator:
        lines.append(f"separator = {quoted(kind.separator)}")
    if kind.not_applicable:
        lines.append(f"not_applicable = {array(kind.not_applicable)}")
    return lines


def _labels(labels: Mapping[str, Iterable[str]]) -> str:
    return "{ " + ", ".join(f"{code} = {array(texts)}" for code, texts in labels.items()) + " }"


def _rule(rule: ExcludeRule) -> str:
    if rule.missing:
        return f"{{ field = {quoted(rule.field)}, missing = true }}"
    if rule.below is not None:
        return f"{{ field = {quoted(rule.field)}, below = {rule.below:g} }}"
    return f"{{ field = {quoted(rule.field)}, equals = {array(rule.equals)} }}"
