"""The pages there are: where each stands in the navigation, who may open it, and what it reads.

A page is one file in `app_pages/` and one line here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

ROLES = ("partner", "library", "analyst")
STAFF = ("library", "analyst")
# In the order of the navigation; the pages of "" stand in it by themselves, those of another one under its name.
SECTIONS = ("", "impact", "management", "analysis", "trust", "work")


@dataclass(frozen=True)
class Entry:
    """One page. It reads a snapshot (`render(view)`) or works on the home (`render(words, home)`), as `over` says."""

    section: str
    icon: str
    roles: tuple[str, ...] = ROLES
    over: Literal["snapshot", "home"] = "snapshot"
    filtered: bool = True  # False: about all data, whatever a reader has filtered
    conditions: tuple[str, ...] = ()  # roles that see it unprotected here: they accept first and are logged

    def opens_to(self, role: str) -> bool:
        return role in self.roles


PAGES: Mapping[str, Entry] = MappingProxyType(
    {
        "overview": Entry("", ":material/lightbulb:"),
        "reach": Entry("impact", ":material/groups:"),
        "demographics": Entry("impact", ":material/diversity_3:"),
        "outcomes": Entry("impact", ":material/school:"),
        "services": Entry("impact", ":material/category:"),
        "advising": Entry("impact", ":material/flight_takeoff:"),
        "targets": Entry("impact", ":material/flag:"),
        "planning": Entry("management", ":material/calendar_month:"),
        "makerspace": Entry("management", ":material/precision_manufacturing:"),
        "participation": Entry("management", ":material/route:"),
        "explore": Entry("analysis", ":material/query_stats:", conditions=("analyst",)),
        "surveys": Entry("analysis", ":material/ballot:", filtered=False, conditions=("analyst",)),
        "sql": Entry(
            "analysis", ":material/terminal:", roles=("analyst",), over="home", conditions=("analyst",)
        ),
        "data_quality": Entry("trust", ":material/fact_check:", filtered=False),
        "how_we_count": Entry("trust", ":material/menu_book:", filtered=False),
        "reports": Entry("trust", ":material/description:"),
        "intake": Entry("work", ":material/upload_file:", roles=STAFF, over="home"),
        "close": Entry("work", ":material/event_available:", roles=STAFF, over="home"),
        "notes": Entry("work", ":material/edit_note:", roles=STAFF, over="home"),
    }
)


def pages_of(role: str) -> tuple[str, ...]:
    """The pages that a role may open, in the order of the navigation."""
    found = [name for name, entry in PAGES.items() if entry.opens_to(role)]
    return tuple(sorted(found, key=lambda name: SECTIONS.index(PAGES[name].section)))
