"""Variants of a problem as people write them: `more-money=0.2`, `partner:database=300@1400`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from grunnmur.errors import ProblemError
from grunnmur.plan.compare import scenario

if TYPE_CHECKING:
    from grunnmur.plan.problem import Problem

_CAPACITY = re.compile(r"(partner|own-staff|hybrid):(.+)=(\d+)@(\d+)(?:@(\d+)@(\d+))?")


def read_variant(written: str, problem: Problem) -> Problem:
    """The problem changed as written. ProblemError where that cannot be understood.

    `more-money=SHARE`, `later-freeze=PERIODS`, and `partner`, `own-staff` and `hybrid` with
    `:RESOURCE=AMOUNT@PRICE`; a hybrid has also `@OWN_PRICE@PERIOD` of the hand-over.
    """
    name, _, value = written.partition("=")
    try:
        if name == "more-money":
            return scenario.more_money(problem, float(value))
        if name == "later-freeze":
            return scenario.later_freeze(problem, int(value))
    except ValueError as error:
        raise ProblemError("scenario_not_understood", written=written) from error
    found = _CAPACITY.fullmatch(written)
    if not found or (found[1] == "hybrid") != (found[5] is not None):
        raise ProblemError("scenario_not_understood", written=written)
    amount, price = {found[2]: int(found[3])}, int(found[4])
    if found[1] == "partner":
        return scenario.partner(problem, amount, price=price)
    if found[1] == "own-staff":
        return scenario.own_staff(problem, amount, price=price)
    own_price, hand_over = int(found[5]), int(found[6])
    return scenario.hybrid(
        problem, amount, partner_price=price, own_price=own_price, hand_over=hand_over
    )
