"""Of the dependencies said to be unseen with 80 %, about 80 % are unseen: `python -m benchmarks.unseen [SEED …]`.

Regions of seeds nobody tuned on, watched for some days that end on different days of the year. Every true dependency is
asked for the probability said of its consumer and its period, and whether it was seen at all. Ends are named as they
truly are: how well they are named is measured by `score`.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from benchmarks import machine
from grunnmur.depend.conclude import unseen
from grunnmur.estate import TABLES, Estate
from grunnmur.example import World, flow_truth, world
from grunnmur.example.exports import traffic
from grunnmur.example.exports.export import Desk, Flows
from grunnmur.example.world.frame import Column
from grunnmur.kit.engine import Steps, connect

SIZE = 0.1
RECORDS = 30_000
"""A day. Few: on how many days a pair is seen matters, how often on each matters little."""
WINDOWS = ((1, date(2026, 3, 18)), (3, date(2026, 9, 1)), (6, date(2026, 5, 20)), (12, date(2026, 6, 17)),
           (33, date(2026, 11, 12)))  # fmt: skip
SEEDS = (101, 102, 103, 104)
_STEPS = Path(unseen.__file__).parent / "steps"
_WATCHED = pa.schema([
    ("realm", pa.string()), ("on_date", pa.date32()), ("hours", pa.int64()), ("sampled", pa.int64()),
    ("source_id", pa.string()), ("target_id", pa.string()), ("flows", pa.int64()),
])  # fmt: skip
Said = tuple[str, float, bool]


def main() -> None:
    """Prints the reliability by tenths, and by window and period."""
    parser = argparse.ArgumentParser()
    parser.add_argument("seeds", nargs="*", type=int, default=SEEDS)
    seeds = tuple(parser.parse_args().seeds)
    rows: list[tuple[int, Said]] = []
    for seed in seeds:
        for days, on in WINDOWS:
            rows += [(days, one) for one in _region(seed, days, on)]
    print(machine.line())
    print(f"{len(rows)} dependencies, size {SIZE}, seeds {seeds}")
    _tenths([one for _, one in rows])
    print("days | period | dependencies | said | unseen")
    for days, period in sorted({(days, one[0]) for days, one in rows}):
        some = [one for at, one in rows if (at, one[0]) == (days, period)]
        said, was = _mean(one[1] for one in some), _mean(one[2] for one in some)
        print(f"{days} | {period} | {len(some)} | {said:.3f} | {was:.3f}")


def _region(seed: int, days: int, on: date) -> list[Said]:
    made = world.build(size=SIZE, seed=seed, on=on)
    with tempfile.TemporaryDirectory() as scratch:
        desk = Desk(made, Path(scratch), 15, Flows(days=days, records=days * RECORDS))
        hours, talked = _watched(desk)
        truth = flow_truth.dependencies(made, talked)
        connection = connect(memory="1GB", threads=1)
        connection.register("true_dependency", truth)
        estate = _estate(made, Path(scratch), connection)
        connection.register("conversed", hours)
        unseen.write(estate, Steps(connection, _STEPS))
        return connection.execute(
            "select t.period, u.probability, not t.observable from true_dependency t "
            "join unseen u on u.application_id = t.consumer_id and u.period = t.period where u.probability is not null"
        ).fetchall()


def _watched(desk: Desk) -> tuple[pa.Table, Column]:
    """In which hours each platform's sensor saw anything, and how often each conversation was answered."""
    seen = traffic.window(desk)
    talked = np.zeros(len(desk.world.conversation), dtype=np.int64)
    bits: dict[tuple[str, date], int] = {}
    for day in seen.days:
        for hour, blocks in enumerate(traffic.hours(desk, seen, day)):
            for block in blocks:
                talked += np.bincount(block.talk[block.answered], minlength=len(talked))
                key = (block.realm, day.astype(object))
                bits[key] = bits.get(key, 0) | (1 << hour if len(block.talk) else 0)
    rows = [
        {"realm": realm, "on_date": on, "hours": some} for (realm, on), some in sorted(bits.items())
    ]
    return pa.Table.from_pylist(rows, _WATCHED), talked


def _estate(made: World, folder: Path, connection: duckdb.DuckDBPyConnection) -> Estate:
    """Applications, what they run on, and dependencies: declared where documented, observed where seen."""
    estate = Estate(folder, connection)
    component, asset = made.component, made.asset
    applications, assets = made.application["application_id"], asset["asset_id"]
    rows = pa.table({
        "application_id": pa.array(applications[component["application_row"]], pa.string()),
        "asset_id": pa.array(assets[component["asset_row"]], pa.string()),
        "realm": pa.array(asset["realm"][component["asset_row"]], pa.string()),
    })  # fmt: skip
    estate.connection.register("placed", rows)
    estate.connection.register(
        "named", pa.table({"application_id": pa.array(applications, pa.string())})
    )
    for table, query in (
        ("application", "select application_id from named"),
        ("component", "select application_id, asset_id from placed"),
        ("address", "select distinct asset_id, realm, '' as mac, asset_id as ip from placed"),
        ("dependency", "select * exclude (documented, observable, flows), 'declared' as origin from true_dependency "
         "where documented union all by name select * exclude (documented, observable, period), 'observed' as origin, "
         "1.0 as confidence from true_dependency where observable"),
    ):  # fmt: skip
        estate.write(TABLES[table], _full(estate, query, list(TABLES[table].by_name)))
    return estate


def _full(estate: Estate, query: str, names: list[str]) -> str:
    """The query with every column the table has; what it does not give is not known."""
    given = set(estate.connection.sql(query).columns)
    nothing = "".join(f', null as "{name}"' for name in names if name not in given)
    return f"select *{nothing} from ({query})"


def _tenths(rows: list[Said]) -> None:
    print("said | dependencies | mean said | unseen")
    wrong = 0.0
    for tenth in range(10):
        some = [one for one in rows if min(9, int(one[1] * 10)) == tenth]
        if some:
            said, was = _mean(one[1] for one in some), _mean(one[2] for one in some)
            wrong += len(some) / len(rows) * abs(said - was)
            print(f"{tenth / 10:.1f}–{tenth / 10 + 0.1:.1f} | {len(some)} | {said:.3f} | {was:.3f}")
    print(f"expected calibration error {wrong:.3f}")


def _mean(values: Iterable[float]) -> float:
    some = [float(one) for one in values]
    return sum(some) / len(some)


if __name__ == "__main__":
    main()
