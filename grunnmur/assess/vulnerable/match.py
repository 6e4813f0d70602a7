"""Readings × the edition's rows, set at a time: versions ranked once, ranges as intervals of ranks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from grunnmur.assess.vulnerable import kept
from grunnmur.catalogue import order
from grunnmur.catalogue.order import cisco, schemes
from grunnmur.kit.engine import Steps

STEPS = Path(__file__).parent / "steps"

# What rows for one target system mean by it. Other targets (wordpress, node.js) are part of the name.
_TARGETS = {
    "windows": ("microsoft:windows",),
    "linux": ("linux:linux_kernel",),
    "linux_kernel": ("linux:linux_kernel",),
    "macos": ("apple:macos", "apple:mac_os_x"),
    "mac_os_x": ("apple:macos", "apple:mac_os_x"),
    "mac_os": ("apple:macos", "apple:mac_os_x"),
    "iphone_os": ("apple:iphone_os",),
    "android": ("google:android",),
}
_NUMBER = "5"  # how a key's next number begins
_WHOLE = 3  # numbers in a version that says all: inventories cut after the first or the second


def match(
    connection: duckdb.DuckDBPyConnection, *, previous: Path | None = None, edition: str = ""
) -> None:
    """Makes `row_match`, which readings lie in which rows, and `item_match`, each item's vulnerabilities.

    Reads `item`, `reading` and the edition's `affected`. Conditions are met later, thing by thing. Items
    that the run in the folder `previous` matched by the same edition are taken from there.
    """
    steps = Steps(connection, STEPS)
    kept.recall(connection, previous, edition)
    steps.run("fresh_reading")
    _targets(connection)
    steps.run("origin_order", "wanted_row", "wanted_vulnerability")
    _schemes(connection)
    _open_short_versions(connection)
    steps.run("endpoint")
    _place(connection)
    steps.run("code_rank", "version_rank", "version_floor", "span", "reading_span")
    steps.run("touch", "row_match", "qualified_match", "speaks", "build_told", "item_match")
    for name, again in (
        ("wanted_row", "again_row"),
        ("row_match", "again_row_match"),
        ("item_match", "again_item_match"),
    ):
        connection.execute(f"insert into {name} by name {steps.text(again)}").fetchall()


def place_mended(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes `mended_code` (cpe, mended_in, code): the versions that mend, in the order of their product."""
    asked = connection.execute(
        "select distinct cpe, mended_in from row_range where mended_in is not null order by all"
    ).fetchall()
    scheme_of = {cpe: schemes.scheme(cpe) for cpe, _ in asked}
    keys = order.placed([(scheme_of[cpe], version, None) for cpe, version in asked])
    rows = [
        (cpe, version, key.point)
        for cpe, version in asked
        if (key := keys[scheme_of[cpe], version, None])
    ]
    table(connection, "mended_code", ("cpe", "mended_in", "code"), rows)


def _targets(connection: duckdb.DuckDBPyConnection) -> None:
    pairs = [(target, product) for target, products in _TARGETS.items() for product in products[:1]]
    table(connection, "target_system", ("target_sw", "product_id"), pairs)


def _schemes(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes `product_scheme`: the order each product's versions follow."""
    query = "select distinct cpe from fresh_reading order by cpe"
    products = [row[0] for row in connection.execute(query).fetchall()]
    pairs = [(product, schemes.scheme(product)) for product in products]
    table(connection, "product_scheme", ("product_id", "scheme"), pairs)


def _open_short_versions(connection: duckdb.DuckDBPyConnection) -> None:
    """Opens readings that say less than the edition does: "2.4" of a product whose releases are 2.4.57.

    Three numbers are whole; two are when the edition knows a release written like it; one never is.
    """
    read = connection.execute(
        "select distinct cpe, version from fresh_reading where version not in ('', '-') and not is_open "
        "and \"update\" is null and cpe in (select product_id from product_scheme where scheme = 'plain')"
    ).fetchall()
    known: dict[str, list[tuple[str, int]]] = {}
    rows = connection.execute(
        "select product_id, version from wanted_row where matches = 'exact' and version is not null "
        'union select product_id, "end" from wanted_row where "end" is not null '
        "and product_id in (select cpe from fresh_reading)"
    ).fetchall()
    for product, version in rows:
        key = order.keys.key(version.removesuffix(".*"))
        known.setdefault(product, []).append((key.point, order.keys.numbers(version)))
    for releases in known.values():
        releases.sort()
    short = [pair for pair in read if _is_short(pair[1], known.get(pair[0], ()))]
    table(connection, "short_version", ("cpe", "version"), short)
    connection.execute(
        "update fresh_reading set is_open = true from short_version s "
        "where fresh_reading.cpe = s.cpe and fresh_reading.version = s.version"
    ).fetchall()


def _is_short(version: str, releases: Sequence[tuple[str, int]]) -> bool:
    key, numbers = order.keys.key(version), order.keys.numbers(version)
    beginning = key.above[:-1] + _NUMBER
    place = bisect_right(releases, (beginning, 0))
    longer = place < len(releases) and releases[place][0].startswith(beginning)
    if not longer or not 0 < numbers < _WHOLE:
        return False
    same = bisect_right(releases, (key.point, -1))
    whole = any(
        point == key.point and written <= numbers for point, written in releases[same : same + 20]
    )
    return numbers == 1 or not whole


def _place(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes `version_key`: the codes of every version, so that texts compare as versions do."""
    query = "select distinct scheme, version, coalesce(\"update\", '') from endpoint order by all"
    written = [
        (scheme, version, update or None)
        for scheme, version, update in connection.execute(query).fetchall()
    ]
    keys = order.placed(written)
    rows = []
    for scheme, version, update in written:
        if key := keys[scheme, version, update]:
            train = cisco.train(version) if scheme == schemes.CISCO else None
            rows.append(
                (scheme, version, update or "", key.point, key.low, key.high, key.above, train)
            )
    names = ("scheme", "version", "update", "point", "low", "high", "above", "train")
    table(connection, "version_key", names, rows)


def table(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    columns: tuple[str, ...],
    rows: Sequence[tuple[str | None, ...]],
) -> None:
    """Makes a temporary table of texts."""
    values = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    given = pa.table({c: pa.array(v, pa.string()) for c, v in zip(columns, values, strict=True)})
    connection.register("_given", given)
    connection.execute(f'create or replace temp table "{name}" as select * from _given').fetchall()
    connection.unregister("_given")
