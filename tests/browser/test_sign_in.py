"""A real browser signs in at a provider on this machine, in each role, and tries the doors it may not open."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from playwright.sync_api import expect
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from dashboard.navigation import PAGES, pages_of
from dashboard.words import load_words
from pipelines.settings import Home
from tests.browser.provider import CLIENT, SECRET, Provider, providing
from tests.browser.reading import LANGUAGES, PATIENCE, Tab, address_of
from tests.browser.serving import Server, free_port, serving
from tests.browser.test_for_every_reader import barriers

SAY = {language: load_words(language) for language in LANGUAGES}
ENGLISH = SAY["en"]
COOKIE, COOKIE_SECRET = "_streamlit_user", "of-the-cookie-in-tests-0123456789"
TITLE = ".stMainBlockContainer h1"


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with providing() as provider:
        yield provider


@pytest.fixture(scope="module")
def guarded(provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A dashboard at which readers sign in, over a home in which nothing was published."""
    home, port = Home(tmp_path_factory.mktemp("guarded")), free_port()
    settings = {
        "metadata_url": f"{provider.address}/.well-known/openid-configuration",
        "client_id": CLIENT,
        "client_secret": SECRET,
        "cookie_secret": COOKIE_SECRET,
        "redirect_uri": f"http://127.0.0.1:{port}/oauth2callback",
        "role_claim": "roles",
        "role_values": {"partner": ["impact-partner"]},
        "people": [
            {"email": "Person12@example.org", "role": "library", "handle": "front desk"},
            {"subject": "subject-analyst", "role": "analyst"},
        ],
    }
    path = home.path / "sign_in.toml"
    path.write_text(tomli_w.dumps(settings), "utf-8")
    path.chmod(0o600)
    with serving(home, tmp_path_factory.mktemp("served"), port=port) as server:
        yield server


@pytest.fixture
def stranger(tab_of: Callable[..., Tab], guarded: Server) -> Callable[..., Tab]:
    """A tab of a browser that nobody has signed in with."""
    return lambda **choices: tab_of(guarded, fresh=True, **choices)


def sign_in(opened: Tab, person: str, language: str = "en") -> Tab:
    """Sign in as one of the provider's people, from the page that asks for it."""
    opened.page.locator(".st-key-sign-in button").click()
    opened.page.get_by_role("link", name=person, exact=True).click()
    # The sign-in is over when the header has the way out.
    expect(opened.page.locator(".st-key-sign-out button")).to_be_visible(timeout=PATIENCE)
    return opened.settle()


def claims(server: Server, **changes: Any) -> dict[str, Any]:
    """The cookie's content of an analyst who has just signed in."""
    stated = {"iss": "http://127.0.0.1", "sub": "subject-analyst", "aud": CLIENT, "iat": int(time.time())}
    return stated | {"origin": server.address, "is_logged_in": True, "provider": "default"} | changes


def with_cookie(opened: Tab, content: dict[str, Any], secret: str) -> Tab:
    value = create_signed_value(secret, COOKIE, json.dumps(content)).decode()
    cookie = {"name": COOKIE, "value": value, "url": opened.server.address}
    opened.page.context.add_cookies([cookie])  # type: ignore[list-item]
    return opened.open()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_address_asks_whoever_comes_to_sign_in(
    stranger: Callable[..., Tab], language: str, scheme: str
) -> None:
    opened = stranger(scheme=scheme)
    for name in PAGES:
        opened.open(name, language)
        assert opened.text(TITLE) == SAY[language]("access.out.title")
        assert opened.page.get_by_test_id("stTopNavLink").count() == 0
    assert barriers(opened) == []
    assert opened.errors == []


