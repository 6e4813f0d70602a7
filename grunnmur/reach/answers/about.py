"""All of one account, person, thing or store: every pair, what it rests on, and its chain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from grunnmur.errors import QueryError
from grunnmur.estate import Estate
from grunnmur.reach.answers.asked import asked


@dataclass(frozen=True, slots=True)
class Pair:
    """An account and a store of patient data that it could reach or was seen at.

    `right`, `used`, `provable` and `approval` are codes, None where it is not known. `rules` are those
    that do not pass, each with its verdict.
    """

    account_id: str
    organisation_id: str | None
    country: str | None
    data_store_id: str
    right: str
    used: str | None
    provable: str | None
    approval: str | None
    valid_to: date | None
    verdict: str
    rules: tuple[tuple[str, str], ...]
    path_id: str | None


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a chain: from a thing, by a right or a move, to the next; things as noun and id."""

    start: tuple[str, str]
    by: str
    end: tuple[str, str]
    technique: str | None


def pairs(estate: Estate, name: str) -> tuple[Pair, ...]:
    """Every pair of what is called `name`; none where it reaches nothing. QueryError where nothing is called that."""
    steps = asked(estate)
    found = tuple(_pair(*row) for row in steps.rows("pairs_about", written=name))
    if not found and not steps.rows("called", written=name):
        raise QueryError("thing_unknown", name=name)
    return found


def _pair(*row: Any) -> Pair:  # noqa: ANN401 cells of a row
    *cells, rules, path_id = row
    broken = tuple((one["rule"], one["verdict"]) for one in rules)
    told = (*cells, broken, path_id)
    return Pair(*told)


def chain(estate: Estate, path_id: str) -> tuple[Link, ...]:
    """The links of a chain, in order."""
    return tuple(_link(*row) for row in asked(estate).rows("chain", path=path_id))


def _link(*row: Any) -> Link:  # noqa: ANN401 cells of a row
    from_kind, start, by, to_kind, end, technique = row
    return Link((from_kind, start), by, (to_kind, end), technique)
