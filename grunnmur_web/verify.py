"""`grunnmur audit verify`: whether the audit log is as it was written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import psycopg

from grunnmur_web.environment import text
from grunnmur_web.store import embedded


def verify(folder: Path, environment: Mapping[str, str]) -> tuple[int, list[tuple[int, str]]]:
    """How many rows the log of a workspace's site has, and those where the chain breaks, with why.

    `missing` is a row gone before it, `chain` a hash that does not follow, `content` a row changed.
    """
    with psycopg.connect(address(folder, environment)) as connection:
        rows = connection.execute("select count(*) from web_audit").fetchone()
        broken = connection.execute("select id, reason from access.audit_broken()").fetchall()
    return (rows[0] if rows else 0), broken


def address(folder: Path, environment: Mapping[str, str]) -> str:
    """How the owner of the site's store connects. WorkspaceError where there is none; nothing is made."""
    given = text("DATABASE_OWNER_URL", told=environment)
    if given:
        return given
    return embedded.addresses(embedded.existing(folder))[0]
