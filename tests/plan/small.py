"""Small random problems for properties, and every plan of a tiny one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import product
from typing import Any

from hypothesis import strategies as st

from grunnmur.plan.conditions import (
    Budget,
    Coupling,
    Exclusion,
    Executed,
    FixedCost,
    Forbid,
    Freeze,
    Pin,
    Precedence,
    Resource,
    Slots,
)
from grunnmur.plan.json_form import digest, problem_document
from grunnmur.plan.plan import Move
from grunnmur.plan.problem import Problem
from grunnmur.plan.workload import Deadline, Disposition, Workload

from .problems import problem

MONEY = st.integers(0, 50)
TRUSTS = ("NORTH", "SOUTH")


@st.composite
def problems(draw: Any, *, most: int = 8, generous: bool = False) -> Problem:
    """A problem of a few workloads. A generous one has room enough that it is feasible."""
    count = draw(st.integers(6, 10) if generous else st.integers(3, 5))
    names = [f"w{n}" for n in range(draw(st.integers(1, most)))]
    room = len(names) if generous else 2
    pairs = [(a, b) for a in names for b in names if a < b]
    some = lambda items, size: draw(  # noqa: E731 - a word for a long phrase
        st.lists(st.sampled_from(items), max_size=size, unique=True) if items else st.just([])
    )
    rows = [draw(_workload(name, count, generous=generous)) for name in names]
    return problem(
        *rows,
        count=count,
        resources=(Resource("s", tuple(draw(_series(count, 4 * room, 6 * room)))),),
        slots=(Slots("NORTH", tuple(draw(_series(count, room, room + 1)))),),
        wave_limit=draw(st.none() | st.just((room,) * count)),
        budgets=(Budget(2027, draw(st.integers(60 * room, 90 * room))),),
        freezes=() if generous else (Freeze("f", (1,), organisation="SOUTH"),),
        precedences=tuple(
            Precedence(a, b, 0 if generous else draw(st.integers(0, 1)))
            for a, b in some(pairs, 3 if not generous else 2)
        ),
        couplings=tuple(
            Coupling(a, b, draw(MONEY), draw(MONEY), draw(MONEY)) for a, b in some(pairs, 4)
        ),
        exclusions=() if generous or len(names) < 2 else (Exclusion("pair", tuple(names[:2])),),
        fixed_costs=(FixedCost("platform", tuple(some(names, 4)), (draw(MONEY),) * count),),
        pins=() if generous else tuple(Pin("p", name, first=1) for name in some(names, 1)),
        forbids=() if generous else tuple(Forbid("x", name, before=1) for name in some(names, 1)),
        executed=tuple(Executed(name, "quick", -1) for name in some(names[:1], 1))
        if draw(st.booleans())
        else (),
    )


def _series(count: int, low: int, high: int) -> st.SearchStrategy[list[int]]:
    return st.lists(st.integers(low, high), min_size=count, max_size=count)


@st.composite
def _workload(draw: Any, name: str, count: int, *, generous: bool) -> Workload:
    quick = Disposition("quick", 1, (("s", draw(st.integers(0, 4))),), draw(MONEY), 5, draw(MONEY))
    slow = Disposition("slow", 2, (("s", draw(st.integers(0, 4))),), draw(MONEY), 1, draw(MONEY))
    due = st.builds(Deadline, st.integers(2, count), st.just(False), MONEY)
    return Workload(
        id=name,
        name=name,
        dispositions=(quick, slow) if draw(st.booleans()) else (quick,),
        platform=draw(st.sampled_from("AB")),
        organisations=tuple(draw(st.lists(st.sampled_from(TRUSTS), max_size=2, unique=True))),
        exposure=tuple(draw(st.lists(MONEY, min_size=count, max_size=count))),
        run_before=(draw(MONEY),) * count,
        earliest=0 if generous else draw(st.integers(0, 1)),
        deadlines=tuple(draw(st.lists(due, max_size=1))),
    )


def every_plan(given: Problem) -> Iterator[dict[str, Any]]:
    """Every plan there is, as documents: each disposition in each period."""
    executed = {move.workload: move for move in given.executed}
    choices = [
        [Move(row.id, executed[row.id].disposition, executed[row.id].period)]
        if row.id in executed
        else [
            Move(row.id, way.name, p) for way in row.dispositions for p in range(len(given.periods))
        ]
        for row in given.workloads
    ]
    nothing_said = bare_plan(given)
    for moves in product(*choices):
        yield nothing_said | {"moves": _rows(moves)}


def bare_plan(given: Problem, *moves: Move) -> dict[str, Any]:
    """A plan document for the problem that claims nothing of itself."""
    form = {"format": "grunnmur-plan/1", "problem_digest": digest(given)}
    return form | {"moves": _rows(moves)}


def _rows(moves: Iterable[Move]) -> list[dict[str, Any]]:
    return [asdict(move) for move in moves]


def document(given: Problem) -> dict[str, Any]:
    """The problem as JSON values."""
    return problem_document(given)
