"""The site under its users: seconds to load a run, and what people wait for pages while others ask too.

    python -m benchmarks.site WORKSPACE                    20 people for two minutes
    python -m benchmarks.site WORKSPACE --seconds 1800     half an hour: no error, memory that does not grow

Locust plays the people on the same machine, so their work is part of the load.
"""

from __future__ import annotations

import argparse
import csv
import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil
import psycopg

from benchmarks import machine
from grunnmur import workspace
from grunnmur.kit import engine
from grunnmur_web import serve, store
from grunnmur_web.store import embedded

_HERE = Path(__file__).parent
PASSWORD = "nok-en-lang-setning"
_PAGES = ("overview", "filtered assets", "search", "asset page", "findings")
_COUNTED = {"overview": "overview", "filtered assets": "estate", "search": "search", "asset page": "thing",
            "findings": "findings"}  # fmt: skip
_PEOPLE = """
import django, json, sys
django.setup()
from django.test import Client
from grunnmur_web.models import Grant, User
logged_in = {}
for name, grants in json.loads(sys.argv[1]).items():
    user = User.objects.create_user(name, password=sys.argv[2])
    for role, organisation in grants:
        Grant.objects.create(user=user, role=role, organisation_id=organisation)
    client = Client()
    client.force_login(user)
    logged_in[name] = client.cookies["sessionid"].value
print(json.dumps(logged_in))
"""
"""Makes people and logs them in: logging in is made slow on purpose, and is not what is measured."""


def main() -> None:
    """Prints what loading cost, then a line a page."""
    parser = argparse.ArgumentParser()
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("--only-load", action="store_true")
    wanted = parser.parse_args()
    run = workspace.open_workspace(wanted.workspace).current()
    assert run is not None, "the workspace has no run"
    print(machine.line())
    with database() as (server, environment):
        _load(environment["DATABASE_OWNER_URL"], run, server)
        if wanted.only_load:
            return
        people, given = _given(run)
        with standing(environment, people) as (port, site, sessions):
            given["sessions"] = [[name, session] for name, session in sorted(sessions.items())]
            memory = Memory(psutil.Process(site.pid), psutil.Process(server.get_pid()))
            with memory.watched(every=max(10, wanted.seconds / 12)):
                _play(given, port, wanted)
            memory.tell()


@contextmanager
def database() -> Iterator[tuple[Any, dict[str, str]]]:
    """A database of its own, prepared, and the owner's environment."""
    with tempfile.TemporaryDirectory(prefix="grunnmur-bench-") as folder:
        server = embedded.start(Path(folder) / "postgres")
        try:
            owner, web = embedded.addresses(server)
            environment = {
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "grunnmur_web.settings",
                "GRUNNMUR_SECRET_KEY": "a-benchmark",
                "DATABASE_URL": web,
                "DATABASE_OWNER_URL": owner,
            }
            command = [sys.executable, "-m", "django", "prepare"]
            subprocess.run(command, env=environment, check=True)
            yield server, environment
        finally:
            server.cleanup()


@contextmanager
def standing(
    environment: dict[str, str], people: dict[str, list[tuple[str, str]]]
) -> Iterator[tuple[int, subprocess.Popen[bytes], dict[str, str]]]:
    """The site as it is served, with these people logged in: its port, its process, and their sessions."""
    command = [sys.executable, "-c", _PEOPLE, json.dumps(people), PASSWORD]
    made = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    port = free_port()
    site = serve.start({k: v for k, v in environment.items() if k != "DATABASE_OWNER_URL"}, port)
    try:
        wait(port)
        yield port, site, json.loads(made.stdout)
    finally:
        site.terminate()
        site.wait()


def _load(owner: str, run: Path, server: Any) -> None:
    postmaster = psutil.Process(server.get_pid())
    own, database = time.process_time(), machine.tree_seconds(postmaster)
    loaded = store.load(owner, run)
    own, database = time.process_time() - own, machine.tree_seconds(postmaster) - database
    with psycopg.connect(owner) as connection:
        size = connection.execute(
            "select pg_database_size(current_database()) / 1000000"
        ).fetchone()
    assert size is not None
    print(
        f"load: {loaded.rows} rows in {loaded.seconds:.1f} s "
        f"(processor: {own:.1f} s staging, {database:.1f} s database), {size[0]} MB on disk",
        flush=True,
    )


