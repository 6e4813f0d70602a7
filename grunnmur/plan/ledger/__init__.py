"""Ledger: what a plan uses of everything and what it costs, kept right while moves are changed.

Reads a problem and the places of its workloads. Gives exact costs, the conditions that are broken
and what is left of every row. Promises to agree with `check`, which shares no code with it.
"""

from grunnmur.plan.ledger.ledger import Ledger, Place, ledger_of
from grunnmur.plan.ledger.tables import Tables, tables

__all__ = ["Ledger", "Place", "Tables", "ledger_of", "tables"]
