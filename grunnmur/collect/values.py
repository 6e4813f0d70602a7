"""Values as claims store them: text in one spelling per declared type, or a reason why not."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

from grunnmur.collect import countries, rule_actions, severities
from grunnmur.estate import Column

_YES = frozenset(("true", "yes", "ja", "j", "y", "1", "x", "sant"))
_NO = frozenset(("false", "no", "nei", "n", "0", "usant"))
_ANY_ZONE = frozenset(("any", "all", "*", "any zone", "all zones", "alle", "alle soner", "enhver"))
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januar january", "feb februar february", "mar mars march", "apr april", "mai may",
            "jun juni june", "jul juli july", "aug august", "sep sept september",
            "okt oct oktober october", "nov november", "des dec desember december",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_DOTTED = re.compile(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4}|\d{2})(?!\d)")
_SLASH_AND_DASH = re.compile(r"(\d{1,2})/(\d{1,2})-(\d{4}|\d{2})(?!\d)")
_SLASHED = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4})(?!\d)")
_NAMED = re.compile(r"(\d{1,2})[. -]{0,2}([^\W\d_]{3,9})[. -]{0,2}(\d{4}|\d{2})(?!\d)")
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_ISO_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}(?:[ T]|$)")
_COMPACT_DAY = re.compile(r"^(19|20)\d{6}$")
_REST = re.compile(
    r"[ T,]*(?:(?:kl\.? ?)?(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?(?: ?([ap])\.?m\.?)?)?"
    r" ?([+-]\d{2}(?::?\d{2})?)? ?\(?([a-z]{1,4})?\)?",
    re.IGNORECASE,
)
"""What may follow a day: a clock, and how far it is ahead of UTC or its zone."""
ZONES = {
    "UTC": 0,
    "GMT": 0,
    "Z": 0,
    "CET": 60,
    "CEST": 120,
    "WET": 0,
    "WEST": 60,
    "EET": 120,
    "EEST": 180,
}
"""Minutes ahead of UTC, of the zones `date` names in Europe."""


class Unreadable(Exception):
    """A value that is not of its column's type; `reason` is a note code, `kept` what is stored all the same."""

    def __init__(self, reason: str, kept: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.kept = kept


def spelled(column: Column, value: object) -> str | None:
    """The value as stored: ISO dates, points in decimals, true/false. Raises Unreadable."""
    if value is None:
        return None
    if isinstance(value, str):
        value = value.strip()
        if not value:
            return None
    if column.type == "text":
        return _text(column, value)
    return _READERS[column.type](value)


def moment(value: object) -> datetime | None:
    """A naive UTC instant from what a file holds, or None when it is no instant."""
    found = as_written(value)
    if found is None or found.tzinfo is None:
        return found
    try:
        return found.astimezone(UTC).replace(tzinfo=None)
    except OverflowError:  # midnight of year 1, which some programs write for never, ahead of UTC
        return None


def as_written(value: object) -> datetime | None:
    """The instant, aware if the value says how far its clock is ahead of UTC. None when it is no instant."""
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001 naive where nobody says
    text = str(value).strip()
    if _COMPACT_DAY.match(text):
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    if _ISO_DAY.match(text):
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            pass  # an hour of one digit, as ServiceNow writes it, or a zone's name
    day = _day_in(text)
    return None if day is None else _at_clock(*day)


def _day_in(text: str) -> tuple[date, str] | None:
    """The day the text begins with, and the rest.

    Between slashes alone America writes the month first: such a day counts where only one order is a day.
    """
    if match := _YEAR_FIRST.match(text):
        year, month, day = match[1], int(match[3]), match[4]
    elif match := _DOTTED.match(text) or _SLASH_AND_DASH.match(text):
        day, month, year = match[1], int(match[2]), match[3]
    elif match := _SLASHED.match(text):
        day, month, year = match[1], int(match[3]), match[4]
        if int(day) <= 12 and int(day) != month:
            return None
    elif match := _NAMED.match(text):
        day, month, year = match[1], _MONTHS.get(match[2].lower(), 0), match[3]
    else:
        return None
    try:
        return date(_year(year), month, int(day)), text[match.end() :]
    except ValueError:
        return None


def _year(written: str) -> int:
    year = int(written)
    if len(written) > 2:
        return year
    return year + (2000 if year < 70 else 1900)


def _at_clock(day: date, rest: str) -> datetime | None:
    """The day at the clock the rest tells; None when it tells something else."""
    found = _REST.fullmatch(rest)
    if found is None or (zone := (found[6] or "UTC").upper()) not in ZONES:
        return None
    midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001 naive where nobody says
    if found[1] is None:
        return midnight
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if found[4]:
        hour = hour % 12 + (12 if found[4] in "pP" else 0)
    ahead = _minutes(found[5]) if found[5] else ZONES[zone]
    try:
        placed = timezone(timedelta(minutes=ahead)) if found[5] or found[6] else None
        return midnight.replace(hour=hour, minute=minute, second=second, tzinfo=placed)
    except ValueError:
        return None


def _minutes(offset: str) -> int:
    """Minutes of `+0130`."""
    digits = offset[1:].replace(":", "").ljust(4, "0")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    return -minutes if offset[0] == "-" else minutes


def _text(column: Column, value: object) -> str | None:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value)
    if worded := _WORDED.get(column.name):
        return worded(text)
    if column.choices and text not in column.choices:
        lowered = text.lower()
        if lowered in column.choices:
            return lowered
        if text.upper() in column.choices:
            return text.upper()
        raise Unreadable("value_not_a_choice")
    return text


