"""What a certificate proves, worked out again from the page: its tree, and the least of its leaves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from grunnmur.plan.check.couplings import shares
from grunnmur.plan.check.ends import Ends, Ties
from grunnmur.plan.check.finishing import earliest_ends
from grunnmur.plan.check.leaf import Leaves, Part
from grunnmur.plan.check.limits import limits
from grunnmur.plan.check.multipliers import Refused, multipliers
from grunnmur.plan.check.priced import Priced

if TYPE_CHECKING:
    from grunnmur.plan.check.figures import Figures

_MOST_SCALE = 1 << 30
_MOST_PARTS = 65535
_LARGEST_FAMILY = 12
"""Its sets are gone through one by one; 2^12 of them take a second."""
_MOST_NODES = 10_000


class Prover:
    """One problem, prepared for working certificates out."""

    def __init__(self, figures: Figures) -> None:
        self._figures = figures
        self._ties = Ties(figures)
        self._whole = self._ties.narrowed(self._ties.widest())
        self._limits = limits(figures)
        self._shares = shares(figures, self._whole)
        rows = figures.problem.rows("fixed_costs")
        self._fixed_number = {row["id"]: n for n, row in enumerate(rows)}
        self._members = [
            np.array(
                sorted({figures.number[name] for name in row.get("workloads") or []}), dtype=int
            )
            for row in rows
        ]
        self._free_members = [members[figures.free[members]] for members in self._members]
        self._priced = Priced(self._ties, self._limits, self._shares)

    def bound(self, certificate: Any) -> int | None:  # noqa: ANN401 - a JSON value
        """The bound it proves, rounded up to whole NOK; None if it proves there is no plan.

        Raises Refused where it is no certificate for this problem.
        """
        if not isinstance(certificate, Mapping):
            raise Refused("certificate", "not an object")
        _require_members(certificate, {"scale", "parts", "families", "nodes"}, "certificate")
        if self._whole.none or not self._figures.problem.workloads:
            return None if self._whole.none else 0
        scale = _number(certificate, "scale", 1, _MOST_SCALE)
        parts = _number(certificate, "parts", 1, _MOST_PARTS)
        families = self._families(certificate.get("families"))
        earliest = earliest_ends(self._ties, self._whole, self._limits, families)
        leaves = Leaves(self._priced, families, earliest, scale=scale, parts=parts)
        proven = self._walk(certificate.get("nodes"), leaves, parts)
        least = min((value for value in proven if value is not None), default=None)
        return None if least is None else -(-least // scale)

    def _families(self, written: Any) -> list[list[int]]:  # noqa: ANN401
        if not isinstance(written, list) or not all(isinstance(row, list) for row in written):
            raise Refused("families", "not a list of lists")
        families = [[self._fixed(name, "families") for name in row] for row in written]
        every = [g for family in families for g in family]
        if len(set(every)) < len(every):
            raise Refused("families", "a fixed cost stands in them twice")
        if any(len(family) > _LARGEST_FAMILY for family in families):
            raise Refused("families", "a family is too large")
        if not all(len(self._free_members[g]) for g in every):
            raise Refused("families", "a fixed cost that no workload still to move is part of")
        return families

    def _walk(self, written: Any, leaves: Leaves, parts: int) -> list[int | None]:  # noqa: ANN401
        """What each leaf proves. Every node but the first is one side of one split before it."""
        if not isinstance(written, list) or not 0 < len(written) <= _MOST_NODES:
            raise Refused("nodes", "not a list of nodes")
        part_of: list[Part | None] = [None] * len(written)
        nothing = [0] * len(self._members)
        most = [self._figures.problem.count - 1] * len(self._members)
        part_of[0] = self._part(self._whole, nothing, most)
        reached, proven = {0}, []
        for number, node in enumerate(written):
            if number not in reached or not isinstance(node, Mapping):
                raise Refused(f"nodes[{number}]", "no split leads to it")
            part = part_of[number]
            part_of[number] = None
            if "low" not in node and "high" not in node:
                proven.append(self._leaf(node, part, leaves, parts))
                continue
            sides = self._sides(node, part, number, len(written))
            for child, side in sides.items():
                if child in reached:
                    raise Refused(f"nodes[{number}]", "two splits lead to the same node")
                reached.add(child)
                part_of[child] = side
        return proven

    def _leaf(
        self, node: Mapping[str, Any], part: Part | None, leaves: Leaves, parts: int
    ) -> int | None:
        _require_members(node, {"multipliers"}, "nodes")
        given = multipliers(node.get("multipliers", {}), leaves.shapes(), parts)
        return None if part is None else leaves.least(part, given)

    def _sides(
        self, node: Mapping[str, Any], part: Part | None, number: int, count: int
    ) -> dict[int, Part | None]:
        """The two nodes a split leads to, and their parts; None is one without plans."""
        _require_members(node, {"workload", "fixed_cost", "last", "low", "high"}, "nodes")
        low, high = (_number(node, name, number + 1, count - 1) for name in ("low", "high"))
        last = _number(node, "last", 0, self._figures.problem.count - 1)
        if low == high or ("workload" in node) == ("fixed_cost" in node):
            raise Refused(f"nodes[{number}]", "not a split in two")
        if "workload" in node:
            where = self._workload(node["workload"], f"nodes[{number}]")
        else:
            where = self._fixed(node["fixed_cost"], f"nodes[{number}]")
        if part is None:
            return {low: None, high: None}
        kind = "workload" if "workload" in node else "fixed_cost"
        return {
            low: self._split(part, kind, where, highest=last),
            high: self._split(part, kind, where, lowest=last + 1),
        }

    def _split(
        self,
        part: Part,
        kind: str,
        where: int,
        *,
        lowest: int | None = None,
        highest: int | None = None,
    ) -> Part | None:
        first, last = part.ends.first.copy(), part.ends.last.copy()
        lows, highs = list(part.lows), list(part.highs)
        begin, end = (first, last) if kind == "workload" else (lows, highs)
        if lowest is not None:
            begin[where] = max(int(begin[where]), lowest)
        if highest is not None:
            end[where] = min(int(end[where]), highest)
        return self._part(Ends(first, last), lows, highs)

    def _part(self, ends: Ends, lows: list[int], highs: list[int]) -> Part | None:
        """The part within these ends, narrowed; None if it holds no plan."""
        last = ends.last.copy()
        for members, high in zip(self._free_members, highs, strict=True):
            last[members] = np.minimum(last[members], high)
        narrowed = self._ties.narrowed(Ends(ends.first, last))
        if narrowed.none:
            return None
        lows, highs = list(lows), list(highs)
        for g, members in enumerate(self._members):
            if len(self._free_members[g]):
                lows[g] = max(lows[g], int(narrowed.first[members].max()))
                highs[g] = min(highs[g], int(narrowed.last[members].max()))
                if lows[g] > highs[g]:
                    return None
        return Part(narrowed, lows, highs)

    def _workload(self, name: Any, place: str) -> int:  # noqa: ANN401
        if not isinstance(name, str) or name not in self._figures.number:
            raise Refused(place, "an unknown workload")
        return self._figures.number[name]

    def _fixed(self, name: Any, place: str) -> int:  # noqa: ANN401
        if not isinstance(name, str) or name not in self._fixed_number:
            raise Refused(place, "an unknown fixed cost")
        return self._fixed_number[name]


def _require_members(row: Mapping[str, Any], known: set[str], place: str) -> None:
    unknown = sorted(map(str, set(row) - known))
    if unknown:
        raise Refused(place, f"no such member: {unknown[0]}")


def _number(row: Mapping[str, Any], name: str, least: int, most: int) -> int:
    value = row.get(name)
    if type(value) is not int or not least <= value <= most:
        raise Refused(name, "not a whole number in its range")
    return value
