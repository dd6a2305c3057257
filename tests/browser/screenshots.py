"""Takes the pictures of docs/pages.md anew: `python tests/browser/screenshots.py [--home DIR]`.

Without `--home` the site's sample is ingested into a folder that is removed afterwards.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PIL import Image
from playwright.sync_api import Browser, Page

from dashboard.navigation import pages_of
from pipelines.settings import PROJECT, Home, site_folder
from tests.browser.launching import launched
from tests.browser.reading import PATIENCE, Tab, photograph
from tests.browser.serving import Server, serving

FOLDER = PROJECT / "docs" / "screenshots"
DESK, PHONE = 1280, 390
COLORS = 160
Scheme = Literal["light", "dark"]
# page, language, scheme, width
OF_STAFF = ("targets", "close", "notes")  # targets: as those see it who may set one
PICTURES: list[tuple[str, str, Scheme, int]] = [
    *((page, "en", "light", DESK) for page in pages_of("partner") if page not in OF_STAFF),
    ("overview", "ru", "light", DESK),
    ("overview", "kk", "light", DESK),
    ("overview", "en", "dark", DESK),
    ("overview", "en", "light", PHONE),
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, help="a home that already holds the sample")
    parser.add_argument("--to", type=Path, default=FOLDER, help="folder of the pictures")
    arguments = parser.parse_args()
    with TemporaryDirectory() as made:
        scratch = Path(made)
        home = Home(arguments.home or scratch / "home")
        if arguments.home is None:
            from pipelines.run import ingest

            ingest(home, [site_folder() / "sample"])
        arguments.to.mkdir(parents=True, exist_ok=True)
        with serving(home, scratch, "library") as server, launched() as browser:
            print(take_intake(browser, server, arguments.to), flush=True)
            for page in OF_STAFF:
                print(take(browser, server, arguments.to, page, "en", "light", DESK), flush=True)
        with serving(home, scratch) as server, launched() as browser:
            for page, language, scheme, width in PICTURES:
                print(take(browser, server, arguments.to, page, language, scheme, width), flush=True)


def take(
    browser: Browser, server: Server, folder: Path, name: str, language: str, scheme: Scheme, width: int
) -> Path:
    """One picture of a whole page."""
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme, locale="en-US")
    Tab(page, server).open(name, language)
    path = folder / f"{name}-{language}-{scheme}{'-phone' if width == PHONE else ''}.png"
    return keep(page, path)


def take_intake(browser: Browser, server: Server, folder: Path) -> Path:
    """The intake page with a file in hand, before it is confirmed: a small made-up sheet with one broken row."""
    page = browser.new_page(viewport={"width": DESK, "height": 900}, color_scheme="light", locale="en-US")
    tab = Tab(page, server).open("intake")
    lines = ["Date and time,Name,E-mail,Year of birth,Zone"]
    for day in range(1, 6):
        lines.append(f"2026-10-0{day} 1{day}:00,Test Person {day},person{day}@example.org,2001,Makerspace")
    lines.append("2026-09-31 10:00,Test Person 6,person6@example.org,2002,Classroom")
    sheet = {"name": "october.csv", "mimeType": "text/csv", "buffer": "\n".join([*lines, ""]).encode()}
    page.locator("input[type=file]").set_input_files(sheet)
    page.wait_for_selector(".st-key-intake-confirm button", timeout=4 * PATIENCE)
    tab.settle()
    return keep(page, folder / "intake-en-light.png")


def keep(page: Page, path: Path) -> Path:
    """Photograph the page in few colours, so that the file stays small, and close it."""
    photograph(page, path)
    page.context.close()
    with Image.open(path) as picture:
        # This method keeps colours that few points have, such as the edges of a service.
        small = picture.convert("RGB").quantize(COLORS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    small.save(path, optimize=True)
    return path


if __name__ == "__main__":
    main()
