"""What a finding rests on, in words: things by their names, codes by their words, moments as people write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from grunnmur.estate import TABLES
from grunnmur_web import grids, withheld
from grunnmur_web.pages import records
from grunnmur_web.words import voice

Facts = Mapping[str, object]
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d+)?)?")
_PRODUCT = re.compile(r"[a-z0-9_]+:[a-z0-9_]+")
_NOUNS = frozenset(name for name, table in TABLES.items() if table.noun)
_CHOICES = {
    name: frozenset(
        choice
        for table in TABLES.values()
        for c in table.columns
        if c.name == name
        for choice in c.choices
    )
    for name in {c.name for table in TABLES.values() for c in table.columns if c.choices}
}
"""What the columns of a name may hold, of whichever table: facts are called like them."""
_HELD = {c.name for noun in _NOUNS for c in TABLES[noun].columns} - {"owner"} | {"security_until"}
"""What things have, known or not. An owner is, among facts, also that of an exception nobody was granted."""
_GROUPS = {
    "kind": ("kind", "value", "contract_kind"),
    "function": ("function",),
    "environment": ("environment",),
    "country": ("country",),
    "countries": ("country",),
    "role": ("asset_role",),
    "exposure": ("exposure",),
    "entries": ("kind",),
}
"""Where the words of a fact's codes stand, if not among those of values."""
_SEVERAL = ("entries",)
"""Facts that are codes with a space between."""
_APART = ("reason", "situation_id")
"""Facts that are told apart, and those that only join tables."""
_COUNTS = ("affected", "affected_for_long", "exploited", "unknown")
"""Numbers of what a list beside them holds the first of."""
_MEASURES = {"worst_cvss": "number", "worst_epss": "share", "cvss": "number", "epss": "share"}
_LINKED = ("id", "vulnerability")
"""What names a vulnerability or a notice of one, which others have published."""
_WORDED = {"decision": "value", "range": "versions"}
"""Columns of vulnerabilities whose words a grid finds."""
_FIRST = {"vulnerabilities": "vulnerability", "notices": "notice"}
"""What the rows of a list are, where they have ids."""
_ORDER = ("id", "range", "origin", "basis", "mended_in", "cvss", "epss", "exploited", "decision")
"""The columns of vulnerabilities: which, why it is said to concern and by whom, what mends it, how bad, how urgent."""
_POSSIBLE = ("id", "range", "origin", "reason", "mended_in", "cvss", "epss", "exploited")
"""Of those that perhaps concern, with why that is not known."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A fact that is a list of things with parts: what it is called, its rows, and how many there are in all."""

    name: str
    label: str
    grid: grids.Grid
    all: int


def told(facts: Facts) -> list[tuple[str, str]]:
    """Each fact with what it is called; what is told apart or is a table is left out."""
    named = _named(facts)
    return [
        (_label(name, facts), _nothing(name) if value is None else _fact(name, value, named))
        for name, value in facts.items()
        if name not in _APART and not _is_list(name, value)
    ]


def _nothing(name: str) -> str:
    """What stands for a fact that is not there: of what every thing has, that it is not known."""
    return voice()("site_unknown" if name in _HELD else "site_dash")


def listed(facts: Facts, judged: Mapping[str, Mapping[str, Any]]) -> list[Listed]:
    """Each fact that is a list of things with parts. `judged`: each vulnerability as it was judged there, by its id."""
    return [
        Listed(
            name,
            voice().word("column", name),
            _grid(name, rows, facts, judged),
            _all(rows, facts),
        )
        for name, rows in facts.items()
        if isinstance(rows, list) and rows and _is_list(name, rows)
    ]


def possible(rows: list[Any], rule_id: str, facts: Facts) -> list[Listed]:
    """The vulnerabilities that perhaps concern, with why that is not known, as a table if there are any."""
    if not rows:
        return []
    columns = [_column("vulnerabilities", name) for name in _POSSIBLE]
    columns = [replace(one, words="reason") if one.name == "reason" else one for one in columns]
    shown = [
        {
            **row,
            "id": row["vulnerability_id"],
            "id_at_": records.address(row["vulnerability_id"]),
            "origin": _origins(row["origin"]),
            "mended_in": _mended(row),
            "rule_id": rule_id,
        }
        for row in rows
    ]
    unknown = facts.get("unknown")
    count = max(len(rows), unknown if isinstance(unknown, int) else 0)
    return [Listed("possible", voice()("site_possible"), grids.grid(columns, shown), count)]


def _origins(codes: str | None) -> str | None:
    """Who says so, of codes with a space between."""
    return ", ".join(voice().word("value", one) for one in codes.split()) if codes else None


