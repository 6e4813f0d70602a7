"""The releases of an edition beside those that are shipped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import duckdb

from grunnmur.catalogue.editions.edition import Edition
from grunnmur.catalogue.lifecycle import Cycle, Product
from grunnmur.kit.engine import connect

_FIELDS = tuple(Cycle.__dataclass_fields__)


def products(
    edition: Edition | None, shipped: Iterable[Product], *, known_on: date | None = None
) -> tuple[Product, ...]:
    """The shipped products with what the edition knows of them, and those only it knows.

    Of one publisher, what is known last holds. Where two publishers name different last days, the
    earliest is given and the release is marked as disputed. `known_on` gives what was known that
    day; today's knowledge unless given.
    """
    merged = {product.product_id: product for product in shipped}
    if edition is None or edition.path("release_cycle") is None:
        return tuple(merged[key] for key in sorted(merged))
    for product in _stored(edition, known_on):
        merged[product.product_id] = _together(merged.get(product.product_id), product)
    return tuple(merged[key] for key in sorted(merged))


def _stored(edition: Edition, known_on: date | None) -> list[Product]:
    with connect() as connection:
        return _read(connection, edition, known_on)


def _read(
    connection: duckdb.DuckDBPyConnection, edition: Edition, known_on: date | None
) -> list[Product]:
    columns = ", ".join(_FIELDS)
    path = str(edition.path("release_cycle"))
    rows = connection.execute(
        f"select product_id, {columns} from read_parquet($path) "
        "where if($day::date is null, superseded_on is null, first_known_on <= $day::date "
        "and (superseded_on is null or superseded_on > $day::date)) "
        "order by product_id, cycle",
        {"path": path, "day": known_on},
    ).fetchall()
    cycles: dict[str, list[Cycle]] = {}
    for product_id, *values in rows:
        cycles.setdefault(product_id, []).append(Cycle(*values))
    names = _names(connection, edition)
    return [
        Product(
            product_id=product_id,
            name=next(iter(names.get((product_id, "title"), ())), product_id),
            kind="other",
            cpes=names.get((product_id, "alias"), ()),
            purls=names.get((product_id, "purl"), ()),
            cycles=tuple(found),
        )
        for product_id, found in cycles.items()
    ]


def _names(
    connection: duckdb.DuckDBPyConnection, edition: Edition
) -> dict[tuple[str, str], tuple[str, ...]]:
    path = edition.path("product_name")
    if path is None:
        return {}
    rows = connection.execute(
        "select product_id, kind, list(name order by name) from read_parquet($path) "
        "where kind in ('title', 'alias', 'purl') group by all",
        {"path": str(path)},
    ).fetchall()
    return {(product_id, kind): tuple(names) for product_id, kind, names in rows}


def _together(shipped: Product | None, told: Product) -> Product:
    if shipped is None:
        return told
    ours = {cycle.cycle: cycle for cycle in shipped.cycles}
    cycles = {**ours, **{c.cycle: _agreed(ours.get(c.cycle), c) for c in told.cycles}}
    return replace(
        shipped,
        cpes=tuple(dict.fromkeys((*shipped.cpes, *told.cpes))),
        purls=tuple(dict.fromkeys((*shipped.purls, *told.purls))),
        cycles=tuple(cycles.values()),
    )


def _agreed(ours: Cycle | None, told: Cycle) -> Cycle:
    if ours is None:
        return told
    newer, older = (told, ours) if told.known_on >= ours.known_on else (ours, told)
    if _publisher(ours) == _publisher(told):
        return newer
    days = {day for day in (ours.security_until, told.security_until) if day is not None}
    ended = next((cycle for cycle in (newer, older) if cycle.ended_undated), None)
    if ended is not None and any(day >= ended.known_on for day in days):
        return _disputed(ended, ours, told)
    if len(days) < 2:
        return newer if newer.security_until is not None or not days else older
    earliest = min((ours, told), key=lambda cycle: cycle.security_until or date.max)
    return _disputed(earliest, ours, told)


def _disputed(earliest: Cycle, ours: Cycle, told: Cycle) -> Cycle:
    return replace(earliest, disputed=True, source=f"{ours.source}; {told.source}")


def _publisher(cycle: Cycle) -> str:
    return cycle.source.split()[0]
