"""National identity numbers are masked and secrets replaced by a fingerprint, before anything is stored."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any, TypeVar

MASK = "[identity-number]"
_Text = TypeVar("_Text")

_ELEVEN = re.compile(r"\d\d[ .-]{0,2}\d{5}")
"""The end of all that may be an identity number."""
_HASH = re.compile(r"\$[1256y]")
_WORDS = (
    "passord", "password", "passwd", "pwd", "community", "secret", "hemmelig", "token",
    "api_key", "api-key", "api key", "apikey", "nøkkel",
)  # fmt: skip
_NAMED = r"\s(?:--?|/)(?i:[\w-]*(?:pass|passwd|password|passord|pwd|token|secret|api-key))\s+"
_PROGRAMS = (
    (r"mysql\w*|mariadb[\w-]*", r"-p"),
    (r"sqlcmd|osql|isql|bcp", r"-P\s*"),
    (r"ldap(?:add|modify|search|whoami|passwd|delete)", r"-w\s*"),
    (r"plink|pscp|psftp|putty", r"-pw\s+"),
    (r"snmp(?:walk|bulkwalk|get|bulkget|getnext|set|table|status)", r"-c\s*"),
)
_OPTION = re.compile(rf"\s-[pPwc]|{_NAMED}")
"""Options that a secret may follow on a command line."""
_IDENTITY = re.compile(
    r"(?<![0-9A-Za-z.:-])(\d\d)(?:(\d\d)(\d\d)[ .-]?|\.(\d\d)\.(?:19|20)?(\d\d)[ -]+)(\d{5})(?![0-9A-Za-z])"
)
_SECRETS = (
    re.compile(
        r"(?P<keep>(?i:passord|password|passwd|pwd|community|secret|hemmelig|token|api[_ -]?key|nøkkel)"
        # what an XML parser says of an unclosed token is no secret
        r"\w*\s*(?:=|:(?! line \d+, column \d)|\ber\b|\bis\b)\s*[\"']?)(?P<secret>[^\s\"',;]{3,})"
    ),
    re.compile(r"(?P<keep>\b[A-Za-z][\w+.-]{0,30}://[^\s:/@]+:)(?P<secret>[^\s/@]+)(?=@)"),
    re.compile(r"(?P<keep>(?i:\bjdbc:oracle:\w+:)[^\s/@]+/)(?P<secret>[^\s/@]+)(?=@)"),
    re.compile(r"(?P<keep>(?i:\bcommunity)\s+)(?P<secret>[^\s\"',;]{3,})(?=\s+(?i:ro|rw)\b)"),
    re.compile(
        r"(?P<keep>\b(?i:snmp-server\s+community|r[ow]community6?)\s+)(?P<secret>[^\s\"',;]{3,})"
    ),
    *(
        re.compile(rf"(?P<keep>{option}[\"']?)(?P<secret>[^\s\"'|;&]{{3,}})")
        for option in (
            _NAMED,
            *(rf"\b(?i:{who})\b[^|;&]{{0,300}}\s{how}" for who, how in _PROGRAMS),
        )
    ),
    re.compile(r"(?P<keep>)(?P<secret>\$[1256y][abxy]?\$[./A-Za-z0-9$=,]{8,})"),
    re.compile(r"(?P<keep>)(?P<secret>eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)?)"),
    re.compile(r"(?P<keep>)(?P<secret>AKIA[0-9A-Z]{16})"),
    re.compile(
        r"(?P<keep>)(?P<secret>-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*-----|$))"
    ),
)
_WEIGHTS_1 = (3, 7, 6, 1, 8, 9, 4, 5, 2)
_WEIGHTS_2 = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def cleaned(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with identity numbers masked and secrets fingerprinted, and the codes of what was found."""
    if not _suspect(text):
        return text, ()
    found: list[str] = []

    def mask(match: re.Match[str]) -> str:
        if not is_identity_number("".join(filter(None, match.groups()))):
            return match[0]
        found.append("identity_number_masked")
        return MASK

    def fingerprint(match: re.Match[str]) -> str:
        if match["secret"].startswith("[secret:"):
            return match[0]
        found.append("secret_fingerprinted")
        return f"{match['keep']}{_fingerprint(match['secret'])}"

    text = _IDENTITY.sub(mask, text)
    for pattern in _SECRETS:
        text = pattern.sub(fingerprint, text)
    return text, tuple(found)


def cleaned_column(column: list[_Text]) -> tuple[list[_Text], list[str]]:
    """The column with every text in it cleaned, and the codes of what was found.

    The very same list comes back where nothing was found. Nearly always nothing is: so the whole
    column is looked at as one text first, and its values one by one only where that is suspect.
    """
    if not _suspect("\n".join([text for text in column if text.__class__ is str])):  # type: ignore[misc]
        return column, []
    found: list[str] = []
    clean: list[Any] = list(column)
    for place, text in enumerate(column):
        if isinstance(text, str) and _suspect(text):
            clean[place], codes = cleaned(text)
            found.extend(codes)
    return (clean, found) if found else (column, [])


def _suspect(text: str) -> bool:
    """Whether a closer look is due. Nearly every value passes here, so this is kept cheap."""
    if len(text) >= 11 and _ELEVEN.search(text) and _IDENTITY.search(text):  # every SID has eleven
        return True
    if "@" in text and ("://" in text or "jdbc:" in text.lower()):
        return True
    if "ommunity" in text or "OMMUNITY" in text:
        return True
    if (" -" in text or " /" in text) and _OPTION.search(text):
        return True
    if "eyJ" in text or "AKIA" in text or "-----BEGIN" in text:
        return True
    if "$" in text and _HASH.search(text):  # every computer account ends with $
        return True
    if ":" in text or "=" in text or " er " in text or " is " in text:
        lowered = text.lower()
        return any(word in lowered for word in _WORDS)
    return False


def is_identity_number(digits: str) -> bool:
    """Whether eleven digits are a valid Norwegian identity number, D-, FH- or synthetic number.

    Two control digits modulo 11 and a possible date; D-numbers add 40 to the day, synthetic ones 40,
    65 or 80 to the month (Skatteetaten's documentation of the number's structure). FH-numbers, which hospitals
    give those who have no other, begin with 8 or 9 and hold no date.
    """
    numbers = [int(digit) for digit in digits]
    if not all(check == numbers[9 + i] for i, check in enumerate(_controls(numbers))):
        return False
    if digits[0] in "89":
        return True
    day, month = int(digits[:2]), int(digits[2:4])
    if (day - 40 if day > 40 else day) not in range(1, 32):
        return False
    return month in _MONTHS


_MONTHS = frozenset(month + shift for shift in (0, 40, 65, 80) for month in range(1, 13))


def _controls(numbers: list[int]) -> Iterator[int]:
    for weights in (_WEIGHTS_1, _WEIGHTS_2):
        rest = sum(weight * digit for weight, digit in zip(weights, numbers, strict=False)) % 11
        yield 0 if rest == 0 else 11 - rest


def _fingerprint(secret: str) -> str:
    """Short on purpose: enough to see that two are the same, too little to guess one from."""
    return f"[secret:{hashlib.blake2b(secret.encode(), digest_size=3, person=b'grunnmur').hexdigest()}]"
