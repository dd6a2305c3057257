"""What staff write in their own words must not reach anybody: no e-mail, telephone, identity number, IP address.

Names cannot be told from other words; the forms ask to leave them out.
"""

from __future__ import annotations

import re
import unicodedata
from ipaddress import IPv6Address

import phonenumbers
import polars as pl

from expectations.personal import E_MAIL, IIN, IP_ADDRESS, PHONE
from pipelines.problems import Problem, RefusalError
from pipelines.settings import load_site

PATTERNS = {"e_mail": E_MAIL, "phone": PHONE, "identity_number": IIN, "ip_address": IP_ADDRESS}
BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s-](?=\d)")
COLONS = re.compile(r"[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")


def kinds(text: str, region: str) -> list[str]:
    """What a text holds of `e_mail`, `phone`, `identity_number`, `ip_address`; empty where nothing.

    `region` is the ISO country whose way of dialling telephone numbers are read in.
    """
    plain = unicodedata.normalize("NFKC", text)
    # Identity numbers are also written in groups.
    looked_at = pl.Series([plain, BETWEEN_DIGITS.sub("", plain)])
    found = {kind for kind, pattern in PATTERNS.items() if looked_at.str.contains(pattern).any()}
    if any(True for _ in phonenumbers.PhoneNumberMatcher(plain, region)):
        found.add("phone")
    if any(_is_address(word) for word in COLONS.findall(plain)):
        found.add("ip_address")
    return sorted(found)


def refuse_personal(text: str, column: str = "") -> None:
    """RefusalError if a text names a way to reach or identify a person; the refusal does not repeat it."""
    found = kinds(text, load_site().phone_region)
    if found:
        raise RefusalError(*(Problem(f"written_{kind}", column=column or None) for kind in found))


def _is_address(word: str) -> bool:
    try:
        IPv6Address(word.strip("."))
    except ValueError:
        return False
    return True
