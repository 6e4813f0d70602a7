"""Which operating systems a source tells, and which it only hints at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from grunnmur.example.world import World
from grunnmur.example.world.frame import Column


def settled(world: World, rows: Column, versions: Sequence[str | None] | None = None) -> Column:
    """Those rows whose label, with the version written beside it, leaves one release possible.

    "Windows 10 Enterprise" alone may be any of five releases. A thing without an operating system
    is settled: its empty cell says all there is.
    """
    asset = world.asset
    meant = defaultdict(set)
    for label, product, cycle in asset.rows("os_label", "os_product", "cycle"):
        meant[label].add((product, cycle))
    labels = asset["os_label"][rows].tolist()
    told = versions if versions is not None else [None] * len(labels)
    kept = [
        len(meant[label]) <= 1 or bool(version) for label, version in zip(labels, told, strict=True)
    ]
    settled_rows: Column = rows[np.array(kept, dtype=bool)]
    return settled_rows
