"""The made region as its tools and registers would export it, and the truth about every row.

Reads a `World`; writes files in the shapes the real tools write, wrong the way real registers are.
Promises that the truth says which rows can honestly be linked, and what was told at all.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa

from grunnmur.example.exports import (
    access, agreements, applications, clients, glpi, links, medical, nmap, people, places, programme,
    rvtools, sbom, servicenow, sharphound, zeek,
)
from grunnmur.example.exports.export import FLOW_DAYS, Desk, Export
from grunnmur.example.world import World
from grunnmur.example.world.told import Told

__all__ = ["write_all"]

Progress = Callable[[str, float], None]
_EXPORTERS: tuple[tuple[int, Callable[[Desk], Export]], ...] = (
    (1, places.write), (2, applications.write), (3, people.write), (4, agreements.write), (5, medical.write),
    (6, servicenow.write), (7, clients.write), (8, rvtools.write), (9, nmap.write), (10, sharphound.write),
    (11, access.write), (12, programme.write), (13, glpi.write), (14, sbom.write),
    (15, zeek.write),
)  # fmt: skip


def write_all(
    world: World, directory: Path, *, seed: int, flow_days: int = FLOW_DAYS,
    progress: Progress | None = None,
) -> tuple[list[dict[str, Any]], pa.Table, Told]:  # fmt: skip
    """Writes every export. Gives the [[source]] entries, the truth about records, and what was told."""
    if seed != world.seed:
        raise ValueError("exports are drawn from the world's own seed")
    whole = Export()
    for number, (part, write) in enumerate(_EXPORTERS, 1):
        whole.add(write(Desk(world, directory, part, flow_days)))
        if progress:
            progress(write.__module__.rpartition(".")[2], number / len(_EXPORTERS))
    return whole.sources, links.truth(world, whole.written, whole.leases), _told(whole)


def _told(export: Export) -> Told:
    told = Told()
    for noun, attribute, rows, true in export.told:
        (told.add if true else told.spoil)(noun, attribute, rows)
    return told
