"""Activities: the resource-constrained project scheduling problem (RCPSP), a special case of a plan.

A second search engine behind the same idea: makespan at fine time grain rewards other moves than
waves do. Reads the public sets, finds short schedules by lists and proofs by the constraint solver,
and checks each schedule by a function that shares nothing with either.
"""

from grunnmur.plan.activities.forms import read
from grunnmur.plan.activities.project import Lag, Mode, Project, Schedule
from grunnmur.plan.activities.solve import Answer, solve
from grunnmur.plan.activities.verify import Broken, broken

__all__ = ["Answer", "Broken", "Lag", "Mode", "Project", "Schedule", "broken", "read", "solve"]
