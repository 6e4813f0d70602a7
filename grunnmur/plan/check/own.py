"""The conditions that concern one workload alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

from grunnmur.plan.check.moves import Made
from grunnmur.plan.check.report import Violation
from grunnmur.plan.check.statement import Row, Statement

_MEMBERS = {
    "begins_before_first_period": ("duration", ""),
    "before_earliest": ("earliest", ""),
    "in_closed_period": ("closed", ""),
    "in_freeze": ("freezes", "freeze"),
    "after_deadline": ("deadlines", ""),
    "pin_broken": ("pins", "pin"),
    "forbid_broken": ("forbids", "forbid"),
}
"""Where in a problem a condition stands, and what of a violation's facts is its id."""


class OwnConditions:
    """Earliest, closed, deadlines, freezes, pins, forbids and the beginning of the work."""

    def __init__(self, problem: Statement) -> None:
        self._freezes = problem.rows("freezes")
        self._pins = _by_workload(problem.rows("pins"))
        self._forbids = _by_workload(problem.rows("forbids"))
        self._frozen_by: dict[tuple[tuple[str, ...], tuple[str, ...]], frozenset[int]] = {}
        self._conditions: tuple[Callable[[Row, Row, int], Iterator[Violation]], ...] = (
            self._begins_in_time,
            self._not_too_early,
            self._not_closed,
            self._not_frozen,
            self._not_after_deadline,
            self._as_pinned,
            self._not_forbidden,
        )

    def broken(self, move: Made) -> Iterator[Violation]:
        """The conditions the move breaks; none where it has been executed."""
        if not move.executed:
            for condition in self._conditions:
                yield from condition(move.workload, move.way, move.period)

    def allowed(self, workload: Row, way: Row, count: int) -> list[int]:
        """The periods in which the workload's own conditions allow the disposition."""
        hard = [row.get("last", 0) for row in workload.get("deadlines") or [] if row.get("hard")]
        first = max(way["duration"] - 1, workload.get("earliest", 0))
        shut = self._frozen(workload) | set(workload.get("closed") or [])
        people = self._pins[workload["id"]] or self._forbids[workload["id"]]
        return [
            period
            for period in range(first, min([count - 1, *hard]) + 1)
            if period not in shut
            and not (people and any(self._people_say_no(workload, way, period)))
        ]

    def closing(self, workload: Row, count: int) -> list[str]:
        """What of the workload's own conditions closes some period to it: members, with their ids."""
        broken = (
            violation
            for way in workload["dispositions"]
            for period in range(count)
            for condition in self._conditions
            for violation in condition(workload, way, period)
        )
        return list(dict.fromkeys(map(_member, broken)))

    def _frozen(self, workload: Row) -> frozenset[int]:
        key = (
            tuple(workload.get("organisations") or []),
            tuple(workload.get("services") or []),
        )
        if key not in self._frozen_by:
            concerned = [row for row in self._freezes if _concerns(row, workload)]
            periods = [period for row in concerned for period in row.get("periods") or []]
            self._frozen_by[key] = frozenset(periods)
        return self._frozen_by[key]

    def _people_say_no(self, workload: Row, way: Row, period: int) -> Iterator[Violation]:
        yield from self._as_pinned(workload, way, period)
        yield from self._not_forbidden(workload, way, period)

    def _begins_in_time(self, workload: Row, way: Row, period: int) -> Iterator[Violation]:
        if period - way["duration"] + 1 < 0:
            yield _violation("begins_before_first_period", workload, period)

    def _not_too_early(self, workload: Row, way: Row, period: int) -> Iterator[Violation]:
        earliest = workload.get("earliest", 0)
        if period < earliest:
            yield _violation("before_earliest", workload, period, earliest=earliest)

    def _not_closed(self, workload: Row, way: Row, period: int) -> Iterator[Violation]:
        if period in (workload.get("closed") or []):
            yield _violation("in_closed_period", workload, period)

    def _not_frozen(self, workload: Row, way: Row, period: int) -> Iterator[Violation]:
        for freeze in self._freezes:
            if period in (freeze.get("periods") or []) and _concerns(freeze, workload):
                yield _violation("in_freeze", workload, period, freeze=freeze["id"])

    def _not_after_deadline(self, workload: Row, way: Row, period: int) -> Iterator[Violation]:
        for deadline in workload.get("deadlines") or []:
            last = deadline.get("last", 0)
            if deadline.get("hard") and period > last:
                yield _violation("after_deadline", workload, period, last=last)

    def _as_pinned(self, workload: Row, way: Row, period: int) -> Iterator[Violation]:
        for pin in self._pins[workload["id"]]:
            if not (_within(pin, period) and _is_way(pin, way)):
                yield _violation("pin_broken", workload, period, pin=pin["id"])

    def _not_forbidden(self, workload: Row, way: Row, period: int) -> Iterator[Violation]:
        for forbid in self._forbids[workload["id"]]:
            if _within(forbid, period) and _is_way(forbid, way):
                yield _violation("forbid_broken", workload, period, forbid=forbid["id"])


def _concerns(freeze: Row, workload: Row) -> bool:
    organisation, service = freeze.get("organisation"), freeze.get("service")
    return (not organisation or organisation in (workload.get("organisations") or [])) and (
        not service or service in (workload.get("services") or [])
    )


def _within(row: Row, period: int) -> bool:
    before = row.get("before")
    return bool(row.get("from", 0) <= period and (before is None or period < before))


def _is_way(row: Row, way: Row) -> bool:
    return not row.get("disposition") or row["disposition"] == way["name"]


def _violation(code: str, workload: Row, period: int, **facts: object) -> Violation:
    return Violation(code, {"workload": workload["id"], "period": period, **facts})


def _member(violation: Violation) -> str:
    member, named = _MEMBERS[violation.code]
    return f"{member} {violation.facts[named]}" if named else member


def _by_workload(rows: list[Row]) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row["workload"]].append(row)
    return grouped