def _action(text: str) -> str:
    if found := rule_actions.word(text):
        return found
    raise Unreadable("value_not_a_choice")


def _country(text: str) -> str:
    """Two capital letters: rules compare them, and a country that is not understood is not a foreign one."""
    if found := countries.code(text):
        return found
    raise Unreadable("value_not_a_country")


def _zone(text: str) -> str | None:
    """A rule about any zone names none."""
    return None if text.casefold() in _ANY_ZONE else text


def _severity(text: str) -> str | None:
    """A word of the one scale. What is on none that we know stays as said."""
    if text.casefold() in severities.NOT_KNOWN:
        return None
    if word := severities.word(text):
        return word
    raise Unreadable("severity_on_no_known_scale", text)


def _flag(value: object) -> str:
    text = str(value).strip().lower()
    if text in _YES:
        return "true"
    if text in _NO:
        return "false"
    raise Unreadable("value_not_yes_or_no")


def _number(value: object) -> str:
    if isinstance(value, bool):
        raise Unreadable("value_not_a_number")
    if isinstance(value, int | float):
        number = float(value)
    else:
        text = re.sub(r"[\s\u00a0\u202f']", "", str(value))
        if "," in text and "." in text:
            text = (
                text.replace(",", "")
                if text.rindex(".") > text.rindex(",")
                else text.replace(".", "")
            )
        try:
            number = float(text.replace(",", "."))
        except ValueError:
            raise Unreadable("value_not_a_number") from None
    if number != number or number in (float("inf"), float("-inf")):
        raise Unreadable("value_not_a_number")
    return repr(int(number)) if number.is_integer() else repr(number)


def _whole(value: object) -> str:
    text = _number(value)
    if "." in text or "e" in text:
        raise Unreadable("value_not_whole")
    return text


def _day(value: object) -> str:
    found = moment(value)
    if found is None:
        raise Unreadable("value_not_a_day")
    return found.date().isoformat()


def _instant(value: object) -> str:
    found = moment(value)
    if found is None:
        raise Unreadable("value_not_an_instant")
    return found.isoformat(sep=" ")


_WORDED = {
    "action": _action,
    "country": _country,
    "severity": _severity,
    "source_zone_id": _zone,
    "target_zone_id": _zone,
}
"""Columns of text that are written in many ways, and spelled in one."""
_READERS = {"flag": _flag, "number": _number, "whole": _whole, "day": _day, "instant": _instant}
