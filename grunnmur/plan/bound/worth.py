"""What one more of anything is worth: the multipliers of a certificate, in NOK."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from grunnmur.plan.bound.certificate import Certificate
from grunnmur.plan.bound.packing import unpacked

if TYPE_CHECKING:
    from grunnmur.plan.problem import Problem

Series = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Worth:
    """NOK that one unit more would save, by row and period, as far as the relaxed problem shows.

    `resources` by resource id, `slots` by organisation, `wave_limit` for one cutover more (None
    without a limit); `budgets` by year, NOK saved for each NOK more to spend.
    """

    resources: Mapping[str, Series]
    slots: Mapping[str, Series]
    wave_limit: Series | None
    budgets: Mapping[int, float]


def prices(problem: Problem, certificate: Certificate | Mapping[str, Any]) -> Worth:
    """What one unit more of each row is worth: the mean over the certificate's parts.

    The bound would rise or fall by so much, for a small change; a plan's cost need not.
    """
    content = certificate.content if isinstance(certificate, Certificate) else certificate
    leaves = [node["multipliers"] for node in content["nodes"] if node.get("multipliers")]
    count, scale = len(problem.periods), content["scale"]

    def mean(name: str, *shape: int) -> Any:  # noqa: ANN401 - an array of floats
        total = sum(
            (unpacked(leaf.get(name), shape).astype(float) for leaf in leaves), np.zeros(shape)
        )
        return total / (scale * max(1, len(leaves)))

    resources = mean("resources", len(problem.resources), count)
    slots = mean("slots", len(problem.slots), count)
    waves = mean("wave_limit", count) if problem.wave_limit is not None else None
    budgets = mean("budgets", len(problem.budgets))
    return Worth(
        {row.id: _series(values) for row, values in zip(problem.resources, resources, strict=True)},
        {
            row.organisation: _series(values)
            for row, values in zip(problem.slots, slots, strict=True)
        },
        _series(waves) if waves is not None else None,
        {row.year: float(value) for row, value in zip(problem.budgets, budgets, strict=True)},
    )


def _series(values: Any) -> Series:  # noqa: ANN401 - an array of floats
    return tuple(float(value) for value in values)