@pytest.mark.parametrize("role", ["partner", "library", "analyst"])
def test_each_role_signs_in_and_finds_its_own_pages_and_no_others(
    stranger: Callable[..., Tab], role: str
) -> None:
    opened = sign_in(stranger().open(), role)
    assert opened.text(TITLE) == ENGLISH("empty.title")
    header = opened.text(".role")
    assert ENGLISH("frame.role", role=ENGLISH(f"role.{role}")) in header
    assert ("front desk" in header) == (role == "library")
    assert "@" not in opened.page.inner_text("body")
    for name, entry in PAGES.items():
        # The address has no say in the role.
        opened.load(f"{address_of(opened.server, name, lang='en')}&role=analyst&IMPACT_ROLE=analyst")
        refused = ENGLISH("frame.not_for_role") in opened.page.inner_text(".stMainBlockContainer")
        assert refused == (name not in pages_of(role)), name
        assert entry.opens_to(role) != refused


def test_a_reader_comes_back_to_the_address_that_asked_for_the_sign_in(stranger: Callable[..., Tab]) -> None:
    opened = stranger().open("outcomes", "ru", period="2026-Q2")
    opened.page.locator(".st-key-sign-in button").click()
    opened.page.get_by_role("link", name="library", exact=True).click()
    opened.page.wait_for_url("**/outcomes?**period=2026-Q2**", timeout=PATIENCE)
    expect(opened.page.locator(".st-key-sign-out button")).to_have_text(SAY["ru"]("access.sign_out"))


@pytest.mark.parametrize("person", ["nobody", "unverified"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_whom_nobody_gave_a_role_reads_why_and_sees_nothing(
    stranger: Callable[..., Tab], person: str, language: str
) -> None:
    opened = sign_in(stranger().open("overview", language), person)
    for name in ("overview", "intake"):
        opened.open(name, language)
        assert opened.text(TITLE) == SAY[language]("access.unknown.title")
        assert opened.page.get_by_test_id("stTopNavLink").count() == 0
    assert barriers(opened) == []


def test_a_cookie_opens_the_door_only_with_the_right_signature(stranger: Callable[..., Tab]) -> None:
    true = with_cookie(stranger(), claims(stranger().server), COOKIE_SECRET)
    assert true.text(TITLE) == ENGLISH("empty.title")
    forged = with_cookie(stranger(), claims(true.server), "another-secret-than-that-of-the-server")
    assert forged.text(TITLE) == ENGLISH("access.out.title")


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"iat": int(time.time()) - 13 * 3600}, "expired"),
        ({"iat": int(time.time()) + 3600}, "expired"),
        ({"iat": None}, "expired"),
        ({"aud": "another application"}, "out"),
        ({"sub": "subject-of-somebody"}, "unknown"),
        ({"sub": "subject-of-somebody", "roles": ["impact-analyst"], "role": "analyst"}, "unknown"),
        ({"is_logged_in": False}, "out"),
    ],
)
def test_an_old_sign_in_or_one_for_something_else_opens_nothing(
    stranger: Callable[..., Tab], changes: dict[str, Any], state: str
) -> None:
    opened = stranger()
    with_cookie(opened, claims(opened.server, **changes), COOKIE_SECRET)
    assert opened.text(TITLE) == ENGLISH(f"access.{state}.title")


def test_whoever_signs_out_is_out_here_and_at_the_provider(
    stranger: Callable[..., Tab], provider: Provider
) -> None:
    opened = sign_in(stranger().open(), "analyst")
    before = provider.ended
    opened.page.locator(".st-key-sign-out button").click()
    expect(opened.page.locator(TITLE)).to_have_text(ENGLISH("access.out.title"), timeout=PATIENCE)
    assert provider.ended == before + 1
    assert opened.open("intake").text(TITLE) == ENGLISH("access.out.title")


def test_nothing_of_a_reader_is_left_in_the_log_or_the_home(
    stranger: Callable[..., Tab], guarded: Server
) -> None:
    sign_in(stranger().open(), "library")
    kept = [path for path in guarded.home.path.rglob("*") if path.is_file() and path.name != "sign_in.toml"]
    for path in [*kept, Path(guarded.log)]:
        content = path.read_bytes()
        assert b"person12" not in content.lower() and b"subject-library" not in content, path.name
