"""Judging known vulnerabilities again after some installations changed, beside judging everything anew.

With the folder of a run, that run's tables with more and more installations changed. With `--sizes`, made-up regions of
those sizes with none changed and with ten thousand: what the first costs follows the estate, the difference follows the
change. Bare is the least that a run in files can cost: what judging asks of each thing is read and what it says of each
copied, and nothing else is done. With `--all`, the whole verb with every rule.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import resource
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa

from benchmarks import machine, whole
from grunnmur import assess
from grunnmur.assess import vulnerable
from grunnmur.catalogue.editions import Edition, open_edition
from grunnmur.estate import TABLES, Estate
from grunnmur.example import DAY, world
from grunnmur.kit import engine

_ON = date(2026, 11, 28)
_CHANGED = 10_000
_ASKED = ("asset", "device", "installation", "ingredient", "application", "detection")
_SAID = ("situation", "ingredient_situation", "detection_check")
"""Tables with a row a thing or more, which judging reads and writes whole."""
_OF_ALL = ("asset_advisory", "finding", "rule_result")
"""What the whole verb writes besides."""
Judge = Callable[[Edition, Estate, Path | None], None]


def main() -> None:
    """Prints seconds of CPU of the first run, and of the next one with and without what the first found."""
    parser = argparse.ArgumentParser()
    parser.add_argument("catalogue", type=Path, help="the folder of editions")
    parser.add_argument("run", type=Path, nargs="?", help="the folder of a run")
    parser.add_argument("--sizes", nargs="*", type=float, default=[], help="regions made up")
    parser.add_argument("--changed", nargs="*", type=int, default=[0, 1_000, _CHANGED, 100_000])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--all", action="store_true", help="every rule, not known vulnerabilities alone"
    )
    wanted = parser.parse_args()
    judge = _every_rule if wanted.all else _vulnerable
    print(machine.line())
    if wanted.run is not None:
        _of_run(judge, wanted.catalogue, wanted.run, wanted.changed, wanted.seed)
    if wanted.sizes:
        _growth(judge, wanted.catalogue, wanted.sizes, wanted.seed)


def _of_run(judge: Judge, catalogue: Path, run: Path, changes: list[int], seed: int) -> None:
    edition = _edition(catalogue)
    with TemporaryDirectory() as name:
        folder = Path(name)
        first = _copy(run, folder / "first")
        print(
            f"first run: {_timed(judge, edition, first, None):.1f} s CPU, {first.count('asset')} things, "
            f"{first.count('installation')} installations, {_situations(first)} situations, "
            f"{first.count('situation_vulnerability')} rows of vulnerabilities"
        )
        print(f"bare: {_bare(first, folder / 'bare'):.2f} s CPU")
        print("changed | new situations | anew s | again s | same | MB")
        for changed in changes:
            _compare(judge, edition, first, folder, changed, seed)


def _growth(judge: Judge, catalogue: Path, sizes: list[float], seed: int) -> None:
    print(
        f"size | things | situations | anew s | none changed s | {_CHANGED} changed s | for them s | bare s"
    )
    found = []
    for size in sizes:
        with multiprocessing.get_context("spawn").Pool(1) as pool:  # so that memory is given back
            found.append(pool.apply(_of_size, (judge, catalogue, size, seed)))
    if len(found) > 1:
        (least, cheap, bare), (most, dear, barest) = found[0], found[-1]
        slope, bare_slope = (dear - cheap) / (most - least), (barest - bare) / (most - least)
        print(
            f"none changed: {slope * 100_000:.2f} s for 100,000 things more, of which bare {bare_slope * 100_000:.2f}; "
            f"{cheap - slope * least:.2f} s beside"
        )


def _of_size(judge: Judge, catalogue: Path, size: float, seed: int) -> tuple[int, float, float]:
    """Prints a row. Gives how many things there are, what judging again costs when nothing changed, and bare."""
    edition = _edition(catalogue)
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "region").mkdir()
        whole.write(world.build(size=size, seed=seed, on=DAY), folder / "region")
        first = _copy(folder / "region", folder / "first")
        anew = _timed(judge, edition, first, None)
        seconds = []
        for changed in (0, _CHANGED):
            again = _copy(first.folder, folder / f"again{changed}")
            _change(again, changed, seed)
            seconds.append(_timed(judge, edition, again, first.folder))
        things, fixed, more = first.count("asset"), seconds[0], seconds[1] - seconds[0]
        bare = _bare(first, folder / "bare")
        told = (
            size,
            things,
            _situations(first),
            f"{anew:.1f}",
            f"{fixed:.2f}",
            f"{seconds[1]:.2f}",
            f"{more:.2f}",
            f"{bare:.2f}",
        )
        print(" | ".join(map(str, told)), flush=True)
        return things, fixed, bare


def _bare(first: Estate, folder: Path) -> float:
    """Seconds of CPU to read what judging asks of each thing and to copy what it says of each, sorted as it is."""
    copy = _copy(first.folder, folder)
    began = time.process_time()
    for name in _ASKED:
        copy.connection.execute(f'select sum(hash(t)::hugeint) from "{name}" t').fetchall()
    for name in _SAID:
        copy.write(TABLES[name], f'select * from "{name}"')
    seconds = time.process_time() - began
    copy.connection.close()
    return seconds


def _edition(catalogue: Path) -> Edition:
    edition = open_edition(catalogue)
    if edition is None:
        raise SystemExit(f"no edition in {catalogue}")
    return edition


def _compare(
    judge: Judge, edition: Edition, first: Estate, folder: Path, changed: int, seed: int
) -> None:
    anew, again = (_copy(first.folder, folder / f"{name}{changed}") for name in ("anew", "again"))
    for estate in (anew, again):
        _change(estate, changed, seed)
    slow = _timed(judge, edition, anew, None)
    fast = _timed(judge, edition, again, first.folder)
    fresh = again.count("fresh_situation")
    written = (*vulnerable.vulnerable.WRITTEN, *(_OF_ALL if judge is _every_rule else ()))
    same = all(_same(anew, again, name) for name in written)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{changed} | {fresh} | {slow:.1f} | {fast:.1f} | {same} | {peak}", flush=True)
    for estate in (anew, again):
        estate.connection.close()


def _same(one: Estate, other: Estate, name: str) -> bool:
    """Whether both tables hold the same rows. Bytes tell where they are alike; rows where one is in parts."""
    first, second = (estate.folder / f"{name}.parquet" for estate in (one, other))
    if not TABLES[name].living:
        return first.read_bytes() == second.read_bytes()
    folded = f"select count(*), bit_xor(hash(t)), sum(hash(t)::hugeint) from {name} t"
    return one.connection.execute(folded).fetchall() == other.connection.execute(folded).fetchall()


def _timed(judge: Judge, edition: Edition, estate: Estate, previous: Path | None) -> float:
    began = time.process_time()
    judge(edition, estate, previous)
    return time.process_time() - began


def _vulnerable(edition: Edition, estate: Estate, previous: Path | None) -> None:
    edition.register(estate.connection)
    vulnerable.judge(estate, on=_ON, edition=edition.name, previous=previous)


def _every_rule(edition: Edition, estate: Estate, previous: Path | None) -> None:
    assess.assess(estate, on=_ON, catalogue=edition, previous=previous)


def _situations(estate: Estate) -> int:
    query = "select count(distinct situation_id) from situation"
    return int(estate.connection.execute(query).fetchall()[0][0])


def _copy(run: Path, folder: Path) -> Estate:
    """The run's tables in another folder; links, since a table is replaced and never written into."""
    folder.mkdir()
    for path in run.glob("*.parquet"):
        (folder / path.name).symlink_to(path.resolve())
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
