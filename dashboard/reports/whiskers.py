"""Intervals of a native chart as error bars, which python-pptx has no call for."""

from __future__ import annotations

from typing import Any

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from dashboard.reports.content import Series

LINE = '<a:ln w="15875"><a:solidFill><a:srgbClr val="586471"/></a:solidFill></a:ln>'


def add_whiskers(drawn: Any, series: Series) -> None:
    """Draw each point's interval from `lower` to `upper`; a point without one, or hidden, gets none."""
    above, below = [], []
    for place, point in enumerate(series.points):
        if point.suppressed or point.value is None or point.lower is None or point.upper is None:
            continue
        above.append(f'<c:pt idx="{place}"><c:v>{point.upper - point.value!r}</c:v></c:pt>')
        below.append(f'<c:pt idx="{place}"><c:v>{point.value - point.lower!r}</c:v></c:pt>')
    if not above:
        return
    count = f'<c:ptCount val="{len(series.points)}"/>'
    bars = parse_xml(
        f'<c:errBars {nsdecls("c", "a")}><c:errBarType val="both"/><c:errValType val="cust"/>'
        f'<c:noEndCap val="0"/><c:plus><c:numLit>{count}{"".join(above)}</c:numLit></c:plus>'
        f"<c:minus><c:numLit>{count}{''.join(below)}</c:numLit></c:minus><c:spPr>{LINE}</c:spPr></c:errBars>"
    )
    # The order of a series' parts is fixed: error bars stand before the categories.
    drawn._element.find(qn("c:cat")).addprevious(bars)
