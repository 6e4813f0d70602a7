"""Splits a wave: half of its cutovers go to another period."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from grunnmur.plan.ledger import Place

if TYPE_CHECKING:
    from grunnmur.plan.ledger import Ledger


def split_wave(ledger: Ledger, period: int, into: int) -> list[int]:
    """Moves half of the period's workloads to period `into`, rounded down; the numbers of those.

    One at a time the one is taken that breaks fewest conditions more there than here, then costs
    least, then comes first in the problem: what belongs together follows what was moved before it.
    Executed workloads and those that must move together with others stay.
    """
    tied = {n for group in ledger.tables.together for n in group}
    wave = np.flatnonzero((ledger.period == period) & ~ledger.tables.executed).tolist()
    ranks = {n: _rank(ledger, n, into) for n in wave if n not in tied}
    moved: list[int] = []
    while ranks and len(moved) < len(wave) // 2:
        chosen = min(ranks, key=lambda n: (*ranks[n], n))
        now = _rank(ledger, chosen, into)
        if now > ranks[chosen]:  # room went, or money: another may be better now
            ranks[chosen] = now
            continue
        ledger.place(chosen, Place(ledger.way[chosen], into))
        del ranks[chosen]
        moved.append(chosen)
        partners = ledger.tables.couplings.others[chosen].tolist()
        ranks.update({n: _rank(ledger, n, into) for n in partners if n in ranks})
    return sorted(moved)


def _rank(ledger: Ledger, n: int, into: int) -> tuple[int, int]:
    place = Place(ledger.way[n], into)
    more = ledger.misfits(n, place) - ledger.misfits(n, ledger.at(n))
    return more, ledger.change(n, place)
