"""Which tables of a run stand already, where the one that is shown has the same (decision 096).

A row of the store follows from the tables its step reads, from what things are called and from who may see them. Where
all of that is the same in both runs the row is, and need not be made again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import duckdb

from grunnmur.estate import TABLES, Estate
from grunnmur.kit import parts
from grunnmur.kit.engine import Steps
from grunnmur_web.store.shelves import SHELVES

STEPS = Path(__file__).parent / "steps"
_MACROS = Path(__file__).parent / "macros.sql"
_COMMENT = re.compile(r"--.*")
_NUMBERED = ("organisation", "workload")
"""Tables that number organisations, or say of their own rows who may see them."""
_KNOWN = ("visibility", "entity")
_TWO_ENDS = frozenset(name for name, shelf in SHELVES.items() if len(shelf.things) == 2)
"""Tables whose rows number audiences of their own: who sees either of two things."""


def tables(ground: Path, folder: Path) -> frozenset[str] | None:
    """The store's tables that are made of the same in both runs, as long as the ground bears it.

    None where too much is other for anything to stand.
    """
    same = {name for name in TABLES if parts.are_same(ground, folder, name)}
    stand = frozenset(
        name
        for name in SHELVES
        if name in same and (same >= read([name]) or not parts.paths(folder, name))
    )
    known = all(parts.paths(run, name) for run in (ground, folder) for name in _KNOWN)
    return stand if known and stand >= _TWO_ENDS and same.issuperset(_NUMBERED) else None


def read(names: Iterable[str]) -> frozenset[str]:
    """The run's tables that these tables of the store are made of, besides what things are called and who sees them."""
    return frozenset(word for name in names for word in words(name) if word in TABLES)


@cache
def words(name: str) -> frozenset[str]:
    """The tables and steps that make a table of the store, however far back; not that of things."""
    step = STEPS / f"{name}.sql"
    if not step.exists():
        return _rows_of(name)
    text = _COMMENT.sub("", step.read_text(encoding="utf-8"))
    found = {word for word in re.findall(r"\w+", text) if word in TABLES or _is_step(word)}
    return _rows_of(name).union(
        *(words(word) if _is_step(word) else _rows_of(word) for word in found - {name})
    )


def _rows_of(name: str) -> frozenset[str]:
    """A name, and where it is a table in parts those that say which of its rows are its own."""
    return frozenset({name, *(TABLES[name].living_by if name in TABLES else ())})


class Ground:
    """A run that others may be laid upon, on the connection on which those are made; opened also before they are."""

    def __init__(self, folder: Path, connection: duckdb.DuckDBPyConnection) -> None:
        self.folder, self.connection = folder, connection
        self._is_open = False

    def open(self) -> None:
        """Makes its things known to the connection."""
        if self._is_open:
            return
        define(self.connection)
        self.connection.execute("create schema ground; set schema='ground'")
        Estate(self.folder, self.connection, names=needed() | {"entity"})
        thing = Steps(self.connection, STEPS).text("thing")
        self.connection.execute(f"create temp table ground_thing as {thing}; set schema='main'")
        self._is_open = True

    def bears(self, steps: Steps) -> bool:
        """Whether things and their audiences are the same, but for others that nothing there speaks of."""
        self.open()
        return not steps.rows("not_ground")


def needed() -> frozenset[str]:
    """The run's tables that say what things there are, what they are called and who sees them."""
    return read(("thing",)).union(("visibility",), _NUMBERED)


def define(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes known to the connection what several steps say."""
    connection.execute(_MACROS.read_text(encoding="utf-8"))


def _is_step(word: str) -> bool:
    return word != "thing" and word not in TABLES and (STEPS / f"{word}.sql").exists()
