"""The rows that files tell now and did not tell before, as claims in a folder of their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from grunnmur.estate import CLAIMABLE, TABLES
from grunnmur.kit import parts, quoted

_BROKE = ("too_slow", "too_much_memory", "reader_died", "file_unreadable")
"""Notes that hang on how the machine was, not on what a file holds."""
_PLACED = "source, file, line, record_key, claimed_at, claim - record as position"
"""What a claim is besides what it says: its numbers say which parcel it was read with."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Parts of the folder of claims that are `now` other ones than `before`, which lie in `folder`; and those of the
    same `sources` `beside` them.
    """

    sources: Sequence[str]
    now: Sequence[int]
    before: Sequence[int]
    beside: Sequence[int]
    folder: Path


def counts(claimed: Path, told: Parts) -> list[Path]:
    """Where the rows of the files of these sources are counted; also of those of which there is no file."""
    return _files(claimed, "_count", (0, *told.now, *told.beside))


def read_otherwise(
    connection: duckdb.DuckDBPyConnection, claimed: Path, told: Parts, run: Path
) -> str | None:
    """Whether a file that is the same may have given something else than in the run before, or what a parcel gave lies
    elsewhere: a reader broke. A parcel that was read in one go has counts of its own.
    """
    counted = (
        *(claimed / "_count" / _name(number) for number in told.now),
        *(told.folder / "_count" / _name(number) for number in told.before),
    )
    if not all(path.exists() for path in counted):
        return "reader_broke"
    notes = list((claimed / "_note").glob("*.parquet"))
    before = _broken(parts.paths(run, "note"))
    now = _broken(notes) if notes else f"{before} limit 0"
    other = f"(({now}) except ({before})) union all (({before}) except ({now}))"
    return "reader_broke" if connection.execute(f"from ({other}) limit 1").fetchone() else None


def _broken(files: Iterable[Path]) -> str:
    codes = ", ".join(map(quoted.text, _BROKE))
    return f"select source, place, code from {_rows(files)} where code in ({codes})"


def part(
    connection: duckdb.DuckDBPyConnection, claimed: Path, told: Parts, folder: Path
) -> str | None:
    """Writes the claims of new rows into `folder`. Why not, a code, where rows are gone or others than they were."""
    now = {name: _files(claimed, name, told.now) for name in _TOLD}
    before = {name: _files(told.folder, name, told.before) for name in _TOLD}
    if any(now[f"batch-{name}"] or before[f"batch-{name}"] for name in CLAIMABLE):
        return "rows_by_the_million"
    _headers(connection, "placed_now", now)
    _headers(connection, "placed_before", before)
    _headers(connection, "placed_beside", {n: _files(claimed, n, told.beside) for n in _TOLD})
    connection.execute(_NEWCOMER)
    if connection.execute(_MET).fetchone():
        return "row_known"
    for name in (*CLAIMABLE, "_identifier"):
        if before[name] or now[name]:
            same = _same(name, now[name], before[name])
            if connection.execute(f"from ({same}) limit 1").fetchone():
                return "rows_changed"
    for name in (*CLAIMABLE, "_identifier"):
        if now[name]:
            _keep(connection, name, now[name], folder)
    if now["_count"]:
        _copy(connection, f"from {_rows(now['_count'])}", folder, "_count")
    return None


_TOLD = (*CLAIMABLE, *(f"batch-{name}" for name in CLAIMABLE), "_identifier", "_count")
_NEWCOMER = (
    "create or replace temp table newcomer as select claim, record from placed_now n "
    "where not exists (select 1 from placed_before b where b.source = n.source and b.record_key = n.record_key)"
)
_MET = (
    "select 1 from placed_now n join newcomer using (claim) "
    "join placed_beside o on o.source = n.source and o.record_key = n.record_key limit 1"
)


def _files(folder: Path, name: str, numbers: Iterable[int]) -> list[Path]:
    paths = (folder / name / _name(number) for number in numbers)
    return [path for path in paths if path.exists()]


def _name(number: int) -> str:
    return f"part-{number:05}.parquet"


def _rows(files: Iterable[Path]) -> str:
    return f"read_parquet({parts.listed(files)})"


def _headers(
    connection: duckdb.DuckDBPyConnection, name: str, files: dict[str, list[Path]]
) -> None:
    """Every claim of the files and where it stands."""
    columns = f"claim, record, {_PLACED}"
    none = (
        "select null::bigint as claim, null::bigint as record, '' as source, '' as file, null::bigint as line, "
        "'' as record_key, '' as claimed_at, null::bigint as position where false"
    )
    selects = [none, *(f"select {columns} from {_rows(files[n])}" for n in CLAIMABLE if files[n])]
    connection.execute(f"create or replace temp table {name} as {' union all '.join(selects)}")


def _same(name: str, now: list[Path], before: list[Path]) -> str:
    """Rows that are only before, or only now and not of newcomers: each as often as it is there more."""
    old = _plain(name, before, "placed_before")
    new = _plain(name, now, "placed_now", "where claim not in (select claim from newcomer)")
    return f"(({old}) except all ({new})) union all (({new}) except all ({old}))"


def _plain(name: str, files: list[Path], placed: str, where: str = "") -> str:
    """The rows without the numbers of their claims."""
    said = "noun, kind, value, written" if name == "_identifier" else _columns(name)
    if not files:
        return f"select {_PLACED}, {_nothing(name)} from {placed} where false"
    if name == "_identifier":
        return (
            f"select p.* exclude (claim, record), {said} from {_rows(files)} join {placed} p using (claim) "
            f"{where}"
        )
    return f"select {_PLACED}, {said} from {_rows(files)} {where}"


def _columns(name: str) -> str:
    return ", ".join(f'"{column.name}"' for column in TABLES[name].columns)


def _nothing(name: str) -> str:
    count = 4 if name == "_identifier" else len(TABLES[name].columns)
    return ", ".join(["null"] * count)


def _keep(
    connection: duckdb.DuckDBPyConnection, name: str, files: list[Path], folder: Path
) -> None:
    query = f"from {_rows(files)} where claim in (select claim from newcomer)"
    if connection.execute(f"select 1 from ({query}) limit 1").fetchone():
        _copy(connection, query, folder, name)


def _copy(connection: duckdb.DuckDBPyConnection, query: str, folder: Path, name: str) -> None:
    target = folder / name / "part-00000.parquet"
    target.parent.mkdir(parents=True, exist_ok=True)
    connection.execute(f"copy ({query}) to {quoted.text(target)} (format parquet)")
