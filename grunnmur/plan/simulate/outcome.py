"""What a simulation gives: how things spread, and what drives them."""

from __future__ import annotations

from dataclasses import dataclass

from grunnmur.plan.simulate.variation import Variation


@dataclass(frozen=True, slots=True)
class Level:
    """The value that a share of the runs stays within, with its standard error."""

    share: float
    value: float
    standard_error: float


@dataclass(frozen=True, slots=True)
class Spread:
    """How one quantity spreads: as planned, its mean with standard error, and levels of it."""

    planned: float
    mean: float
    standard_error: float
    levels: tuple[Level, ...]

    def level(self, share: float) -> Level:
        """The level of that share."""
        return next(row for row in self.levels if row.share == share)


@dataclass(frozen=True, slots=True)
class Part:
    """The programme, a platform or an organisation: last cutover as a period, and NOK.

    A period at or after the number of periods is after the plan's last. The cost of a platform or
    organisation is its workloads' own (split evenly where one has several organisations), half of
    their couplings, and the fixed costs that are all its own.
    """

    kind: str
    id: str
    workloads: int
    end: Spread
    cost: Spread


@dataclass(frozen=True, slots=True)
class Driver:
    """A workload's own luck or a team's, and its share of the variance of `of`: cost or end.

    The squared correlation of the factor with the quantity. Factors are independent, so shares of
    a quantity that is linear in them add up to one; what is missing is in their interplay.
    """

    of: str
    kind: str
    id: str
    share: float


@dataclass(frozen=True, slots=True)
class Risk:
    """How often a workload is late, by how many periods on average, how often past a hard deadline."""

    workload: str
    late: float
    slip: float
    missed: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """All runs together. Shares are of the runs, between 0 and 1.

    `over_budget` is by year; `unfinished` is the share of runs in which something had no cutover
    before the horizon, which lies `after` periods past the plan's last.
    """

    runs: int
    seed: int
    capacity: bool
    variation: Variation
    after: int
    parts: tuple[Part, ...]
    drivers: tuple[Driver, ...]
    risks: tuple[Risk, ...]
    over_budget: tuple[tuple[int, float], ...]
    unfinished: float

    @property
    def programme(self) -> Part:
        """The whole."""
        return self.parts[0]
