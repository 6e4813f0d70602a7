"""Judging known vulnerabilities again after some installations changed, beside judging everything anew."""

from __future__ import annotations

import argparse
import random
import resource
import shutil
import time
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa

from benchmarks import machine
from grunnmur.assess import vulnerable
from grunnmur.catalogue.editions import Edition, open_edition
from grunnmur.estate import TABLES, Estate
from grunnmur.kit import engine

_NEEDED = ("asset", "installation", "product", "decision", "detection", "device")


def main() -> None:
    """Prints seconds of CPU of the first run, and of the next one with and without what the first matched."""
    parser = argparse.ArgumentParser()
    parser.add_argument("catalogue", type=Path, help="the folder of editions")
    parser.add_argument("run", type=Path, help="the folder of a run")
    parser.add_argument("--changed", nargs="*", type=int, default=[0, 1_000, 10_000])
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    edition = open_edition(wanted.catalogue)
    if edition is None:
        raise SystemExit(f"no edition in {wanted.catalogue}")
    print(machine.line())
    with TemporaryDirectory() as name:
        folder = Path(name)
        first = _copy(wanted.run, folder / "first")
        print(
            f"first run: {_judge(edition, first):.1f} s CPU, {first.count('situation')} situations of things"
        )
        print("changed | anew s | again s | same | MB")
        for changed in wanted.changed:
            _compare(edition, first, folder, changed, wanted.seed)


def _compare(edition: Edition, first: Estate, folder: Path, changed: int, seed: int) -> None:
    anew, again = (_copy(first.folder, folder / f"{name}{changed}") for name in ("anew", "again"))
    for estate in (anew, again):
        _change(estate, changed, seed)
    slow = _judge(edition, anew)
    fast = _judge(edition, again, previous=first.folder)
    same = all(
        (anew.folder / f"{name}.parquet").read_bytes()
        == (again.folder / f"{name}.parquet").read_bytes()
        for name in vulnerable.vulnerable.WRITTEN
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{changed} | {slow:.1f} | {fast:.1f} | {same} | {peak}", flush=True)


def _judge(edition: Edition, estate: Estate, previous: Path | None = None) -> float:
    edition.register(estate.connection)
    began = time.process_time()
    vulnerable.judge(estate, on=date(2026, 11, 28), edition=edition.name, previous=previous)
    return time.process_time() - began


def _copy(run: Path, folder: Path) -> Estate:
    folder.mkdir()
    for name in _NEEDED:
        if (run / f"{name}.parquet").is_file():
            shutil.copy(run / f"{name}.parquet", folder)
    return Estate(folder, engine.connect(memory="4GB", threads=2))


def _change(estate: Estate, count: int, seed: int) -> None:
    """Gives so many installations the next version that nobody runs yet."""
    chance = random.Random(seed)
    listed = estate.connection.execute(
        "select asset_id, product_id, version from installation order by all"
    ).fetchall()
    chosen = set(chance.sample(range(len(listed)), min(count, len(listed))))
    rows = [
        (asset, product, f"{version or 1}.{chance.randrange(50)}" if place in chosen else version)
        for place, (asset, product, version) in enumerate(listed)
    ]
    table = TABLES["installation"]
    columns = zip(*rows, strict=True) if rows else ((), (), ())
    given = dict(zip(table.by_name, map(list, columns), strict=True))
    estate.connection.register("_changed", pa.table(given))
    estate.write(table, "select * from _changed")


if __name__ == "__main__":
    main()
