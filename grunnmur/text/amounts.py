"""Numbers, days and instants as people write them in each language."""

from __future__ import annotations

from datetime import date, datetime

from grunnmur.text.languages import Language

THIN = "\u202f"
"""Narrow space that does not break: between thousands in Norwegian."""
_MONTHS_NB = ("januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november",
    "desember")  # fmt: skip
_MONTHS_EN = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December")  # fmt: skip


def amount(value: float | None, language: Language, *, decimals: int = 0) -> str:
    """The number with thousands apart: `12 345,6` in Norwegian, `12,345.6` in English, `–` unknown.

    Four digits stand together in Norwegian, as the language council advises.
    """
    if value is None:
        return "–"
    # A whole number is written as it is: as a floating one, a large one loses its last digits.
    whole_number = isinstance(value, int) and not decimals
    written = f"{value:,}" if whole_number else f"{value:,.{decimals}f}"
    if language == "en":
        return written
    whole, _, part = written.partition(".")
    whole = whole.replace(",", "" if abs(value) < 10_000 else THIN).replace("-", "−")
    return f"{whole},{part}" if part else whole


def day(value: date | None, language: Language) -> str:
    """The day: `01.09.2026` in Norwegian, `1 Sep 2026` in English, `–` when not known."""
    if value is None:
        return "–"
    if language == "nb":
        return f"{value:%d.%m.%Y}"
    return f"{value.day} {_MONTHS_EN[value.month - 1][:3]} {value.year}"


def month(value: date, language: Language) -> str:
    """The month the day is in: `september 2026` in Norwegian, `September 2026` in English."""
    names = _MONTHS_NB if language == "nb" else _MONTHS_EN
    return f"{names[value.month - 1]} {value.year}"


def instant(value: datetime | None, language: Language) -> str:
    """The instant to the minute, UTC: `01.09.2026 14:05`, `1 Sep 2026 14:05`."""
    if value is None:
        return "–"
    return f"{day(value.date(), language)} {value:%H:%M}"
