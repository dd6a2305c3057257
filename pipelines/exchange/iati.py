"""Targets and what came of them in the shape of IATI results (standard 2.03, `iati-activity/result`).

Elements stand in the order of the standard's schema: indicator/title, description, reference, baseline,
period/period-start, period-end, target, actual. Indicators that are counted are outputs, what people say of
themselves are outcomes. A figure that is hidden for the role has no `actual`; a comment says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lxml import etree

from pipelines.exchange.terms import Terms, load_terms
from pipelines.metrics import Metric, catalogue
from pipelines.metrics.periods import FiscalYear, bounds
from pipelines.metrics.question import Snapshot
from pipelines.settings import Site, load_site
from pipelines.statistics.reasons import REASONS
from pipelines.statistics.targets import Standing, read_targets, standings

VERSION = "2.03"
# Codes of ResultType, IndicatorMeasure, IndicatorVocabulary, ActivityStatus, ActivityDateType, OrganisationRole.
OUTPUT, OUTCOME = "1", "2"
UNIT, PERCENT = "1", "2"
OWN_VOCABULARY = "99"
IMPLEMENTATION, STARTED, IMPLEMENTING = "2", "2", "4"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
RESULTS = {OUTPUT: "What the Space offers and who comes", OUTCOME: "What changes for the people who come"}
Element = Any


def results_document(snapshot: Snapshot, role: str = "partner", period: str | None = None) -> bytes:
    """One activity with its results, as XML; only the targets of a period where one is named."""
    site, terms = load_site(), load_terms()
    chosen = [one for one in read_targets() if period in (None, one.period)]
    made = snapshot.rows("select created_at from meta_snapshot")["created_at"][0].strftime(
        "%Y-%m-%dT%H:%M:%SZ"
    )
    root = etree.Element("iati-activities", {"version": VERSION, "generated-datetime": made})
    activity = etree.SubElement(root, "iati-activity", {LANG: "en", "last-updated-datetime": made})
    _head(activity, site, terms)
    found = standings(snapshot, chosen, role)
    for kind in (OUTPUT, OUTCOME):
        of_kind = [one for one in found if _kind(catalogue()[one.target.metric]) == kind]
        if of_kind:
            result = etree.SubElement(activity, "result", {"type": kind})
            _text(result, "title", {"en": RESULTS[kind]})
            for code in dict.fromkeys(one.target.metric for one in of_kind):
                alike = [one for one in of_kind if one.target.metric == code]
                _indicator(result, catalogue()[code], alike, site)
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True))


def _head(activity: Element, site: Site, terms: Terms) -> None:
    own = terms.iati
    etree.SubElement(activity, "iati-identifier").text = f"{own.organisation}-{site.code}"
    reporting = {"ref": own.organisation, "type": own.organisation_type}
    _narratives(etree.SubElement(activity, "reporting-org", reporting), terms.publisher)
    _text(activity, "title", site.name)
    _text(activity, "description", {"en": own.description})
    partner = {"role": IMPLEMENTING, "ref": own.organisation, "type": own.organisation_type}
    _narratives(etree.SubElement(activity, "participating-org", partner), terms.publisher)
    etree.SubElement(activity, "activity-status", {"code": IMPLEMENTATION})
    opened = {"type": STARTED, "iso-date": site.opened_on.isoformat()}
    etree.SubElement(activity, "activity-date", opened)
    etree.SubElement(activity, "recipient-country", {"code": site.country})


def _indicator(result: Element, metric: Metric, found: Sequence[Standing], site: Site) -> None:
    upwards = found[0].target.aim == "at_least"
    stated = {
        "measure": PERCENT if metric.unit == "percent" else UNIT,
        "ascending": "true" if upwards else "false",
        "aggregation-status": "true" if metric.estimate == "total" else "false",
    }
    indicator = etree.SubElement(result, "indicator", stated)
    _text(indicator, "title", {"en": metric.title})
    _text(indicator, "description", {"en": metric.definition})
    etree.SubElement(indicator, "reference", {"vocabulary": OWN_VOCABULARY, "code": metric.code})
    fiscal = FiscalYear.of(site.first_day_of_fiscal_year)
    for one in found:
        if one.target.baseline is not None:
            year = one.target.as_of[:4] or str(bounds(one.target.period, fiscal)[0].year)
            baseline = {"year": year, "value": _number(metric, one.target.baseline)}
            etree.SubElement(indicator, "baseline", baseline)
    for one in found:
        period = etree.SubElement(indicator, "period")
        first, last = bounds(one.target.period, fiscal)
        etree.SubElement(period, "period-start", {"iso-date": first.isoformat()})
        etree.SubElement(period, "period-end", {"iso-date": last.isoformat()})
        target = etree.SubElement(period, "target", {"value": _number(metric, one.target.target)})
        _comment(target, dict(one.target.comments))
        if one.actual is not None:
            actual = etree.SubElement(period, "actual", {"value": _number(metric, one.actual)})
            _comment(actual, {"en": f"Up to and with {one.until}."})
        elif one.reason is not None:
            _comment(target, {"en": f"No actual figure: {REASONS[one.reason]}"})


def _kind(metric: Metric) -> str:
    return OUTCOME if metric.group == "outcomes" else OUTPUT


def _number(metric: Metric, value: float) -> str:
    """A share is given in percent, as IATI's measure 2 means it."""
    shown = round(value * 100 if metric.unit == "percent" else value, 6)
    return str(int(shown)) if shown == int(shown) else str(shown)


def _comment(parent: Element, texts: dict[str, str]) -> None:
    """A second comment joins the first: the schema admits one."""
    if texts:
        there = parent.find("comment")
        _narratives(etree.SubElement(parent, "comment") if there is None else there, texts)


def _text(parent: Element, name: str, texts: dict[str, str]) -> None:
    _narratives(etree.SubElement(parent, name), texts)


def _narratives(parent: Element, texts: dict[str, str]) -> None:
    for language, text in texts.items():
        etree.SubElement(parent, "narrative", {LANG: language}).text = text
