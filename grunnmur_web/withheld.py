"""Rows as programs get them: the id of a thing one may not see is withheld, as pages withhold its name."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from grunnmur.estate import TABLES
from grunnmur_web import grids
from grunnmur_web.reading import Row

_ID = re.compile(rf"({'|'.join(sorted(grids.SOMEBODYS))})-\S+")


def references(table: str, rows: list[Row]) -> list[Row]:
    """The rows of a declared table; `hidden` names the columns that held ids of things one may not see."""
    referring = {
        c.name: c.refers for c in TABLES[table].columns if c.refers and c.refers in grids.SOMEBODYS
    }
    return hidden(rows, lambda _row: referring)


def hidden(rows: list[Row], ends: Callable[[Row], Mapping[str, str]]) -> list[Row]:
    """The rows with nothing where they hold ids of things one may not see; `hidden` names where that was.

    `ends` tells where a row may hold such ids, and of which noun; an empty one is any in the table of names.
    """
    known = grids.names(
        (noun, str(row[end])) for row in rows for end, noun in ends(row).items() if row.get(end)
    )
    found = []
    for row in rows:
        held = [end for end in ends(row) if row.get(end) and str(row[end]) not in known]
        found.append({**row, **dict.fromkeys(held), "hidden": held})
    return found


def facts(rows: list[Row]) -> list[Row]:
    """The rows; in their `facts`, which are JSON, null stands for the id of a thing one may not see."""
    told = {n: json.loads(row["facts"]) for n, row in enumerate(rows) if row.get("facts")}
    known = _known(told)
    return [
        {**row, "facts": json.dumps(_cut(told[n], known), ensure_ascii=False)} if n in told else row
        for n, row in enumerate(rows)
    ]


def values(rows: list[Row]) -> list[Row]:
    """The rows; null stands for a `value` that is the id of a thing one may not see."""
    known = _known([row["value"] for row in rows])
    return [{**row, "value": _cut(row["value"], known)} for row in rows]


def _known(told: object) -> dict[str, str]:
    return grids.names((_noun(text), text) for text in texts(told) if _noun(text))


def _noun(text: str) -> str:
    """The noun of what may be a thing's id, which begins with it; empty for what is none."""
    found = _ID.fullmatch(text)
    return found.group(1) if found else ""


def _cut(value: Any, known: dict[str, str]) -> Any:  # noqa: ANN401 whatever JSON holds
    if isinstance(value, dict):
        return {name: _cut(one, known) for name, one in value.items()}
    if isinstance(value, list):
        return [_cut(one, known) for one in value]
    return None if isinstance(value, str) and _noun(value) and value not in known else value


def texts(value: object) -> Iterator[str]:
    """Every text in what JSON holds."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from texts(one)
