"""Matching set at a time beside a per-item matcher with its own index, on the same installations.

The per-item matcher (`per_item.py`) is written as such tools are: an index from product to its rows, and
for each installation a walk over them that compares versions pair by pair. Both see every row of the NVD
that needs nothing else to run beside it and names no edition, processor or target system. Both have their index
beforehand: rows by product there, ranks here. Each is timed until its own answer is there: a table, a dictionary an
installation. `alone`: parsing versions anew for each installation, as such tools do, timed on one in fifty.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow as pa

from benchmarks import machine
from benchmarks.per_item import Index, Row
from grunnmur.assess.vulnerable import items, match
from grunnmur.catalogue import ranked
from grunnmur.catalogue.cpe import Reading
from grunnmur.catalogue.editions import Edition, open_edition
from grunnmur.kit import engine

_NARROWED = """
create temp table narrowed as
select * replace (lower(product_id) as product_id)
from affected
where origin = 'nvd' and vulnerable and operator = 'or' and coalesce(joined, 'or') = 'or'
    and sw_edition is null and target_hw is null and target_sw is null
"""
_ROWS = """
select product_id, vulnerability_id, matches, version, "update", start, start_including, "end", end_including,
    coalesce(part, 'a') = 'h'
from narrowed where product_id not in (select unnest($others)) order by product_id, vulnerability_id, place
"""
_OTHER_ORDER = [
    "cisco:ios",
    "cisco:nx-os",
    "cisco:adaptive_security_appliance_software",
    "cisco:cisco_ios",
    "cisco:ios_xe",
    "cisco:ios_xe_software",
    "cisco:cisco_ios_xe_software",
]

_SAMPLED = 50

Installed = tuple[str, str]


def main() -> None:
    """Prints a row a size: seconds of CPU of each, how many times faster, and whether verdicts agree."""
    parser = argparse.ArgumentParser()
    parser.add_argument("catalogue", type=Path, help="the folder of editions")
    parser.add_argument("--installations", type=int, default=10_000)
    parser.add_argument("--scales", nargs="*", type=float, default=[0.25, 1, 4])
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    edition = open_edition(wanted.catalogue)
    if edition is None:
        raise SystemExit(f"no edition in {wanted.catalogue}")
    print(machine.line())
    connection = _connection(edition)
    began = time.process_time()
    index = Index(
        Row(*row) for row in connection.execute(_ROWS, {"others": _OTHER_ORDER}).fetchall()
    )
    print(f"per-item index: {time.process_time() - began:.1f} s CPU, {index.size} rows")
    with TemporaryDirectory() as folder:
        began = time.process_time()
        ranked.store(connection, Path(folder))
        ranked.register(connection, Path(folder))
        print(f"ranks: {time.process_time() - began:.1f} s CPU")
        print(
            "installations | distinct | set s | per item s | alone s | remembering answers s | times | times alone | "
            "times remembering | verdicts | same | MB"
        )
        for scale in wanted.scales:
            installed = _installed(index, int(wanted.installations * scale), wanted.seed)
            _compare(connection, index, installed)


def _compare(
    connection: duckdb.DuckDBPyConnection, index: Index, installed: list[Installed]
) -> None:
    began = time.process_time()
    verdicts = _by_set(connection, installed)
    by_set = time.process_time() - began
    ours = _by_installation(verdicts, len(installed))

    began = time.process_time()
    theirs = [index.answer(*pair) for pair in installed]
    by_item = time.process_time() - began

    began = time.process_time()
    memory: dict[Installed, dict[str, bool]] = {}
    for pair in installed:
        if pair not in memory:
            memory[pair] = index.answer(*pair)
    remembering = time.process_time() - began

    began = time.process_time()
    for pair in installed[::_SAMPLED]:
        index.answer_alone(*pair)
    alone = (time.process_time() - began) * len(installed) / len(installed[::_SAMPLED])

    print(
        f"{len(installed)} | {len(set(installed))} | {by_set:.2f} | {by_item:.2f} | {alone:.0f} | {remembering:.2f} | "
        f"{by_item / by_set:.0f} | {alone / by_set:.0f} | {remembering / by_set:.0f} | "
        f"{sum(map(len, theirs))} | {ours == theirs} | "
        f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}",
        flush=True,
    )
    for pair, one, other in zip(installed, ours, theirs, strict=True):
        if one != other:
            print("    differs:", pair, sorted(one.items() ^ other.items())[:4])
            break


def _by_set(connection: duckdb.DuckDBPyConnection, installed: list[Installed]) -> pa.Table:
    """A row an installation and vulnerability, and whether it is sure."""
    pairs = dict.fromkeys(installed)
    items.write_rows(connection, {("given", *pair, None): _item(*pair) for pair in pairs})
    match.match(connection)
    number = {pair: n for n, pair in enumerate(pairs, start=1)}
    rows = pa.table({"n": range(len(installed)), "item_id": [number[pair] for pair in installed]})
    connection.register("_installed", rows)
    return connection.execute(
        "select i.n, v.vulnerability_id, m.truth = 2 as sure from _installed i "
        "join item_match m using (item_id) join ranked_vulnerability v using (vuln)"
    ).to_arrow_table()


def _by_installation(verdicts: pa.Table, count: int) -> list[dict[str, bool]]:
    """The same as the other's answers look, to compare them."""
    answers: list[dict[str, bool]] = [{} for _ in range(count)]
    for n, vulnerability, sure in zip(
        *(verdicts[c].to_pylist() for c in verdicts.column_names), strict=True
    ):
        answers[n][vulnerability] = sure
    return answers


def _item(product: str, version: str) -> items.Item:
    return items.Item(product, version, True, None, None, (Reading(product, version),))


def _connection(edition: Edition) -> duckdb.DuckDBPyConnection:
    connection = engine.connect(memory="4GB", threads=2)
    edition.register(connection)
    connection.execute(_NARROWED).fetchall()
    connection.execute("create or replace temp view affected as select * from narrowed").fetchall()
    return connection


def _installed(index: Index, count: int, seed: int) -> list[Installed]:
    """Installations as estates have them: few products on many things, many products on few.

    Of the 3,000 products most is written of, the nth is drawn with weight 1/n; the version is one the
    catalogue names for it.
    """
    chance = random.Random(seed)
    products = sorted(index.versions, key=lambda product: (-len(index.rows[product]), product))[
        :3000
    ]
    drawn = chance.choices(products, [1 / (n + 1) for n in range(len(products))], k=count)
    return [(product, chance.choice(index.versions[product])) for product in drawn]


if __name__ == "__main__":
    main()
