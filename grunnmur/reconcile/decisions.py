"""What people decided about identity, read from decisions/*.csv: it always wins."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import duckdb

from grunnmur.catalogue import identifiers
from grunnmur.errors import DecisionConflict, SettingsError
from grunnmur.estate import TABLES
from grunnmur.kit.engine import give_texts

_COLUMNS = tuple(column.name for column in TABLES["decision"].columns)


def load(connection: duckdb.DuckDBPyConnection, directory: Path, *, on: date) -> None:
    """Makes `decided` of all decisions/*.csv, and `holding` of those that hold on the day.

    Two that hold and contradict are a DecisionConflict naming both.
    """
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
    give_texts(connection, "decided", _COLUMNS, rows)
    _refuse_unreadable_days(connection)
    connection.execute(
        "create or replace temp table holding as "
        "select * from decided where valid_to is null or valid_to::date >= $on",
        {"on": on},
    )
    _refuse_contradictions(connection)


def _refuse_unreadable_days(connection: duckdb.DuckDBPyConnection) -> None:
    """A day nobody can read is neither past nor to come: whoever wrote it says which."""
    unreadable = connection.execute(
        "select decision_id, valid_to from decided "
        "where valid_to is not null and try_cast(valid_to as date) is null order by all limit 1"
    ).fetchall()
    for decision, day in unreadable:
        raise SettingsError("decision_day_unreadable", decision=str(decision), day=day)


def _refuse_contradictions(connection: duckdb.DuckDBPyConnection) -> None:
    """Same and not same for one pair, or two scopes for one thing until the same day."""
    clash = connection.execute(
        """
        select least(a.decision_id, b.decision_id), greatest(a.decision_id, b.decision_id)
        from holding a join holding b on a.decision_id < b.decision_id
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
    """Node pairs that people decided are the same, or not, by what holds.

    A decision names two rows as `source|record_key`; subject_kind is their noun.
    """
    return connection.execute(
        """
        select a.node, b.node
        from holding d
        join node a on a.about and a.noun = d.subject_kind and a.source || '|' || a.record_key = d.subject_id
        join node b on b.about and b.noun = d.subject_kind and b.source || '|' || b.record_key = d.value
        where d.kind = ?
        order by d.decision_id, a.node, b.node
        """,
        [kind],
    ).fetchall()


def names(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, str | None]]:
    """What people decided that a name means, in lower case: the product, and a version if they gave one.

    Of several that hold, the latest counts.
    """
    rows = connection.execute(
        "select lower(subject_id), value from holding where kind = 'name' "
        "order by decided_at nulls first, decision_id"
    ).fetchall()
    return {name: identifiers.product_and_version(value) for name, value in rows}
