"""Search: a problem in, the best plan found out, with how good it is proven to be.

Reads nothing but the problem. List scheduling by several rules, then simulated annealing in
compiled code, with the bound computed beside it. Effort is counted in steps; a clock is only used
where the caller gives one.
"""

from grunnmur.plan.search.presets import PRESETS, Weights, repriced, weighted
from grunnmur.plan.search.solve import DEFAULT_EFFORT, solve

__all__ = ["DEFAULT_EFFORT", "PRESETS", "Weights", "repriced", "solve", "weighted"]
