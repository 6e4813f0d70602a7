"""The open reference set from a terminal: verify, check, solve, baselines, sensitivity, without, page."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks import machine
from benchmarks.waves import comparison, living, manifest, page, solving, store, without
from benchmarks.waves.manifest import Row
from benchmarks.waves.solving import Effort, amount, share
from grunnmur.plan import problem_document


def main() -> int:
    """Does what was asked for; 0 if all of it held."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.waves", description=__doc__)
    what = parser.add_subparsers(dest="what", required=True)
    for name, help_ in (
        ("verify", "make every instance from its seed and compare it with its digest"),
        ("check", "have the checker verify every best known plan and its certificate"),
        ("solve", "solve instances with our planner; better plans are stored"),
        ("short", "solve instances in a short time; 0 if the checker finds nothing broken"),
        ("living", "simulate, edit, check and plan anew the best known plans, with times"),
        ("baselines", "every baseline and our planner, side by side"),
        ("sensitivity", "the same with half and double bridging and platform costs, 500 workloads"),
        ("without", "a problem file, without one kind of condition at a time: where its gap lies"),
        ("page", "make the tables of README.md from what is stored"),
        ("freeze", "write the manifest anew: a new edition of the set"),
        ("add", "store a plan from a file, if it is accepted and better"),
    ):
        command = what.add_parser(name, help=help_)
        command.add_argument("--only", default="", help="instances whose name begins so")
        command.add_argument("--size", type=int, help="instances of so many workloads")
        command.add_argument("--seconds", type=float, default=60)
        command.add_argument(
            "--processor", action="store_true", help="seconds are a worker's processor seconds"
        )
        command.add_argument("--seed", type=int, default=1)
        command.add_argument("--workers", type=int, default=2)
        command.add_argument("--write", action="store_true", help="keep the figures for the page")
        command.add_argument("files", nargs="*", type=Path)
    return _do(parser.parse_args())


def _do(wanted: argparse.Namespace) -> int:
    rows = [row for row in manifest.rows(wanted.only) if wanted.size in (None, row.workloads)]
    effort = Effort(wanted.seconds, wanted.seed, wanted.workers, wanted.processor)
    match wanted.what:
        case "verify":
            return _verify(rows)
        case "check":
            return _check(rows)
        case "page":
            page.write()
        case "freeze":
            manifest.freeze()
        case "add":
            return _add(rows, wanted.files)
        case _:
            print(machine.line())
            if wanted.what == "without":
                without.without(wanted.files, effort)
                return 0
            return _measure(wanted.what, rows, effort, write=wanted.write)
    return 0


def _measure(what: str, rows: list[Row], effort: Effort, *, write: bool) -> int:
    match what:
        case "solve":
            solving.again(rows, effort)
        case "short":
            return int(not solving.held(rows, effort))
        case "living":
            living.living(rows)
        case "baselines":
            comparison.compare(rows, effort, write=write)
        case "sensitivity":
            comparison.sensitivity(effort)
    return 0


def _verify(rows: list[Row]) -> int:
    wrong = 0
    for row in rows:
        try:
            manifest.instance(row)
            print(f"{row.name} | the frozen one", flush=True)
        except manifest.NotTheSame as error:
            wrong += 1
            print(error, flush=True)
    return wrong > 0


def _check(rows: list[Row]) -> int:
    print("instance | accepted | cost | bound | gap | violations")
    wrong = 0
    for row in rows:
        plan = store.read(row)
        if plan is None:
            wrong += 1
            print(f"{row.name} | no plan is stored", flush=True)
            continue
        found = store.checked(row, plan)
        wrong += not found.feasible
        print(
            f"{row.name} | {'yes' if found.feasible else 'no'} | {amount(found.cost)} | "
            f"{amount(found.bound)} | {share(found.gap)} | {len(found.violations)}",
            flush=True,
        )
    return wrong > 0


def _add(rows: list[Row], files: list[Path]) -> int:
    by_digest = {row.digest: row for row in rows}
    for path in files:
        plan = store.parsed(path)
        row = by_digest.get(plan.get("problem_digest", ""))
        if row is None:
            print(f"{path}: its problem_digest is none of the frozen instances'")
            return 1
        best = store.keep(row, plan, problem_document(manifest.instance(row)))
        print(f"{row.name} | sent {plan['cost']:,} | best known {best['cost']:,}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
