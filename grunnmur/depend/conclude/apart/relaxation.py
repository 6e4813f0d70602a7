"""The least that fractions of vertices must weigh to fulfil the cuts, and multipliers that prove it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from ortools.linear_solver import pywraplp  # type: ignore[import-untyped]

from grunnmur.depend.conclude.apart.cuts import Cut
from grunnmur.depend.conclude.apart.graph import Array

_UNIT = 1_000_000
"""Multipliers are rounded to millionths, so that the bound is worked out in whole numbers."""


class Relaxation:
    """A linear program that grows by cuts."""

    def __init__(self, weight: Array) -> None:
        self._weight = weight
        self._cuts: list[Cut] = []
        # GLOP gives up on these programs after a few rounds ("abnormal"); CLP does not
        self._solver = pywraplp.Solver.CreateSolver("CLP")
        self._x = [self._solver.NumVar(0.0, 1.0, "") for _ in range(len(weight))]
        self._rows: list[pywraplp.Constraint] = []
        for variable, amount in zip(self._x, weight.tolist(), strict=True):
            self._solver.Objective().SetCoefficient(variable, amount)
        self._solver.Objective().SetMinimization()

    @property
    def cuts(self) -> Sequence[Cut]:
        """All cuts so far."""
        return self._cuts

    def add(self, cuts: Sequence[Cut]) -> None:
        """More cuts."""
        for cut in cuts:
            row = self._solver.Constraint(1.0, self._solver.infinity())
            for vertex, amount in zip(
                cut.vertices.tolist(), cut.coefficients.tolist(), strict=True
            ):
                row.SetCoefficient(self._x[vertex], amount / cut.least)
            self._cuts.append(cut)
            self._rows.append(row)

    def solve(self) -> Array | None:
        """The fractions; None where the solver gives up."""
        if self._solver.Solve() != pywraplp.Solver.OPTIMAL:
            return None
        found: Array = np.clip([variable.solution_value() for variable in self._x], 0.0, 1.0)
        return found

    def bound(self) -> int:
        """No set weighs less: by the multipliers of the last solution, in whole numbers."""
        total, slack = 0, self._weight.astype(object) * _UNIT
        for cut, row in zip(self._cuts, self._rows, strict=True):
            multiplier = int(max(0.0, row.dual_value()) / cut.least * _UNIT)
            if multiplier:
                total += multiplier * cut.least
                slack[cut.vertices] -= multiplier * cut.coefficients.astype(object)
        total += int(sum(min(0, one) for one in slack.tolist()))
        return max(0, -(-total // _UNIT))
