"""Made-up problems: small ones by hand or by chance, and one the size of a region."""

from __future__ import annotations

from datetime import date
from random import Random

from grunnmur.plan.conditions import (
    Budget,
    Coupling,
    Exclusion,
    FixedCost,
    Freeze,
    Precedence,
    Resource,
    Slots,
)
from grunnmur.plan.period import months
from grunnmur.plan.problem import Problem
from grunnmur.plan.workload import Deadline, Disposition, Workload

TRUSTS = ("NORTH", "SOUTH", "EAST", "WEST", "CITY")


def workload(name: str, count: int, *dispositions: Disposition, **columns) -> Workload:
    """A workload with exposure and running cost the same in each of `count` periods."""
    exposure = columns.pop("exposure", 0)
    run_before = columns.pop("run_before", 0)
    return Workload(
        id=name,
        name=name,
        dispositions=dispositions or (Disposition("rehost", 1),),
        exposure=(exposure,) * count,
        run_before=(run_before,) * count,
        **columns,
    )


def problem(*workloads: Workload, count: int, **columns) -> Problem:
    """A problem of `count` months from October 2026."""
    return Problem("made up", months(date(2026, 10, 1), count), workloads, **columns)


def region(workload_count: int, period_count: int, seed: int = 1) -> Problem:
    """A problem the shape of a region: trusts, platforms, skills, couplings with heavy tails."""
    random = Random(seed)
    skills = tuple(f"skill {n}" for n in range(6))
    rows = [_region_workload(random, n, period_count, skills) for n in range(workload_count)]
    load, peak = dict.fromkeys(skills, 0), dict.fromkeys(skills, 0)
    for row in rows:
        for skill, rate in row.dispositions[0].effort:
            load[skill] += rate * row.dispositions[0].duration
            peak[skill] = max(peak[skill], rate)
    dips = [0.5 if n % 12 in (2, 9) else 1.0 for n in range(period_count)]
    spare = 1 / (0.75 * sum(dips))
    in_trust = {name: sum(name in row.organisations for row in rows) for name in TRUSTS}
    platforms = sorted({row.platform for row in rows})
    return problem(
        *rows,
        count=period_count,
        resources=tuple(
            Resource(name, tuple(int(peak[name] + load[name] * spare * dip) for dip in dips))
            for name in skills
        ),
        slots=tuple(
            Slots(name, (2 + in_trust[name] * 4 // (3 * period_count),) * period_count)
            for name in TRUSTS
        ),
        freezes=tuple(
            Freeze(f"summer {name}", tuple(range(9 + n % 2, period_count, 12)), organisation=name)
            for n, name in enumerate(TRUSTS)
        ),
        budgets=tuple(
            Budget(2026 + n, 40_000 * workload_count * 12 // period_count) for n in range(6)
        ),
        precedences=tuple(_region_precedences(random, rows)),
        couplings=tuple(_region_couplings(random, rows)),
        exclusions=tuple(
            Exclusion(f"pair {n}", tuple(row.id for row in random.sample(rows, 2)))
            for n in range(workload_count // 16)
        ),
        fixed_costs=tuple(
            FixedCost(
                name,
                tuple(row.id for row in rows if row.platform == name),
                (1500 * workload_count // 3,) * period_count,
            )
            for name in platforms
        ),
    )


def _region_workload(random: Random, n: int, count: int, skills: tuple[str, ...]) -> Workload:
    size = min(60.0, random.paretovariate(1.2))
    exposure = int(2000 * size * random.random())
    effort = tuple(
        sorted((skill, 2 + int(12 * size * random.random())) for skill in random.sample(skills, 2))
    )
    quick = Disposition(
        "rehost", random.randint(1, 2), effort, int(9000 * size), exposure // 2, int(900 * size)
    )
    thorough = Disposition(
        "replatform",
        random.randint(2, 4),
        effort,
        int(15000 * size**0.8),
        exposure // 10,
        int(600 * size),
    )
    deadline = (Deadline(random.randint(count // 3, count), penalty=5000),) if n % 4 == 0 else ()
    return workload(
        f"w{n:05}",
        count,
        quick,
        thorough,
        exposure=exposure,
        run_before=int(1500 * size),
        platform="ABC"[min(2, int(random.expovariate(1.1)))],
        organisations=tuple(sorted(random.sample(TRUSTS, 1 if random.random() < 0.95 else 3))),
        deadlines=deadline,
    )


def _region_precedences(random: Random, rows: list[Workload]) -> list[Precedence]:
    pairs = {tuple(sorted(random.sample(range(len(rows)), 2))) for _ in range(3 * len(rows) // 2)}
    early = len(rows) // 8
    return [
        Precedence(rows[a].id, rows[b].id, a % 2) for a, b in sorted(pairs) if a < early or b % 3
    ]


def _region_couplings(random: Random, rows: list[Workload]) -> list[Coupling]:
    found = {}
    for _ in range(3 * len(rows)):
        a = int(len(rows) * random.random() ** 3)
        b = random.randrange(len(rows))
        if a != b:
            weight = int(200 * random.paretovariate(1.3))
            same = rows[a].platform == rows[b].platform
            found[min(a, b), max(a, b)] = (weight, 0 if same else weight)
    return [
        Coupling(rows[a].id, rows[b].id, weight, weight, neither)
        for (a, b), (weight, neither) in sorted(found.items())
    ]
