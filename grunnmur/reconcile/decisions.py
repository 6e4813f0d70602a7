"""What people decided about identity, names and scope: it always wins, and what contradicts itself is refused."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import duckdb

from grunnmur.catalogue import identifiers
from grunnmur.errors import DecisionConflict
from grunnmur.estate import TABLES
from grunnmur.kit.engine import give_texts
from grunnmur.reconcile.cluster import Clusters

_COLUMNS = tuple(column.name for column in TABLES["decision"].columns)


def load(
    connection: duckdb.DuckDBPyConnection,
    rows: Sequence[tuple[str | None, ...]],
    notes: Sequence[tuple[str, ...]] = (),
    *,
    on: date,
) -> None:
    """Makes `decided` of all rows, `holding` and `ended` by the day, and `decision_note` of the notes.

    Two that hold and say different things of one name or role are a DecisionConflict naming both.
    """
    give_texts(connection, "decided", _COLUMNS, rows)
    give_texts(connection, "decision_note", ("source", "place", "code", "facts"), notes)
    connection.execute(
        "create or replace temp table holding as "
        "select row_number() over (order by decision_id, kind, subject_id, value) as row, * from decided "
        "where valid_to is null or valid_to::date >= $on",
        {"on": on},
    )
    connection.execute(
        "create or replace temp table ended as select * from decided where valid_to::date < $on",
        {"on": on},
    )
    _refuse(
        connection,
        """
        select a.decision_id, b.decision_id
        from holding a join holding b on a.row < b.row
        where a.kind = b.kind and a.kind in ('name', 'hub')
          and a.subject_kind is not distinct from b.subject_kind
          and a.subject_id = b.subject_id and a.value is distinct from b.value
          and a.valid_to is not distinct from b.valid_to
        """,
    )


def refuse_contradicting_scopes(connection: duckdb.DuckDBPyConnection) -> None:
    """Two scopes of one thing until the same day, by whatever row or id they name it."""
    _refuse(
        connection,
        """
        select a.decision_id, b.decision_id
        from scope_decision a
        join scope_decision b on a.row < b.row and a.noun = b.noun and a.entity_id = b.entity_id
        where a.scope <> b.scope and a.valid_to is not distinct from b.valid_to
        """,
    )


def _refuse(connection: duckdb.DuckDBPyConnection, contradictions: str) -> None:
    clash = connection.execute(
        f"select least(x, y), greatest(x, y) from ({contradictions}) as t(x, y) order by all limit 1"
    ).fetchall()
    for first, second in clash:
        raise DecisionConflict("decisions_contradict", first=first, second=second)


Said = tuple[str, int, int]
"""A decision and the two it is about."""


def refuse_contradicting_pairs(connection: duckdb.DuckDBPyConnection) -> None:
    """What is the same by one decision or by several, and not the same by another.

    What no source has a row for contradicts as well: the row may come with the next delivery.
    """
    subjects = (
        "dense_rank() over (order by noun, coalesce(node::varchar, ''), if(node is null, said, ''))"
    )
    rows = connection.execute(
        "select d.kind, d.decision_id, min(subject) filter (side = 1), min(subject) filter (side = 2) "
        f"from (select *, {subjects} as subject from decided_row) join holding d using (row) "
        "group by d.row, d.kind, d.decision_id order by d.row"
    ).fetchall()
    same = [(name, a, b) for kind, name, a, b in rows if kind == "same"]
    apart = [(name, a, b) for kind, name, a, b in rows if kind == "not_same"]
    if alone := _torn([], apart):
        raise DecisionConflict("decision_parts_one", decision=alone)
    if not _torn(same, apart):
        return
    for number, (last, *_) in enumerate(same, 1):
        if torn := _torn(same[:number], apart):
            raise DecisionConflict(
                "decisions_contradict", first=min(torn, last), second=max(torn, last)
            )


def _torn(same: Iterable[Said], apart: Iterable[Said]) -> str | None:
    """The first decision that two are not the same which are, when all of `same` are."""
    clusters = Clusters({})
    clusters.join(((a, b) for _, a, b in same), forced=True)
    return next((name for name, a, b in apart if clusters.root(a) == clusters.root(b)), None)


def pairs(connection: duckdb.DuckDBPyConnection, kind: str) -> list[tuple[int, int]]:
    """Node pairs that people decided are the same, or not, by what holds."""
    return connection.execute(
        """
        select a.node, b.node
        from holding d
        join decided_row a on a.row = d.row and a.side = 1
        join decided_row b on b.row = d.row and b.side = 2
        where d.kind = ? and a.node is not null and b.node is not null
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
