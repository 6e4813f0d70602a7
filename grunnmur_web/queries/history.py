"""What became of a thing from run to run. Ask only of what may be seen: runs are read as files."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from grunnmur.estate import TABLES
from grunnmur_web import grids, keyed, reading, withheld
from grunnmur_web.reading import Row

RUNS = 12
"""So many runs are looked through, the one shown and those before it."""


def history(noun: str, entity_id: str) -> list[Row]:
    """What is different from each run to the next, the newest first.

    A row is a run's id, what happened (`appeared`, `gone`, `changed`, `merged` or `split`), and for a
    change the attribute with its value before and after; for the others the other thing's id, if any.
    """
    run = reading.current_run()
    if run is None:
        return []
    folders = _folders(run.folder, noun)
    key = {TABLES[noun].id_column: entity_id}
    seen = [(folder, _one(noun, key, folder)) for folder in folders]
    found: list[Row] = []
    for (_, old), (folder, new) in pairwise(seen):
        found += [{"run": folder.name, **row} for row in _between(noun, old, new)]
    for folder in folders:
        changes = keyed.rows(
            "identity_change",
            {"noun": noun, "entity_id": entity_id},
            order="change, other_id",
            folder=folder,
        )
        found += [
            {"run": folder.name, "what": row["change"], "other_id": row["other_id"]}
            for row in changes
        ]
    return sorted(found, key=lambda row: str(row["run"]), reverse=True)


def seen(noun: str, rows: list[Row]) -> list[Row]:
    """The rows without ids of things one may not see; `hidden` names where they stood."""
    referring = {column.name for column in TABLES[noun].columns if column.refers in grids.NAMED}

    def ends(row: Row) -> dict[str, str]:
        if row["what"] != "changed":
            return {"other_id": ""}
        return {"old": "", "new": ""} if row["attribute"] in referring else {}

    return withheld.hidden(rows, ends)


def _folders(current: Path, noun: str) -> list[Path]:
    """The runs that hold the noun, oldest first, the one shown last."""
    runs = (path for path in current.parent.glob("*") if path.name <= current.name)
    return sorted(path for path in runs if (path / f"{noun}.parquet").exists())[-RUNS:]


def _one(noun: str, key: dict[str, str], folder: Path) -> Row | None:
    return next(iter(keyed.rows(noun, key, order="1", folder=folder)), None)


def _between(noun: str, old: Row | None, new: Row | None) -> list[Row]:
    if old is None and new is None:
        return []
    if old is None or new is None:
        return [{"what": "appeared" if old is None else "gone"}]
    return [
        {
            "what": "changed",
            "attribute": column.name,
            "old": old[column.name],
            "new": new[column.name],
        }
        for column in TABLES[noun].columns[1:]
        if column.name in old and column.name in new and old[column.name] != new[column.name]
    ]
