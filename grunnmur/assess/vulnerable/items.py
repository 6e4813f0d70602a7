"""What runs, once for each spelling, and how CPE may write it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from operator import attrgetter

import duckdb
import pyarrow as pa

from grunnmur.assess.vulnerable.remembered import Remembered
from grunnmur.catalogue import cpe, versions
from grunnmur.catalogue.cpe import Reading, Spellings
from grunnmur.catalogue.naming import Names
from grunnmur.kit.engine import give_rows

_BITS = (
    (re.compile(r"\b64.?bit\b|\bx64\b", re.I), "x64"),
    (re.compile(r"\b32.?bit\b|\bx86\b", re.I), "x86"),
)
# Made for 64 bits only: no 32-bit Windows Server after 2008, no 32-bit Windows 11.
_WIDE = re.compile(r"20(?:08 R2|1\d|2\d).*|11\b.*")

_TEXT, _WHOLE, _FLAG = pa.string(), pa.int64(), pa.bool_()
_ITEM = pa.schema(
    {
        "item_id": _WHOLE,
        "product_id": _TEXT,
        "version": _TEXT,
        "recognised": _FLAG,
        "packaged": _FLAG,
        "mended_days": _WHOLE,
        "architecture": _TEXT,
        "digest": _TEXT,
    }
)
_READING = pa.schema(
    {
        "item_id": _WHOLE,
        "cpe": _TEXT,
        "version": _TEXT,
        "update": _TEXT,
        "is_open": _FLAG,
        "role": _TEXT,
        "basis": _TEXT,
        "backported": _FLAG,
    }
)
_READ = attrgetter(*_READING.names[1:])  # dataclasses.astuple copies each value: ten times as slow
_SPELLING = pa.schema(
    [
        ("place", _TEXT),
        ("product_id", _TEXT),
        ("version", _TEXT),
        ("name", _TEXT),
        ("item_id", _WHOLE),
    ]
)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What names mean: the lifecycle's products and patterns, CPE's spellings, and what was learnt."""

    names: Names
    spellings: Spellings
    learnt: Remembered


Written = tuple[str, str, str | None, str | None]
"""Place, product, version as written, name as written. What is installed on a distribution has the place `package`."""


@dataclass(frozen=True, slots=True)
class Item:
    """What runs, however it is spelt. Two spellings that CPE would read alike are one item."""

    product_id: str
    version: str | None
    recognised: bool
    mended_days: int | None
    architecture: str | None
    readings: tuple[Reading, ...]

    @property
    def packaged(self) -> bool:
        """Whether a distribution carries fixes back into it."""
        return any(reading.backported for reading in self.readings)

    @property
    def digest(self) -> str:
        """What it is, in one short text."""
        told = repr((self.product_id, self.version, self.architecture, self.readings))
        return hashlib.sha256(told.encode()).hexdigest()[:16]


def write(connection: duckdb.DuckDBPyConnection, knowledge: Knowledge) -> None:
    """Makes `item`, `reading` and `item_spelling` of `item_written`."""
    rows = connection.execute(
        "select place, product_id, version, name from item_written"
    ).fetchall()
    write_rows(connection, {row: read(knowledge, *row) for row in rows})


def write_rows(connection: duckdb.DuckDBPyConnection, items: Mapping[Written, Item]) -> None:
    """Makes `item`, `reading` and `item_spelling` of these, in the order given."""
    numbers = {item: number for number, item in enumerate(dict.fromkeys(items.values()), start=1)}
    described = [
        (
            number,
            i.product_id,
            i.version,
            i.recognised,
            i.packaged,
            i.mended_days,
            i.architecture,
            i.digest,
        )
        for i, number in numbers.items()
    ]
    readings = [(n, *_READ(reading)) for i, n in numbers.items() for reading in i.readings]
    spellings = [
        (place, product_id, version or "", name or "", numbers[item])
        for (place, product_id, version, name), item in items.items()
    ]
    give_rows(connection, "item", _ITEM, described)
    give_rows(connection, "reading", _READING, readings)
    give_rows(connection, "item_spelling", _SPELLING, spellings)


def read(
    knowledge: Knowledge, place: str, product_id: str, version: str | None, name: str | None
) -> Item:
    """What is known of a product and version as written, and how CPE may write it."""
    decided = knowledge.learnt.version(product_id if place == "ingredient" else name or "")
    version = decided or version
    if place == "equipment":
        version = versions.stated(version)  # the firmware's: a model does not tell it
        firmware = Reading(f"{product_id}_firmware", version)
        return Item(product_id, version, True, None, None, (Reading(product_id, "-"), firmware))
    product_id, recognised = _product(knowledge, place, product_id, name)
    spelt = knowledge.names.version(product_id, version, name)
    readings = _readings(knowledge, place, product_id, spelt, version) if recognised else ()
    mended = cpe.mended_in_place().get(product_id)
    return Item(
        product_id, spelt, recognised, mended, _architecture(product_id, spelt, name), readings
    )


def _readings(
    knowledge: Knowledge, place: str, product_id: str, spelt: str | None, written: str | None
) -> tuple[Reading, ...]:
    return knowledge.spellings.read(product_id, spelt, written, on_distribution=place == "package")


def _product(
    knowledge: Knowledge, place: str, product_id: str, name: str | None
) -> tuple[str, bool]:
    """The product, and whether anybody recognises it; names nobody knew may have been learnt since."""
    if place == "ingredient" and (package := knowledge.learnt.package(product_id)):
        return package, True
    if not product_id.startswith("unknown:"):
        return product_id, True
    found = knowledge.learnt.product(name or product_id.removeprefix("unknown:"))
    return (found, True) if found else (product_id, False)


def _architecture(product_id: str, version: str | None, name: str | None) -> str | None:
    for pattern, architecture in _BITS:
        if name and pattern.search(name):
            return architecture
    windows = product_id in ("microsoft:windows", "microsoft:windows_server")
    return "x64" if windows and version and _WIDE.match(version) else None
