"""Of the dependencies said to be unseen with 80 %, about 80 % are unseen: `python -m benchmarks.unseen [seeds…]`.

Regions of seeds nobody tuned on, watched for some days that end on different days of the year; every true
dependency is asked for the probability said of its consumer and its period, and whether it was seen at all.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from grunnmur import example, pipeline, score
from grunnmur.kit.engine import Steps

SIZE = 0.04
RECORDS = 60_000
"""Few: how often a pair is seen matters little, on which days it is seen matters."""
WINDOWS = ((3, date(2026, 9, 1)), (12, date(2026, 6, 17)), (33, date(2026, 11, 12)))
SEEDS = (101, 102)
_STEPS = Path(score.__file__).parent / "sql"
_SAID = """
select t.period, u.probability as said, not t.observable as unseen, d.said as said_of_pair
from true_dependency t
join located c on c.noun = 'application' and c.true_id = t.consumer_id
join located p on p.noun = 'application' and p.true_id = t.provider_id
join unseen u on u.application_id = c.found_id and u.period = t.period
left join (
    select consumer_id, provider_id, port, max(unseen_probability) as said from dependency
    where coalesce(origin, 'declared') = 'declared' group by all
) d on d.consumer_id = c.found_id and d.provider_id = p.found_id and d.port is not distinct from t.port
where u.probability is not null
"""
Said = tuple[str, float, bool, float | None]


def main() -> None:
    """Prints the reliability by tenths, and by period and window."""
    seeds = tuple(map(int, sys.argv[1:])) or SEEDS
    rows: list[tuple[int, Said]] = []
    for seed in seeds:
        for days, on in WINDOWS:
            rows += [(days, one) for one in _region(seed, days, on)]
    print(f"{len(rows)} dependencies, size {SIZE}, seeds {seeds}")
    _tenths("by consumer and period", [(said, unseen) for _, (_, said, unseen, _) in rows])
    _tenths(
        "by declared pair",
        [(of_pair, unseen) for _, (_, _, unseen, of_pair) in rows if of_pair is not None],
    )
    print(f"{'days':>5} {'period':<9} {'n':>6} {'said':>6} {'unseen':>6}")
    for days, period in sorted({(days, one[0]) for days, one in rows}):
        some = [one for at, one in rows if (at, one[0]) == (days, period)]
        print(
            f"{days:5} {period:<9} {len(some):6} {_mean(o[1] for o in some):6.3f} {_mean(o[2] for o in some):6.3f}"
        )


def _region(seed: int, days: int, on: date) -> list[Said]:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        example.write(
            folder / "region", size=SIZE, seed=seed, on=on, flow_days=days, flow_records=RECORDS
        )
        estate = pipeline.run(folder / "region", folder / "work", on=on, until="depend").estate
        connection = estate.connection
        for name in ("record", "entity", "dependency"):
            path = folder / "region" / "truth" / f"{name}.parquet"
            connection.execute(f"create view true_{name} as from '{path}'")
        Steps(connection, _STEPS).run("matched", "located")
        return connection.execute(_SAID).fetchall()


def _tenths(title: str, pairs: list[tuple[float, bool]]) -> None:
    print(f"{title}\n{'said':>9} {'n':>6} {'mean':>6} {'unseen':>6}")
    wrong = 0.0
    for tenth in range(10):
        some = [pair for pair in pairs if min(9, int(pair[0] * 10)) == tenth]
        if some:
            said, unseen = _mean(one for one, _ in some), _mean(one for _, one in some)
            wrong += len(some) / len(pairs) * abs(said - unseen)
            print(
                f"{tenth / 10:.1f}–{tenth / 10 + 0.1:.1f} {len(some):6} {said:6.3f} {unseen:6.3f}"
            )
    print(f"mean distance {wrong:.3f}")


def _mean(values: Iterable[float]) -> float:
    some = [float(one) for one in values]
    return sum(some) / len(some)


if __name__ == "__main__":
    main()
