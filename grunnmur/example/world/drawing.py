"""Draws columns of made-up values from a stream of chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from grunnmur.example.world.frame import Column, column_of

Stream = np.random.Generator
_SERIAL = np.array(list("0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"))


def stream(seed: int, part: int) -> Stream:
    """The stream of chance of one part of the world; parts do not disturb each other."""
    return np.random.default_rng([seed, part])


def count_of(full: float, size: float, least: int = 1) -> int:
    """How many there are at this size of what there are `full` of at size 1."""
    return max(least, round(full * size))


def pick(rng: Stream, values: Sequence[Any], count: int, weights: Column | None = None) -> Column:
    """`count` of the values, drawn with replacement."""
    share = None if weights is None else np.asarray(weights, float) / np.sum(weights)
    return column_of(list(values))[rng.choice(len(values), size=count, p=share)]


def mix(rng: Stream, weight_by_value: Mapping[Any, float], count: int) -> Column:
    """`count` of the values, each as often as its weight says."""
    return pick(rng, list(weight_by_value), count, np.array(list(weight_by_value.values())))


def numbers(rng: Stream, weights: Sequence[float] | Column, count: int) -> Column:
    """`count` row numbers drawn by weight."""
    share = np.asarray(weights, float)
    return rng.choice(len(share), size=count, p=share / share.sum())


def flags(rng: Stream, share: float, count: int) -> Column:
    """`count` flags of which about the given share are true."""
    return rng.random(count) < share


def days_before(rng: Stream, on: date, count: int, *, least: int, most: int) -> Column:
    """`count` days between `least` and `most` days before `on`."""
    return np.datetime64(on, "D") - rng.integers(least, most + 1, size=count)


def serials(rng: Stream, count: int, *, length: int = 10, prefix: str = "") -> Column:
    """`count` serial numbers; with ten characters or more two are never the same in practice."""
    letters = _SERIAL[rng.integers(0, len(_SERIAL), size=(count, length))]
    return column_of([prefix + "".join(row) for row in letters.tolist()])


def uuids(rng: Stream, count: int) -> Column:
    """`count` random UUIDs (version 4), lower case."""
    octets = rng.integers(0, 256, size=(count, 16), dtype=np.uint8)
    octets[:, 6] = octets[:, 6] & 0x0F | 0x40
    octets[:, 8] = octets[:, 8] & 0x3F | 0x80
    return column_of([_dashed(row.hex()) for row in map(bytes, octets)])


def macs(rng: Stream, ouis: Column) -> Column:
    """One hardware address for each given maker's prefix ("00:50:56"); no two are the same."""
    tails = rng.choice(1 << 24, size=len(ouis), replace=False) if len(ouis) else np.empty(0, int)
    return column_of(
        [
            f"{oui}:{tail >> 16:02x}:{tail >> 8 & 255:02x}:{tail & 255:02x}"
            for oui, tail in zip(ouis.tolist(), tails.tolist(), strict=True)
        ]
    )


def numbered(prefix: str, count: int, width: int = 6, start: int = 1) -> Column:
    """`count` names "prefix000001", "prefix000002"…"""
    return column_of([f"{prefix}{number:0{width}d}" for number in range(start, start + count)])


def _dashed(digits: str) -> str:
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
