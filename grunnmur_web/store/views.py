"""What the store puts together of a run's tables, and what the site reads instead of some of them."""

from __future__ import annotations

from pathlib import Path

import psycopg
from psycopg import sql

from grunnmur_web.store.rowlevel import WEB_ROLE
from grunnmur_web.store.shelves import Shelf

_HERE = Path(__file__).parent
_OF_THINGS = Shelf("things")
DERIVED: dict[str, Shelf] = {
    "dependency_tally": _OF_THINGS,
    "hub_tally": _OF_THINGS,
}
"""Tables that `derived.sql` makes; their rows already carry an audience."""
_SHOWN = ("dependency_seen", "dependency_between", "dependency_match_seen", "audience")
_BEHIND = ("dependency", "dependency_tally", "dependency_match")
"""Tables with two ends, of which a person may see one: the site reads the views in front of them."""


def derive(connection: psycopg.Connection, schema: str) -> None:
    """Puts together what needs several tables. Before the policies, past which COPY cannot write."""
    _run(connection, schema, "derived.sql")


def create(connection: psycopg.Connection, schema: str) -> None:
    """Makes the views of a loaded run and lets the site read its schema."""
    name, web = sql.Identifier(schema), sql.Identifier(WEB_ROLE)
    _run(connection, schema, "views.sql")
    connection.execute(sql.SQL("grant usage on schema {} to {}").format(name, web))
    for table in _SHOWN:
        connection.execute(
            sql.SQL("grant select on {} to {}").format(sql.Identifier(schema, table), web)
        )
    for table in _BEHIND:
        connection.execute(
            sql.SQL("revoke all on {} from {}").format(sql.Identifier(schema, table), web)
        )


def _run(connection: psycopg.Connection, schema: str, name: str) -> None:
    connection.execute(sql.SQL("set local search_path = {}").format(sql.Identifier(schema)))
    connection.execute((_HERE / name).read_text(encoding="utf-8").encode())
    connection.execute("set local search_path = public")
