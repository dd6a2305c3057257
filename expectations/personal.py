"""What text looks like when it names or reaches a person. One RE2 pattern, so that a column is read once.

Boundaries exclude letters, digits and hyphens: a UUID or a hash must not look like an identity number.
"""

from __future__ import annotations

_BEFORE = r"(?:^|[^0-9A-Za-z-])"
_AFTER = r"(?:$|[^0-9A-Za-z-])"
_GAP = r"[\s().-]*"
_OCTET = r"(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])"

E_MAIL = r"[^\s@]@[^\s@]+\.\pL{2,}"
PHONE = (  # +7 or 8 and ten digits, however they are grouped
    rf"(?:\+{_GAP}7|{_BEFORE}8){_GAP}[0-9]{{3}}{_GAP}[0-9]{{3}}{_GAP}[0-9]{{2}}{_GAP}[0-9]{{2}}{_AFTER}"
)
IIN = (  # twelve digits that begin with a date of birth; the seventh tells sex and century
    rf"{_BEFORE}[0-9]{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-6][0-9]{{5}}{_AFTER}"
)
IP_ADDRESS = rf"(?:^|[^0-9.]){_OCTET}(?:\.{_OCTET}){{3}}(?:$|[^0-9.])"

LOOKS_PERSONAL = "|".join((E_MAIL, PHONE, IIN, IP_ADDRESS))
