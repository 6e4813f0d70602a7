"""The nouns' own tables: one row a thing, each attribute's winner in its column."""

from __future__ import annotations

import duckdb

from grunnmur.estate import NOUNS, TABLES, Column, Table
from grunnmur.kit.engine import Steps
from grunnmur.reconcile.put import Put

_DERIVED = {
    ("asset", "product_id"): "o.product_id",
    ("asset", "version"): "coalesce(o.version, {won})",
    ("asset", "first_seen_at"): "z.first_seen_at",
    ("asset", "last_seen_at"): "z.last_seen_at",
    ("asset", "scope"): "coalesce(c.scope, 'in')",
    ("asset", "scope_reason"): "c.reason",
    ("application", "scope"): "coalesce(c.scope, 'in')",
    ("application", "scope_reason"): "c.reason",
}
"""Columns that follow from more than one claim; {won} is the winning claim."""


def write(connection: duckdb.DuckDBPyConnection, steps: Steps, put: Put) -> None:
    """Writes all nouns and `device`. Things that are only mentioned have their name and nothing else."""
    steps.run("chosen", "thing")
    there = {name for (name,) in connection.execute("select distinct tbl from thing").fetchall()}
    for name in (*NOUNS, "device"):
        table = TABLES[name]
        if name not in there:
            put(table, _nothing(table))
        else:
            put(table, _product() if name == "product" else _wide(table))


def _nothing(table: Table) -> str:
    nulls = ", ".join(f'null as "{column.name}"' for column in table.columns)
    return f"select {nulls} where false"


def _wide(table: Table) -> str:
    columns = ", ".join(_column(table, column) for column in table.columns)
    seen = "left join seen z on z.entity_id = t.entity_id " if table.name == "asset" else ""
    product = (
        "left join os_product o on o.entity_id = t.entity_id " if table.name == "asset" else ""
    )
    pivot = ", ".join(
        f"max(value) filter (attribute = '{c.name}') as \"{c.name}\""
        for c in table.columns
        if c.name != table.id_column
    )
    scoped = f"left join scoped c on c.noun = '{table.name}' and c.entity_id = t.entity_id "
    return (
        f"select {columns} from (select entity_id, name from thing where tbl = '{table.name}') t "
        f"left join (select entity_id, {pivot} from chosen where tbl = '{table.name}' group by entity_id) w "
        f"on w.entity_id = t.entity_id {seen}{product}{scoped}"
    )


def _column(table: Table, column: Column) -> str:
    if column.name == table.id_column:
        return f't.entity_id as "{column.name}"'
    won = f'w."{column.name}"'
    derived = _DERIVED.get((table.name, column.name))
    if derived is not None:
        return f'{derived.format(won=won)} as "{column.name}"'
    if column.name == "name":
        return f'coalesce({won}, t.name) as "name"'
    return f'{won} as "{column.name}"'


def _product() -> str:
    """Products: the catalogue's name where it knows the product, else the text that named it."""
    return (
        "select t.entity_id as product_id, coalesce(any_value(k.name), any_value(t.name)) as name, "
        "any_value(k.kind) as kind "
        "from thing t left join known_product k on k.product_id = t.entity_id "
        "where t.tbl = 'product' group by t.entity_id"
    )
