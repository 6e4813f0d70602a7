"""The made region as its tools and registers would export it, and the truth about every row.

Reads a `World`; writes files in the shapes the real tools write, wrong the way real registers are.
Promises that the truth says which rows can honestly be linked, and what was told at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from grunnmur.example.exports import (
    access,
    agreements,
    applications,
    clients,
    glpi,
    ipam,
    leases,
    links,
    medical,
    nmap,
    notices,
    operations,
    people,
    places,
    programme,
    rvtools,
    sbom,
    scanner,
    servicenow,
    sharphound,
    sim,
    workers,
    zeek,
)
from grunnmur.example.exports.export import Desk, Export, Flows
from grunnmur.example.world import World
from grunnmur.example.world.frame import Column
from grunnmur.example.world.told import Told

__all__ = ["Flows", "write_all"]

Progress = Callable[[str, float], None]
_EXPORTERS: Mapping[str, Callable[[Desk], Export]] = {
    "places": places.write,
    "applications": applications.write,
    "people": people.write,
    "agreements": agreements.write,
    "medical": medical.write,
    "servicenow": servicenow.write,
    "clients": clients.write,
    "rvtools": rvtools.write,
    "nmap": nmap.write,
    "sharphound": sharphound.write,
    "access": access.write,
    "programme": programme.write,
    "glpi": glpi.write,
    "sbom": sbom.write,
    "zeek": zeek.write,
    "operations": operations.write,
    "leases": leases.write,
    "ipam": ipam.write,
    "sim": sim.write,
    "notices": notices.write,
    "scanner": scanner.write,
}
_ELSEWHERE = ("medical", "sharphound", "zeek")
"""What a second process writes: by measurement half of the work."""
_WORTH_IT = 0.3
"""From this size a second process saves more than it costs."""


def write_all(
    world: World,
    directory: Path,
    *,
    seed: int,
    flows: Flows | None = None,
    progress: Progress | None = None,
) -> tuple[list[dict[str, Any]], pa.Table, Told, Column]:
    """Writes every export. Gives the [[source]] entries, the truth about records, what was told, and
    for each conversation how many answered connections were seen."""
    if seed != world.seed:
        raise ValueError("exports are drawn from the world's own seed")
    desks = {
        name: Desk(world, directory, part, flows or Flows())
        for part, name in enumerate(_EXPORTERS, 1)
    }
    elsewhere = _ELSEWHERE if world.size >= _WORTH_IT else ()
    with workers.another(
        lambda: {name: _EXPORTERS[name](desks[name]) for name in elsewhere}
    ) as other:
        made = {}
        for name in (name for name in _EXPORTERS if name not in elsewhere):
            made[name] = _EXPORTERS[name](desks[name])
            if progress:
                progress(name, (len(made) + 1) / (len(_EXPORTERS) + 2))
        made |= other()
    whole = Export()
    for name in _EXPORTERS:
        whole.add(made[name])
    truth = links.truth(world, whole.written, whole.leases)
    if progress:
        progress("links", 1.0)
    return whole.sources, truth, _told(whole), whole.talked[0]


def _told(export: Export) -> Told:
    told = Told()
    for noun, attribute, rows, true in export.told:
        (told.add if true else told.spoil)(noun, attribute, rows)
    return told
