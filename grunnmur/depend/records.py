"""Where a run's flow records are: in the claims, and in folders that are read where they lie."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from grunnmur.estate import RAW
from grunnmur.kit.engine import Aggregator, Place

_TABLE = RAW["flow_record"]
_OLD = {
    "started_at": "first_seen_at",
    "ended_at": "last_seen_at",
    "target_port": "port",
    "opened": "true",
    "answered": "true",
}
"""How a batch of the `flow` table, added up by its reader, is told as records."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of flow records that belongs to a source and is read in place; or one file of it."""

    source: str
    path: str


def read(engine: Aggregator, claimed: Path) -> None:
    """Makes `flow_record` of every record of the run: no rows where there are none."""
    engine.read("flow_record", [*_places(engine, claimed)])


def _places(engine: Aggregator, claimed: Path) -> Iterator[Place]:
    yield Place(str(_empty(claimed)), _select(_names(), source="source"))
    if any(claimed.glob("flow_record/*.parquet")):
        yield Place(f"{claimed}/flow_record/*.parquet", _select(_names(), source="source"))
    if any(claimed.glob("batch-flow/*.parquet")):
        path = f"{claimed}/batch-flow/*.parquet"
        yield Place(path, _select(set(engine.columns(path)), source="source", spelled=_OLD))
    for folder in in_place(claimed):
        source = "'" + folder.source.replace("'", "''") + "'"
        yield Place(folder.path, _select(set(engine.columns(folder.path)), source=source))


def in_place(claimed: Path) -> list[Folder]:
    """Files and folders that sources only pointed at, by source and path."""
    if not any(claimed.glob("_place/*.parquet")):
        return []
    rows = pq.read_table(claimed / "_place").to_pylist()
    folders = {Folder(row["source"], row["path"]) for row in rows if row["tbl"] == _TABLE.name}
    return sorted(folders, key=lambda folder: (folder.source, folder.path))


def _names() -> set[str]:
    return {column.name for column in _TABLE.columns}


def _select(present: set[str], *, source: str, spelled: dict[str, str] | None = None) -> str:
    """The record's columns in their types; one that is not there is not known."""
    columns = [f"cast({source} as varchar) as source"]
    for column in _TABLE.columns:
        said = (spelled or {}).get(
            column.name, f'"{column.name}"' if column.name in present else "null"
        )
        columns.append(f'cast({said} as {column.sql}) as "{column.name}"')
    return ", ".join(columns)


def _empty(claimed: Path) -> Path:
    """A file of no records, so that there is always one to read."""
    claimed.mkdir(parents=True, exist_ok=True)
    path = claimed / "no_flow_record.parquet"
    columns = {column.name: pa.array([], pa.string()) for column in _TABLE.columns}
    pq.write_table(pa.table({**columns, "source": pa.array([], pa.string())}), path)
    return path
