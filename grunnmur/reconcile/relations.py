"""Tables that hang on nouns: references resolved, one row a key, what does not resolve noted and kept."""

from __future__ import annotations

import duckdb

from grunnmur.estate import CLAIMABLE, TABLES, Column, Table
from grunnmur.reconcile import claims
from grunnmur.reconcile.claims import SPOKEN
from grunnmur.reconcile.put import Put

_SELF = "chr(31) || 'self'"
RELATIONS = tuple(name for name in CLAIMABLE if name not in SPOKEN)


def write(connection: duckdb.DuckDBPyConnection, put: Put) -> None:
    """Writes every relation table, and makes `unresolved` of the references that named nothing or too much."""
    connection.execute(
        "create or replace temp table unresolved "
        "(tbl varchar, attribute varchar, source varchar, raw varchar, matches bigint, rows bigint)"
    )
    connection.execute(
        "create or replace temp table contested (tbl varchar, entity_id varchar, attribute varchar, "
        "value varchar, source varchar, record_key varchar, seen_at timestamp, chosen boolean)"
    )
    told = claims.told(connection)
    for name in RELATIONS:
        table = TABLES[name]
        if name not in told:
            put(table, f"select * from claimed_{name}")
            continue
        connection.execute(f"create or replace temp table related_{name} as {_resolved(table)}")
        for column in table.columns:
            if column.refers:
                connection.execute(_unresolved(table, column))
        for column in table.columns:
            if not column.key and column.name not in _SPANS:
                connection.execute(_contested(table, column))
        put(table, _one_row_a_key(table))
        connection.execute(f"drop table related_{name}")


def _resolved(table: Table) -> str:
    """The table as claimed with ids in place of references; `said_<column>` keeps what was said."""
    taken = [_taken(table, number, column) for number, column in enumerate(table.columns)]
    selects = ", ".join(select for select, _ in taken)
    joins = " ".join(join for _, join in taken if join)
    return f"""
        select {selects}, t.source, coalesce(r.record_key, '') as record_key, r.seen_at as claimed_at
        from claimed_{table.name} t
        left join source_setting s on s.source = t.source
        left join record_name r on r.record = t.record
        left join node_entity own on own.claim = t.record
        {joins}
    """


def _taken(table: Table, number: int, column: Column) -> tuple[str, str]:
    """What is selected for a column, and what is joined for that.

    A row that names a product without its version has the version that the name says.
    """
    said = f't."{column.name}"'
    if column.refers:
        return _reference(f"x{number}", column.name, column.refers)
    if column.name == "version" and "product_id" in table.by_name:
        name = "regexp_replace(t.product_id, '^\\x1f[a-z]+\\x1f', '')"
        return (
            "coalesce(n.decided_version, t.version, n.version) as version",
            f"left join product_name n on n.text = {name}",
        )
    if column.name == "realm":
        return "coalesce(t.realm, s.realm, '') as realm", ""
    return said, ""


def _reference(found: str, name: str, refers: str) -> tuple[str, str]:
    """The thing that is meant, what was said of it and how many it could be; joined as `found`."""
    said = f't."{name}"'
    noun = f't."{refers[1:]}"' if refers[0] == "@" else f"'{refers}'"
    meant = f"case when {said} = {_SELF} then own.entity_id else {found}.entity_id end"
    if refers[0] == "@":
        meant = f"coalesce({meant}, case when {noun} = 'platform' then {said} end)"
    select = f"""
        {meant} as "{name}", {said} as "said_{name}", {found}.matches as "matches_{name}"
    """
    join = f"""
        left join resolved {found} on {found}.noun = {noun} and {found}.source = t.source
            and {found}.raw = {said}
            and {found}.file = case when starts_with({said}, chr(31) || 'record') then t.file else '' end
    """
    return select, join


def _unresolved(table: Table, column: Column) -> str:
    """Keeps what a column said that names nothing, or too much."""
    said = f'"said_{column.name}"'
    return f"""
        insert into unresolved
        select '{table.name}', '{column.name}', source, {said}, max(coalesce("matches_{column.name}", 0)), count(*)
        from related_{table.name}
        where "{column.name}" is null and {said} is not null
        group by source, {said}
    """


def _contested(table: Table, column: Column) -> str:
    """Keeps what claims about one row disagree on: the winner and those that lost."""
    keys = ", ".join(f'"{name}"' for name in _told_apart(table))
    row = ", ".join(f"coalesce(\"{name}\"::varchar, '')" for name in _told_apart(table))
    return f"""
        insert into contested
        select '{table.name}', concat_ws('|', {row}), '{column.name}', "{column.name}"::varchar,
            source, record_key, claimed_at,
            row_number() over (partition by {keys} order by claimed_at desc nulls last, source, record_key) = 1
        from (
            select *, count(distinct "{column.name}") over (partition by {keys}) as values_claimed
            from related_{table.name} where "{column.name}" is not null
        )
        where values_claimed > 1
    """


_SPANS = {
    "from_at": 'case when count(*) = count("from_at") then min("from_at") end',
    "to_at": 'case when count(*) = count("to_at") then max("to_at") end',
    "first_seen_at": 'min("first_seen_at")',
    "last_seen_at": 'max("last_seen_at")',
}
"""Columns that several claims widen instead of contest; a claim without an end leaves it open."""


def _one_row_a_key(table: Table) -> str:
    """One row a key; each other column from the freshest claim that says anything of it."""
    told_apart = _told_apart(table)
    keys = ", ".join(f'"{name}"' for name in told_apart)
    others = "".join(
        f', {_won(column.name)} as "{column.name}"'
        for column in table.columns
        if column.name not in told_apart
    )
    claimed = f"related_{table.name}"
    if "from_at" in table.key:
        claimed, keys = f"({_spells(table)})", f"{keys}, spell"
    known = "".join(
        f' and ("{c.name}" is not null or "said_{c.name}" is null)'
        for c in table.columns
        if c.key and c.refers
    )
    return f"select {keys}{others} from {claimed} where true{known} group by {keys}"


def _told_apart(table: Table) -> tuple[str, ...]:
    """The columns of the key that one claim settles; spans are found from all of them."""
    return tuple(name for name in table.key if name not in _SPANS)


def _spells(table: Table) -> str:
    """What was claimed, with the number of the spell: a lease that others had in between is several.

    A thing that anyone says has the address, without saying from when to when, has one spell of it.
    """
    keys = ", ".join(f'"{name}"' for name in _told_apart(table))
    order = (
        "partition by realm, ip order by from_at nulls first, to_at, asset_id, source, record_key"
    )
    whole = "count(case when from_at is not null and to_at is not null then 1 end)"
    return f"""
        select * replace (case when dated then spell else 0 end as spell)
        from (
            select *, sum(changed) over ({order} rows unbounded preceding) as spell
            from (
                select *, case when lag(asset_id) over ({order}) = asset_id then 0 else 1 end as changed,
                    count(*) over (partition by {keys}) = {whole} over (partition by {keys}) as dated
                from related_{table.name}
            )
        )
    """


def _won(name: str) -> str:
    if name in _SPANS:
        return _SPANS[name]
    return (
        f'first("{name}" order by claimed_at desc nulls last, source, record_key) '
        f'filter ("{name}" is not null)'
    )
