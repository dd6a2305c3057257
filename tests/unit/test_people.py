"""Keys of people are what Python's hmac gives, one contact has one key, and the secret stays where it is."""

from __future__ import annotations

import hashlib
import hmac
import os
import stat
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.people import Keyer, normalise_card, normalise_code, normalise_email, normalise_phone
from pipelines.problems import RefusalError
from pipelines.secret import load_secret

SECRET = bytes(range(32))
KEYER = Keyer(SECRET, "KZ")


def expected(message: str) -> str:
    return hmac.new(SECRET, message.encode(), hashlib.sha256).hexdigest()[:32]


def test_a_key_equals_pythons_hmac_over_type_and_normalised_value() -> None:
    keys = KEYER.keys(pl.Series([" Person12@Example.org ", None, "person12@example.org"]), "email")
    assert keys.to_list() == [
        expected("email:person12@example.org"),
        None,
        expected("email:person12@example.org"),
    ]
    assert KEYER.key("email", "person12@example.org") == keys[0]


@given(st.lists(st.text(min_size=1, max_size=20), max_size=8))
def test_keys_of_any_codes_equal_pythons_hmac(codes: list[str]) -> None:
    keys = KEYER.keys(pl.Series(codes, dtype=pl.String), "code", scope="outcome")
    for code, key in zip(codes, keys, strict=True):
        normalised = normalise_code(code)
        assert key == (None if normalised is None else expected(f"code:outcome:{normalised}"))


def test_one_code_has_different_keys_in_two_surveys() -> None:
    codes = pl.Series(["AB12"])
    assert KEYER.keys(codes, "code", "first")[0] != KEYER.keys(codes, "code", "second")[0]


@pytest.mark.parametrize(
    "written", ["8 700 000 00 12", "+7 700 000-00-12", "7(700)0000012", "８７０００００００１２"]
)
def test_one_telephone_number_has_one_form_however_it_is_dialled(written: str) -> None:
    assert normalise_phone(written, "KZ") == "+77000000012"


@pytest.mark.parametrize("written", ["12345", "no phone", "", "+7 700 000 00 12 34 56 78", "000001"])
def test_what_is_no_full_telephone_number_gets_no_key(written: str) -> None:
    assert normalise_phone(written, "KZ") is None


def test_an_address_is_compared_without_case_width_and_spaces() -> None:
    assert normalise_email(" ＰＥＲＳＯＮ12@example.org") == "person12@example.org"
    assert normalise_email("MAILTO:Person12@EXAMPLE.org") == "person12@example.org"
    assert normalise_email("Straße@example.org") == "strasse@example.org"


@pytest.mark.parametrize(
    "written", ["person12", "person12@", "a@b", "two@example.org; three@example.org", "@x.org"]
)
def test_what_is_no_address_gets_no_key(written: str) -> None:
    assert normalise_email(written) is None


def test_a_card_is_compared_by_letters_and_digits() -> None:
    assert normalise_card(" kz-000 12 ") == "KZ00012"
    assert normalise_card(" - ") is None


def test_the_secret_shows_in_no_representation() -> None:
    assert repr(SECRET) not in repr(KEYER)
    assert SECRET.hex() not in repr(KEYER)
    assert Keyer(b"x" * 32, "KZ").fingerprint != KEYER.fingerprint


def test_a_secret_is_made_once_for_its_owner_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("IMPACT_SECRET", raising=False)
    path = tmp_path / "home" / "secret"
    made = load_secret(path)
    assert len(made) >= 32
    assert load_secret(path) == made
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["secret"]


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")
def test_a_secret_that_others_may_read_is_refused_with_the_command_that_mends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("IMPACT_SECRET", raising=False)
    path = tmp_path / "secret"
    load_secret(path)
    path.chmod(0o640)
    with pytest.raises(RefusalError, match=r"chmod 600 .*secret"):
        load_secret(path)


@pytest.mark.parametrize(
    ("given_text", "read"),
    [
        (SECRET.hex(), SECRET),
        ("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", SECRET),
        (
            "a phrase of more than 32 characters, kept in a safe",
            b"a phrase of more than 32 characters, kept in a safe",
        ),
    ],
)
def test_the_environment_gives_the_secret_as_hexadecimal_base64_or_text(
    given_text: str, read: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IMPACT_SECRET", given_text)
    assert load_secret(tmp_path / "secret") == read
    assert not (tmp_path / "secret").exists()


def test_a_short_secret_is_refused_and_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMPACT_SECRET", "hunter2")
    with pytest.raises(RefusalError) as refusal:
        load_secret(tmp_path / "secret")
    assert refusal.value.problems[0].code == "secret_too_short"
    assert "hunter2" not in str(refusal.value)
