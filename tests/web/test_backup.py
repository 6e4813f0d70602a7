"""Backup and restore: what people decided comes back whole, or nothing is touched."""

from __future__ import annotations

import stat
from datetime import datetime

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from grunnmur.errors import WorkspaceError
from grunnmur_web.store import kept

AT = datetime(2026, 9, 2, 8)
COPY = "grunnmur_copy"
REMEMBERED = ("web_user", "web_grant", "web_decision", "web_audit", "web_token")


@pytest.fixture
def archive(site, ask, tmp_path):
    """A backup taken while the site goes on."""
    ask.as_("north").post("/findings/finding-n/say/comment", {"reason": "før kopien"})
    file = tmp_path / "site.backup"
    kept.write(site.admin, file)
    return file


@pytest.fixture
def copy(site):
    """A database beside the site's, with nothing in it, and the address of who may see all of it."""
    with psycopg.connect(site.admin, autocommit=True) as connection:
        connection.execute(f"create database {COPY}")
        yield make_conninfo(site.admin, dbname=COPY)
        names = connection.execute(
            "select datname from pg_database where datname ~ '^grunnmur_(copy|restoring)'"
        ).fetchall()
        for (name,) in names:
            connection.execute(f"drop database {name} with (force)")


def _rows(address, table):
    with psycopg.connect(address) as connection:
        return connection.execute(f"select * from {table} order by id").fetchall()


def test_what_the_site_remembers_comes_back_as_it_was(site, archive, copy):
    back = kept.restore(copy, archive, at=AT)

    for table in REMEMBERED:
        assert _rows(copy, table) == _rows(site.admin, table)
    assert back.log_rows == len(_rows(site.admin, "web_audit")) > 0
    assert back.before == f"{COPY}_before_20260902_080000"


def test_a_restored_site_holds_back_and_refuses_as_before(site, archive, copy):
    kept.restore(copy, archive, at=AT)

    with psycopg.connect(make_conninfo(site.web, dbname=COPY)) as connection:
        assert connection.execute("select * from web_decision").fetchall() == []
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("delete from web_audit")
    with psycopg.connect(make_conninfo(site.owner, dbname=COPY)) as connection:
        connection.execute("alter table web_audit no force row level security")
        with pytest.raises(psycopg.errors.RaiseException):
            connection.execute("update web_audit set actor = 'somebody'")
        connection.rollback()


def test_what_was_there_stays_beside_it_under_another_name(archive, copy):
    with psycopg.connect(copy) as connection:
        connection.execute("create table mark as select 7 as n")

    back = kept.restore(copy, archive, at=AT)

    with psycopg.connect(make_conninfo(copy, dbname=back.before)) as connection:
        assert connection.execute("select n from mark").fetchone() == (7,)


def test_half_an_archive_brings_nothing_back(archive, copy):
    whole = archive.read_bytes()
    archive.write_bytes(whole[: len(whole) // 2])
    with psycopg.connect(copy) as connection:
        connection.execute("create table mark as select 7 as n")

    with pytest.raises(WorkspaceError) as failed:
        kept.restore(copy, archive, at=AT)

    assert failed.value.code == "site_restore_failed"
    assert _only(copy) == "mark"


def test_an_archive_whose_log_was_changed_brings_nothing_back(site, archive, copy, tmp_path):
    kept.restore(copy, archive, at=AT)
    with psycopg.connect(copy) as connection:
        connection.execute("alter table web_audit disable trigger all")
        connection.execute("update web_audit set actor = 'somebody' where id = 1")
    forged = tmp_path / "forged.backup"
    kept.write(copy, forged)

    with pytest.raises(WorkspaceError) as failed:
        kept.restore(copy, forged, at=AT)

    assert failed.value.code == "site_backup_broken"


def test_nothing_is_restored_under_a_site_that_runs(site, archive, ask):
    ask.rows("north", "select 1 as x")

    with pytest.raises(WorkspaceError) as failed:
        kept.restore(site.admin, archive, at=AT)

    assert failed.value.code == "site_is_running"


def test_only_its_owner_reads_a_backup(archive):
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600


def _only(address):
    with psycopg.connect(address) as connection:
        (name,) = connection.execute(
            "select relname from pg_class join pg_namespace n on n.oid = relnamespace "
            "where nspname = 'public' and relkind = 'r'"
        ).fetchone()
    return name
