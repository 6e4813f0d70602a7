"""Values of walks by numeric object identifier."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grunnmur.collect.document import Document

_PRINTED = re.compile(r"^(\.?\d+(?:\.\d+)+|iso(?:\.\d+)+|[A-Z][\w-]+-MIB::[\w.\"-]+) = (.*)$")
_RECORDING = re.compile(r"^\.?(\d+(?:\.\d+)+)\|(\d+)([a-z]?)(?::\w+)?\|(.*)$")
_TYPED = re.compile(r"^([A-Z][\w -]*?|Timeticks|IpAddress|Network Address): ?(.*)$", re.DOTALL)
_LONGEST = 4096
"""Characters. Values we use are short; a walk may hold whole configurations."""

_NO_VALUE = re.compile(r"No (?:Such (?:Object|Instance)|more variables)\b")
"""What net-snmp prints in place of a value, where the device has none."""
_SYSTEM = "1.3.6.1.2.1.1."
_DESCRIPTION = f"{_SYSTEM}1.0"
_HARDWARE = ("1.3.6.1.2.1.2.2.1.6.", "1.3.6.1.2.1.17.1.1.")

_NAMES = {
    "sysDescr": "1.3.6.1.2.1.1.1",
    "sysObjectID": "1.3.6.1.2.1.1.2",
    "sysName": "1.3.6.1.2.1.1.5",
    "sysLocation": "1.3.6.1.2.1.1.6",
    "sysServices": "1.3.6.1.2.1.1.7",
    "ifPhysAddress": "1.3.6.1.2.1.2.2.1.6",
    "ipAdEntAddr": "1.3.6.1.2.1.4.20.1.1",
    "ipAdEntIfIndex": "1.3.6.1.2.1.4.20.1.2",
    "dot1dBaseBridgeAddress": "1.3.6.1.2.1.17.1.1",
    "prtGeneralSerialNumber": "1.3.6.1.2.1.43.5.1.1.17",
    "entPhysicalClass": "1.3.6.1.2.1.47.1.1.1.1.5",
    "entPhysicalSoftwareRev": "1.3.6.1.2.1.47.1.1.1.1.10",
    "entPhysicalSerialNum": "1.3.6.1.2.1.47.1.1.1.1.11",
    "entPhysicalMfgName": "1.3.6.1.2.1.47.1.1.1.1.12",
    "entPhysicalModelName": "1.3.6.1.2.1.47.1.1.1.1.13",
}
"""Objects we read, for walks printed with names; the numbers are from RFC 1213 and RFC 6933."""


def all_in(document: Document) -> Iterator[dict[str, str]]:
    """Each walk's values as text; hardware addresses and other octets as hexadecimal digits.

    Where a device describes itself a second time another walk begins: scripts append one to the other.
    """
    values: dict[str, str] = {}
    for oid, value in _values(document):
        if oid == _DESCRIPTION and oid in values:
            yield values
            values = {}
        if not _NO_VALUE.match(value):
            values.setdefault(oid, value.strip())
    yield values


def _values(document: Document) -> Iterator[tuple[str, str]]:
    oid, printed = "", ""
    for _, line in document.lines():
        if recorded := _RECORDING.match(line):
            yield recorded[1], _recorded(recorded)
        elif match := _PRINTED.match(line):
            if oid:
                yield oid, _value(oid, printed)
            oid, printed = _number(match[1]), match[2]
        elif oid and len(printed) < _LONGEST:
            printed = f"{printed}\n{line}"
    if oid:
        yield oid, _value(oid, printed)


def _number(written: str) -> str:
    """The numeric identifier of one that was printed with `iso` or a name."""
    if "::" not in written:
        return written.lstrip(".").replace("iso", "1", 1)
    name, _, index = written.partition("::")[2].partition(".")
    return f"{_NAMES.get(name, name)}.{index}"


def _recorded(match: re.Match[str]) -> str:
    """A recorded value: octets (type 4) are text, or hexadecimal where an `x` follows the type."""
    oid, kind, form, value = match.groups()
    return _octets(oid, value) if (kind, form) == ("4", "x") else value.strip('"')


def _value(oid: str, written: str) -> str:
    """A printed value without its type and quotes."""
    typed = _TYPED.match(written)
    if typed is None:
        return written.strip().strip('"')
    kind, value = typed[1], typed[2].strip()
    if kind == "Hex-STRING":
        return _octets(oid, re.sub(r"[^0-9a-fA-F]", "", value))
    if kind == "OID":
        return value.lstrip(".").replace("iso", "1", 1)
    if kind == "INTEGER" and (number := re.search(r"\((-?\d+)\)$", value)):
        return number[1]
    return value.strip('"')


def _octets(oid: str, digits: str) -> str:
    """Hexadecimal that spells text becomes the text; hardware addresses stay digits."""
    if oid.startswith(_HARDWARE):
        return digits
    try:
        octets = bytes.fromhex(digits).rstrip(b"\x00")
    except ValueError:
        return digits
    text = _text(octets, is_named=oid.startswith(_SYSTEM))
    return digits if text is None else text.strip('"')


def _text(octets: bytes, *, is_named: bool) -> str | None:
    """What the octets spell. A name or a place typed at an old console is in Latin letters, not UTF-8."""
    try:
        text = octets.decode("utf-8")
    except UnicodeDecodeError:
        text = octets.decode("latin-1") if is_named else ""
    return text if re.fullmatch(r"[\s\x20-\x7e\xa0-\uffff]+", text) else None
