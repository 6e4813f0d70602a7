"""Values as claims store them: text in one spelling per declared type, or a reason why not."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from grunnmur.collect import countries, rule_actions, severities
from grunnmur.estate import Column

_YES = frozenset(("true", "yes", "ja", "j", "y", "1", "x", "sant"))
_NO = frozenset(("false", "no", "nei", "n", "0", "usant"))
_NORWEGIAN_DAY = re.compile(r"^(\d{1,2})\.(\d{1,2})\.(\d{2,4})(?:[ T](.*))?$")
_ISO_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}")
_COMPACT_DAY = re.compile(r"^(19|20)\d{6}$")
_CLOCK = re.compile(r"^(\d{1,2}):(\d{2})(?::(\d{2}))?")


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
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001 naive UTC by convention
    text = str(value).strip()
    if match := _NORWEGIAN_DAY.match(text):
        return _norwegian(match)
    if _COMPACT_DAY.match(text):
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    if not _ISO_DAY.match(text):
        return None
    try:
        return moment(datetime.fromisoformat(text))
    except ValueError:
        return _loose_iso(text)


def _norwegian(match: re.Match[str]) -> datetime | None:
    day, month, year, clock = int(match[1]), int(match[2]), int(match[3]), match[4] or ""
    if year < 100:
        year += 2000 if year < 70 else 1900
    return _built(year, month, day, clock)


def _loose_iso(text: str) -> datetime | None:
    """ISO days with hours of one digit, as ServiceNow writes them."""
    return _built(int(text[:4]), int(text[5:7]), int(text[8:10]), text[10:].strip(" T"))


def _built(year: int, month: int, day: int, clock: str) -> datetime | None:
    time = _CLOCK.match(clock)
    hours = (int(time[1]), int(time[2]), int(time[3] or 0)) if time else (0, 0, 0)
    try:
        return datetime(year, month, day, *hours)  # noqa: DTZ001 naive UTC by convention
    except ValueError:
        return None


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


_WORDED = {"action": _action, "country": _country, "severity": _severity}
"""Columns of text that are written in many ways, and spelled in one."""
_READERS = {"flag": _flag, "number": _number, "whole": _whole, "day": _day, "instant": _instant}
