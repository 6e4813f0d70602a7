"""What the site reads instead of a table whose columns it may not read as they are."""

from __future__ import annotations

from pathlib import Path

import psycopg
from psycopg import sql

from grunnmur_web.store.rowlevel import WEB_ROLE

_SQL = Path(__file__).parent / "dependency_seen.sql"


def create(connection: psycopg.Connection, schema: str) -> None:
    """Makes the views of a loaded run and lets the site read its schema."""
    name, web = sql.Identifier(schema), sql.Identifier(WEB_ROLE)
    connection.execute(sql.SQL("set local search_path = {}").format(name))
    connection.execute(_SQL.read_text(encoding="utf-8").encode())
    connection.execute(sql.SQL("grant usage on schema {} to {}").format(name, web))
    connection.execute(sql.SQL("grant select on dependency_seen, audience to {}").format(web))
    connection.execute(sql.SQL("revoke all on dependency from {}").format(web))
    connection.execute("set local search_path = public")
