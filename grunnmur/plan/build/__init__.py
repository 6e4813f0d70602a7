"""Build: an estate in, the planning problem out, with what it took for granted as notes.

Reads the tables of the estate, its findings and what people entered, and the constants in
catalogue/effort. Promises that everything in scope is in exactly one workload or on a named list of
exceptions, and that every default is noted.
"""

from grunnmur.plan.build.build import build
from grunnmur.plan.build.built import Built, Note
from grunnmur.plan.build.settings import BuildSettings

__all__ = ["BuildSettings", "Built", "Note", "build"]
