"""What ties workloads to each other, as flat lists: couplings, fixed costs, what goes together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from grunnmur.plan.conditions import Coupling, FixedCost

Numbers = NDArray[np.int64]


class Pairs(NamedTuple):
    """Couplings seen from each workload: the partner, and NOK a period while only the workload has
    moved (first), only the partner has (second), and neither has.
    """

    pair_start: Numbers
    pair: Numbers
    pair_first: Numbers
    pair_second: Numbers
    pair_neither: Numbers


class Groups(NamedTuple):
    """Fixed costs: the groups of each workload, the members of each group, the running totals."""

    group_start: Numbers
    group: Numbers
    member_start: Numbers
    member: Numbers
    total: Numbers


class Blocks(NamedTuple):
    """For each workload all that must move with it, itself first."""

    start: Numbers
    member: Numbers


def pairs(couplings: tuple[Coupling, ...], number: dict[str, int]) -> Pairs:
    """The couplings; several between the same two are added up."""
    table = np.array(
        [(number[r.a], number[r.b], r.a_first, r.b_first, r.neither) for r in couplings],
        dtype=np.int64,
    ).reshape(-1, 5)
    both = np.concatenate([table, table[:, [1, 0, 3, 2, 4]]])
    key = both[:, 0] * max(1, len(number)) + both[:, 1]
    keys, place = np.unique(key, return_inverse=True)
    sums = np.zeros((len(keys), 3), dtype=np.int64)
    np.add.at(sums, place, both[:, 2:])
    near, far = np.divmod(keys, max(1, len(number)))
    first, second, neither = (np.ascontiguousarray(column) for column in sums.T)
    return Pairs(_starts(near, len(number)), far, first, second, neither)


def groups(fixed_costs: tuple[FixedCost, ...], number: dict[str, int], count: int) -> Groups:
    """The fixed costs; a member named twice is one."""
    members = [sorted({number[name] for name in row.workloads}) for row in fixed_costs]
    group = np.repeat(np.arange(len(members)), [len(row) for row in members]).astype(np.int64)
    member = _flat(members)
    by_member = np.lexsort((group, member))
    total = np.zeros((len(members), count + 1), dtype=np.int64)
    for g, row in enumerate(fixed_costs):
        total[g, 1:] = np.cumsum(np.array(row.cost, dtype=np.int64))
    return Groups(
        _starts(member, len(number)),
        group[by_member],
        _starts(group, len(members)),
        member,
        total,
    )


def blocks(
    sets: Sequence[tuple[str, ...]], number: dict[str, int], may: NDArray[np.bool_]
) -> Blocks:
    """The blocks that sets of workloads with members in common make.

    `may` is, by workload and period, where it can be alone. A set whose members have no period in
    common is split into blocks that have: one condition is then broken, which is the least there is.
    """
    head, shared = list(range(len(number))), list(may)
    for names in sets:
        together = [number[name] for name in names]
        for n, member in enumerate(together):
            for other in together[:n]:
                low, high = sorted((_top(head, member), _top(head, other)))
                both = shared[low] & shared[high]
                if low == high or both.any():
                    head[high], shared[low] = low, both
                    break
    members: dict[int, list[int]] = {}
    for n in range(len(number)):
        members.setdefault(_top(head, n), []).append(n)
    rows = [
        [n, *(other for other in members[_top(head, n)] if other != n)] for n in range(len(number))
    ]
    sizes = np.array([len(row) for row in rows], dtype=np.int64)
    return Blocks(np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64), _flat(rows))


def _top(head: list[int], n: int) -> int:
    while head[n] != n:
        head[n] = head[head[n]]
        n = head[n]
    return n


def _starts(owner: Numbers, count: int) -> Numbers:
    sizes = np.bincount(owner, minlength=count)
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)


def _flat(rows: Iterable[Iterable[int]]) -> Numbers:
    return np.array([value for row in rows for value in row], dtype=np.int64)
