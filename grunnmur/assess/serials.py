"""Serial numbers as notices state them: one, several in a cell, a range, or what only a person can read."""

from __future__ import annotations

import re
from collections.abc import Iterator

SURE, PERHAPS = 2, 1
Span = tuple[str, str | None, str | None, int | None, int | None, int]
"""How it tells (`one`, `begins`, `range`, `any`, `unread`), the code, the letters before the number, the least and the
greatest number, and how sure it is."""

_PARTS = re.compile(r"[,;|\n]|\s(?:and|og|or|eller)\s", re.I)
_LABEL = re.compile(
    r"^(?:s/?n|serial(?: ?(?:no|number)s?)?|serie(?:nr|nummer)?)(?:[\s.:#-]+|(?=\d))", re.I
)
_BOUND = re.compile(r"^(<=|>=|<|>|≤|≥)\s*(.+)$")
_RANGE = re.compile(
    r"^(?:(?:from|fra(?: og med)?)\s+)?(.+?)"
    r"\s*(?:–|—|\.\.+|…|\s-\s|\s(?:to|til(?: og med)?|through|thru)\s)\s*(.+)$",
    re.I,
)
_HYPHEN = re.compile(r"^([^\s-]+)-([^\s-]+)$")
_LETTERS = re.compile(r"[A-Z]{8,}")
"""Letters alone are a number only where they are many and capitals, as makers print them."""
_NUMBERED = re.compile(r"^(.*?)(\d{1,18})$")


def code(written: str) -> str:
    """A serial number without gaps, label and case: "S/N 00-12a" is "0012A"; nothing of what is a word."""
    bare = re.sub(r"[\W_]+", "", _LABEL.sub("", written.strip())).upper()
    if re.search(r"\d", bare):
        return re.sub(r"^SN(?=\w*\d)", "", bare)
    return bare if _LETTERS.fullmatch(written.strip()) else ""


def numbered(serial: str) -> tuple[str | None, int | None]:
    """What stands before the number a code ends with, and the number."""
    found = _NUMBERED.match(serial)
    return (found[1], int(found[2])) if found else (None, None)


def spans(written: str) -> Iterator[Span]:
    """What a cell states, part by part."""
    for part in _PARTS.split(written):
        if part.strip():
            yield from _part(part.strip())


def _part(part: str) -> Iterator[Span]:
    if part.casefold() in ("*", "all", "alle"):
        yield ("any", None, None, None, None, SURE)
    elif bound := _BOUND.match(part):
        yield _bounded(bound[1], bound[2])
    elif (found := _RANGE.match(part)) and (span := _between(found[1], found[2], SURE)):
        yield span
    elif part.endswith("*") and code(part):
        yield ("begins", code(part), None, None, None, SURE)
    elif not code(part) or len(part.split()) > 3:
        yield ("unread", None, None, None, None, PERHAPS)
    else:
        yield ("one", code(part), None, None, None, SURE)
        if found := _HYPHEN.match(part):
            same = re.match(r"[a-z]+", found[1], re.I)
            is_series = bool(same) and found[2].upper().startswith(same[0].upper())  # type: ignore[index]
            if span := _between(found[1], found[2], SURE if is_series else PERHAPS):
                yield span


def _between(first: str, last: str, truth: int) -> Span | None:
    """A range, where both ends are numbers of one series: "A100"–"A199", or "A100"–"199"."""
    prefix, least = numbered(code(first))
    other, greatest = numbered(code(last))
    if least is None or greatest is None or greatest < least or other not in ("", prefix):
        return None
    return ("range", None, prefix, least, greatest, truth)


def _bounded(sign: str, written: str) -> Span:
    prefix, number = numbered(code(written))
    if number is None:
        return ("unread", None, None, None, None, PERHAPS)
    least = {">": number + 1, ">=": number, "≥": number}.get(sign, 0)
    greatest = {"<": number - 1, "<=": number, "≤": number}.get(sign, 10**18)
    return ("range", None, prefix, least, greatest, SURE)
