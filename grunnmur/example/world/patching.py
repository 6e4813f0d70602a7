"""When things were last patched."""

from __future__ import annotations

from datetime import date

import numpy as np

from grunnmur.example.world import operating_systems
from grunnmur.example.world.drawing import Stream, flags
from grunnmur.example.world.frame import DAYS, Column, missing

# days since the last patch: share, least, most
_HABIT = ((0.74, 2, 45), (0.12, 46, 88), (0.08, 95, 175), (0.06, 185, 900))
NOT_KNOWN = 0.04


def patched_on(rng: Stream, on: date, os_key: Column, *, known: float = 1 - NOT_KNOWN) -> Column:
    """The last patch day of each: by habit, or before support ended; NaT where nobody knows."""
    count = len(os_key)
    habit = rng.choice(len(_HABIT), size=count, p=[share for share, _, _ in _HABIT])
    least = np.array([low for _, low, _ in _HABIT])[habit]
    most = np.array([high for _, _, high in _HABIT])[habit]
    today = np.datetime64(on, "D")
    day = today - rng.integers(least, most + 1).astype("timedelta64[D]")
    ended = operating_systems.last_supported(os_key)
    over = ~np.isnat(ended) & (ended < today)
    late = ended - rng.integers(0, 400, size=count).astype("timedelta64[D]")
    day = np.where(over, np.minimum(day, late), day).astype(DAYS)
    none = missing(os_key)
    day[none | ~flags(rng, known, count)] = np.datetime64("NaT")
    return day
