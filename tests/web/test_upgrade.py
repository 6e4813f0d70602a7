"""A site of an earlier schema is brought up to date with all it remembers, and goes back by its backup."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from datetime import datetime

import psycopg
import pytest
from django.db.migrations.loader import MigrationLoader
from psycopg.conninfo import make_conninfo

from grunnmur_web import store, verify
from grunnmur_web.management.commands import prepare
from grunnmur_web.models import ROLES
from grunnmur_web.store import kept
from tests.web.region import NORTH

NAME = "grunnmur_earlier"
MIGRATIONS = sorted(
    name for app, name in MigrationLoader(None).disk_migrations if app == "grunnmur_web"
)
EARLIER = MIGRATIONS[:-1]
_RIGHTS = {"0001_first": ("rights", "audit", "site_rights")}
"""What `prepare` said who may do what with, where a schema had less than now."""
_ALL = ("rights", "audit", "site_rights", "work_rights")

_TOKENS_OF = (", organisation_id", ", ''")
"""What a token has besides, since it may open one calendar."""

_MADE = """
import sys, django
from django.core.management import call_command
django.setup()
for app in ("auth", "contenttypes", "sessions"):
    call_command("migrate", app, verbosity=0)
call_command("migrate", "grunnmur_web", sys.argv[1], verbosity=0)
call_command("createcachetable", verbosity=0)
"""


@pytest.fixture
def earlier(site):
    """A database of its own, empty."""
    with _database(site, NAME) as address:
        yield address


@contextmanager
def _database(site, name, *, template="template1"):
    with psycopg.connect(site.admin, autocommit=True) as connection:
        connection.execute(f"create database {name} owner grunnmur_owner template {template}")
        yield make_conninfo(site.admin, dbname=name)
        names = connection.execute(
            f"select datname from pg_database where datname ~ '^({name}|grunnmur_restoring)'"
        ).fetchall()
        for (found,) in names:
            connection.execute(f"drop database {found} with (force)")


@pytest.fixture(scope="module")
def models(site):
    """Databases as versions that ended with a migration made them, with people, decisions and a log: by migration.

    Each is made once, and copied for who changes it.
    """
    made = {}
    with ExitStack() as stack:

        def model(migration):
            if migration not in made:
                name = f"model_of_{migration}"
                address = stack.enter_context(_database(site, name))
                _fill(site, name, address, migration)
                made[migration] = name
            return made[migration]

        yield model


@pytest.fixture
def at(site, models):
    """The site at a migration: `at(migration)` makes a database of its own and tells the address."""
    with ExitStack() as stack:
        yield lambda migration: stack.enter_context(
            _database(site, NAME, template=models(migration))
        )


def _manage(site, *arguments, told="", name=NAME):
    return _python(site, name, "-m", "django", *arguments, told=told)


def _python(site, name, *arguments, told=""):
    environment = {**os.environ, "DATABASE_OWNER_URL": make_conninfo(site.owner, dbname=name)}
    return subprocess.run(
        [sys.executable, *arguments],
        env=environment, input=told, capture_output=True, text=True, check=False,
    )  # fmt: skip


def _fill(site, name, address, migration):
    done = _python(site, name, "-c", _MADE, migration)
    assert done.returncode == 0, done.stderr
    owner = make_conninfo(site.owner, dbname=name)
    with psycopg.connect(owner) as connection:
        for file in _RIGHTS.get(migration, _ALL):
            said = (prepare._STORE / f"{file}.sql").read_text()
            if migration < "0006_guarded":  # no decision was guarded
                said = said.replace("coalesce(guarded, subject_kind = 'finding')", "false")
            connection.execute(said)
    assert "password" in _manage(site, "first_account", "admin", name=name).stdout
    with psycopg.connect(address) as connection:
        for n, kind in enumerate(("comment", "accept_risk", "approve")):
            connection.execute(
                "insert into web_decision (decision_id, kind, subject_kind, subject_id, organisation_id, value, "
                "reason, decided_by, decided_at, valid_to, measure, answers_for) values "
                "(%s, %s, 'finding', 'finding-n', %s, '', 'r', 'admin', now(), '2027-01-01', 'm', 'a')",
                [f"web-{n}", kind, NORTH],
            )
            connection.execute(
                "insert into web_audit (at, actor, action, subject_kind, subject_id, organisation_id, before, after, "
                "previous_hash, hash) values (now(), 'admin', %s, 'finding', 'finding-n', %s, null, '{}', '', '')",
                [kind, NORTH],
            )
        column, value = _TOKENS_OF if migration >= "0004_calendar_of_one" else ("", "")
        connection.execute(
            f"insert into web_token (user_id, name, digest, scope, made_at, expires_on{column}) "
            f"select id, 't', 'd', 'read', now(), '2027-01-01'{value} from web_user"
        )


TABLES = ("web_user", "web_grant", "web_decision", "web_audit", "web_token")


def _rows(address):
    """Everything a person would miss, by column name: a new column is no difference."""
    found = {}
    with psycopg.connect(address) as connection:
        for table in TABLES:
            cursor = connection.execute(f"select * from {table} order by id")
            names = [column.name for column in cursor.description]
            found[table] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return found


def _kept(before, after):
    """Whether every value there was is there still."""
    return all(
        len(before[table]) == len(after[table])
        and all(
            old.items() <= new.items() for old, new in zip(before[table], after[table], strict=True)
        )
        for table in TABLES
    )


def test_the_first_account_is_there_only_once_its_password_was_told(site, earlier):
    _manage(site, "prepare")
    people = "select username from web_user"

    untold = _manage(site, "first_account", "admin", "--once-told")
    with psycopg.connect(earlier) as connection:
        assert (untold.returncode, connection.execute(people).fetchall()) == (1, [])

    told = _manage(site, "first_account", "admin", "--once-told", told="told\n")
    with psycopg.connect(earlier) as connection:
        assert (told.returncode, connection.execute(people).fetchall()) == (0, [("admin",)])
        logged = connection.execute("select actor, action, subject_id, after from web_audit")
        assert logged.fetchall() == [("set_up:", "make_person", "admin", {"roles": list(ROLES)})]


def test_there_is_an_earlier_schema_to_come_from():
    assert EARLIER[0] == "0001_first"


@pytest.mark.parametrize("migration", EARLIER)
def test_decisions_people_and_log_of_an_earlier_schema_are_there_after_an_upgrade(
    site, at, migration
):
    earlier = at(migration)
    before = _rows(earlier)
    assert all(before[table] for table in TABLES)

    done = _manage(site, "prepare")

    assert done.returncode == 0, done.stderr
    assert _manage(site, "migrate", "--check").returncode == 0
    assert _kept(before, _rows(earlier))
    owner = make_conninfo(site.owner, dbname=NAME)
    rows, broken = verify.verify(site.run, {"DATABASE_OWNER_URL": owner})
    assert (rows, broken) == (len(before["web_audit"]), [])


# Every step is gone through above; here the longest way, and below the last step back.
@pytest.mark.parametrize("migration", EARLIER[:1])
def test_an_upgraded_site_shows_runs_and_holds_back_as_a_new_one(site, at, migration):
    at(migration)
    _manage(site, "prepare")

    store.load(make_conninfo(site.owner, dbname=NAME), site.run)

    with psycopg.connect(make_conninfo(site.web, dbname=NAME)) as connection:
        assert connection.execute("select * from web_decision").fetchall() == []
        person = connection.execute("select id from web_user").fetchone()[0]
        connection.execute(
            "select set_config('search_path', 'public', true) from access.enter(%s)", [person]
        )
        assert len(connection.execute("select * from web_decision").fetchall()) == 3
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("update web_decision set reason = 'x'")


@pytest.mark.parametrize("migration", EARLIER[-1:])
def test_the_way_back_is_the_backup_that_was_taken_before(site, at, migration, tmp_path):
    earlier = at(migration)
    before = _rows(earlier)
    kept.write(earlier, tmp_path / "before.backup")
    _manage(site, "prepare")
    with psycopg.connect(earlier) as connection:
        connection.execute(
            "update web_token set scope = 'calendar'"
        )  # what the earlier one does not know

    back = kept.restore(earlier, tmp_path / "before.backup", at=datetime(2026, 9, 2, 8))

    assert _rows(earlier) == before
    done = _manage(site, "showmigrations", "grunnmur_web").stdout
    assert f"[X] {migration}" in done
    assert f"[ ] {MIGRATIONS[-1]}" in done
    owner = make_conninfo(site.owner, dbname=NAME)
    assert verify.verify(site.run, {"DATABASE_OWNER_URL": owner})[1] == []
    with psycopg.connect(make_conninfo(earlier, dbname=back.before)) as connection:
        decided = connection.execute("select scope from web_token").fetchall()
    assert decided == [("calendar",)]  # what was done since is not lost


def test_an_upgrade_that_fails_leaves_the_schema_and_what_it_remembers(site, at):
    earlier = at(EARLIER[-1])
    with psycopg.connect(earlier) as connection:
        connection.execute("alter table web_decision add column guarded text")
    before = _rows(earlier)

    done = _manage(site, "prepare")

    assert done.returncode != 0
    assert "guarded" in done.stderr
    assert _rows(earlier) == before
    assert f"[ ] {MIGRATIONS[-1]}" in _manage(site, "showmigrations", "grunnmur_web").stdout


def test_every_change_of_the_models_has_a_migration(site, earlier):
    done = _manage(site, "makemigrations", "--check", "--dry-run")

    assert done.returncode == 0, done.stdout
