"""The settings of the sign-in: what is refused at start, who gets which role, what is kept of a reader."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
import tomli_w

from dashboard.access import signed_in
from pipelines import access
from pipelines.commands import serve
from pipelines.problems import RefusalError
from pipelines.settings import Home
from pipelines.sign_in import ENVIRONMENT, SignIn, load_sign_in

SETTINGS: dict[str, Any] = {
    "metadata_url": "https://provider.example.org/.well-known/openid-configuration",
    "client_id": "impact",
    "client_secret": "secret-in-tests",
    "cookie_secret": "of-the-cookie-in-tests-0123456789",
    "redirect_uri": "https://impact.example.org/oauth2callback",
    "role_claim": "realm_access.roles",
    "people": [{"email": "person12@example.org", "role": "library", "handle": "front desk"}],
}


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("IMPACT_SIGN_IN", "IMPACT_ROLE", *ENVIRONMENT.values()):
        monkeypatch.delenv(name, raising=False)


def declared(folder: Path, **changes: Any) -> Home:
    """A home whose sign-in has these changes; None leaves a setting out."""
    settings = {name: value for name, value in (SETTINGS | changes).items() if value is not None}
    path = folder / "sign_in.toml"
    path.write_text(tomli_w.dumps(settings), "utf-8")
    path.chmod(0o600)
    return Home(folder)


def refusal(home: Home) -> tuple[str, str]:
    with pytest.raises(RefusalError) as refused:
        load_sign_in(home)
    return refused.value.problems[0].code, str(refused.value)


def test_without_settings_nobody_signs_in(tmp_path: Path) -> None:
    assert load_sign_in(Home(tmp_path)) is None


@pytest.mark.parametrize(
    "name", ["metadata_url", "client_id", "client_secret", "cookie_secret", "redirect_uri"]
)
def test_an_incomplete_sign_in_is_refused_and_names_what_is_missing(tmp_path: Path, name: str) -> None:
    code, sentence = refusal(declared(tmp_path, **{name: None}))
    assert code == "sign_in_incomplete"
    assert name in sentence


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"cookie_secret": "short"}, "cookie_secret"),
        ({"redirect_uri": "https://impact.example.org/"}, "/oauth2callback"),
        ({"redirect_uri": "http://impact.example.org/oauth2callback"}, "redirect_uri"),
        ({"metadata_url": "http://provider.example.org/x"}, "metadata_url"),
        ({"role_claim": None, "people": []}, "role_claim or people"),
        ({"people": [{"email": "person12@example.org", "role": "root"}]}, "people.0.role"),
        ({"people": [{"role": "library"}]}, "people.0"),
        ({"scop": "openid"}, "scop"),
    ],
)
def test_a_wrong_setting_is_refused_and_named_without_its_value(
    tmp_path: Path, changes: dict[str, Any], named: str
) -> None:
    code, sentence = refusal(declared(tmp_path, **changes))
    assert code == "sign_in_invalid"
    assert named in sentence
    assert SETTINGS["client_secret"] not in sentence and "person12" not in sentence


def test_a_file_that_others_may_read_or_that_is_not_there_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = declared(tmp_path)
    (tmp_path / "sign_in.toml").chmod(0o644)
    assert refusal(home)[0] == "sign_in_permissions"
    monkeypatch.setenv("IMPACT_SIGN_IN", str(tmp_path / "gone.toml"))
    assert refusal(home)[0] == "sign_in_missing"


def test_the_environment_gives_what_the_file_leaves_out_and_never_half_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IMPACT_OIDC_CLIENT_SECRET", "from-the-environment")
    assert refusal(Home(tmp_path))[0] == "sign_in_incomplete"
    found = load_sign_in(declared(tmp_path, client_secret=None))
    assert found is not None and found.client_secret == "from-the-environment"


def test_only_this_machine_is_served_where_nobody_signs_in(tmp_path: Path) -> None:
    serve.check(Home(tmp_path), None, "127.0.0.1", "library")
    for address in ("0.0.0.0", "192.0.2.1", "::", "impact.example.org"):  # noqa: S104
        with pytest.raises(RefusalError) as refused:
            serve.check(Home(tmp_path), None, address, None)
        assert refused.value.problems[0].code == "open_without_sign_in"


def test_where_readers_sign_in_no_role_comes_from_the_command_line_or_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = declared(tmp_path)
    found = load_sign_in(home)
    with pytest.raises(RefusalError):
        serve.check(home, found, "127.0.0.1", "analyst")
    monkeypatch.setenv("IMPACT_ROLE", "analyst")
    told = serve.environment(home, found, None)
    assert "IMPACT_ROLE" not in told
    assert told["IMPACT_SIGN_IN"] == str(tmp_path / "sign_in.toml")


def test_streamlit_is_given_the_settings_in_a_file_of_this_user_alone(tmp_path: Path) -> None:
    found = SignIn.model_validate(SETTINGS)
    options = serve.secret_options(found, tmp_path)
    path = Path(options[options.index("--secrets.files") + 1])
    assert path.stat().st_mode & 0o077 == 0
    given = tomllib.loads(path.read_text("utf-8"))["auth"]
    assert given["server_metadata_url"] == SETTINGS["metadata_url"]
    assert given["client_kwargs"] == {"scope": "openid email"}


@pytest.mark.parametrize(
    ("claims", "role"),
    [
        ({"email": "Person12@example.org", "email_verified": True}, "library"),
        ({"email": "person12@example.org"}, None),
        ({"email": "person12@example.org", "email_verified": "true"}, None),
        ({"realm_access": {"roles": ["partner", "analyst"]}}, "analyst"),
        ({"realm_access": {"roles": "partner"}}, "partner"),
        ({"realm_access": ["analyst"]}, None),
        ({"role": "analyst"}, None),
        ({}, None),
    ],
)
def test_a_role_comes_from_the_list_or_from_the_named_claim(claims: dict[str, Any], role: str | None) -> None:
    assert SignIn.model_validate(SETTINGS).role_of(claims)[0] == role


def test_a_reader_is_a_role_a_handle_and_a_keyed_hash_and_nothing_of_the_person(tmp_path: Path) -> None:
    found, now = SignIn.model_validate(SETTINGS), time.time()
    stated = {
        "is_logged_in": True,
        "iss": "https://provider.example.org",
        "sub": "1234567",
        "aud": ["impact"],
    }
    stated |= {"iat": now, "name": "Test Person 12", "realm_access": {"roles": ["analyst"]}}
    who = signed_in(found, stated, now, Home(tmp_path))
    assert (who.state, who.role, who.name) == ("known", "analyst", f"analyst-{who.key[:8]}")
    assert len(who.key) == 32 and "1234567" not in repr(who) and "Person" not in repr(who)
    assert signed_in(found, stated, now + 12 * 3600, Home(tmp_path)).state == "expired"
    other = signed_in(found, stated | {"iss": "https://other.example.org"}, now, Home(tmp_path))
    assert other.key != who.key


def test_conditions_hold_for_one_reader_and_one_version_and_openings_are_kept_in_order(
    tmp_path: Path,
) -> None:
    home = Home(tmp_path)
    assert not access.has_accepted(home, "a")
    access.accept(home, "a")
    access.accept(home, "a")
    assert access.has_accepted(home, "a")
    assert not access.has_accepted(home, "b")
    assert not access.has_accepted(home, "a", "a later version")
    access.log_access(home, "a", "page:sql")
    access.log_access(home, "b", "download:explore.csv")
    assert [entry[1:] for entry in access.accesses(home)] == [
        ("b", "download:explore.csv"),
        ("a", "page:sql"),
    ]
