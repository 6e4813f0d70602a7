"""Instants as Zeek writes them: seconds since 1970, or ISO 8601 where the sensor was told so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from grunnmur.collect.sieve import LATEST

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 naive UTC by convention


def instant(text: str | None) -> datetime | None:
    """The naive UTC instant, or None when it is none."""
    if not text:
        return None
    try:
        seconds = float(text)
    except ValueError:
        return _iso(text)
    return _EPOCH + timedelta(seconds=seconds) if 0 < seconds < LATEST else None


def _iso(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found.astimezone(UTC).replace(tzinfo=None) if found.tzinfo else found
