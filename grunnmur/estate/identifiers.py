"""Identifiers in one spelling, so that two sources that mean the same write the same.

`normalise` knows form only, and words by which people say that they do not know. Whether a well-formed
identifier is a placeholder, or shared by many things, is for reconcile to judge, which sees them all.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_SEPARATORS = str.maketrans("", "", " -_./")
_HEX = re.compile(r"[^0-9a-fA-F]")
_COLONS = re.compile(r"[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5}")
_NOT_KNOWN = frozenset((
    "x", "xx", "xxx", "na", "nan", "nil", "null", "none", "nonespecified", "notspecified", "notset", "notfound",
    "notavailable", "notapplicable", "notprovided", "unknown", "unspecified", "undefined", "missing", "blank",
    "empty", "invalid", "tba", "tbd", "tbc", "un", "sn", "default", "defaultstring", "noassettag",
    "noassetinformation", "tobefilled", "tobefilledbyoem", "ukjent", "ukjentserienr", "ukjentserienummer",
    "ikkekjent", "ingen", "ingenserienr", "ingenserienummer", "mangler", "ikkeoppgitt", "ikkeregistrert",
    "ikkeaktuelt", "ikkerelevant", "ikkemerket", "ikkemulig", "ikkefunnet", "ikkesynlig", "ikkelesbar",
    "ikketilgjengelig", "ikkesatt", "finnesikke", "finsikkje", "uleselig", "vetikke", "uten", "utenserienummer",
    "tom", "semerknad", "sekommentar", "sebakside", "seback", "utgått", "kassert", "skjult",
))  # fmt: skip
"""Words for not known, in either language, without what may stand between their letters."""
_NUMBERS = frozenset(("serial", "inventory_no", "asset_tag", "employee_no", "contract_no"))
_WRITTEN_BY_PEOPLE = _NUMBERS | {"application_no", "store_no", "email", "fqdn", "hostname"}
_JUNK = re.compile(r"[\s\x00-\x1f\x7f ]+")


def normalise(kind: str, value: str) -> str | None:
    """The identifier in its one spelling, or None when it has no usable content."""
    cleaned = (
        value if value.isprintable() and "  " not in value else _JUNK.sub(" ", value)
    ).strip()
    if not cleaned or (kind in _WRITTEN_BY_PEOPLE and _says_nothing(kind, cleaned)):
        return None
    return _NORMALISERS.get(kind, _plain)(cleaned)


def swapped_uuid(value: str) -> str:
    """The same UUID with its first three fields byte-swapped, as SMBIOS and VMware disagree on."""
    a, b, c, d, e = value.split("-")
    return "-".join((_reverse_bytes(a), _reverse_bytes(b), _reverse_bytes(c), d, e))


def short_name(fqdn: str) -> str:
    """The host part of a DNS name, lower case."""
    return fqdn.lower().rstrip(".").split(".", 1)[0]


def _says_nothing(kind: str, value: str) -> bool:
    """Whether a word for not known stands in an identifier's place, or a remark without any number in it: whatever
    bears either would be one thing."""
    compact = value.translate(_SEPARATORS).strip("?*#").casefold()
    if any(map(str.isdigit, compact)):
        return not compact.strip("0")
    return not compact or compact in _NOT_KNOWN or (kind in _NUMBERS and " " in value)


def _reverse_bytes(field: str) -> str:
    return "".join(field[i : i + 2] for i in range(len(field) - 2, -2, -2))


def _mac(value: str) -> str | None:
    if _COLONS.fullmatch(value):
        return value.lower()
    digits = _HEX.sub("", value).lower()
    if len(digits) != 12:
        return None
    return ":".join(digits[i : i + 2] for i in range(0, 12, 2))


def _uuid(value: str) -> str | None:
    """Of a UUID and its byte-swapped twin, the smaller: both spellings name the same board."""
    digits = _HEX.sub("", value).lower()
    if len(digits) != 32:
        return None
    straight = f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
    return min(straight, swapped_uuid(straight))


def _upper_compact(value: str) -> str | None:
    return value.translate(_SEPARATORS).upper() or None


def _host(value: str) -> str | None:
    return value.lower().rstrip(".") or None


def _digits(value: str) -> str | None:
    return re.sub(r"\D", "", value) or None


def _plain(value: str) -> str:
    return value.casefold()


_NORMALISERS: dict[str, Callable[[str], str | None]] = {
    "mac": _mac,
    "uuid": _uuid,
    "serial": _upper_compact,
    "inventory_no": _upper_compact,
    "fqdn": _host,
    "hostname": _host,
    "sid": lambda value: value.upper(),
    "organisation_no": _digits,
}
