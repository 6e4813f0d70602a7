"""From what a person writes to the one thing it names."""

from __future__ import annotations

from pathlib import Path

import duckdb

from grunnmur.errors import QueryError
from grunnmur.estate import TABLES, Estate
from grunnmur.kit.engine import Steps

STEPS = Path(__file__).parent / "sql"
SUBJECTS = ("asset", "application", "data_store", "network", "location")
_SHOWN = 5


def find(estate: Estate, written: str) -> tuple[str, str]:
    """Noun and id of the thing named by id, else by name, else by any identifier.

    QueryError when nothing is named so, or several things are; the facts list the first of them.
    """
    for query in (_by_id(), _by_name(), _by_identifier()):
        found = _rows(estate.connection, query, written)
        if len(found) == 1:
            return found[0][0], found[0][1]
        if found:
            shown = [f"{noun} {entity_id}" for noun, entity_id in found[:_SHOWN]]
            raise QueryError("thing_ambiguous", name=written, count=len(found), things=shown)
    raise QueryError("thing_unknown", name=written)


def most_needed(estate: Estate) -> str | None:
    """The id of the thing most others depend on; None where nothing is known to depend on anything."""
    found = Steps(estate.connection, STEPS).rows("most_needed")
    return str(found[0][0]) if found else None


def _rows(connection: duckdb.DuckDBPyConnection, query: str, written: str) -> list[tuple[str, str]]:
    return connection.execute(f"{query} order by 1, 2", {"written": written}).fetchall()


def _by_id() -> str:
    columns = [(noun, TABLES[noun].id_column) for noun in SUBJECTS]
    return " union ".join(
        f"select '{noun}', {column} from {noun} where {column} = $written"
        for noun, column in columns
    )


def _by_name() -> str:
    return " union ".join(
        f"select '{noun}', {TABLES[noun].id_column} from {noun} where lower(name) = lower($written)"
        for noun in SUBJECTS
    )


def _by_identifier() -> str:
    nouns = ", ".join(f"'{noun}'" for noun in SUBJECTS)
    return (
        "select distinct noun, entity_id from identifier "
        f"where lower(value) = lower($written) and noun in ({nouns})"
    )
