"""What staging knows besides the file and its mapping: the site, the keys of people, the programmes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipelines.people import Keyer
from pipelines.programmes import Programmes, load_programmes
from pipelines.secret import load_secret
from pipelines.settings import Home, Site, load_site, site_folder


@dataclass(frozen=True)
class SiteContext:
    """Handed to `stage` and on to every source. `staged` is the folder that staged folders are made in.

    `arrived_on` is the local day on which the file that is being staged first came in; null outside of that.
    """

    site: Site
    keyer: Keyer
    programmes: Programmes
    staged: Path
    arrived_on: date | None = None


def site_context(home: Home, folder: Path | None = None) -> SiteContext:
    """The context of a home and a site folder; makes the secret where there is none yet."""
    chosen = folder or site_folder()
    site = load_site(chosen)
    return SiteContext(
        site=site,
        keyer=Keyer(load_secret(home.secret), site.phone_region),
        programmes=load_programmes(chosen / "reference" / "programmes.csv"),
        staged=home.staged,
    )
