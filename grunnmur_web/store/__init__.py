"""The store: a run of a workspace in PostgreSQL, each row with the set of organisations that may see it.

Reads the run's Parquet and its `visibility`. Gives one schema a run, swapped in at once. Promises that
a reader sees a whole run or the one before it, and that the database itself holds back rows of others.
"""

from grunnmur_web.store.load import Loaded, ground, load, load_new, shows_a_run, stage
from grunnmur_web.store.shelves import LEFT_OUT, SHELVES, Shelf
from grunnmur_web.store.standing import Ground

__all__ = [
    "LEFT_OUT",
    "SHELVES",
    "Ground",
    "Loaded",
    "Shelf",
    "ground",
    "load",
    "load_new",
    "shows_a_run",
    "stage",
]
