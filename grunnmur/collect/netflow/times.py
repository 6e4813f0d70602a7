"""When flows began and ended: a dozen ways to say it, in microseconds since 1970."""

from __future__ import annotations

import numpy as np

from grunnmur.collect.netflow import elements
from grunnmur.collect.netflow.columns import LATEST, UNKNOWN, Columns, Numbers
from grunnmur.collect.netflow.elements import Key

_SINCE_1900 = 2_208_988_800
"""Seconds from 1900, which NTP counts from, to 1970."""

_EARLIEST, _AHEAD = np.int64(31 * 86_400_000_000), np.int64(3_600_000_000)
"""Microseconds: a flow that began a month before its packet was sent, or an hour after, has a wrong clock."""

_STARTS = (
    elements.START_SECONDS, elements.START_MILLIS, elements.START_MICROS, elements.START_NANOS,
    elements.START_DELTA, elements.FIRST_SWITCHED,
)  # fmt: skip
_ENDINGS = (
    elements.END_SECONDS, elements.END_MILLIS, elements.END_MICROS, elements.END_NANOS,
    elements.END_DELTA, elements.LAST_SWITCHED,
)  # fmt: skip


class Times:
    """Start and end of each record; `undated` are those that tell no start, which have that of their export."""

    def __init__(self, columns: Columns, exported: Numbers, uptime: Numbers) -> None:
        self._columns = columns
        self._exported = exported
        self._uptime = uptime
        started, self.ended = self._told()
        self.undated = started == UNKNOWN
        self.started = np.where(self.undated, exported, started)

    def off(self) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
        """Records whose flow and packet cannot both be right about the time."""
        early = self.started < self._exported - _EARLIEST
        return early | (self.started > self._exported + _AHEAD)

    def _told(self) -> tuple[Numbers, Numbers]:
        started, ended = self._time(*_STARTS), self._time(*_ENDINGS)
        duration = self._columns.number(elements.DURATION_MILLIS)
        lasted = (started != UNKNOWN) & (ended == UNKNOWN) & (duration != UNKNOWN)
        ended = np.where(lasted, started + np.minimum(duration, LATEST // 1000) * 1000, ended)
        observed = _either(
            self._scaled(elements.OBSERVED_MILLIS, 1000),
            self._scaled(elements.OBSERVED_SECONDS, 1_000_000),
        )
        return _either(started, observed), _either(ended, observed)

    def _time(
        self, seconds: Key, millis: Key, micros: Key, nanos: Key, delta: Key, switched: Key
    ) -> Numbers:
        return _either(
            self._scaled(millis, 1000),
            self._ntp(micros),
            self._ntp(nanos),
            self._scaled(seconds, 1_000_000),
            self._before_export(delta),
            self._since_start(switched),
        )

    def _scaled(self, key: Key, micros: int) -> Numbers:
        value = self._columns.number(key)
        return np.where(value > 0, np.minimum(value, LATEST // micros) * micros, UNKNOWN)

    def _ntp(self, key: Key) -> Numbers:
        """Seconds since 1900 and a binary fraction (RFC 7011, 6.1.9)."""
        packed = self._columns.packed(key)
        if packed is None or packed.type.byte_width != 8:
            return self._columns.unknown()
        halves = np.frombuffer(packed.buffers()[1], ">u4").reshape(-1, 2).astype(np.int64)
        seconds, fraction = halves[:, 0], halves[:, 1]
        micros = (seconds - _SINCE_1900) * 1_000_000 + (fraction * 1_000_000 >> 32)
        return np.where(seconds > _SINCE_1900, micros, UNKNOWN)

    def _before_export(self, key: Key) -> Numbers:
        value = self._columns.number(key)
        return np.where(value == UNKNOWN, value, self._exported - value)

    def _since_start(self, key: Key) -> Numbers:
        """Times on the clock that counts milliseconds since the exporter started, and wraps after 49 days."""
        value = self._columns.number(key)
        if elements.INIT_MILLIS in self._columns.kept:
            began = self._columns.number(elements.INIT_MILLIS)
            told = (value != UNKNOWN) & (began > 0)
            return np.where(told, np.minimum(began + value, LATEST // 1000) * 1000, UNKNOWN)
        age = (self._uptime - value).astype(np.uint32).astype(np.int32).astype(np.int64)
        told = (value != UNKNOWN) & (self._uptime >= 0)
        return np.where(told, self._exported - age * 1000, UNKNOWN)


def _either(*columns: Numbers) -> Numbers:
    """The first that is known, record by record."""
    found, *others = columns
    for other in others:
        found = np.where(found == UNKNOWN, other, found)
    return found
