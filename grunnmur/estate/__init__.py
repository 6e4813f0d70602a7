"""The nouns: every table declared once, and an Estate, which is all tables at one moment.

Reads nothing, decides nothing. What a verb needs from another verb is one of these tables.
"""

from grunnmur.estate import (
    conclusions,
    demands,
    dependence,
    equipment,
    exposure,
    knowledge,
    people,
    programme,
    provenance,
    software,
    traffic,
)
from grunnmur.estate.declare import Column, Table
from grunnmur.estate.estate import Estate

GROUPS: dict[str, tuple[Table, ...]] = {
    "provenance": provenance.TABLES,
    "equipment": equipment.TABLES,
    "software": software.TABLES,
    "traffic": traffic.TABLES,
    "people": people.TABLES,
    "programme": programme.TABLES,
    "knowledge": knowledge.TABLES,
    "conclusions": (
        *conclusions.TABLES,
        *exposure.TABLES,
        *dependence.TABLES,
        *demands.TABLES,
    ),
}
TABLES: dict[str, Table] = {table.name: table for group in GROUPS.values() for table in group}
NOUNS: tuple[str, ...] = tuple(name for name, table in TABLES.items() if table.noun)
CLAIMABLE: tuple[str, ...] = tuple(
    table.name
    for group in ("equipment", "software", "people", "programme")
    for table in GROUPS[group]
)

RAW: dict[str, Table] = {table.name: table for table in (traffic.FLOW_RECORD,)}
"""What sources tell by the hundred million: streamed while collecting, read by its verb, never kept."""

SAYABLE: dict[str, Table] = {name: TABLES[name] for name in CLAIMABLE} | RAW
"""Every table a source may tell rows of."""

__all__ = [
    "CLAIMABLE",
    "GROUPS",
    "NOUNS",
    "RAW",
    "SAYABLE",
    "TABLES",
    "Column",
    "Estate",
    "Table",
]
