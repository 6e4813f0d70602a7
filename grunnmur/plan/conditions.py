"""What a plan must respect, and what it pays for: one small value for each kind of row.

A condition's docstring is the condition in words.
"""

from __future__ import annotations

from dataclasses import dataclass

from grunnmur.plan.amount import require_whole, require_whole_series


@dataclass(frozen=True, slots=True)
class Resource:
    """In no period is more of it used than its capacity: by work under way, and by what is held.

    `name` is for people.
    """

    id: str
    capacity: tuple[int, ...]
    kind: str = ""
    unit: str = ""
    name: str = ""

    def __post_init__(self) -> None:
        require_whole_series(f"resource {self.id}", self.capacity)


@dataclass(frozen=True, slots=True)
class Slots:
    """In no period does the organisation take more cutovers than its slots; `name` is for people."""

    organisation: str
    capacity: tuple[int, ...]
    name: str = ""

    def __post_init__(self) -> None:
        require_whole_series(f"slots {self.organisation}", self.capacity)


@dataclass(frozen=True, slots=True)
class Budget:
    """The one-off costs that fall due in the year are no more than the amount, in NOK."""

    year: int
    amount: int

    def __post_init__(self) -> None:
        require_whole("budget.year", self.year, least=0)
        require_whole(f"budget {self.year}", self.amount, least=0)


@dataclass(frozen=True, slots=True)
class Freeze:
    """No cutover in these periods: in the organisation, of the service; empty is all of them."""

    id: str
    periods: tuple[int, ...]
    organisation: str = ""
    service: str = ""
    reason: str = ""

    def __post_init__(self) -> None:
        require_whole_series(f"freeze {self.id}", self.periods)


@dataclass(frozen=True, slots=True)
class Precedence:
    """The cutover of `after` is at least `lag` periods later than that of `before`."""

    before: str
    after: str
    lag: int = 0
    reason: str = ""

    def __post_init__(self) -> None:
        require_whole("precedence.lag", self.lag, least=0)


@dataclass(frozen=True, slots=True)
class Coupling:
    """NOK for each period in which only `a` has moved, only `b` has, or neither has."""

    a: str
    b: str
    a_first: int = 0
    b_first: int = 0
    neither: int = 0

    def __post_init__(self) -> None:
        require_whole("coupling.a_first", self.a_first, least=0)
        require_whole("coupling.b_first", self.b_first, least=0)
        require_whole("coupling.neither", self.neither, least=0)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """No two of the workloads have their cutovers in the same period.

    `service` is the clinical service they are parts of, where that is why.
    """

    id: str
    workloads: tuple[str, ...]
    reason: str = ""
    service: str = ""


@dataclass(frozen=True, slots=True)
class Together:
    """All of the workloads have their cutovers in the same period."""

    id: str
    workloads: tuple[str, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FixedCost:
    """NOK for every period up to and with the one in which the last of the workloads moves."""

    id: str
    workloads: tuple[str, ...]
    cost: tuple[int, ...]
    kind: str = ""

    def __post_init__(self) -> None:
        require_whole_series(f"fixed cost {self.id}", self.cost)


@dataclass(frozen=True, slots=True)
class Pin:
    """A person's word: the cutover is in a period `first` ≤ p < `before`, done as `disposition`.

    `before` None is no last period; `disposition` empty is any.
    """

    id: str
    workload: str
    first: int = 0
    before: int | None = None
    disposition: str = ""
    reason: str = ""

    def __post_init__(self) -> None:
        require_whole("pin.from", self.first, least=0)
        if self.before is not None:
            require_whole("pin.before", self.before, least=1)


@dataclass(frozen=True, slots=True)
class Forbid:
    """A person's word: no cutover in a period `first` ≤ p < `before` done as `disposition`."""

    id: str
    workload: str
    first: int = 0
    before: int | None = None
    disposition: str = ""
    reason: str = ""

    def __post_init__(self) -> None:
        require_whole("forbid.from", self.first, least=0)
        if self.before is not None:
            require_whole("forbid.before", self.before, least=1)


@dataclass(frozen=True, slots=True)
class Executed:
    """A move that has been made and stays. Period −1 is before the first period."""

    workload: str
    disposition: str
    period: int

    def __post_init__(self) -> None:
        require_whole("executed.period", self.period, least=-1)


@dataclass(frozen=True, slots=True)
class Outside:
    """A system that never moves, and the workloads that depend on it or that it depends on."""

    id: str
    name: str
    workloads: tuple[str, ...]
