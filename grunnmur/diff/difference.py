"""Two estates side by side on one connection, and the tables of what differs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from grunnmur import estate as nouns
from grunnmur.estate import Estate
from grunnmur.kit import parts
from grunnmur.kit.engine import Steps, connect

TABLES = ("appeared", "gone", "merged", "split", "changed", "opened", "closed")
_ASKED = (
    *nouns.NOUNS,
    "decision",
    "entity",
    "evidence",
    "finding",
    "identifier",
    "record",
    "rule_result",
    "run",
    "situation_vulnerability",
    "source",
)
"""Tables that are compared, or say why something differs."""
_STEPS = (
    "decided",
    "source_change",
    "appeared",
    "gone",
    "went",
    "had",
    "shared_identifier",
    "merged",
    "split",
    "known_before",
    "changed",
    "finding_subject",
    "one_sided",
    "rested_on",
    "finding_change",
    "opened",
    "closed",
)


@dataclass(frozen=True, slots=True)
class Difference:
    """The tables of what differs, named in TABLES."""

    connection: duckdb.DuckDBPyConnection

    def counts(self) -> dict[str, int]:
        """How many rows each table has."""
        return {name: len(self.table(name)) for name in TABLES}

    def table(self, name: str) -> duckdb.DuckDBPyRelation:
        """One table, sorted as it reads best."""
        return self.connection.table(name).order("all")


def diff(before: Estate, after: Estate) -> Difference:
    """What is different in `after`. A thing is the same when it has the same id."""
    return between(before.folder, after.folder)


def between(before: Path, after: Path) -> Difference:
    """What is different from one run's folder to another's. The connection has what was compared as `before` and
    `after`.
    """
    connection = connect()
    for schema, folder in (("before", before), ("after", after)):
        connection.execute(f"create schema {schema}")
        connection.execute(f"set schema='{schema}'")
        Estate(folder, connection, names=_ASKED)
    connection.execute("set schema='main'")
    other = [n for n in nouns.NOUNS if not parts.are_same(before, after, n)] or ["asset"]
    # names of things whose tables are the same are only asked for by findings
    named = other if parts.are_same(before, after, "finding") else nouns.NOUNS
    connection.execute(f"create temp table thing_before as {_things('before', named)}")
    connection.execute(f"create temp table thing_after as {_things('after', named)}")
    connection.execute(f"create temp table attribute_change as {_attribute_changes(other)}")
    Steps(connection, Path(__file__).parent / "sql").run(*_STEPS)
    return Difference(connection)


def _things(schema: str, named: Iterable[str]) -> str:
    """Every thing of these nouns: noun, id and name."""
    things = []
    for noun in named:
        table = nouns.TABLES[noun]
        name = "name" if "name" in table.by_name else table.id_column
        things.append(
            f"select '{noun}' as noun, {table.id_column} as entity_id, {name} as name "
            f"from {schema}.{noun} where {table.id_column} is not null"
        )
    return " union all ".join(things)


def _attribute_changes(other: Iterable[str]) -> str:
    """Every attribute of every thing of these nouns, in both runs, that has another value. Whole rows are compared
    first, so that only rows that differ are taken apart."""
    return " union all ".join(map(_changes_of, other))


def _changes_of(noun: str) -> str:
    table = nouns.TABLES[noun]
    pairs = ", ".join(
        f"{{attribute: '{name}', old: b.{name}::varchar, new: a.{name}::varchar}}"
        for name, column in table.by_name.items()
        if not column.key
    )
    return (
        f"select noun, entity_id, change.attribute, change.old, change.new from ("
        f"select '{noun}' as noun, b.{table.id_column} as entity_id, unnest([{pairs}]) as change "
        f"from before.{noun} as b join after.{noun} as a using ({table.id_column}) "
        f"where b is distinct from a) where change.old is distinct from change.new"
    )
