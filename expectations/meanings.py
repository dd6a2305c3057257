"""The English sentence of every rule that is made for many columns, by code, with `{named}` places.

A rule that belongs to one table alone carries its sentence where it is declared (`rules.custom`). Other
languages translate by code, so a new column needs no new words.
"""

from __future__ import annotations

from collections.abc import Mapping

MEANINGS: Mapping[str, str] = {
    "missing": "{column} is empty",
    "not_in_list": "{column} holds a code that the table does not know",
    "not_in_reference": "{column} holds a code that the site's list “{reference}” does not know",
    "out_of_range": "{column} is not between {low} and {high}",
    "negative": "{column} is below 0",
    "unlikely": "{column} is above {high}, more than is likely here",
    "impossible_year": "{column} is before {low} or has not come",
    "unlikely_age": "{column} makes the person younger than 3 or older than 100",
    "implausible_date": "{column} is long before the Space or later than can be",
    "before_opening": "{column} is before the opening",
    "not_a_key": "{column} is not a keyed hash of 32 hexadecimal digits",
    "looks_personal": "a text looks like an e-mail, a phone number, an IIN or an IP address",
    "too_long": "a text has more than {high} characters",
    "wrong_order": "{later} is before {earlier}",
    "instant_on_another_day": "{instant} and {day} are not the same day in any time zone",
    "longer_than_a_day": "from {earlier} to {later} is more than {hours} hours",
    "repeated": "another row of the same file holds the same value: {columns}",
    "not_known": "{column} names something that no source has described ({table})",
    "emptied": "the table held rows in the former snapshot and is empty now",
}
