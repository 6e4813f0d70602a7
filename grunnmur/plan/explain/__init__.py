"""Explain: why a workload stands where it does in a plan, and what else would cost.

Reads a problem and a complete plan. Gives the rows that bind it, the exact price of every other
month, of each pin and freeze, and what more room is worth by the plan's certificate. Promises exact
differences with everything else staying; what is not known is None, never nought.
"""

from grunnmur.plan.explain.explain import explain
from grunnmur.plan.explain.explanation import Alternative, Binding, Explanation, WishPrice, Worth

__all__ = ["Alternative", "Binding", "Explanation", "WishPrice", "Worth", "explain"]
