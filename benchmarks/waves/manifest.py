"""The frozen instances: MANIFEST.csv names each with its size, its seed and its problem's digest."""

from __future__ import annotations

import csv
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from benchmarks.waves.generate import generate
from grunnmur.plan import Problem, digest

PATH = Path(__file__).parent / "MANIFEST.csv"
FAMILY = ((50, 48, False, 12), (500, 60, False, 9), (2500, 60, False, 6), (5000, 104, True, 3))
"""Workloads, periods, whether these are fortnights, and how many instances."""


@dataclass(frozen=True, slots=True)
class Row:
    """One frozen instance."""

    name: str
    workloads: int
    periods: int
    rhythm: str
    seed: int
    digest: str


class NotTheSame(ValueError):
    """The instance made here is not the frozen one: its digest is another."""


def rows(only: str = "") -> list[Row]:
    """The frozen instances whose name begins with `only`, in the manifest's order."""
    with PATH.open(encoding="utf-8", newline="") as file:
        found = [
            Row(
                name=line["name"],
                workloads=int(line["workloads"]),
                periods=int(line["periods"]),
                rhythm=line["rhythm"],
                seed=int(line["seed"]),
                digest=line["digest"],
            )
            for line in csv.DictReader(file)
        ]
    return [row for row in found if row.name.startswith(only)]


def instance(row: Row) -> Problem:
    """The frozen instance, made anew. Raises NotTheSame if it is not what was frozen."""
    problem = _made(row)
    found = digest(problem)
    if found != row.digest:
        raise NotTheSame(f"{row.name}: frozen as {row.digest}, made as {found}")
    return problem


def freeze() -> list[Row]:
    """Writes the manifest anew from the family. Old plans answer other problems after that."""
    found = []
    for workloads, periods, fortnights, count in FAMILY:
        for seed in range(1, count + 1):
            name = f"{workloads}x{periods}-{seed:02}"
            rhythm = "fortnights" if fortnights else "months"
            row = Row(name, workloads, periods, rhythm, seed, "")
            found.append(Row(name, workloads, periods, rhythm, seed, digest(_made(row))))
    with PATH.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(field.name for field in fields(Row))
        writer.writerows(astuple(row) for row in found)
    return found


def _made(row: Row) -> Problem:
    return generate(row.workloads, row.periods, row.seed, fortnights=row.rhythm == "fortnights")
