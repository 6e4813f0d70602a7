"""Makespan, bound and deviation from the best known, an instance a line."""

from __future__ import annotations

import argparse
import json
import sys
from functools import partial
from pathlib import Path
from statistics import fmean
from typing import Any

from benchmarks import machine
from benchmarks.rcpsp import beside
from benchmarks.rcpsp.best_known import BestKnown, Known, tables
from benchmarks.rcpsp.instances import Instance, instances
from grunnmur.errors import ProblemError
from grunnmur.plan import activities
from grunnmur.text import Voice

Row = dict[str, Any]

NEAR = 0.05
"""What is told as near to the best known."""


def main() -> int:
    """0 where every schedule holds; 1 where one does not, or an instance cannot be used."""
    wanted = _wanted()
    print(machine.line(), file=sys.stderr)
    _warm_up()
    best_known = BestKnown(tables(wanted.bounds))
    rows: list[Row] = []
    unusable = 0
    if not wanted.json:
        print("instance | solver | status | makespan | bound | best known | deviation % | seconds")
    for instance in instances(wanted.files):
        known = best_known.of(instance.path)
        try:
            for solver in ("grunnmur", *wanted.beside):
                rows.append(_row(instance, known, solver, wanted))
                print(json.dumps(rows[-1]) if wanted.json else _line(rows[-1]), flush=True)
        except ProblemError as error:
            print(Voice("en")(error.code, **error.facts), file=sys.stderr)
            unusable += 1
    for solver in ("grunnmur", *wanted.beside):
        print(_summary(solver, rows), file=sys.stderr)
    return int(unusable > 0 or any(row["broken"] for row in rows))


def _wanted() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rcpsp", description=__doc__)
    parser.add_argument(
        "files", nargs="+", help="files, folders, ARCHIVE.tar.xz[:MEMBER], LIST.txt"
    )
    parser.add_argument("--seconds", type=float, default=60.0, help="for each instance")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument(
        "--processor", action="store_true", help="seconds are a worker's processor seconds"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="one line an instance")
    parser.add_argument("--bounds", type=Path, action="append", default=[], metavar="CSV")
    parser.add_argument("--beside", choices=("pyjobshop",), action="append", default=[])
    return parser.parse_args()


def _warm_up() -> None:
    """Compiles what is not yet kept on disk, outside every instance's time."""
    mode = activities.Mode(1)
    for lag in (activities.Lag(0, 1), activities.Lag(0, 1, 1, after_end=False)):
        activities.solve(activities.Project("warm-up", ((mode,), (mode,)), (lag,)), effort=2)


def _row(instance: Instance, known: Known, solver: str, wanted: argparse.Namespace) -> Row:
    project = activities.read(instance.name, instance.text)
    clock = machine.clock(wanted.workers, processor=wanted.processor)
    limits = {"seconds": wanted.seconds, "workers": wanted.workers, "clock": clock}
    solve = (
        partial(activities.solve, project, seed=wanted.seed, **limits)
        if solver == "grunnmur"
        else partial(beside.pyjobshop, project, **limits)
    )
    answer, seconds, worked = beside.timed(solve)
    broken = activities.broken(project, answer.schedule) if answer.schedule else ()
    wrong = [row.code for row in broken] + contradicted(answer, known)
    return {
        "instance": instance.name,
        "solver": solver,
        "status": answer.status,
        "makespan": answer.makespan,
        "bound": answer.bound,
        "best_known": known.upper,
        "best_bound": known.lower,
        "known_infeasible": known.infeasible,
        "deviation": _deviation(answer.makespan, known.upper),
        "broken": wrong,
        "seconds": round(seconds, 2),
        "processor_seconds": round(worked, 2),
    }


def contradicted(answer: activities.Answer, known: Known) -> list[str]:
    """What cannot be true if what others have published is: one of the two is wrong."""
    above = answer.bound is not None and known.upper is not None and answer.bound > known.upper
    below = (
        answer.makespan is not None and known.lower is not None and answer.makespan < known.lower
    )
    reasons = {
        "bound_above_known_schedule": above,
        "shorter_than_known_bound": below,
        "infeasible_with_known_schedule": answer.status == "infeasible" and known.upper is not None,
        "schedule_though_infeasible": known.infeasible and answer.schedule is not None,
    }
    return [reason for reason, found in reasons.items() if found]


def _deviation(makespan: int | None, best: int | None) -> float | None:
    if makespan is None or not best:
        return None
    return round(makespan / best - 1, 5)


def _line(row: Row) -> str:
    names = ("instance", "solver", "status", "makespan", "bound", "best_known")
    deviation = "–" if row["deviation"] is None else f"{100 * row['deviation']:+.2f}"
    cells = ["–" if row[name] is None else str(row[name]) for name in names]
    return " | ".join((*cells, deviation, f"{row['seconds']:.1f}")) + (
        f" | DOES NOT HOLD: {row['broken']}" if row["broken"] else ""
    )


def _summary(solver: str, rows: list[Row]) -> str:
    mine = [row for row in rows if row["solver"] == solver]
    deviations = [row["deviation"] for row in mine if row["deviation"] is not None]
    counts = {
        status: sum(row["status"] == status for row in mine)
        for status in ("optimal", "feasible", "infeasible", "unknown")
    }
    near = sum(deviation <= NEAR for deviation in deviations)
    missed = sum(row["best_known"] is not None and row["makespan"] is None for row in mine)
    words = ", ".join(f"{count} {status}" for status, count in counts.items())
    mean = f"{100 * fmean(deviations):+.2f} %" if deviations else "not known"
    most = f"{100 * max(deviations):+.2f} %" if deviations else "not known"
    return (
        f"{solver}: {len(mine)} instances: {words}; deviation from best known mean {mean}, "
        f"largest {most} over {len(deviations)}, {near} within {NEAR:.0%}; "
        f"{missed} with a known schedule and none found"
    )


if __name__ == "__main__":
    sys.exit(main())
