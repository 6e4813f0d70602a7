"""Ranks the versions of an edition's products, once an edition, or anew for the products asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import duckdb
import pyarrow as pa

from grunnmur.catalogue import cpe, order
from grunnmur.catalogue.order import cisco, keys, schemes
from grunnmur.kit import quoted
from grunnmur.kit.engine import Steps, give, give_rows, give_texts

STEPS = Path(__file__).parent / "steps"
FOLDER = "ranked"
TABLES = (
    *("ranked_product", "ranked_vulnerability", "ranked_code", "ranked_interval", "ranked_row"),
    *("ranked_range", "ranked_condition", "ranked_release", "ranked_listed"),
)
_KEY = "key.txt"


def store(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Ranks every product of the edition on the connection, into files in the edition's folder."""
    rows = connection.execute("select distinct lower(product_id) from affected order by 1")
    rank(connection, [row[0] for row in rows.fetchall()])
    target = folder / FOLDER
    target.mkdir()
    for name in TABLES:
        path = quoted.text(target / f"{name}.parquet")
        connection.execute(
            f"copy (select * from {name} order by all) to {path} (format parquet, compression zstd)"
        ).fetchall()
        connection.execute(f'drop table "{name}"')
    (target / _KEY).write_text(_code(), encoding="utf-8")


def register(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Makes the edition's ranks views on the connection; none where it has none, or other code made them."""
    target = folder / FOLDER
    whole = is_current(target)
    for name in TABLES:
        _drop(connection, name)
        if whole:
            path = quoted.text(target / f"{name}.parquet")
            connection.execute(f"create temp view {name} as select * from read_parquet({path})")


def is_current(folder: Path) -> bool:
    """Whether the ranks in this folder were made by the code that is here."""
    key = folder / _KEY
    return key.is_file() and key.read_text(encoding="utf-8") == _code()


def is_ready(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the edition's ranks are on the connection."""
    query = "select count(*) from duckdb_views() where view_name = 'ranked_row'"
    return bool(connection.execute(query).fetchall()[0][0])


def rank(connection: duckdb.DuckDBPyConnection, products: Iterable[str]) -> None:
    """Makes the tables `ranked_*` of what `affected` on the connection says of these products."""
    steps = Steps(connection, STEPS)
    for name in TABLES:
        _drop(connection, name)
    targets(connection)
    give_texts(
        connection, "unread_bound", ("product_id", "pattern"), [*cpe.unread_bounds().items()]
    )
    _products(connection, products)
    steps.run("origin_order", "ranked_vulnerability", "stated_row", "endpoint")
    _place(connection)
    steps.run("ranked_code", "version_rank", "bounded_row", "ranked_interval", "ranked_row")
    _count_numbers(connection)
    steps.run("ranked_product", "ranked_range", "ranked_condition", "ranked_release")
    steps.run("ranked_listed")
    for name in ("stated_row", "bounded_row", "endpoint", "version_key", "version_rank"):
        _drop(connection, name)


def targets(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes `target_system`: what a row's target system is among products."""
    give_texts(
        connection, "target_system", ("target_sw", "product_id"), [*cpe.target_systems().items()]
    )


def _products(connection: duckdb.DuckDBPyConnection, products: Iterable[str]) -> None:
    """Makes `ranking_product`: the products, numbered, with the order their versions follow."""
    listed = sorted(set(products))
    given = pa.table(
        {
            "product": pa.array(range(1, len(listed) + 1), pa.int32()),
            "product_id": pa.array(listed, pa.string()),
            "scheme": pa.array([schemes.scheme(one) for one in listed], pa.string()),
        }
    )
    give(connection, "ranking_product", given)


def _place(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes `version_key`: the codes of every version, so that texts compare as versions do."""
    query = "select distinct scheme, version, coalesce(\"update\", '') from endpoint order by all"
    written = [
        (scheme, version, update or None)
        for scheme, version, update in connection.execute(query).fetchall()
    ]
    placed = order.placed(written)
    rows = [
        (
            scheme,
            version,
            update or "",
            key.point,
            key.low,
            key.high,
            key.above,
            _train(scheme, version),
        )
        for scheme, version, update in written
        if (key := placed[scheme, version, update])
    ]
    names = ("scheme", "version", "update", "point", "low", "high", "above", "train")
    columns = zip(*rows, strict=True) if rows else ((),) * len(names)
    given = {name: pa.array(list(c), pa.string()) for name, c in zip(names, columns, strict=True)}
    give(connection, "version_key", pa.table(given))


def _train(scheme: str, version: str) -> str | None:
    return cisco.train(version) if scheme == schemes.CISCO else None


def _count_numbers(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes `release_number`: versions in orders of our own, their keys, and how many numbers they are written with."""
    query = (
        "select distinct scheme, version from endpoint "
        "where scheme in ('plain', 'cisco') and version <> '' order by all"
    )
    written = connection.execute(query).fetchall()
    placed = order.placed((scheme, version, None) for scheme, version in written)
    rows = [
        (scheme, version, key.point, keys.numbers(version))
        for (scheme, version, _), key in placed.items()
        if key
    ]
    names = (
        ("scheme", pa.string()),
        ("version", pa.string()),
        ("point", pa.string()),
        ("numbers", pa.int32()),
    )
    give_rows(connection, "release_number", pa.schema(names), rows)


def _drop(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Takes away a table or view of this name, if there is one."""
    for kind in ("table", "view"):
        query = f"select count(*) from duckdb_{kind}s() where {kind}_name = ? and temporary"
        if connection.execute(query, [name]).fetchall()[0][0]:
            connection.execute(f'drop {kind} temp."{name}"')


@cache
def _code() -> str:
    """A digest of what decides the ranks: what other code made is not used."""
    files = [
        *STEPS.glob("*.sql"),
        Path(__file__),
        cpe.FILE,
        *Path(order.__file__).parent.glob("*.py"),
    ]
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
