"""The planner's properties on as many random problems as asked for: `python -m benchmarks.properties 3000`."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from hypothesis import HealthCheck, settings

from benchmarks import machine
from tests.plan import test_search

_PROPERTIES: tuple[Callable[[], None], ...] = (
    test_search.test_a_plan_for_a_feasible_problem_passes_the_check,
    test_search.test_what_the_search_says_of_its_plan_is_what_the_checker_finds,
    test_search.test_a_tiny_problem_is_feasible_exactly_if_some_plan_is,
    test_search.test_room_on_both_sides_and_sets_that_move_together_are_searched_right,
)


def main() -> int:
    """0 where all hold; a counterexample ends it."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    print(machine.line())
    for holds in _PROPERTIES:
        began = time.process_time()
        many = settings(
            max_examples=count,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        many(holds)()
        print(
            f"{holds.__name__} | {count} problems | {time.process_time() - began:.0f} s", flush=True
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
