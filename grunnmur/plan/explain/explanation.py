"""What is said of one workload in a plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from grunnmur.plan.check import Violation


@dataclass(frozen=True, slots=True)
class Binding:
    """A condition that keeps the workload where it is: a code, and the facts that show it."""

    code: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Alternative:
    """The workload moved elsewhere, all others staying but those that must move with it.

    `change` is NOK of avoidable cost, exact; `broken` is what it would break that is not broken now.
    """

    period: int
    disposition: str
    change: int
    broken: tuple[Violation, ...]


@dataclass(frozen=True, slots=True)
class WishPrice:
    """What a pin, a forbid or a freeze costs: NOK that could be saved without it, all else staying.

    `alternative` is how; None where nothing could be saved. Two rows that rule out the same thing
    each cost nothing as long as the other stands.
    """

    kind: str
    id: str
    reason: str
    price: int
    alternative: Alternative | None


@dataclass(frozen=True, slots=True)
class Worth:
    """What one more unit of a resource, or one more slot, is worth in a period, NOK.

    By the multipliers of the certificate: by so much the proven bound would fall, to begin with.
    """

    kind: str
    id: str
    period: int
    unit: str
    nok: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """One workload in one plan.

    `months` is the best alternative in each period, what breaks least first; `ways` is every other
    disposition in the period it has. `worth` is None where the plan has no certificate.
    """

    workload: str
    name: str
    disposition: str
    period: int
    executed: bool
    moves_with: tuple[str, ...]
    binding: tuple[Binding, ...]
    months: tuple[Alternative, ...]
    ways: tuple[Alternative, ...]
    wishes: tuple[WishPrice, ...]
    worth: tuple[Worth, ...] | None
