"""Versions as makers state them in words ("A.02 and earlier", ">= 4.0 < 4.2", "all") beside a version that runs.

What is not understood stays unread, as in the feeds: their step reads these words too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from grunnmur.catalogue.order import keys
from grunnmur.kit.engine import Steps, give

_STEPS = Path(__file__).parent / "feeds" / "steps"
_LABEL = re.compile(r"^(?:sw|fw|software|firmware|programvare|versjon)\W*(?=v?[\W\d])", re.I)
_SERIES = re.compile(r"(?:\.[xX*])+$")
SURE, PERHAPS, NOT = 2, 1, 0


@dataclass(frozen=True, slots=True)
class Span:
    """One alternative of what was stated, in the terms of the table `affected`."""

    matches: str
    version: str | None
    start: str | None
    start_including: bool | None
    end: str | None
    end_including: bool | None


def spans(
    connection: duckdb.DuckDBPyConnection, texts: Iterable[str]
) -> Mapping[str, tuple[Span, ...]]:
    """What each text states."""
    listed = sorted(texts)
    give(connection, "spelling", pa.table({"spelling": pa.array(listed, pa.string())}))
    Steps(connection, _STEPS).run("version_text")
    rows = connection.execute(
        'select spelling, matches, version, start, start_including, "end", end_including '
        "from version_text order by spelling, turn"
    ).fetchall()
    found: dict[str, tuple[Span, ...]] = dict.fromkeys(listed, ())
    for spelling, *told in rows:
        found[spelling] += (Span(*told),)
    return found


def standing(alternatives: Sequence[Span], version: str | None) -> int:
    """SURE where the version is one of them, NOT where it is none, PERHAPS where that cannot be told."""
    return max((_standing(span, version) for span in alternatives), default=PERHAPS)


def _standing(span: Span, version: str | None) -> int:
    if span.matches == "any":
        return SURE
    if version is None:
        return PERHAPS
    version = _LABEL.sub("", version.strip())
    if span.matches == "unread" or not keys.numbers(version):
        same = (span.version or "").strip().casefold() == version.strip().casefold()
        return SURE if same else PERHAPS
    bounds = [bound for bound in (span.version, span.start, span.end) if bound]
    if not all(map(keys.numbers, bounds)):  # "R8.0" and "8.0" are counted apart, or only written so
        return PERHAPS
    own = keys.key(version)
    # "4" may be 4.1 or 4.3 where the maker speaks of 4.2
    is_short = any(keys.numbers(bound) > keys.numbers(version) for bound in bounds)
    last = own.above if is_short else own.point
    low, high = _bounds(span)
    if last < low or own.point >= high:
        return NOT
    return SURE if low <= own.point and last < high else PERHAPS


def _bounds(span: Span) -> tuple[str, str]:
    """The least key a version may have, and the least above all it may have.

    A start that is excluded excludes its updates too; an end that is excluded leaves its pre-releases in.
    """
    low, high = keys.LOWEST, keys.HIGHEST
    if span.matches == "exact":
        only, is_series = _key(span.version or "")
        return only.low, only.above if is_series else only.high + keys.LOWEST
    if span.start:
        start, is_series = _key(span.start)
        after = start.above if is_series else start.high + keys.LOWEST
        low = start.low if span.start_including else after
    if span.end:
        end, is_series = _key(span.end)
        through = end.above if is_series else end.high + keys.LOWEST
        high = through if span.end_including else end.low if is_series else end.point
    return low, high


def _key(version: str) -> tuple[keys.Key, bool]:
    """The key, and whether it stands for all that begin so: "5.2.x" is every 5.2."""
    series = _SERIES.sub("", version)
    return keys.key(series), series != version
