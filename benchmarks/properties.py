"""The planner's properties on as many random problems as asked for: `python -m benchmarks.properties 3000`."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, seed, settings

from benchmarks import machine
from tests.plan import test_activities, test_search
from tests.plan.small import problems

_PROPERTIES = (
    (
        problems(most=10, generous=True),
        test_search.test_a_plan_for_a_feasible_problem_passes_the_check,
    ),
    (
        problems(most=10),
        test_search.test_what_the_search_says_of_its_plan_is_what_the_checker_finds,
    ),
    (problems(most=3), test_search.test_a_tiny_problem_is_feasible_exactly_if_some_plan_is),
    (
        test_search.roomy(),
        test_search.test_room_on_both_sides_and_sets_that_move_together_are_searched_right,
    ),
    (
        test_activities.projects(),
        test_activities.test_small_projects_are_solved_as_well_as_by_trying_everything,
    ),
)


def _plainly(holds: Callable[[Any], None]) -> Callable[[Any], None]:
    """The property without the number of examples its test has settled."""

    def held(some: Any) -> None:
        holds(some)

    return held


def main() -> int:
    """0 where all hold; a counterexample ends it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.properties", description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=1000, help="problems for each")
    parser.add_argument("--only", default="", help="properties whose name has this")
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    print(machine.line())
    for strategy, held in _PROPERTIES:
        if wanted.only not in held.__name__:
            continue
        many = settings(
            max_examples=wanted.count,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        began = time.process_time()
        many(seed(wanted.seed)(given(strategy)(_plainly(held.hypothesis.inner_test))))()
        spent = time.process_time() - began
        print(f"{held.__name__} | {wanted.count} problems | {spent:.0f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
