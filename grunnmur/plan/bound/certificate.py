"""The certificate: what a stranger needs to see that no plan is cheaper than the bound."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from grunnmur.plan.bound import exact, multipliers
from grunnmur.plan.bound.multipliers import Multipliers, Precision
from grunnmur.plan.bound.packing import packed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grunnmur.plan.bound.layout import Layout
    from grunnmur.plan.bound.tree import Node

    Ints = NDArray[np.int64]

ROWS = ("resources", "slots", "wave_limit", "budgets", "exclusions")
"""The members that hold prices of rows, in the order of all lists of them."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """A proven bound of the avoidable cost, in whole NOK, and its proof as JSON values.

    `possible` is false where it is proven that no plan keeps all conditions; the bound is then 0.
    `iterations` says how much work it was.
    """

    bound: int
    content: Mapping[str, Any] = field(repr=False)
    possible: bool = True
    iterations: int = 0

    def document(self) -> dict[str, Any]:
        """The proof, as the member `certificate` of a plan."""
        return dict(self.content)


def certificate(
    layout: Layout,
    nodes: Sequence[Node],
    *,
    iterations: int = 0,
) -> Certificate:
    """The nodes' prices rounded, and what they prove, worked out in whole numbers."""
    leaves = sum(node.branch is None for node in nodes)
    how, least, written = multipliers.precision(layout, leaves), None, []
    for node in nodes:
        if node.branch is not None:
            written.append(_branch(layout, node))
            continue
        if node.prices is None or node.domain.empty:
            written.append({"multipliers": {}})
            continue
        given, value = _proven(layout, node, how)
        if value is None:
            written.append({"multipliers": {}})
            continue
        least = value if least is None else min(least, value)
        written.append({"multipliers": _packed(_members(layout, given), how)})
    bound = 0 if least is None else max(0, -(-least // how.scale))
    tables, family = layout.tables, layout.families
    names = [row.id for row in tables.problem.fixed_costs]
    content = {
        "scale": how.scale,
        "parts": how.parts,
        "families": [
            [names[g] for g in family.groups[family.start[f] : family.start[f + 1]]]
            for f in range(len(family.start) - 1)
        ],
        "nodes": written,
    }
    return Certificate(bound, content, least is not None, iterations)


def _proven(layout: Layout, node: Node, how: Precision) -> tuple[Multipliers, int | None]:
    """The node's prices in whole numbers, and what they prove; no prices where 64 bits have no room."""
    assert node.prices is not None
    given = multipliers.rounded(layout, node.prices, how)
    try:
        return given, exact.bound(layout, node.domain, given, how.scale)
    except OverflowError:
        rows = tuple(np.zeros_like(row) for row in given.rows)
        none = Multipliers(rows, np.zeros_like(given.parts), np.zeros_like(given.ties))
        return none, exact.bound(layout, node.domain, none, how.scale)


def _branch(layout: Layout, node: Node) -> dict[str, Any]:
    assert node.branch is not None
    tables, at = layout.tables, node.branch.node
    if at < tables.workload_count:
        split = {"workload": tables.problem.workloads[at].id}
    else:
        split = {"fixed_cost": tables.problem.fixed_costs[at - tables.workload_count].id}
    return {**split, "last": node.branch.last, "low": node.low, "high": node.high}


def _members(layout: Layout, given: Multipliers) -> dict[str, Ints]:
    couplings = len(layout.couplings.weight)
    precedences = couplings + len(layout.tables.before)
    rows = dict(zip(ROWS, given.rows, strict=True))
    rows["wave_limit"] = rows["wave_limit"].reshape(-1)
    return {
        **rows,
        "couplings": given.parts,
        "precedences": given.ties[couplings:precedences],
        "fixed_costs": given.ties[precedences:],
    }


def _packed(members: Mapping[str, Ints], how: Precision) -> dict[str, Any]:
    steps = dict.fromkeys(ROWS, how.row_step) | {
        "budgets": 1,
        "couplings": 1,
        "precedences": how.tie_step,
        "fixed_costs": how.tie_step,
    }
    return {name: packed(values, steps[name]) for name, values in members.items() if values.any()}
