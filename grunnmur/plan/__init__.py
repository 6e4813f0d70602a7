"""Plan: what goes when, and how good that is known to be.

Reads the estate with its findings and what people entered, or a problem as JSON. Gives a problem, a
plan with its cost and a proven bound, and a verdict on any plan. Promises that the same problem,
effort and seed give the same plan, and that `check` shares no code with what made it.
"""

from grunnmur.plan.build import BuildSettings, Built, build
from grunnmur.plan.check import Report, Violation, check
from grunnmur.plan.held import plan_on
from grunnmur.plan.interim import after_wave, removal_waves
from grunnmur.plan.json_form import (
    digest,
    plan_document,
    problem_document,
    read_plan,
    read_problem,
)
from grunnmur.plan.plan import CostParts, Move, Plan, moves_known
from grunnmur.plan.problem import Problem
from grunnmur.plan.search import solve
from grunnmur.plan.tables import to_tables, write

__all__ = [
    "BuildSettings",
    "Built",
    "CostParts",
    "Move",
    "Plan",
    "Problem",
    "Report",
    "Violation",
    "after_wave",
    "build",
    "check",
    "digest",
    "moves_known",
    "plan_document",
    "plan_on",
    "problem_document",
    "read_plan",
    "read_problem",
    "removal_waves",
    "solve",
    "to_tables",
    "write",
]
