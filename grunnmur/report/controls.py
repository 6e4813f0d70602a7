"""How every demand of the rule packs stands, as values to be shown or written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from grunnmur.estate import Estate
from grunnmur.report import figures
from grunnmur.text import Language


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a demand leaves to be found or decided; `value` None is not set."""

    parameter_id: str
    title: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """One demand, what its rules answered, and what they cannot see."""

    pack: str
    version: str
    control_id: str
    layer: str
    clause: str
    publisher: str
    pack_title: str
    group_title: str
    title: str
    not_measured: str
    verdict: str
    passed: int
    failed: int
    accepted: int
    unknown: int
    rules: tuple[str, ...]
    not_judged: tuple[str, ...]
    parameters: tuple[Parameter, ...]


def standings(
    estate: Estate,
    *,
    language: Language,
    pack: str | None = None,
    organisation: str | None = None,
) -> tuple[Standing, ...]:
    """Every demand of the packs, or of one, in the whole group or in the organisation of that id."""
    rows = estate.connection.execute(
        figures.static("controls"),
        {"language": language, "pack": pack, "organisation": organisation},
    ).fetchall()
    return tuple(_standing(row) for row in rows)


def _standing(row: tuple[Any, ...]) -> Standing:
    *plain, rules, not_judged, parameters = row
    found: list[Any] = [  # the columns stand in the order of the fields
        *plain,
        tuple(rules or ()),
        tuple((not_judged or "").split()),
        tuple(Parameter(one["id"], one["title"], one["value"]) for one in parameters or ()),
    ]
    return Standing(*found)
