"""The policies of a loaded run: what row-level security lets a person read."""

from __future__ import annotations

from collections.abc import Iterator

from psycopg import sql

from grunnmur_web.store.shelves import Shelf

WEB_ROLE = "grunnmur_web"
"""Owns nothing, is no superuser and cannot step around row-level security."""


def protect(
    schema: str, table: str, shelf: Shelf, columns: tuple[str, ...], *, numbered: str
) -> Iterator[sql.Composed]:
    """The statements that let the site read the table, and only the rows its person may see.

    `numbered` is the schema whose numbers of audiences the rows carry.
    """
    name = sql.Identifier(schema, table)
    yield sql.SQL("alter table {} enable row level security").format(name)
    yield sql.SQL("alter table {} force row level security").format(name)
    yield sql.SQL("create policy seen on {} for select using ({})").format(
        name, condition(numbered, shelf, guarded="guarded" in columns)
    )
    yield sql.SQL("grant select on {} to {}").format(name, sql.Identifier(WEB_ROLE))


def condition(numbered: str, shelf: Shelf, *, guarded: bool) -> sql.Composable:
    """When a row may be seen."""
    seen = _seen(numbered, shelf, shelf.right or "read")
    if not guarded:
        return seen
    return sql.SQL("case when guarded then {} else {} end").format(
        _seen(numbered, shelf, "security"), seen
    )


def _seen(numbered: str, shelf: Shelf, right: str) -> sql.Composable:
    """Sub-selects, so that each question is answered once a query and not once a row.

    PostgreSQL takes it that a third of all things are greater than something, and that one in two hundred
    equals it: who sees much, and that is most who ask, would be answered by sorting what an index has in order.
    """
    wanted = sql.Literal(right)
    if shelf.seen == "everyone":
        return sql.SQL("(select access.let_in({}))").format(wanted)
    if shelf.seen == "group":
        return sql.SQL("(select access.sees_all({}))").format(wanted)
    return sql.SQL("get_bit((select access.seen({}, {})), audience) > 0").format(
        sql.Literal(numbered), wanted
    )
