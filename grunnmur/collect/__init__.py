"""Collect: sources → claims.

Reads every [[source]] of an estate directory, each file in a reader process on a leash. Gives claims:
rows of the declared tables as each source says them, on disk under one folder. Promises conservation:
every row of every source is claimed or noted, with file, line and reason. `read_decisions` reads what people
decided, as registers are read.
"""

from grunnmur.collect.collect import Claims, Parting, collect, make_ready, part, storable
from grunnmur.collect.decisions import read as read_decisions
from grunnmur.collect.readings import Readings

__all__ = [
    "Claims",
    "Parting",
    "Readings",
    "collect",
    "make_ready",
    "part",
    "read_decisions",
    "storable",
]