def _given(run: Path) -> tuple[dict[str, list[tuple[str, str]]], dict[str, Any]]:
    """Two people, and what they ask for: the same in every run over the same workspace."""
    tables = engine.connect()

    def asked(query: str) -> list[str]:
        return [row[0] for row in tables.execute(query.replace("@", f"{run}/")).fetchall()]

    (trust,) = asked(
        "select organisation_id from '@asset.parquet' where organisation_id is not null "
        "group by 1 order by count(*) desc limit 1"
    )
    some = "order by md5(asset_id) limit 400"
    words = [
        *asked(
            f"select split_part(name, '-', 1) from '@asset.parquet' where name is not null {some}"
        ),
        *asked(f"select vendor from '@asset.parquet' where vendor is not null {some}"),
        *asked(f"select name from '@asset.parquet' where name is not null {some}"),
    ]
    kinds = asked("select kind from '@asset.parquet' where kind is not null group by 1 order by 1")
    pages = ("page=1", "page=7", "sort=-last_seen_at", "sort=name&page=3")
    rules = asked("select rule_id from '@finding.parquet' group by 1 order by 1")
    given = {
        "things": {
            "group": asked(f"select asset_id from '@asset.parquet' {some}"),
            "trust": asked(
                f"select asset_id from '@asset.parquet' where organisation_id = '{trust}' {some}"
            ),
        },
        "words": [quote(word) for word in words if word],
        "lists": [
            f"kind={kind}&platform={platform}&{page}"
            for kind in kinds
            for platform in "ABC"
            for page in pages
        ],
        "findings": ["", "severity=critical", "verdict=unknown", *(f"rule_id={r}" for r in rules)],
    }
    whole = [("reader", ""), ("security", "")]
    return {"group": whole, "trust": [("reader", trust)]}, given


def _play(given: dict[str, Any], port: int, wanted: argparse.Namespace) -> None:
    """Lets people come, forgets those seconds, and prints what the others were."""
    with tempfile.TemporaryDirectory() as folder:
        told = _asked(Path(folder), given, port, wanted)
    counts = json.loads((_HERE.parent / "tests/web/query_counts.json").read_text(encoding="utf-8"))
    print(f"{wanted.users} people, a second's thought between pages, {wanted.seconds} s")
    print("page | asked | failed | median ms | p95 ms | worst ms | queries")
    for name in (*_PAGES, "Aggregated"):
        row = told[name]
        print(
            f"{name} | {row['Request Count']} | {row['Failure Count']} | {row['50%']} | {row['95%']} | "
            f"{float(row['Max Response Time']):.0f} | {counts.get(_COUNTED.get(name, ''), '')}"
        )


def _asked(
    folder: Path, given: dict[str, Any], port: int, wanted: argparse.Namespace
) -> dict[str, dict[str, str]]:
    asked = folder / "asked.json"
    asked.write_text(json.dumps(given), encoding="utf-8")
    command = [
        sys.executable, "-m", "locust", "-f", str(_HERE / "site_users.py"), "--headless",
        "--users", str(wanted.users), "--spawn-rate", "10", "--run-time", f"{wanted.seconds}s", "--reset-stats",
        "--host", f"http://localhost:{port}", "--csv", str(folder / "told"), "--loglevel", "WARNING",
    ]  # fmt: skip
    environment = {**os.environ, "GRUNNMUR_BENCHMARK": str(asked)}
    subprocess.run(
        command, env=environment, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    with (folder / "told_stats.csv").open(encoding="utf-8") as lines:
        return {row["Name"]: row for row in csv.DictReader(lines)}


class Memory:
    """Megabytes of the site and of the database over time, what processes share counted once."""

    def __init__(self, site: psutil.Process, server: psutil.Process) -> None:
        self._roots = (site, server)
        self._began = time.monotonic()
        self._seen: list[tuple[int, int, int, int]] = []

    @contextmanager
    def watched(self, *, every: float) -> Iterator[None]:
        """Looks at it now, every so many seconds, and at the end."""
        done = threading.Event()

        def look() -> None:
            self._look()
            while not done.wait(every):
                self._look()

        watcher = threading.Thread(target=look)
        watcher.start()
        try:
            yield
        finally:
            done.set()
            watcher.join()
            self._look()

    def tell(self) -> None:
        """Prints a line a look."""
        print("memory after s | site MB | database's own MB | its shared MB | together")
        for seconds, site, own, shared in self._seen:
            print(f"{seconds} | {site} | {own} | {shared} | {site + own + shared}")

    def _look(self) -> None:
        site, server = (_bytes(root) for root in self._roots)
        seconds = round(time.monotonic() - self._began)
        own, shared = server[1], server[0] - server[1]
        self._seen.append((seconds, site[0] // 1_000_000, own // 1_000_000, shared // 1_000_000))


def _bytes(root: psutil.Process) -> tuple[int, int]:
    """What a process and all it started hold, and what of it no other process shares."""
    held = own = 0
    for process in (root, *root.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):  # a connection that ended meanwhile
            told = process.memory_full_info()
            held, own = held + told.pss, own + told.uss
    return held, own


def free_port() -> int:
    """A port on loopback that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def wait(port: int) -> None:
    """Until the site answers, and every worker has read its code: people come to a site that stands."""
    answered = 0
    for _ in range(6000):
        try:
            with closing(http.client.HTTPConnection("localhost", port, timeout=60)) as asked:
                asked.request("GET", "/account/login/")
                answered += asked.getresponse().status == 200
        except OSError:
            time.sleep(0.1)
        if answered == 20:
            return
    raise SystemExit("the site did not start")


if __name__ == "__main__":
    main()
