"""Check: is this a plan for this problem, and is what it says of itself true?

Reads nothing but the two JSON documents and was written from docs/plan-json.md alone: it shares no
code with the problem, the search or the JSON form. Recomputes every cost in exact whole numbers,
verifies the certificate of the bound and lists every condition that does not hold.
"""

from grunnmur.plan.check.report import Report, Violation
from grunnmur.plan.check.verdict import Checker, check

__all__ = ["Checker", "Report", "Violation", "check"]
