"""Search: a problem in, the best plan found out.

Reads nothing but the problem. List scheduling by many priority rules, then single moves, then
handfuls of workloads taken out and put in again. Counts effort in steps, never in seconds.
"""

from grunnmur.plan.search.solve import DEFAULT_EFFORT, solve

__all__ = ["DEFAULT_EFFORT", "solve"]
