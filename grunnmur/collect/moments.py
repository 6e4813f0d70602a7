"""Moments as people and machines write them, placed on the world's clock where somebody says in which zone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from grunnmur.collect import values

_DATE = re.compile(
    r"^\w{3},? +(?:(\w{3}) +(\d{1,2})|(\d{1,2}) +(\w{3})(?: +(\d{4}))?) +(\d{1,2}):(\d\d):(\d\d)(?: +([AP]M))?"
    r"(?: +([A-Z]{3,5}|[+-]\d{4}))?(?: +(\d{4}))?$"
)
"""What `date` prints: `Sat Nov 28 14:27:23 UTC 2026`, `Sat 28 Nov 2026 02:27:23 PM CET`, with `-R` a comma."""

_ISO = re.compile(r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
_IN_NAME = re.compile(
    r"(20\d\d)-?([01]\d)-?([0-3]\d)[T_ -]?([0-2]\d)[:.h-]?([0-5]\d)(?:[:.m-]?([0-5]\d))?(Z|[+-]\d{4})?"
)
_SINCE_1970 = re.compile(r"^(\d{10}|\d{13}|\d{16}|\d{19})(?:\.(\d{1,9}))?$")
_SLASHES = re.compile(r"^\d{4}/\d\d/\d\d\b")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_EPOCH = datetime.fromisoformat("1970-01-01")


@dataclass(frozen=True, slots=True)
class Moment:
    """A naive UTC instant. `placed` is false where nobody said in which zone the clock was."""

    at: datetime
    placed: bool


def in_line(line: str, zone: str | None) -> Moment | None:
    """The moment a line tells, if it tells nothing else."""
    if (match := _DATE.match(line.strip())) is not None:
        return _of_date(match, zone)
    if _ISO.match(line) and len(line.strip()) < 40:
        return _iso(line.strip().replace(",", "."), zone)
    return None


def in_name(name: str, zone: str | None) -> Moment | None:
    """The moment in a file's name: `host_2026-11-28T1427.txt`."""
    match = _IN_NAME.search(name)
    if match is None:
        return None
    day, clock = "-".join(match.group(1, 2, 3)), ":".join((match[4], match[5], match[6] or "00"))
    return _iso(f"{day}T{clock}{match[7] or ''}", zone)


def told(written: object, zone: str | None) -> Moment | None:
    """The moment that a setting or a cell tells: ISO, a Norwegian day, or seconds since 1970 and parts of them."""
    if written is None:
        return None
    if isinstance(written, datetime):
        return _placed(written, zone) if written.tzinfo is None else _iso(written.isoformat(), zone)
    text = str(written).strip()
    if (match := _SINCE_1970.match(text)) is not None:
        return _since_1970(match[1], match[2] or "")
    if _SLASHES.match(text):
        text = text.replace("/", "-", 2)
    return _iso(text, zone)


def _since_1970(digits: str, fraction: str) -> Moment:
    """Seconds, or thousandths and less of them, told apart by how many digits there are."""
    whole = (digits + fraction).ljust(16, "0")[:16]
    return Moment(_EPOCH + timedelta(microseconds=int(whole)), placed=True)


def _iso(text: str, zone: str | None) -> Moment | None:
    written = values.as_written(text)
    found = values.moment(written) if written else None
    if written is None or found is None:
        return None
    return _placed(found, zone) if written.tzinfo is None else Moment(found, placed=True)


def _of_date(match: re.Match[str], zone: str | None) -> Moment | None:
    month, day = match[1] or match[4], int(match[2] or match[3])
    year = match[5] or match[11]
    if month not in _MONTHS or year is None:
        return None
    hour = int(match[6]) % 12 + 12 * (match[9] == "PM") if match[9] else int(match[6])
    try:
        clock = f"{hour:02}:{match[7]}:{match[8]}"
        found = datetime.fromisoformat(f"{year}-{_MONTHS.index(month) + 1:02}-{day:02}T{clock}")
    except ValueError:
        return None
    offset = match[10]
    if offset in values.ZONES:
        return Moment(found - timedelta(minutes=values.ZONES[offset]), placed=True)
    if offset and offset[0] in "+-":
        minutes = int(offset[1:3]) * 60 + int(offset[3:])
        return Moment(
            found - timedelta(minutes=-minutes if offset[0] == "-" else minutes), placed=True
        )
    return _placed(found, zone)


def _placed(local: datetime, zone: str | None) -> Moment:
    """The moment that a clock in the zone shows."""
    if zone is None:
        return Moment(local, placed=False)
    offset = local.replace(tzinfo=ZoneInfo(zone)).utcoffset()
    return Moment(local - (offset or timedelta()), placed=True)
