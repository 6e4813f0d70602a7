"""Simulate: what becomes of a plan when work takes longer than planned.

Reads a problem and a plan. Gives how dates and costs spread, with standard errors, and what drives
them. Promises the same answer for the same seed on any number of threads, and the plan itself
where nothing varies.
"""

from grunnmur.plan.simulate.outcome import Driver, Level, Outcome, Part, Risk, Spread
from grunnmur.plan.simulate.simulate import simulate
from grunnmur.plan.simulate.variation import Variation, usual

__all__ = [
    "Driver",
    "Level",
    "Outcome",
    "Part",
    "Risk",
    "Spread",
    "Variation",
    "simulate",
    "usual",
]
