"""A matcher of one installation at a time, for comparison: an index in memory and a walk over its rows.

Such tools parse a version wherever they compare it; this one parses each text once and remembers it, which
makes it faster than they are. Its order of versions is written anew from the same words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from grunnmur.catalogue.order.keys import (
    AS_RELEASED,
    BEFORE_RELEASE,
    PROCESSORS,
    SAME_UPDATE,
)

Parsed = tuple[tuple[int, object], ...]

_WINDOWS = "microsoft:windows"  # of which "not applicable" is the first release
_ESXI, _PATCH = "vmware:esxi", re.compile(r"\b\d{3}-\d{6}")
"""ESXi's patches count in a way of their own: 600-201909101 is no version."""
_SERIES = re.compile(r"([0-9][0-9.]*?)(?:\.[xX])+")
_LOWEST, _BEFORE, _END, _UPDATE, _LETTER, _NUMBER, _HIGHEST = range(7)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the catalogue."""

    product: str
    vulnerability: str
    matches: str
    version: str | None
    update: str | None
    start: str | None
    start_including: bool | None
    end: str | None
    end_including: bool | None
    hardware: bool


class Index:
    """Rows by product, and the versions each product is known to have."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows: dict[str, list[Row]] = defaultdict(list)
        self.versions: dict[str, list[str]] = defaultdict(list)
        self._updated: set[tuple[str, str, str | None]] = set()
        self._stated: set[tuple[str, str]] = set()
        self._known: dict[str, set[str]] = defaultdict(set)
        self._short: dict[tuple[str, str], bool] = {}
        self.size = 0
        for row in rows:
            self._add(_opened(row))
        for product, known in self._known.items():
            self.versions[product] = sorted(v for v in known if re.match(r"\d", v))
        self.versions = {product: found for product, found in self.versions.items() if found}

    def answer(self, product: str, version: str) -> dict[str, bool]:
        """The vulnerabilities of an installation: true where sure, false where it may be."""
        low = _point(version, None)
        high = _above(version) if self._is_short(product, version) else low
        found: dict[str, bool] = {}
        for row in self.rows[product]:
            sure = self._holds(row, low, high)
            if sure is None and version != "-" and (product, row.vulnerability) not in self._stated:
                sure = False
            if sure is not None:
                found[row.vulnerability] = sure or found.get(row.vulnerability, False)
        return found

    def answer_alone(self, product: str, version: str) -> dict[str, bool]:
        """The same as such tools come to it: what was parsed for one installation is not remembered for the next."""
        for remembered in (_point, _low, _high, _above):
            remembered.cache_clear()
        return self.answer(product, version)

    def _add(self, row: Row) -> None:
        self.size += 1
        self.rows[row.product].append(row)
        if (
            row.matches != "not_applicable"
            or row.update
            or row.product.startswith(_WINDOWS)
            or row.hardware
        ):
            self._stated.add((row.product, row.vulnerability))
        if row.matches in ("exact", "not_applicable") and row.update:
            self._updated.add((row.product, row.vulnerability, _named(row)))
        if row.matches == "exact" and row.version:
            self._known[row.product].add(row.version)
        if row.end:
            self._known[row.product].add(row.end.removesuffix(".*"))

    def _holds(self, row: Row, low: Parsed, high: Parsed) -> bool | None:
        """True: surely in the row; False: maybe; None: not."""
        if row.matches == "any":
            return not row.update
        if row.matches == "unread" or (
            row.product == _ESXI and _PATCH.search(f"{row.start} {row.end}")
        ):
            return False
        first, last, open_first, open_last = self._span(row)
        if first is not None and (high <= first if open_first else high < first):
            return None
        if last is not None and (low >= last if open_last else low > last):
            return None
        inside_first = first is None or (low > first if open_first else low >= first)
        inside_last = last is None or (high < last if open_last else high <= last)
        return inside_first and inside_last

    def _span(self, row: Row) -> tuple[Parsed | None, Parsed | None, bool, bool]:
        if row.matches in ("exact", "not_applicable"):
            version = _named(row) or ""
            if row.update or (row.product, row.vulnerability, version) in self._updated:
                point = _point(version, row.update)
                return point, point, False, False
            return _low(version), _high(version), False, False
        first = last = None
        if row.start:
            first = _low(row.start) if row.start_including else _high(row.start)
        if row.end and row.end.endswith(".*"):
            stem = row.end.removesuffix(".*")
            last = _above(stem) if row.end_including else _low(stem)
        elif row.end:
            last = _high(row.end) if row.end_including else _point(row.end, None)
        return (
            first,
            last,
            bool(row.start and not row.start_including),
            bool(row.end and not row.end_including),
        )

    def _is_short(self, product: str, version: str) -> bool:
        if (product, version) not in self._short:
            self._short[product, version] = self._falls_short(product, version)
        return self._short[product, version]

    def _falls_short(self, product: str, version: str) -> bool:
        numbers = len(_numbers(version))
        if not 0 < numbers < 3:
            return False
        stem = _above(version)[:-1]
        known = self._known[product]
        longer = any(
            len(found := _point(other, None)) > len(stem)
            and found[: len(stem)] == stem
            and found[len(stem)][0] == _NUMBER
            for other in known
        )
        own = _point(version, None)
        whole = any(
            _point(other, None) == own and len(_numbers(other)) <= numbers for other in known
        )
        return longer and (numbers == 1 or not whole)


