"""Bound: what every plan costs at least, with a proof that others can check.

Prices on every row of the problem (a Lagrangean) turn it into many small ones whose least costs
add up to a bound, whatever the prices are. An ascent finds good prices; the worst part of a tree
over the fixed costs' ends, and over the periods of workloads that many are tied to, is split.
"""

from grunnmur.plan.bound.certificate import Certificate
from grunnmur.plan.bound.prove import Proving, prove
from grunnmur.plan.bound.tendency import Nobody, Place, Standing, Tendency, tendency
from grunnmur.plan.bound.worth import Worth, prices

__all__ = [
    "Certificate",
    "Nobody",
    "Place",
    "Proving",
    "Standing",
    "Tendency",
    "Worth",
    "prices",
    "prove",
    "tendency",
]
