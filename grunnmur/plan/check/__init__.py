"""Check: is this a plan for this problem, and is what it says of itself true?

Reads nothing but the two JSON documents and was written from docs/plan-json.md alone: it shares no
code with the problem, the search or the JSON form. Recomputes every cost in exact whole numbers,
works out the bound again and lists every condition that does not hold.
"""

from grunnmur.plan.check.report import Report, Violation
from grunnmur.plan.check.verdict import check

__all__ = ["Report", "Violation", "check"]