def _opened(row: Row) -> Row:
    """The row; of a series ("5.2.x") the range it is."""
    series = _SERIES.fullmatch(row.version or "") if row.matches == "exact" else None
    if series is None or row.update:
        return row
    span = {"start": series[1], "start_including": True, "end": f"{series[1]}.*"}
    return replace(row, matches="range", version=None, end_including=True, **span)


def _named(row: Row) -> str | None:
    return "-" if row.matches == "not_applicable" else row.version


@cache
def _point(version: str, update: str | None) -> Parsed:
    if update == "-":
        update = None
    return (*_stem(version), *_words(update or "", attached=False), (_END, 0))


@cache
def _low(version: str) -> Parsed:
    return (*_stem(version), (_LOWEST, 0))


@cache
def _high(version: str) -> Parsed:
    return (*_stem(version), (_UPDATE, "\x7f"))


@cache
def _above(version: str) -> Parsed:
    tokens = _tokens(version)
    numbers = _numbers(version)
    rest = tokens[len(numbers) :]
    return (*((_NUMBER, int(n)) for n in numbers), *_rest(rest, bool(numbers)), (_HIGHEST, 0))


def _stem(version: str) -> Parsed:
    if version == "-":
        return ((-1, 0),)
    tokens = _tokens(version)
    numbers = _numbers(version)
    rest = tokens[len(numbers) :]
    while len(numbers) > 1 and int(numbers[-1]) == 0:
        numbers = numbers[:-1]
    return (*((_NUMBER, int(n)) for n in numbers), *_rest(rest, bool(numbers)))


def _rest(tokens: list[str], after_numbers: bool) -> Parsed:
    if after_numbers or not tokens:
        return _words(" ".join(tokens), attached=True)
    return ((_LETTER, tokens[0]), *_words(" ".join(tokens[1:]), attached=False))


def _words(text: str, *, attached: bool) -> Parsed:
    tokens = re.findall(r"\d+|[a-z]+", text.casefold())
    coded: list[tuple[int, object]] = []
    for place, token in enumerate(tokens):
        follows = tokens[place + 1] if place + 1 < len(tokens) else ""
        numbered = follows.isdigit()
        train = token == "x" and numbered and follows not in PROCESSORS
        short = len(token) <= 2 and token not in ("rc", "sp") and not numbered
        first = attached and place == 0
        if token.isdigit():
            coded.append((_NUMBER, int(token)))
        elif token in AS_RELEASED:
            continue
        elif first and (train or short):
            coded.append((_LETTER, token))
        elif first and numbered and token in ("a", "b"):
            coded.append((_BEFORE, "1" if token == "a" else "3"))
        elif token in BEFORE_RELEASE:
            coded.append((_BEFORE, BEFORE_RELEASE[token]))
        else:
            coded.append((_UPDATE, SAME_UPDATE.get(token, token)))
    return tuple(coded)


def _tokens(version: str) -> list[str]:
    text = re.sub(r"\+.*$", "", version.casefold().strip())
    return re.findall(r"\d+|[a-z]+", re.sub(r"^v(?:er(?:sion)?)?[ ._-]?(?=\d)", "", text))


def _numbers(version: str) -> list[str]:
    numbers = []
    for token in _tokens(version):
        if not token.isdigit():
            break
        numbers.append(token)
    return numbers
