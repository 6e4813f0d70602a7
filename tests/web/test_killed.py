"""Killed without warning, in the middle: nothing is lost, and nothing is half done."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

import psycopg
import pytest
from django.db import connection as our_own

from grunnmur_web import store
from tests.web.region import SOUTH

_LOAD = """
import sys, time
from pathlib import Path
from grunnmur_web import store
def stop(at, share):
    if at == sys.argv[3]:
        print("here", flush=True)
        time.sleep(600)
store.load(sys.argv[1] + " application_name=killed", Path(sys.argv[2]), progress=stop)
"""
_AUDIT_LOCK = 7203912
WAVE = f"/trust/{SOUTH}/wave/wave-1"


@contextmanager
def _loading(site, table):
    """A load that has come to this table and waits there. It does not live on."""
    command = [sys.executable, "-c", _LOAD, site.owner, str(site.run), table]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout.readline() == "here\n"
            yield
        finally:
            process.kill()


def _shown(site):
    with _connect(site.owner) as connection:
        return connection.execute(
            "select schema_name from access.loaded where is_current"
        ).fetchall()


def _connect(address):
    """A database that was killed answers again within seconds; on a busy machine, within a minute."""
    for _ in range(240):
        try:
            return psycopg.connect(address)
        except psycopg.OperationalError:
            time.sleep(0.25)
    return psycopg.connect(address)


def _schemas(site):
    with _connect(site.owner) as connection:
        rows = connection.execute("select nspname from pg_namespace where nspname like 'run\\_%'")
        return {name for (name,) in rows.fetchall()}


@pytest.mark.parametrize("table", ["run", "finding", "measure"])
def test_a_loader_that_is_killed_leaves_the_run_before_and_the_next_clears_up(site, ask, table):
    before, schemas = _shown(site), _schemas(site)
    with _loading(site, table):
        pass

    assert _shown(site) == before
    assert ask.rows("north", "select count(*) as n from asset") == [{"n": 2}]
    (begun,) = _schemas(site) - schemas

    loaded = store.load(site.owner, site.run)

    assert _shown(site) == [(loaded.schema,)]
    assert begun not in _schemas(site)


def test_a_database_that_is_killed_under_a_load_comes_back_with_the_run_before(site, ask):
    before = _shown(site)
    with _loading(site, "finding"):
        with psycopg.connect(site.admin) as connection:
            (backend,) = connection.execute(
                "select pid from pg_stat_activity where application_name = 'killed' order by backend_start limit 1"
            ).fetchone()
        os.kill(backend, signal.SIGKILL)  # the server takes all its processes down and recovers

    our_own.close()  # it died with the others

    assert _shown(site) == before
    assert ask.rows("north", "select count(*) as n from asset") == [{"n": 2}]
    assert _shown(site) != [(store.load(site.owner, site.run).schema,)] == _shown(site)


@dataclass(frozen=True, slots=True)
class Served:
    """The site as a process of its own, with one worker."""

    port: int
    master: subprocess.Popen

    def workers(self) -> list[int]:
        """The processes that answer."""
        listed = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(self.master.pid)], capture_output=True, text=True
        )
        return [int(pid) for pid in listed.stdout.split()]


@pytest.fixture(scope="module")
def served(site) -> Iterator[Served]:
    """The site on a port of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "grunnmur_web.wsgi", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", "1", "--threads", "2", "--log-level", "critical"]
    environment = {**os.environ, "DATABASE_URL": site.web}
    with subprocess.Popen(command, env=environment) as server:
        for _ in range(300):
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield Served(port, server)
        server.terminate()


def _approve(served, client, reason):
    """Sends the approval of a wave, each time for a reason of its own, since the same word twice is one; the connection
    its answer will come on."""
    client.get(f"/trust/{SOUTH}")
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    body = f"kind=approve&reason={reason}&csrfmiddlewaretoken={client.cookies['csrftoken'].value}"
    connection = http.client.HTTPConnection("localhost", served.port, timeout=30)
    headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", WAVE, body, headers)
    return connection


def _approvals(ask):
    """Decisions, and rows of the log about them."""
    return (
        ask.rows("auditor", "select count(*) as n from web_decision where kind = 'approve'")[0][
            "n"
        ],
        ask.rows("auditor", "select count(*) as n from web_audit where action = 'approve'")[0]["n"],
    )


@pytest.mark.enable_socket
@pytest.mark.parametrize("killed", ["worker", "database"])
def test_an_approval_that_is_killed_between_decision_and_log_was_never_made(
    site, ask, served, killed
):
    before = _approvals(ask)
    client = ask.as_("south")
    holder = _connect(site.admin)
    holder.execute("select pg_advisory_xact_lock(%s)", [_AUDIT_LOCK])
    with closing(_approve(served, client, killed)) as asked:
        waiting = _waiting(holder)
        os.kill(served.workers()[0] if killed == "worker" else waiting, signal.SIGKILL)
        if killed == "worker":
            with pytest.raises((http.client.HTTPException, ConnectionError)):
                asked.getresponse()
        else:
            assert asked.getresponse().status in (
                500,
                503,
            )  # whether it is back when it is asked again
    holder.close()
    our_own.close()
    _connect(site.owner).close()

    assert _approvals(ask) == before
    with _connect(site.owner) as connection:
        assert connection.execute("select * from access.audit_broken()").fetchall() == []

    with closing(_approve(served, client, killed)) as asked:
        assert asked.getresponse().status == 302
    assert _approvals(ask) == (before[0] + 1, before[1] + 1)


def _waiting(holder):
    """The database process that waits for the log, once the decision is written."""
    for _ in range(100):
        row = holder.execute(
            "select pid from pg_locks where locktype = 'advisory' and not granted limit 1"
        ).fetchone()
        if row:
            return row[0]
        time.sleep(0.1)
    raise AssertionError("nobody waits")
