"""A problem that means nothing is refused, and the culprit is named."""

from __future__ import annotations

from typing import Any

import pytest

from grunnmur.errors import ProblemError
from grunnmur.plan.conditions import (
    Coupling,
    Executed,
    Forbid,
    Freeze,
    Outside,
    Pin,
    Precedence,
    Resource,
    Slots,
)
from grunnmur.plan.cycle import find_cycle
from grunnmur.plan.windows import windows
from grunnmur.plan.workload import Deadline, Disposition

from .problems import problem, workload


def refused(*rows: Any, **columns: Any) -> ProblemError:
    """What a problem of these rows over three months is refused with."""
    with pytest.raises(ProblemError) as caught:
        problem(*rows, count=3, **columns)
    return caught.value


def rows(names: str) -> list[Any]:
    return [workload(name, 3) for name in names]


def test_a_cycle_of_precedences_is_named() -> None:
    pairs = (Precedence("b", "c"), Precedence("c", "a"), Precedence("a", "b"), Precedence("a", "d"))

    error = refused(*rows("abcd"), precedences=pairs)

    assert (error.code, error.facts["cycle"]) == ("precedence_cycle", ["a", "b", "c", "a"])


def test_a_cycle_is_found_behind_what_was_searched_before() -> None:
    assert find_cycle([("a", "b"), ("b", "c"), ("d", "c"), ("d", "e"), ("e", "d")]) == [
        "d",
        "e",
        "d",
    ]
    assert find_cycle([("a", "b"), ("b", "c"), ("a", "c")]) == []


@pytest.mark.parametrize(
    "columns",
    [
        {"precedences": (Precedence("a", "z"),)},
        {"couplings": (Coupling("a", "z"),)},
        {"pins": (Pin("p", "z"),)},
        {"executed": (Executed("z", "rehost", 0),)},
    ],
)
def test_an_unknown_workload_is_named(columns: Any) -> None:
    error = refused(*rows("a"), **columns)

    assert (error.code, error.facts["id"]) == ("unknown_workload", "z")


def test_an_unknown_resource_is_named() -> None:
    error = refused(workload("a", 3, Disposition("rehost", 1, (("magic", 1),))))

    assert (error.code, error.facts["id"]) == ("unknown_resource", "magic")


def test_an_unknown_disposition_is_named() -> None:
    error = refused(*rows("a"), pins=(Pin("p", "a", disposition="sell"),))

    assert (error.code, error.facts["id"]) == ("unknown_disposition", "sell")


def test_a_workload_without_any_allowed_period_is_named() -> None:
    frozen = (Freeze("f", (0, 1, 2)),)

    error = refused(*rows("a"), freezes=frozen)

    assert (error.code, error.facts["workload"]) == ("no_allowed_period", "a")


def test_a_hard_deadline_before_the_work_can_be_done_leaves_no_period() -> None:
    row = workload("a", 3, Disposition("slow", 3), deadlines=(Deadline(1, hard=True),))

    error = refused(row)

    assert (error.code, error.facts["closed_by"]) == (
        "no_allowed_period",
        ["duration", "deadlines"],
    )


def test_only_what_is_needed_to_leave_no_period_is_said_to_close_it() -> None:
    freezes = (Freeze("f", (0,)), Freeze("g", (0, 1)), Freeze("h", (2,), "SOUTH"))

    error = refused(*rows("a"), freezes=freezes, pins=(Pin("p", "a", before=2),))

    assert error.facts["closed_by"] == ["freezes g", "pins p"]


def test_periods_and_durations_far_beyond_the_last_are_only_far() -> None:
    never = Disposition("never", 10**13)
    row = workload("a", 3, Disposition("rehost", 1), never, deadlines=(Deadline(10**13, True),))
    later = workload("b", 3, earliest=10**13)

    sound = problem(row, count=3, pins=(Pin("p", "a", 0, 10**13),))

    assert windows(sound)["a"] == (0b111, 0)
    assert refused(later).facts["closed_by"] == ["earliest"]


def test_costs_that_64_bits_have_no_room_for_are_refused() -> None:
    dear = [workload(str(n), 3, exposure=10**13) for n in range(10)]
    couplings = [Coupling("0", str(n), 10**13, 0, 10**13) for n in range(1, 10)]

    # 10 workloads of 3 · 10^13, and couplings of 3 · 2 · 10^13 each.
    assert problem(*dear, count=3, couplings=tuple(couplings))
    error = refused(*dear, couplings=tuple(couplings) * 2200)
    assert (error.code, error.facts["total"]) == ("costs_too_large", 1188300 * 10**12)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1.5, True, "1"])
def test_what_is_not_a_whole_number_is_refused(value: Any) -> None:
    with pytest.raises(ProblemError) as caught:
        Disposition("rehost", 1, one_off=value)

    assert caught.value.code == "not_a_whole_number"


def test_a_negative_capacity_is_refused() -> None:
    with pytest.raises(ProblemError) as caught:
        Resource("s", (1, -1, 1))

    assert caught.value.code == "number_out_of_range"


def test_a_series_of_another_length_is_named() -> None:
    error = refused(*rows("a"), slots=(Slots("NORTH", (1, 1)),))

    assert (error.code, error.facts["place"]) == ("wrong_length", "slots NORTH")


def test_two_workloads_of_one_name_are_refused() -> None:
    error = refused(*rows("aa"))

    assert (error.code, error.facts) == ("given_twice", {"id": "a", "place": "workloads"})


@pytest.mark.parametrize(
    "columns",
    [
        {"freezes": (Freeze("x", (0,)), Freeze("x", (1,)))},
        {"pins": (Pin("x", "a", 1), Pin("x", "b", 1))},
        {"forbids": (Forbid("x", "a", 0, 1), Forbid("x", "b", 0, 1))},
        {"outside": (Outside("x", "", ("a",)), Outside("x", "", ("b",)))},
    ],
)
def test_an_id_given_twice_in_a_list_is_refused_and_in_two_lists_is_not(
    columns: dict[str, Any],
) -> None:
    error = refused(*rows("ab"), **columns)

    assert (error.code, error.facts["id"]) == ("given_twice", "x")
    assert problem(*rows("ab"), count=3, freezes=(Freeze("x", (0,)),), pins=(Pin("x", "a", 1),))


def test_a_workload_coupled_to_itself_is_refused() -> None:
    assert refused(*rows("a"), couplings=(Coupling("a", "a"),)).code == "coupled_to_itself"