def _is_list(name: str, value: object) -> bool:
    if isinstance(value, list) and value:
        return all(isinstance(item, dict) for item in value)
    return name in _FIRST


def _label(name: str, facts: Facts) -> str:
    """What a fact is called; a number with what is counted."""
    said = voice()
    label = said.word("fact", name, otherwise=said.word("column", name))
    counted = next((one for one in _FIRST if one in facts), None)
    if name not in _COUNTS or counted is None:
        return label
    return said("site_counted", what=label, unit=said.word("column", counted))


def _all(rows: list[Any], facts: Facts) -> int:
    known = facts.get("affected")
    return max(len(rows), known if isinstance(known, int) else 0)


def _grid(
    name: str, rows: list[Any], facts: Facts, judged: Mapping[str, Mapping[str, Any]]
) -> grids.Grid:
    if name == "vulnerabilities":
        rows = [
            {**row, **_as_judged(judged.get(row["id"], {})), "mended_in": _mended(row)}
            for row in rows
        ]
        keys: tuple[str, ...] = _ORDER
    else:
        keys = tuple(key for key in rows[0] if any(row.get(key) is not None for row in rows))
    named = _named(facts)
    columns = [_column(name, key) for key in keys]
    return grids.grid(columns, [_row(row, keys, named) for row in rows])


def _as_judged(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"decision": row.get("decision"), "origin": _origins(row.get("origin"))}


def _mended(row: Mapping[str, Any]) -> str | None:
    """The version that mends it, or that any update does where a release is judged by the day it was last mended."""
    in_place = row.get("basis") in ("release", "patch_day")
    return row["mended_in"] or (voice()("site_mended_in_place") if in_place else None)


def _column(name: str, key: str) -> grids.Column:
    said = voice()
    label = said.word("fact", key, otherwise=said.word("column", key))
    if key == "id" and name in _FIRST:
        label = said.word("column", _FIRST[name])
    column = grids.Column(key, _MEASURES.get(key, "text"), label, words=_WORDED.get(key))
    if key == "mended_in":
        return replace(column, nothing="site_mended_none")
    return replace(column, link=f"{key}_at_") if key in _LINKED else column


def _row(row: Mapping[str, Any], keys: tuple[str, ...], named: Mapping[str, str]) -> dict[str, Any]:
    kept = (*_MEASURES, *_WORDED, "origin", "exploited")
    told = {
        key: row[key] if key in kept or row[key] is None else _fact(key, row[key], named)
        for key in keys
    }
    return told | {f"{key}_at_": records.address(str(row.get(key) or "")) for key in _LINKED}


def _named(facts: Facts) -> dict[str, str]:
    """The names of the things that facts tell of, those one may see."""
    return grids.names(
        (_noun(text), text)
        for value in facts.values()
        for text in withheld.texts(value)
        if _noun(text)
    )


def _noun(text: str) -> str:
    """The noun of what may be an id; empty for what is none."""
    if _PRODUCT.fullmatch(text):
        return "product"
    noun, dash, _ = text.partition("-")
    return noun if dash and noun in _NOUNS else ""


def _fact(name: str, value: object, named: Mapping[str, str]) -> str:
    if isinstance(value, list):
        between = "; " if any(isinstance(item, dict) for item in value) else ", "
        return between.join(dict.fromkeys(_fact(name, item, named) for item in value)) or "–"
    if isinstance(value, dict):
        return ", ".join(
            f"{voice().word('column', key)}: {_fact(key, item, named)}"
            for key, item in value.items()
            if item is not None
        )
    if isinstance(value, str):
        return _text(name, value, named)
    if isinstance(value, int | float) and not isinstance(value, bool) and name in _MEASURES:
        said = voice()
        return said.share(value) if _MEASURES[name] == "share" else said.amount(value, 1)
    return voice()("site_fact", value=value)


def _text(name: str, text: str, named: Mapping[str, str]) -> str:
    said = voice()
    if name in _SEVERAL and " " in text:
        return ", ".join(_text(name, one, named) for one in text.split())
    coded = _GROUPS.get(name) or (("value",) if text in _CHOICES.get(name, ()) else ())
    words = (said.word(group, text, otherwise="") for group in coded)
    word = next((word for word in words if word), "")
    if word:
        return word
    noun = _noun(text)
    if text in named or (noun and noun != "product"):
        return named.get(text) or grids.unseen(said, noun)
    if _MOMENT.fullmatch(text):
        return said.instant(datetime.fromisoformat(text))
    return said("site_fact", value=text)
