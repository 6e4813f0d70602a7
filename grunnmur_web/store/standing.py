"""Which tables of a run stand already, where the one that is shown has the same (decision 096).

A row of the store follows from the tables its step reads, from what things are called and from who may see them. Where
all of that is the same in both runs the row is, and need not be made again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from grunnmur.estate import TABLES, Estate
from grunnmur.kit import parts
from grunnmur.kit.engine import Steps
from grunnmur_web.store.shelves import SHELVES

STEPS = Path(__file__).parent / "steps"
_COMMENT = re.compile(r"--.*")
_NUMBERED = ("organisation", "workload")
"""Tables that number organisations, or say of their own rows who may see them."""
_KNOWN = ("visibility", "entity")
_TWO_ENDS = frozenset(name for name, shelf in SHELVES.items() if len(shelf.things) == 2)
"""Tables whose rows number audiences of their own: who sees either of two things."""


def tables(ground: Path, folder: Path) -> frozenset[str] | None:
    """The store's tables that are made of the same in both runs, as long as `is_ground` holds. None where too much is
    other for anything to stand.
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
        return frozenset({name})
    text = _COMMENT.sub("", step.read_text(encoding="utf-8"))
    found = {word for word in re.findall(r"\w+", text) if word in TABLES or _is_step(word)}
    return frozenset({name}).union(
        *(words(word) if _is_step(word) else {word} for word in found - {name})
    )


def is_ground(ground: Path, steps: Steps) -> bool:
    """Whether things and their audiences are those of the run in `ground`, and others that nothing there speaks of."""
    connection = steps.connection
    connection.execute("create schema ground; set schema='ground'")
    Estate(ground, connection, names=needed() | {"entity"})
    connection.execute(f"create temp table ground_thing as {steps.text('thing')}")
    connection.execute("set schema='main'")
    return not steps.rows("not_ground")


def needed() -> frozenset[str]:
    """The run's tables that say what things there are, what they are called and who sees them."""
    return read(("thing",)).union(("visibility",), _NUMBERED)


def _is_step(word: str) -> bool:
    return word != "thing" and word not in TABLES and (STEPS / f"{word}.sql").exists()
