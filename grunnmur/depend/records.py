"""Where a run's flow records are: in the claims, and in folders that are read where they lie."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from grunnmur.estate import RAW
from grunnmur.kit import quoted
from grunnmur.kit.engine import Aggregator, Place

_TABLE = RAW["flow_record"]


def read(engine: Aggregator, claimed: Path, realms: Mapping[str, str]) -> None:
    """Makes `flow_record` of every record of the run: no rows where there are none.

    `realms` says in which realm each source's addresses live; a record that names its own keeps it.
    """
    engine.read("flow_record", [*_places(engine, claimed, realms)])


def _places(engine: Aggregator, claimed: Path, realms: Mapping[str, str]) -> Iterator[Place]:
    cases = " ".join(
        f"when {quoted.text(source)} then {quoted.text(realm)}"
        for source, realm in sorted(realms.items())
    )
    realm = f"case source {cases} else '' end" if cases else "''"
    yield Place((str(_empty(claimed)),), _select(_TABLE.by_name, realm, "source"))
    if any(claimed.glob("flow_record/*.parquet")):
        yield Place((f"{claimed}/flow_record/*.parquet",), _select(_TABLE.by_name, realm, "source"))
    for source, paths in in_place(claimed).items():
        realm, named = quoted.text(realms.get(source, "")), quoted.text(source)
        yield Place(paths, _select(engine.columns(paths), realm, named))


def has_records(claimed: Path) -> bool:
    """Whether any source gave flow records, or pointed at some."""
    return any(claimed.glob("flow_record/*.parquet")) or bool(in_place(claimed))


def in_place(claimed: Path) -> dict[str, tuple[str, ...]]:
    """Files that sources only pointed at, by source, sorted."""
    if not any(claimed.glob("_place/*.parquet")):
        return {}
    rows = pq.read_table(claimed / "_place").to_pylist()
    pointed = sorted((row["source"], row["path"]) for row in rows if row["tbl"] == _TABLE.name)
    return {
        source: tuple(path for _, path in paths)
        for source, paths in groupby(pointed, key=lambda pair: pair[0])
    }


def _select(present: Iterable[str], realm: str, source: str) -> str:
    """The record's columns in their types, and its source; what is not there or does not fit is not known."""
    said = {name: f'"{name}"' for name in present}
    said["realm"] = f"coalesce({said['realm']}, {realm})" if "realm" in said else realm
    columns = [
        f'try_cast({said.get(column.name, "null")} as {column.sql}) as "{column.name}"'
        for column in _TABLE.columns
    ]
    return ", ".join([*columns, f"{source} as source"])


def _empty(claimed: Path) -> Path:
    """A file of no records, so that there is always one to read."""
    claimed.mkdir(parents=True, exist_ok=True)
    path = claimed / "no_flow_record.parquet"
    columns = {column.name: pa.array([], pa.string()) for column in _TABLE.columns}
    pq.write_table(pa.table({**columns, "source": pa.array([], pa.string())}), path)
    return path
