"""Which things live, which are retired, and which no register knows."""

from __future__ import annotations

from datetime import date

import numpy as np

from grunnmur.example.world.drawing import Stream, flags
from grunnmur.example.world.frame import DAYS, Column

_RETIRED = {"server": 0.04, "vm": 0.03, "client": 0.04, "medical": 0.04, "home_device": 0.05,
            "network": 0.02, "phone": 0.02, "printer": 0.03}  # fmt: skip
_STILL_ANSWERS = 0.35
_UNKNOWN = {"vm": 0.015, "server": 0.02, "client": 0.035, "medical": 0.045, "network": 0.03,
            "phone": 0.04, "printer": 0.05, "gateway": 0.02}  # fmt: skip
_LEAST = 3


def lived(rng: Stream, columns: dict[str, Column], *, on: date) -> dict[str, Column]:
    """Status, whether it still answers, whether a register knows it, and when it was seen."""
    count = len(columns["kind"])
    networked = columns["networked"] & (columns["kind"] != "home_device")
    retired = _drawn(rng, columns["kind"], _RETIRED, networked)
    answers = networked & columns["powered"] & (~retired | _some_still(rng, retired & networked))
    unknown = _drawn(rng, columns["kind"], _UNKNOWN, networked) & ~retired & answers
    today = np.datetime64(on, "D")
    gone = today - rng.integers(40, 900, count).astype("timedelta64[D]")
    return {
        **columns,
        "status": np.where(retired, "retired", "active").astype(object),
        "retired_on": np.where(retired, gone, np.datetime64("NaT")).astype(DAYS),
        "alive": answers,
        "powered": columns["powered"] & (answers | ~retired),
        "in_registers": ~unknown & ~np.isin(columns["kind"].astype(str), ("controller",)),
        **_seen(rng, columns, answers, gone, retired, on),
    }


def _drawn(rng: Stream, kind: Column, share_by_kind: dict[str, float], networked: Column) -> Column:
    """Things of each kind by its share; at least a few networked ones where the kind has them."""
    chosen = np.zeros(len(kind), dtype=bool)
    for one, share in share_by_kind.items():
        rows = np.flatnonzero(kind == one)
        picked = rows[flags(rng, share, len(rows))]
        online = rows[networked[rows]]
        extra = rng.permutation(online)[:_LEAST] if len(picked) < _LEAST else online[:0]
        chosen[np.concatenate([picked, extra])] = True
    return chosen


def _some_still(rng: Stream, retired: Column) -> Column:
    still = retired & flags(rng, _STILL_ANSWERS, len(retired))
    still[np.flatnonzero(retired)[:_LEAST]] = True
    return still


def _seen(rng: Stream, columns: dict[str, Column], alive: Column, gone: Column, retired: Column,
          on: date) -> dict[str, Column]:  # fmt: skip
    count = len(alive)
    midnight = np.datetime64(on, "s")
    recent = midnight - rng.integers(3600, 5 * 86400, count).astype("timedelta64[s]")
    old = np.where(
        retired,
        gone.astype("datetime64[s]"),
        midnight - rng.integers(50 * 86400, 300 * 86400, count).astype("timedelta64[s]"),
    )
    never = ~(columns["networked"] & (columns["kind"] != "home_device"))
    last = np.where(alive, recent, old)
    last[never] = np.datetime64("NaT")
    first = columns["purchased_on"].astype("datetime64[s]")
    first = np.where(np.isnat(first), midnight - np.timedelta64(700, "D"), first)
    return {
        "first_seen_at": np.where(never, np.datetime64("NaT"), np.minimum(first, last)),
        "last_seen_at": last,
    }
