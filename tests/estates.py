"""Small estate directories for tests: a grunnmur.toml and CSV registers, written in three lines."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from grunnmur import pipeline
from grunnmur.estate import Estate

Register = Mapping[str, Any]


def directory(folder: Path, *sources: Register, extra: str = "") -> Path:
    """An estate directory with one register a source: `{"name": …, "into": …, "rows": [{…}], …}`.

    Rows are dictionaries by column name; the mapping is one to one. Other keys go into the settings.
    """
    folder.mkdir(parents=True, exist_ok=True)
    text = '[group]\nname = "Test"\n' + extra
    for source in sources:
        text += _source(folder, source)
    (folder / "grunnmur.toml").write_text(text, encoding="utf-8")
    return folder


def run(folder: Path, workspace: Path, *, until: str = "reconcile") -> Estate:
    """The estate after a run as far as `until`, judged for 2026-09-01."""
    return pipeline.run(folder, workspace, on=date(2026, 9, 1), until=until, workers=1).estate


def things(estate: Estate, noun: str = "asset") -> set[frozenset[str]]:
    """Which rows are one thing, as sets of `source|record_key`."""
    rows = estate.connection.execute(
        "select list(source || '|' || record_key) from record where noun = ? group by entity_id",
        [noun],
    ).fetchall()
    return {frozenset(keys) for (keys,) in rows}


def _source(folder: Path, source: Register) -> str:
    rows: Sequence[Mapping[str, object]] = source["rows"]
    headings = list(dict.fromkeys(name for row in rows for name in row))
    path = folder / f"{source['name']}.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, headings, delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    settings = {
        key: value
        for key, value in source.items()
        if key not in ("rows", "columns", "name", "into")
    }
    columns = ", ".join(f'"{name}" = "{name}"' for name in headings if name != "key")
    text = f'[[source]]\nname = "{source["name"]}"\nformat = "table"\npath = "{path.name}"\n'
    text += f'into = "{source["into"]}"\ncolumns = {{ {columns} }}\n'
    if "key" in headings:
        text += 'key = "key"\n'
    return text + "".join(f"{key} = {_toml(value)}\n" for key, value in settings.items())


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f'"{k}" = {_toml(v)}' for k, v in value.items()) + " }"
    return f'"{value}"' if isinstance(value, str) else str(value).lower()
