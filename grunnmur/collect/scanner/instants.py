"""Instants in the many ways scanners write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from grunnmur.collect import values

_FORMS = (
    "%b %d, %Y %H:%M:%S",
    "%b %d, %Y %I:%M %p",
    "%d/%m/%Y %H:%M",
    "%m/%d/%Y %H:%M:%S",
    "%Y%m%dT%H%M%S",
    "%a %b %d %H:%M:%S %Y",
)
_ZONES = {
    "UTC": 0, "GMT": 0, "Z": 0, "CET": 1, "CEST": 2, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5,
    "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
}  # fmt: skip
"""Hours from UTC, as RFC 2822 has them, and our own."""


def instant(written: object) -> datetime | None:
    """The naive UTC instant, or None where it is not said in a way we know."""
    text = str(written or "").strip()
    if not text:
        return None
    if re.fullmatch(r"1\d{9}(?:\.\d+)?", text):
        return datetime.fromtimestamp(float(text), UTC).replace(tzinfo=None)
    text, hours = _zone(text)
    found = _read(text)
    return None if found is None else found - timedelta(hours=hours)


def _zone(text: str) -> tuple[str, int]:
    """The text without a zone's letters at its end, and that zone's hours."""
    start, _, end = text.rpartition(" ")
    return (start, _ZONES[end]) if start and end in _ZONES else (text, 0)


def _read(text: str) -> datetime | None:
    whole = re.sub(r"^(\d{8}T\d{6})\d{3}$", r"\1", text)
    for form in _FORMS:
        try:
            return datetime.strptime(whole, form)  # noqa: DTZ007 naive UTC by convention
        except ValueError:
            continue
    fraction = re.sub(r"(\.\d{6})\d+", r"\1", text)
    return values.moment(fraction)
