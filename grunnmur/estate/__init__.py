"""The nouns: every table declared once, and an Estate, which is all tables at one moment.

Reads nothing, decides nothing. What a verb needs from another verb is one of these tables.
"""

from grunnmur.estate import (
    conclusions,
    equipment,
    exposure,
    knowledge,
    people,
    programme,
    provenance,
    software,
)
from grunnmur.estate.declare import Column, Table
from grunnmur.estate.estate import Estate

GROUPS: dict[str, tuple[Table, ...]] = {
    "provenance": provenance.TABLES,
    "equipment": equipment.TABLES,
    "software": software.TABLES,
    "people": people.TABLES,
    "programme": programme.TABLES,
    "knowledge": knowledge.TABLES,
    "conclusions": (*conclusions.TABLES, *exposure.TABLES),
}
TABLES: dict[str, Table] = {table.name: table for group in GROUPS.values() for table in group}
NOUNS: tuple[str, ...] = tuple(name for name, table in TABLES.items() if table.noun)
CLAIMABLE: tuple[str, ...] = tuple(
    table.name
    for group in ("equipment", "software", "people", "programme")
    for table in GROUPS[group]
)

__all__ = ["CLAIMABLE", "GROUPS", "NOUNS", "TABLES", "Column", "Estate", "Table"]
