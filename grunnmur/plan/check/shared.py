"""The conditions that concern several workloads: order, exclusion, and what there is enough of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from grunnmur.plan.check.moves import Made
from grunnmur.plan.check.report import Violation
from grunnmur.plan.check.statement import Statement

Moves = dict[str, Made]


@dataclass(slots=True)
class _Use:
    """What is used of one row, and whether a workload that is not executed has part in it."""

    amount: int = 0
    movable: bool = False
    workloads: list[str] = field(default_factory=list)

    def add(self, move: Made, amount: int) -> None:
        if amount:
            self.amount += amount
            self.movable = self.movable or not move.executed
            self.workloads.append(move.workload["id"])


def broken_order(problem: Statement, moves: Moves) -> Iterator[Violation]:
    """Precedences: the later one is at least `lag` periods after the earlier one."""
    for row in problem.rows("precedences"):
        before, after = moves.get(row["before"]), moves.get(row["after"])
        if before is None or after is None or after.executed:
            continue
        lag = row.get("lag", 0)
        if after.period < before.period + lag:
            facts = {"before": row["before"], "after": row["after"], "lag": lag}
            periods = {"period_before": before.period, "period_after": after.period}
            yield Violation("precedence_broken", facts | periods)


def broken_exclusions(problem: Statement, moves: Moves) -> Iterator[Violation]:
    """Exclusions: no two of the workloads in the same period."""
    for row in problem.rows("exclusions"):
        used: dict[int, _Use] = defaultdict(_Use)
        for name in sorted(set(row["workloads"])):
            if name in moves and moves[name].period >= 0:
                used[moves[name].period].add(moves[name], 1)
        for period, use in sorted(used.items()):
            if use.movable and use.amount > 1:
                facts = {"exclusion": row["id"], "period": period, "workloads": use.workloads}
                yield Violation("exclusion_broken", facts)


def broken_together(problem: Statement, moves: Moves) -> Iterator[Violation]:
    """Together: all of the workloads in the same period."""
    for row in problem.rows("together"):
        members = [moves[name] for name in sorted(set(row["workloads"])) if name in moves]
        periods = sorted({move.period for move in members})
        if len(periods) > 1 and not all(move.executed for move in members):
            yield Violation("together_broken", {"together": row["id"], "periods": periods})


def broken_resources(problem: Statement, moves: Moves) -> Iterator[Violation]:
    """Resources: the work under way, the old side and the new use no more than there is."""
    used: dict[tuple[str, int], _Use] = defaultdict(_Use)
    for move in moves.values():
        for resource, amount, periods in _taken(move, problem.count):
            for period in periods:
                used[resource, period].add(move, amount)
    for row in problem.rows("resources"):
        for period, limit in enumerate(problem.series(row, "capacity")):
            use = used[row["id"], period]
            yield from _over("over_capacity", use, limit, resource=row["id"], period=period)


def _taken(move: Made, count: int) -> Iterator[tuple[str, int, range]]:
    """Each resource the move takes up, how much, and in which periods."""
    first = max(0, move.period - move.way["duration"] + 1)
    for resource, amount in (move.way.get("effort") or {}).items():
        yield resource, amount, range(first, move.period + 1)
    for resource, amount in (move.way.get("keeps") or {}).items():
        yield resource, amount, range(first, count)
    for resource, amount in (move.workload.get("holds") or {}).items():
        yield resource, amount, range(move.period + 1)


def broken_slots(problem: Statement, moves: Moves) -> Iterator[Violation]:
    """Slots: no organisation has more cutovers in a period than it takes."""
    used: dict[tuple[str, int], _Use] = defaultdict(_Use)
    for move in moves.values():
        for organisation in move.workload.get("organisations") or []:
            used[organisation, move.period].add(move, 1)
    for row in problem.rows("slots"):
        name = row["organisation"]
        for period, limit in enumerate(problem.series(row, "capacity")):
            yield from _over(
                "over_slots", used[name, period], limit, organisation=name, period=period
            )


def broken_wave_limit(problem: Statement, moves: Moves) -> Iterator[Violation]:
    """Wave limit: no period has more cutovers in all."""
    if problem.document.get("wave_limit") is None:
        return
    used: dict[int, _Use] = defaultdict(_Use)
    for move in moves.values():
        used[move.period].add(move, 1)
    for period, limit in enumerate(problem.series(problem.document, "wave_limit")):
        yield from _over("over_wave_limit", used[period], limit, period=period)


def broken_budgets(problem: Statement, moves: Moves) -> Iterator[Violation]:
    """Budgets: one-off costs due in a year are no more than its amount."""
    year = [int(row["starts_on"][:4]) for row in problem.document["periods"]]
    used: dict[int, _Use] = defaultdict(_Use)
    for move in moves.values():
        if move.period >= 0:
            used[year[move.period]].add(move, move.way.get("one_off", 0))
    for row in problem.rows("budgets"):
        yield from _over("over_budget", used[row["year"]], row.get("amount", 0), year=row["year"])


def _over(code: str, use: _Use, limit: int, **facts: object) -> Iterator[Violation]:
    if use.movable and use.amount > limit:
        yield Violation(
            code, {**facts, "used": use.amount, "limit": limit, "workloads": use.workloads}
        )
