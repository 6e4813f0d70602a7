"""How long releases are supported: one YAML file a product, plain facts with the source's wording.

A day given is the last day that is supported. Active, security and paid support are three facts;
paid support is never counted as support.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from grunnmur.catalogue import files
from grunnmur.estate import TABLES, Estate

FOLDER = Path(__file__).parent / "lifecycle"


@dataclass(frozen=True, slots=True)
class Cycle:
    """One release of a product. `version` is what versions of this release begin with.

    `ended_undated` says that security support has ended (True) or not (False) where the source
    gives no day. `wording` holds the source's own fields as JSON. `disputed` says that two sources
    differ about the end and the earliest is given; `superseded_on` is when it was no longer said.
    """

    cycle: str
    version: str
    label: str
    released_on: date | None
    active_until: date | None
    security_until: date | None
    paid_until: date | None
    ended_undated: bool | None
    known_on: date
    wording: str
    source: str
    disputed: bool = False
    first_known_on: date | None = None
    superseded_on: date | None = None


@dataclass(frozen=True, slots=True)
class Product:
    """A product as vendor:product, its releases, and the identifiers others use for it."""

    product_id: str
    name: str
    kind: str
    cpes: tuple[str, ...]
    purls: tuple[str, ...]
    cycles: tuple[Cycle, ...]


def load(folders: Iterable[Path] = ()) -> tuple[Product, ...]:
    """The shipped products, then those of `folders`, ordered by id.

    Files about the same product are put together; a cycle in a later folder replaces the shipped
    one.
    """
    read = (product for folder in folders for product in _folder(folder))
    return _merged((*_shipped(), *read))


def write(estate: Estate, products: Iterable[Product]) -> int:
    """Writes the table `release_cycle`. Gives the number of rows."""
    table = TABLES["release_cycle"]
    rows = [row for product in products for row in _rows(product)]
    columns = {name: [row[name] for row in rows] for name in table.by_name}
    estate.connection.register("_release_cycles", pa.table(columns))
    count = estate.write(table, "select * from _release_cycles")
    estate.connection.unregister("_release_cycles")
    return count


def stored(estate: Estate) -> tuple[Product, ...]:
    """The products of the table `release_cycle`, which holds neither names nor identifiers."""
    fields = ", ".join(Cycle.__dataclass_fields__)
    rows = estate.connection.execute(
        f"select product_id, {fields} from release_cycle order by product_id, cycle"
    ).fetchall()
    cycles: dict[str, list[Cycle]] = {}
    for product_id, *values in rows:
        cycles.setdefault(product_id, []).append(Cycle(*values))
    return tuple(Product(key, key, "other", (), (), tuple(found)) for key, found in cycles.items())


@cache
def _shipped() -> tuple[Product, ...]:
    return _folder(FOLDER)


def _folder(folder: Path) -> tuple[Product, ...]:
    return tuple(_product(path, files.read(path)) for path in sorted(folder.glob("*.yaml")))


def _merged(products: Iterable[Product]) -> tuple[Product, ...]:
    merged: dict[str, Product] = {}
    for product in products:
        merged[product.product_id] = _together(merged.get(product.product_id), product)
    return tuple(merged[product_id] for product_id in sorted(merged))


def _product(path: Path, text: Mapping[str, Any]) -> Product:
    files.require(path, text, "product_id", "name", "kind", "source", "known_on", "cycles")
    return Product(
        product_id=text["product_id"],
        name=text["name"],
        kind=text["kind"],
        cpes=tuple(text.get("cpes") or ()),
        purls=tuple(text.get("purls") or ()),
        cycles=tuple(_cycle(path, text, cycle) for cycle in text["cycles"]),
    )


def _cycle(path: Path, product: Mapping[str, Any], text: Mapping[str, Any]) -> Cycle:
    files.require(path, text, "cycle")
    return Cycle(
        cycle=text["cycle"],
        version=text.get("version", text["cycle"]),
        label=text.get("label", text["cycle"]),
        released_on=text.get("released_on"),
        active_until=text.get("active_until"),
        security_until=text.get("security_until"),
        paid_until=text.get("paid_until"),
        ended_undated=text.get("ended_undated"),
        known_on=product["known_on"],
        wording=json.dumps(text.get("wording") or {}, ensure_ascii=False, sort_keys=True),
        source=product["source"],
    )


def _together(earlier: Product | None, later: Product) -> Product:
    if earlier is None:
        return later
    cycles = {cycle.cycle: cycle for cycle in (*earlier.cycles, *later.cycles)}
    return Product(
        product_id=later.product_id,
        name=later.name,
        kind=later.kind,
        cpes=tuple(dict.fromkeys((*earlier.cpes, *later.cpes))),
        purls=tuple(dict.fromkeys((*earlier.purls, *later.purls))),
        cycles=tuple(cycles.values()),
    )


def _rows(product: Product) -> list[dict[str, object]]:
    return [
        {"product_id": product.product_id}
        | {name: getattr(cycle, name) for name in Cycle.__dataclass_fields__}
        for cycle in product.cycles
    ]
