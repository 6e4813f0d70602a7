"""What the database remembers of people, as one file, and back again. Runs are not in it.

The file is PostgreSQL's own archive (`pg_restore --list` shows what is in it). A restore goes into a
new database, which takes the old one's name only when it is whole and its log's chain unbroken; the
old one stays beside it under another name.
"""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from grunnmur.errors import WorkspaceError
from grunnmur_web.store.embedded import OWNER_ROLE, programs

_FRESH = "grunnmur_restoring"
_REMEMBERED = ("--schema=public", "--schema=access")
_NOT_KEPT = ("access.loaded", "public.django_session", "public.web_cache")
"""Rows that tell of loaded runs, and what is only of the day: people log in anew after a restore."""
_TRIED_AGAIN = (
    "update web_upload set state = 'waiting' where state in ('trying', 'tried', 'confirmed')"
)
"""What a file would change was found out beside a run, and neither trial nor run is in the archive."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back: accounts, decisions, rows of the log; and the name of the database that was there."""

    people: int
    decisions: int
    log_rows: int
    before: str


def write(admin: str, file: Path) -> int:
    """Writes the archive, for its owner only, all or nothing. Gives its bytes. `admin` sees every row."""
    partial = file.with_name(f".{file.name}.partial")
    partial.touch(mode=0o600)
    excluded = [f"--exclude-table-data={name}" for name in _NOT_KEPT]
    command = ["pg_dump", "--format=custom", *_REMEMBERED, *excluded, f"--file={partial}"]
    try:
        _run(command, admin, "site_backup_failed")
        partial.replace(file)
    finally:
        partial.unlink(missing_ok=True)
    return file.stat().st_size


def restore(admin: str, file: Path, *, at: datetime) -> Restored:
    """Puts the archive in the place of the database that `admin` names, which is kept under another name.

    The site must not be running. Whatever goes wrong before the last step leaves everything as it was.
    """
    if not file.is_file():
        raise WorkspaceError("site_backup_missing", path=str(file))
    name = str(conninfo_to_dict(admin)["dbname"])
    before = f"{name}_before_{at:%Y%m%d_%H%M%S}"
    with psycopg.connect(make_conninfo(admin, dbname="postgres"), autocommit=True) as server:
        _make(server, _FRESH)
        fresh = make_conninfo(admin, dbname=_FRESH)
        command = ["pg_restore", "--exit-on-error", "--single-transaction", str(file)]
        _run(command, fresh, "site_restore_failed")
        found = _checked(fresh, before)
        with psycopg.connect(fresh) as connection:
            if connection.execute("select to_regclass('web_upload')").fetchone() != (None,):
                connection.execute(_TRIED_AGAIN)  # archives of earlier schemas have none
        try:
            with server.transaction():
                _rename(server, name, before)
                _rename(server, _FRESH, name)
        except psycopg.errors.ObjectInUse as error:
            raise WorkspaceError("site_is_running") from error
    return found


def _make(server: psycopg.Connection, name: str) -> None:
    """An empty database; what an earlier try left is dropped. The archive brings its own schema public."""
    server.execute(sql.SQL("drop database if exists {}").format(sql.Identifier(name)))
    server.execute(
        sql.SQL("create database {} owner {}").format(
            sql.Identifier(name), sql.Identifier(OWNER_ROLE)
        )
    )
    address = make_conninfo(server.info.dsn, dbname=name, password=server.info.password or "")
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("drop schema public")


def _checked(address: str, before: str) -> Restored:
    with psycopg.connect(address) as connection:
        broken = connection.execute("select id, reason from access.audit_broken()").fetchall()
        if broken:
            raise WorkspaceError("site_backup_broken", row=broken[0][0], reason=broken[0][1])
        counted = connection.execute(
            "select (select count(*) from web_user), (select count(*) from web_decision), "
            "(select count(*) from web_audit)"
        ).fetchone()
    assert counted is not None
    people, decisions, log_rows = counted
    return Restored(people, decisions, log_rows, before)


def _rename(server: psycopg.Connection, name: str, other: str) -> None:
    server.execute(
        sql.SQL("alter database {} rename to {}").format(
            sql.Identifier(name), sql.Identifier(other)
        )
    )


def _run(command: list[str], address: str, failed: str) -> None:
    """Runs one of PostgreSQL's programs on a database. The password goes where no list of processes shows it."""
    parts = {name: str(value) for name, value in conninfo_to_dict(address).items()}
    secret = {"PGPASSWORD": parts.pop("password")} if "password" in parts else {}
    program, *arguments = command
    done = subprocess.run(  # noqa: S603 our own command line
        [str(programs() / program), f"--dbname={make_conninfo('', **parts)}", *arguments],
        env={**os.environ, **secret},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise WorkspaceError(failed, reason=done.stderr.strip()[:500])
