"""The walk from a thing to all that stands on it, one set of things a step."""

from __future__ import annotations

from dataclasses import dataclass

from grunnmur.estate import Estate
from grunnmur.impact.subject import STEPS, find
from grunnmur.kit.engine import Steps

Thing = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Link:
    """One step of a chain: `noun` `entity_id` stops because of the one before, by `reason`."""

    noun: str
    entity_id: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Affected:
    """A thing that stands on the subject. `chain` leads from the subject to it, both included.

    `effect` is `stops`, or `weakened` for a clinical service that has someone left to stand in.
    """

    noun: str
    entity_id: str
    name: str
    steps: int
    effect: str
    chain: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Impact:
    """The subject, and everything that stands on it, nearest first."""

    subject: Link
    affected: tuple[Affected, ...]


def impact(estate: Estate, written: str) -> Impact:
    """What stops if the thing named by `written` (id, name or identifier) stops."""
    noun, entity_id = find(estate, written)
    steps = Steps(estate.connection.cursor(), STEPS)
    steps.run("support", "reached", noun=noun, entity_id=entity_id)
    while _spread(steps):
        pass
    steps.run("outcome")
    links = {(str(row[0]), str(row[1])): row for row in steps.rows("named")}
    subject = _link(links[noun, entity_id])
    affected = tuple(_affected(row, links) for row in links.values() if row[4])
    return Impact(subject, affected)


def _spread(steps: Steps) -> bool:
    """Adds the things that stand directly on those reached last; whether there were any."""
    steps.run("standing_on")
    added = steps.connection.execute("insert into reached select * from standing_on").fetchone()
    return bool(added and added[0])


def _affected(row: tuple[object, ...], links: dict[Thing, tuple[object, ...]]) -> Affected:
    chain = [_link(row)]
    above = row
    while above[4]:
        above = links[str(above[5]), str(above[6])]
        chain.append(_link(above))
    link = chain[0]
    return Affected(
        link.noun, link.entity_id, link.name, int(str(row[4])), str(row[7]), tuple(reversed(chain))
    )


def _link(row: tuple[object, ...]) -> Link:
    return Link(str(row[0]), str(row[1]), str(row[2]), str(row[3] or ""))
