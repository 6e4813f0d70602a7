"""What people decided about identity, read from decisions/*.csv: it always wins."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb

from grunnmur.errors import DecisionConflict, SettingsError
from grunnmur.estate import TABLES

_COLUMNS = tuple(column.name for column in TABLES["decision"].columns)


def load(connection: duckdb.DuckDBPyConnection, directory: Path) -> None:
    """Makes `decided` of all decisions/*.csv. Two that contradict are a DecisionConflict naming both."""
    rows: list[tuple[str | None, ...]] = []
    for path in sorted(directory.glob("decisions/*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            missing = {"decision_id", "kind", "subject_id", "value"} - set(reader.fieldnames or ())
            if missing:
                raise SettingsError(
                    "decisions_columns_missing", path=str(path), columns=", ".join(sorted(missing))
                )
            rows += [tuple(row.get(name) or None for name in _COLUMNS) for row in reader]
    columns = ", ".join(f"{name} varchar" for name in _COLUMNS)
    connection.execute(f"create or replace temp table decided ({columns})")
    if rows:
        marks = ", ".join("?" for _ in _COLUMNS)
        connection.executemany(f"insert into decided values ({marks})", rows)
    _refuse_contradictions(connection)


def _refuse_contradictions(connection: duckdb.DuckDBPyConnection) -> None:
    """Same and not same for one pair, or two scopes for one thing."""
    clash = connection.execute(
        """
        select least(a.decision_id, b.decision_id), greatest(a.decision_id, b.decision_id)
        from decided a join decided b on a.decision_id < b.decision_id
        where (a.kind in ('same', 'not_same') and b.kind in ('same', 'not_same') and a.kind <> b.kind
               and least(a.subject_id, a.value) = least(b.subject_id, b.value)
               and greatest(a.subject_id, a.value) = greatest(b.subject_id, b.value))
           or (a.kind = b.kind and a.kind in ('scope', 'name', 'hub')
               and a.subject_kind is not distinct from b.subject_kind
               and a.subject_id = b.subject_id and a.value <> b.value
               and a.valid_to is not distinct from b.valid_to)
        order by all limit 1
        """
    ).fetchall()
    for first, second in clash:
        raise DecisionConflict("decisions_contradict", first=first, second=second)


def pairs(connection: duckdb.DuckDBPyConnection, kind: str) -> list[tuple[int, int]]:
    """Node pairs that people decided are the same, or not.

    A decision names two rows as `source|record_key`; subject_kind is their noun.
    """
    return connection.execute(
        """
        select a.node, b.node
        from decided d
        join node a on a.about and a.noun = d.subject_kind and a.source || '|' || a.record_key = d.subject_id
        join node b on b.about and b.noun = d.subject_kind and b.source || '|' || b.record_key = d.value
        where d.kind = ?
        order by d.decision_id, a.node, b.node
        """,
        [kind],
    ).fetchall()
