"""Small random problems with every kind of row there is, for what must hold of bounds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from grunnmur.plan.conditions import Executed, FixedCost, Together
from grunnmur.plan.problem import Problem

from .small import problems


@st.composite
def rich_problems(draw: Any, *, most: int = 3) -> Problem:
    """A small problem that also has both sides of a move, sets, executed moves, fixed costs."""
    given = draw(problems(most=most))
    count = len(given.periods)
    names = [row.id for row in given.workloads]
    some = st.lists(st.sampled_from(names), unique=True)
    amount = st.integers(0, 1)
    return replace(
        given,
        workloads=tuple(
            replace(
                row,
                holds=(("s", draw(amount)),),
                dispositions=tuple(
                    replace(way, keeps=(("s", draw(amount)),)) for way in row.dispositions
                ),
            )
            for row in given.workloads
        ),
        together=tuple(Together(f"t{n}", tuple(draw(some))) for n in range(draw(amount))),
        fixed_costs=tuple(
            FixedCost(f"f{n}", tuple(draw(some)), tuple(draw(_costs(count))))
            for n in range(draw(st.integers(0, 3)))
        ),
        executed=tuple(
            Executed(name, "quick", draw(st.integers(-1, 2)))
            for name in (draw(some)[:1] if draw(st.booleans()) else [])
        ),
    )


def _costs(count: int) -> st.SearchStrategy[list[int]]:
    return st.lists(st.integers(0, 60), min_size=count, max_size=count)
