"""Readings × the edition's ranked rows, set at a time: what runs is placed among the ranks, and intervals meet."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa

from grunnmur.assess.vulnerable import kept
from grunnmur.catalogue import order, ranked
from grunnmur.catalogue.order import cisco, keys, schemes
from grunnmur.catalogue.order.keys import Key
from grunnmur.kit.engine import Steps, give_rows, give_texts

STEPS = Path(__file__).parent / "steps"

_NUMBER = "5"  # how a key's next number begins
_OURS = (schemes.PLAIN, schemes.CISCO)
_TEXTS = ("version", "update", "point", "above", "train", "update_code", "beginning")
_READING_KEY = pa.schema(
    [("product", pa.int32()), *((name, pa.string()) for name in _TEXTS), ("numbers", pa.int32())]
)


def match(connection: duckdb.DuckDBPyConnection, earlier: Path | None = None) -> None:
    """Makes `row_match`, which readings lie in which rows, and `item_match`, each item's vulnerabilities.

    Reads `item`, `reading` and the edition's ranks, or where it has none its `affected`. Conditions are
    met later, thing by thing. Items that the run in the folder `earlier` matched are taken from there.
    """
    steps = Steps(connection, STEPS)
    if not ranked.is_ready(connection):
        ranked.rank(connection, _products(connection))
    ranked.targets(connection)
    kept.recall_items(connection, earlier)
    steps.run("fresh_reading")
    _place(connection)
    steps.run("short_version", "reading_rank", "reading_span", "touch", "row_match")
    steps.run("qualified_match", "speaks", "build_told", "item_match")
    for name, again in (("row_match", "again_row_match"), ("item_match", "again_item_match")):
        connection.execute(f"insert into {name} by name {steps.text(again)}").fetchall()


def place_mended(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes `mended_code` (cpe, mended_in, code): the versions that mend, in the order of their product."""
    _place_versions(connection, "row_range", "mended_in", into="mended_code")


def place_updates(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes `update_code` (cpe, update_to, code) of the updates in `offered_update`, in the order of their product."""
    _place_versions(connection, "offered_update", "update_to", into="update_code")


def _place_versions(
    connection: duckdb.DuckDBPyConnection, table: str, column: str, *, into: str
) -> None:
    asked = connection.execute(
        f"select distinct cpe, {column} from {table} where {column} is not null order by all"
    ).fetchall()
    scheme_of = {cpe: schemes.scheme(cpe) for cpe, _ in asked}
    keys = order.placed([(scheme_of[cpe], version, None) for cpe, version in asked])
    rows = [
        (cpe, version, key.point)
        for cpe, version in asked
        if (key := keys[scheme_of[cpe], version, None])
    ]
    give_texts(connection, into, ("cpe", column, "code"), rows)


def _products(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """What runs, in all the ways CPE writes it."""
    query = "select distinct cpe from reading order by cpe"
    return [row[0] for row in connection.execute(query).fetchall()]


def _place(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes `reading_key`: the codes of every version that runs, in the order of its product.

    `beginning` is what longer versions of it begin with, where it may say less than the edition does.
    """
    asked = connection.execute(
        "select distinct product, scheme, coalesce(version, ''), coalesce(\"update\", ''), "
        "bool_or(version <> '-' and not is_open) from fresh_reading group by all order by all"
    ).fetchall()
    listed = _listed(connection)
    rows: list[tuple[object, ...]] = []
    for product, scheme, version, update, may_go_on in asked:
        key = _key(scheme, version, update or None, listed.get(product, {}))
        short = may_go_on and version and not update and scheme in _OURS and key
        mended = _key(scheme, "", update, {}) if update else None
        rows.append(
            (
                *(product, version, update, key and key.point, key and key.above),
                cisco.train(version) if scheme == schemes.CISCO else None,
                mended and mended.point,
                key.above[:-1] + _NUMBER if short and key else None,
                keys.numbers(version) if short else None,
            )
        )
    give_rows(connection, "reading_key", _READING_KEY, rows)


def _listed(connection: duckdb.DuckDBPyConnection) -> dict[int, dict[str, str]]:
    """The edition's versions in orders that only their own systems know, by product."""
    found: dict[int, dict[str, str]] = {}
    query = "select product, version, point from ranked_listed where product in (select product from fresh_reading)"
    for product, version, point in connection.execute(query).fetchall():
        found.setdefault(product, {})[version] = point
    return found


def _key(scheme: str, version: str, update: str | None, listed: dict[str, str]) -> Key | None:
    if scheme in _OURS:
        return order.placed([(scheme, version, update)])[scheme, version, update]
    written = f"{version}-{update}" if update and update != "-" else version
    return schemes.between(scheme, written, listed)
