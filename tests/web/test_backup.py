"""Backup and restore: what people decided comes back whole, or nothing is touched."""

from __future__ import annotations

import os
import stat
import tarfile
from datetime import datetime

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from grunnmur.errors import WorkspaceError
from grunnmur_web import backup
from grunnmur_web.store import kept
from grunnmur_web.uploads import spool

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


@pytest.fixture
def sent(site, ask, tmp_path):
    """A workspace with a file that was tried and one being taken, a plan to compare, and runs."""
    folder = tmp_path / "workspace"
    for upload, state in (("a" * 16, "tried"), ("b" * 16, "confirmed"), ("c" * 16, "applied")):
        ask.rows(
            "planner",
            "insert into web_upload (upload_id, file_name, size, digest, source, new_source, organisation, sent_by, "
            f"sent_at, state, base_run, made_run) values ('{upload}', 'a.csv', 1, '', 'a', false, '', 'planner', "
            f"now(), '{state}', '', '') on conflict (upload_id) do update set state = '{state}' returning 1",
        )
        lying = spool.of(folder, upload)
        lying.keep([upload.encode()])
        lying.tell("preview", {"of": upload})
        lying.tell("taking", {"run": "r"})
        (lying.work / "runs").mkdir(parents=True)
        (lying.work / "runs" / "asset.parquet").write_bytes(b"a run")
    spool.of(folder, "c" * 16).clear()
    plan = folder / "scenarios" / "annen takt"
    plan.mkdir(parents=True)
    (plan / "plan.json").write_text("{}")
    yield folder
    ask.rows("planner", "update web_upload set state = 'discarded' returning 1")


def test_files_that_were_sent_and_plans_to_compare_come_back_to_an_empty_workspace(
    site, sent, copy, tmp_path
):
    backup.write(site.admin, sent, tmp_path / "site.backup")
    empty = tmp_path / "empty"
    empty.mkdir()

    back = backup.read(copy, empty, tmp_path / "site.backup", at=AT)

    assert (back.uploads, back.scenarios) == (3, 1)
    assert spool.of(empty, "a" * 16).file.read_bytes() == b"a" * 16
    assert spool.of(empty, "c" * 16).preview() == {"of": "c" * 16}
    assert (empty / "scenarios" / "annen takt" / "plan.json").read_text() == "{}"
    assert [path.name for path in empty.rglob("*.parquet")] == []  # a trial's run is made anew
    assert not list(empty.rglob("taking.json"))
    assert stat.S_IMODE(spool.of(empty, "a" * 16).file.stat().st_mode) == 0o600
    assert not list(empty.glob(".restoring*"))


def test_what_was_tried_or_being_taken_is_tried_again_after_a_restore(site, sent, copy, tmp_path):
    backup.write(site.admin, sent, tmp_path / "site.backup")

    backup.read(copy, sent, tmp_path / "site.backup", at=AT)

    with psycopg.connect(copy) as connection:
        states = dict(connection.execute("select upload_id, state from web_upload").fetchall())
    assert [states[name * 16] for name in "abc"] == ["waiting", "waiting", "applied"]
    lying = spool.of(sent, "b" * 16)
    lying.begin()
    assert not (lying.folder / "taking.json").exists()  # else it would be taken without being asked


def test_a_restore_replaces_no_file_of_the_workspace(site, sent, copy, tmp_path):
    backup.write(site.admin, sent, tmp_path / "site.backup")
    plan = sent / "scenarios" / "annen takt" / "plan.json"
    plan.write_text('{"newer": true}')
    spool.of(sent, "a" * 16).file.unlink()

    back = backup.read(copy, sent, tmp_path / "site.backup", at=AT)

    assert (back.uploads, back.scenarios) == (1, 0)
    assert plan.read_text() == '{"newer": true}'
    assert spool.of(sent, "a" * 16).file.exists()


def test_half_a_backup_touches_neither_database_nor_workspace(site, sent, copy, tmp_path):
    file = tmp_path / "site.backup"
    spool.of(sent, "a" * 16).file.write_bytes(os.urandom(2_000_000))
    backup.write(site.admin, sent, file)
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) - 1_000_000])
    empty = tmp_path / "empty"
    empty.mkdir()
    with psycopg.connect(copy) as connection:
        connection.execute("create table mark as select 7 as n")

    with pytest.raises(WorkspaceError) as failed:
        backup.read(copy, empty, file, at=AT)

    assert failed.value.code == "site_restore_failed"
    assert list(empty.iterdir()) == []
    assert _only(copy) == "mark"


def test_a_backup_that_names_places_outside_the_workspace_is_refused(sent, copy, tmp_path):
    file, empty = tmp_path / "site.backup", tmp_path / "empty"
    empty.mkdir()
    with tarfile.open(file, "w:gz") as archive:
        archive.add(sent / "uploads" / ("a" * 16) / "file", "../outside")

    with pytest.raises(WorkspaceError):
        backup.read(copy, empty, file, at=AT)

    assert not (tmp_path / "outside").exists()


def test_a_backup_of_an_earlier_version_has_the_database_alone_and_comes_back(
    archive, copy, tmp_path
):
    back = backup.read(copy, tmp_path, archive, at=AT)

    assert (back.uploads, back.scenarios) == (0, 0)
    assert back.database.log_rows > 0


def test_only_its_owner_reads_files_and_database(site, sent, tmp_path):
    backup.write(site.admin, sent, tmp_path / "site.backup")

    assert stat.S_IMODE((tmp_path / "site.backup").stat().st_mode) == 0o600
