"""Reconcile: claims → estate.

Reads the claims of all sources and the decisions of people. Gives one row per real thing, with every
losing claim kept as evidence. Promises: any order of sources gives the same estate, running again
changes nothing, ids survive, and a person's decision wins.
"""

from grunnmur.reconcile.given import Given
from grunnmur.reconcile.newcomers import Before, make_ready, reconcile_newcomers
from grunnmur.reconcile.parted import Parts
from grunnmur.reconcile.reconcile import reconcile

__all__ = ["Before", "Given", "Parts", "make_ready", "reconcile", "reconcile_newcomers"]
