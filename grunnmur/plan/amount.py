"""Whole amounts: money in NOK and everything else that is counted, exact and within 64 bits."""

from __future__ import annotations

from grunnmur.errors import ProblemError

LARGEST = 10**13
"""No single amount is larger, so that sums over 10,000 workloads stay far inside 64 bits."""


def is_whole(value: object) -> bool:
    """Whether the value is a whole number. True and False are not numbers here."""
    return isinstance(value, int) and not isinstance(value, bool)


def require_whole(name: str, value: object, *, least: int) -> None:
    """Refuses what is not a whole number from `least` to the largest amount: also NaN and 1.5."""
    if not is_whole(value):
        raise ProblemError("not_a_whole_number", name=name, value=repr(value))
    assert isinstance(value, int)
    if not least <= value <= LARGEST:
        raise ProblemError("number_out_of_range", name=name, value=value, least=least)


def require_whole_series(name: str, values: tuple[int, ...]) -> None:
    """Refuses a series in which one value is not a whole number from 0."""
    if set(map(type, values)) <= {int} and (
        not values or (min(values) >= 0 and max(values) <= LARGEST)
    ):
        return
    for value in values:
        require_whole(name, value, least=0)
