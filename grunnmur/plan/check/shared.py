"""The conditions that concern several workloads: order, exclusion, and what there is enough of."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import accumulate

from grunnmur.plan.check.moves import Made
from grunnmur.plan.check.report import Violation
from grunnmur.plan.check.statement import Statement

Moves = dict[str, Made]


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
        names = [name for name in sorted(set(row["workloads"])) if name in moves]
        met = Counter(moves[name].period for name in names)
        for period, number in sorted(met.items()):
            both = [name for name in names if moves[name].period == period]
            movable = any(not moves[name].executed for name in both)
            if number > 1 and period >= 0 and movable:
                facts = {"exclusion": row["id"], "period": period, "workloads": both}
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
    change = {row["id"]: [0] * (problem.count + 1) for row in problem.rows("resources")}
    for move in moves.values():
        for resource, used, periods in taken(move, problem.count):
            change[resource][periods.start] += used
            change[resource][periods.stop] -= used
    for row in problem.rows("resources"):
        name, totals = row["id"], accumulate(change[row["id"]])
        for period, (amount, limit) in enumerate(
            zip(totals, problem.series(row, "capacity"), strict=False)
        ):
            if amount > limit:
                users = [move for move in moves.values() if _takes(move, name, period)]
                yield from _over(
                    "over_capacity", users, amount, limit, resource=name, period=period
                )


def taken(move: Made, count: int) -> Iterator[tuple[str, int, range]]:
    """Each resource the move takes up, how much, and in which periods."""
    first = max(0, move.period - move.way["duration"] + 1)
    for resource, amount in (move.way.get("effort") or {}).items():
        yield resource, amount, range(first, max(first, move.period + 1))
    for resource, amount in (move.way.get("keeps") or {}).items():
        yield resource, amount, range(first, count)
    for resource, amount in (move.workload.get("holds") or {}).items():
        yield resource, amount, range(move.period + 1)


def broken_slots(problem: Statement, moves: Moves) -> Iterator[Violation]:
    """Slots: no organisation has more cutovers in a period than it takes."""
    used = Counter(
        (organisation, move.period)
        for move in moves.values()
        for organisation in move.workload.get("organisations") or []
    )
    for row in problem.rows("slots"):
        name = row["organisation"]
        for period, limit in enumerate(problem.series(row, "capacity")):
            if used[name, period] > limit:
                users = [
                    move
                    for move in moves.values()
                    for organisation in move.workload.get("organisations") or []
                    if (organisation, move.period) == (name, period)
                ]
                amount = used[name, period]
                yield from _over(
                    "over_slots", users, amount, limit, organisation=name, period=period
                )


def broken_wave_limit(problem: Statement, moves: Moves) -> Iterator[Violation]:
    """Wave limit: no period has more cutovers in all."""
    if problem.document.get("wave_limit") is None:
        return
    used = Counter(move.period for move in moves.values())
    for period, limit in enumerate(problem.series(problem.document, "wave_limit")):
        if used[period] > limit:
            users = [move for move in moves.values() if move.period == period]
            yield from _over("over_wave_limit", users, used[period], limit, period=period)


def broken_budgets(problem: Statement, moves: Moves) -> Iterator[Violation]:
    """Budgets: one-off costs due in a year are no more than its amount."""
    year = [int(row["starts_on"][:4]) for row in problem.document["periods"]]
    spending: dict[int, list[Made]] = defaultdict(list)
    for move in moves.values():
        if move.period >= 0 and move.way.get("one_off"):
            spending[year[move.period]].append(move)
    for row in problem.rows("budgets"):
        spent = sum(move.way["one_off"] for move in spending[row["year"]])
        if spent > row.get("amount", 0):
            users = spending[row["year"]]
            yield from _over("over_budget", users, spent, row.get("amount", 0), year=row["year"])


def _takes(move: Made, name: str, period: int) -> bool:
    return any(
        resource == name and used and period in periods
        for resource, used, periods in taken(move, period + 1)
    )


def _over(
    code: str, users: list[Made], used: int, limit: int, **facts: object
) -> Iterator[Violation]:
    """The violation, unless only executed moves have part in the row."""
    if any(not move.executed for move in users):
        names = [move.workload["id"] for move in users]
        yield Violation(code, {**facts, "used": used, "limit": limit, "workloads": names})
