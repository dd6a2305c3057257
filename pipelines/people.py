"""People stand in the data as keyed hashes: HMAC-SHA-256 over `type:normalised value`, 128 bits kept.

The secret never leaves this module's objects: it is in no SQL, log, snapshot or `repr`.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

import phonenumbers
import polars as pl

from pipelines.distinct import map_distinct

KEPT_HEXADECIMAL_DIGITS = 32  # 128 bits
REMEMBERED_TEXTS = 250_000  # about 50 MB
EMAIL = re.compile(r"[^@\s,;<>()]+@[^@\s,;<>()]+\.[^@\s,;<>().]{2,}")


def normalise_email(text: str) -> str | None:
    """An address as it is hashed: NFKC, case-folded, trimmed; None where it is no address."""
    if not text.isascii():  # ASCII is its own NFKC, and nearly all addresses are ASCII
        text = unicodedata.normalize("NFKC", text)
    address = text.strip().casefold().removeprefix("mailto:")
    return address if EMAIL.fullmatch(address) else None


def normalise_phone(text: str, region: str) -> str | None:
    """A number in E.164 form, read as dialled in `region` (ISO country code); None where it is no number.

    A length that the numbering plan knows is enough: a prefix issued after the library was released is kept.
    """
    try:
        number = phonenumbers.parse(unicodedata.normalize("NFKC", text), region)
    except phonenumbers.NumberParseException:
        return None
    if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
        return None  # a local-only number without its area code would link strangers
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def normalise_card(text: str) -> str | None:
    """A card number as it is hashed: letters and digits only, upper case; None where there are none."""
    kept = "".join(letter for letter in unicodedata.normalize("NFKC", text).upper() if letter.isalnum())
    return kept or None


def normalise_code(text: str) -> str | None:
    """A respondent's own code as it is hashed: NFKC, upper case, no spaces; None where nothing is left."""
    return "".join(unicodedata.normalize("NFKC", text).upper().split()) or None


@dataclass(frozen=True)
class Keyer:
    """Makes keys of contacts under one secret and one telephone region."""

    secret: bytes = field(repr=False)
    region: str
    memory: dict[str, dict[str, str | None]] | None = field(default=None, repr=False, compare=False)

    def remembering(self) -> Keyer:
        """The same keyer, sparing itself repeated work: for one file, then let go with what it saw."""
        return Keyer(self.secret, self.region, {})

    @property
    def fingerprint(self) -> str:
        """Eight hexadecimal digits that tell secrets apart and say nothing about them."""
        return hmac.digest(self.secret, b"fingerprint", "sha256").hex()[:8]

    def key(self, kind: str, normalised: str) -> str:
        """The key of one normalised value: 32 hexadecimal digits."""
        digest = hmac.digest(self.secret, f"{kind}:{normalised}".encode(), "sha256")
        return digest.hex()[:KEPT_HEXADECIMAL_DIGITS]

    def keys(self, texts: pl.Series, kind: str, scope: str = "") -> pl.Series:
        """Keys of a text column, null where blank or not of the kind; each distinct value is hashed once.

        `kind`: email, phone, card, code or member. `scope`: the survey of a code, the system of a member's
        number; they link only within it.
        """
        normalise: dict[str, Callable[[str], str | None]] = {
            "email": normalise_email,
            "phone": lambda text: normalise_phone(text, self.region),
            "card": normalise_card,
            "code": normalise_code,
            "member": normalise_card,
        }
        label = f"{kind}:{scope}" if scope else kind
        normaliser = normalise[kind]
        signed = hmac.new(self.secret, f"{label}:".encode(), hashlib.sha256)

        known = {} if self.memory is None else self.memory.setdefault(label, {})

        def key_of(text: str) -> str | None:
            if text in known:
                return known[text]
            key, normalised = None, normaliser(text)
            if normalised is not None:
                mac = (
                    signed.copy()
                )  # the same as self.key, without setting the secret up again for each value
                mac.update(normalised.encode())
                key = mac.hexdigest()[:KEPT_HEXADECIMAL_DIGITS]
            if len(known) < REMEMBERED_TEXTS:
                known[text] = key
            return key

        return map_distinct(texts, key_of)
