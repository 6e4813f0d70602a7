"""Edit: a person changes a plan, and sees at once what it breaks and what it costs.

Reads a problem and a complete plan. Gives a verdict after each change, the plan as changed, and a
new plan around the changes that keeps the rest. Promises exact costs and the checker's verdicts.
"""

from grunnmur.plan.edit.editor import Editor, Verdict
from grunnmur.plan.edit.replan import replan
from grunnmur.plan.edit.written import Wish, read_period, read_wish

__all__ = [
    "Editor",
    "Verdict",
    "Wish",
    "read_period",
    "read_wish",
    "replan",
]
