"""Compare: scenarios side by side, and what their order rests on.

Reads two problems or more, each with its plan. Gives the same figures of each, which is best at
what, and how far a price must change before another one is. Promises that none is best at anything
because it lacks what another one has: it is said what, and it is not ranked.
"""

from grunnmur.plan.compare.compare import compare
from grunnmur.plan.compare.comparison import Comparison, Figure, Lack, Sensitivity
from grunnmur.plan.compare.scenario import (
    Scenario,
    hybrid,
    later_freeze,
    more_money,
    own_staff,
    partner,
)
from grunnmur.plan.compare.variant import read_variant

__all__ = [
    "Comparison",
    "Figure",
    "Lack",
    "Scenario",
    "Sensitivity",
    "compare",
    "hybrid",
    "later_freeze",
    "more_money",
    "own_staff",
    "partner",
    "read_variant",
]
