"""What the site reads instead of some of a run's tables."""

from __future__ import annotations

from pathlib import Path

import psycopg
from psycopg import sql

from grunnmur_web.store.rowlevel import WEB_ROLE

_VIEWS = Path(__file__).parent / "views.sql"
_SHOWN = (
    "dependency_seen", "dependency_needs", "dependency_needed_by", "dependency_between", "dependency_match_seen",
    "supplier",
)  # fmt: skip
_BEHIND = ("dependency", "dependency_tally", "dependency_match")
"""Tables with two ends, of which a person may see one: the site reads the views in front of them."""


def create(connection: psycopg.Connection, schemas: tuple[str, ...]) -> None:
    """Makes the views of a loaded run in the first of the schemas its tables lie in, and lets the site read it."""
    name, web = sql.Identifier(schemas[0]), sql.Identifier(WEB_ROLE)
    path = sql.SQL(", ").join(map(sql.Identifier, schemas))
    connection.execute(sql.SQL("set local search_path = {}").format(path))
    numbered = sql.Literal(schemas[-1]).as_string()
    connection.execute(_VIEWS.read_text(encoding="utf-8").replace(":run", numbered).encode())
    connection.execute(sql.SQL("grant usage on schema {} to {}").format(name, web))
    for table in _SHOWN:
        connection.execute(
            sql.SQL("grant select on {} to {}").format(sql.Identifier(schemas[0], table), web)
        )
    for table in (
        _BEHIND if len(schemas) == 1 else ()
    ):  # else they stand below, and are left as they are
        connection.execute(sql.SQL("revoke all on {} from {}").format(sql.Identifier(table), web))
    connection.execute("set local search_path = public")
