"""Measure: what the programme and the architects count, before the plan and after each of its waves.

Reads applications, dependencies, clinical services and the plan. Gives `measure`: dependencies across
platforms and trusts, and functions run more than once, for the region and for each clinical service.
Promises that `of` counts only what is known, so that unknown is neither across nor not.
"""

from grunnmur.measure.measure import measure

__all__ = ["measure"]
