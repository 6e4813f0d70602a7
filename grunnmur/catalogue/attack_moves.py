"""How an attacker moves, by ATT&CK technique, and what would take each move away at which cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from grunnmur.catalogue import files
from grunnmur.catalogue.files import CatalogueError

FILE = Path(__file__).parent / "attack" / "moves.yaml"
TARGETS = ("account", "group", "asset", "domain", "container", "policy", "template", "authority")
"""What a directory's link may be over."""


@dataclass(frozen=True, slots=True)
class Move:
    """One kind of move. `remove` is the kind of removal that takes it away, None where nothing does.

    `met` says that the thing gained must be met on the network first. Of a directory's links, `rights`
    are the kinds of target over which the link is a right, `moves` those where using it is an attack.
    """

    name: str
    technique: str
    remove: str | None
    cost: int | None
    met: bool = False
    rights: tuple[str, ...] = ()
    moves: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Moves:
    """All moves by name; ports one logs on through, weaknesses met by those alone; how old a session may be."""

    moves: Mapping[str, Move]
    entries: Mapping[str, str]
    opening_ports: tuple[int, ...]
    system_weaknesses: tuple[str, ...]
    session_days: int


def load(path: Path = FILE) -> Moves:
    """The shipped moves. Raises CatalogueError where a removable move has no cost of at least 1."""
    text = files.read(path)
    files.require(
        path, text, "moves", "entries", "opening_ports", "system_weaknesses", "session_days"
    )
    return Moves(
        {name: _move(path, name, said) for name, said in sorted(text["moves"].items())},
        {name: said["technique"] for name, said in sorted(text["entries"].items())},
        tuple(text["opening_ports"]),
        tuple(text["system_weaknesses"]),
        int(text["session_days"]),
    )


def _move(path: Path, name: str, said: Mapping[str, object]) -> Move:
    files.require(path, said, "technique")
    remove, cost = said.get("remove"), said.get("cost")
    if remove is not None and not (isinstance(cost, int) and cost >= 1):
        reason = f"{name} is removable, but its cost is no whole number of at least 1"
        raise CatalogueError("catalogue_unreadable", file=str(path), reason=reason)
    return Move(
        name,
        str(said["technique"]),
        str(remove) if remove is not None else None,
        int(str(cost)) if remove is not None else None,
        said.get("met") is True,
        _targets(path, name, said.get("right")),
        _targets(path, name, said.get("move")),
    )


def _targets(path: Path, name: str, said: object) -> tuple[str, ...]:
    listed = said if isinstance(said, list) else []
    unknown = sorted(set(map(str, listed)) - set(TARGETS))
    if unknown:
        reason = f"{name} is over {', '.join(unknown)}, which is none of {', '.join(TARGETS)}"
        raise CatalogueError("catalogue_unreadable", file=str(path), reason=reason)
    return tuple(map(str, listed))
