"""Claims from disk into named tables: one header a claim, one long table of what was said of things."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb

from grunnmur.estate import CLAIMABLE, NOUNS, TABLES, Table
from grunnmur.kit import parts, quoted
from grunnmur.kit.engine import give_texts
from grunnmur.settings import Settings

SPOKEN = (*NOUNS, "device")
"""Tables whose every attribute keeps all its claims as evidence: nouns, and what extends one."""


def load(connection: duckdb.DuckDBPyConnection, folder: Path, settings: Settings) -> None:
    """Makes `claimed_<table>` of each table, `header` and `said` of all, and what belongs to files.

    That is `written_identifier`, `file_count`, `file_format`, `file_note`, and `source_setting` from the settings.
    """
    connection.execute(_MAC_MACRO)
    connection.execute(_NUMBER_MACRO)
    connection.execute(_COMPACT_MACRO)
    connection.begin()  # all in one go: most tables are claimed by nobody
    connection.execute("; ".join(_claimed(folder, TABLES[name]) for name in CLAIMABLE))
    connection.commit()
    names = told(connection)
    headers = " union all ".join((f"select {_NO_HEADER} where false", *map(_header, names)))
    connection.execute(f"create or replace temp table header as {headers}")
    spoken = (_unpivot(TABLES[name]) for name in SPOKEN if name in names)
    said = " union all ".join((f"select {_NOTHING_SAID} where false", *spoken))
    connection.execute(f"create or replace temp table said as {said}")
    _parts(connection, folder, "_identifier", "written_identifier", _IDENTIFIER)
    of_files(connection, folder)
    connection.execute(_FILE_FORMAT)
    _source_settings(connection, settings)


def told(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The tables that somebody claims rows of, asked for at once. What goes over all of them goes over these alone: a
    few where a file of newcomers is tried.
    """
    rows = connection.execute(
        "select table_name[9:] from duckdb_tables() "
        "where temporary and starts_with(table_name, 'claimed_') and estimated_size > 0"
    ).fetchall()
    found = {name for (name,) in rows}
    return [name for name in CLAIMABLE if name in found]


def of_files(
    connection: duckdb.DuckDBPyConnection, folder: Path, *, counts: Iterable[Path] | None = None
) -> None:
    """Makes `file_note`, and `file_count` of all files or of those that are counted in `counts`."""
    found = sorted(folder.glob("_count/*.parquet")) if counts is None else list(counts)
    rows = f"from read_parquet({parts.listed(found)})" if found else f"select {_COUNT} where false"
    connection.execute(f"create or replace temp view file_count as {rows}")
    _parts(connection, folder, "_note", "file_note", _NOTE)


_MAC_MACRO = (
    "create or replace temp macro as_mac(written) as case when regexp_matches(written, "
    "'^([0-9a-fA-F]{2}[:-]?){5}[0-9a-fA-F]{2}$|^([0-9a-fA-F]{4}[.]){2}[0-9a-fA-F]{4}$') "
    "then regexp_replace(regexp_replace(lower(written), '[^0-9a-f]', '', 'g'), '(..)(..)(..)(..)(..)(..)', "
    "'\\1:\\2:\\3:\\4:\\5:\\6') end"
)
"""`as_mac(text)`: the text as a hardware address in its one spelling, or null. A lease names its holder so."""
_NUMBER_MACRO = (
    "create or replace temp macro as_number(ip) as case when regexp_matches(ip, '^([0-9]{1,3}[.]){3}[0-9]{1,3}$') then "
    "(split_part(ip, '.', 1)::bigint << 24) + (split_part(ip, '.', 2)::bigint << 16) "
    "+ (split_part(ip, '.', 3)::bigint << 8) + split_part(ip, '.', 4)::bigint end"
)
"""`as_number(text)`: an IPv4 address as a number, or null."""
_COMPACT_MACRO = (
    "create or replace temp macro as_compact(written) as "
    "upper(regexp_replace(written, '[\\s./_-]+', '', 'g'))"
)
"""`as_compact(text)`: the text in the one spelling serials have."""
_IDENTIFIER = "null::bigint as claim, '' as noun, '' as kind, '' as value, '' as written"
_COUNT = "'' as source, '' as file, '' as format, 0 as records, 0 as claimed, 0 as noted"
_FILE_FORMAT = (
    "create or replace temp table file_format as "
    "select source, file, arg_max(format, (records, format)) as format from file_count group by all"
)
"""The format each file was read in, which for `auto` only the file tells."""
_NOTE = "'' as source, '' as place, '' as code, '' as facts"
_NO_HEADER = (
    "null::bigint as claim, null::bigint as record, '' as tbl, '' as source, '' as file, null::bigint as line, "
    "'' as record_key, null::varchar as seen_at"
)
_NOTHING_SAID = "null::bigint as claim, '' as tbl, '' as attribute, null::varchar as value"
_HEADER = (
    "null::bigint as claim, null::bigint as record, '' as source, '' as file, null::bigint as line, "
    "'' as record_key, null::varchar as claimed_at"
)


def _header(name: str) -> str:
    return (
        f"select claim, record, '{name}' as tbl, source, file, line, record_key, claimed_at as seen_at "
        f"from claimed_{name}"
    )


def _claimed(folder: Path, table: Table) -> str:
    """What makes the table as claimed, row by row, batches included; empty when nobody claims any."""
    empty = ", ".join(f'null::varchar as "{column.name}"' for column in table.columns)
    selects = [f"select {_HEADER}, {empty} where false"]
    if any(folder.glob(f"{table.name}/*.parquet")):
        selects.append(f"select * from read_parquet({_files(folder, table.name)})")
    if any(folder.glob(f"batch-{table.name}/*.parquet")):
        selects.append(
            "select source, file, * exclude (source, file) from "
            f"read_parquet({_files(folder, f'batch-{table.name}')}, union_by_name=true)"
        )
    query = " union all by name ".join(selects)
    return f"create or replace temp table claimed_{table.name} as {query}"


def _parts(
    connection: duckdb.DuckDBPyConnection, folder: Path, name: str, view: str, empty: str
) -> None:
    found = f"select * from read_parquet({_files(folder, name)})"
    query = found if any(folder.glob(f"{name}/*.parquet")) else f"select {empty} where false"
    connection.execute(f"create or replace temp view {view} as {query}")


def _files(folder: Path, name: str) -> str:
    return quoted.text(folder / name / "*.parquet")


def _unpivot(table: Table) -> str:
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    return (
        f"select claim, '{table.name}' as tbl, attribute, value from "
        f"(select claim, {columns} from claimed_{table.name}) "
        f"unpivot (value for attribute in ({columns}))"
    )


def _source_settings(connection: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    columns = ("source", "organisation", "realm", "platform", "path", "format")
    rows = [
        (s.name, s.organisation, s.realm, s.platform, s.path, s.format)
        for s in sorted(settings.sources, key=lambda s: s.name)
    ]
    give_texts(connection, "source_setting", columns, rows)
