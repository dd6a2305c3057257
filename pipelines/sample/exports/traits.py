"""What a person tells about themselves, in the words of an export's language."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

from pipelines.sample.people import Person
from pipelines.sample.reference import Reference

TRAITS = ("year_of_birth", "sex", "district", "occupation", "home_language")


def told(person: Person, chance: Random, omitted: float) -> dict[str, str]:
    """The traits a person tells this time, as codes; "" where not told."""
    told_now: dict[str, str] = {}
    for trait in TRAITS:
        silent = trait in person.unstated or (chance.random() < omitted and person.family is None)
        told_now[trait] = "" if silent else str(getattr(person, trait))
    return told_now


def in_words(reference: Reference, language: str, record: Mapping[str, Any]) -> dict[str, Any]:
    """The record with every code replaced by the language's word; what has no word stays."""
    words = reference.words["values"][language]
    spoken = {
        name: words[name].get(value, value) if name in words else value for name, value in record.items()
    }
    district = reference.districts.get(str(record.get("district", "")))
    if district:
        spoken["district"] = district[f"name_{language}"]
    return spoken


def untidy_phone(phone: str, trunk: str, chance: Random) -> str:
    """The same number as people write it: without spaces, with the `trunk` digit of calls at home."""
    _, area, *rest = phone.split(" ")
    at_home = f"{trunk}{area}{''.join(rest)}"
    bracketed = f"{trunk} ({area}) {'-'.join(rest)}"
    return chance.choice([phone, phone, phone.replace(" ", ""), at_home, bracketed])


def untidy_email(email: str, chance: Random) -> str:
    """The same address as people type it: capitals, a space at the end."""
    return chance.choice([email, email, email, email.capitalize(), email + " "])
