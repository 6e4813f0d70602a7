"""The site beside Nautobot, in one run: what people wait for pages, and how long 1,000 new devices take.

    python -m venv FOLDER/venv && FOLDER/venv/bin/pip install nautobot
    python -m benchmarks.site_beside FOLDER                       both hold 5,000 devices
    python -m benchmarks.site_beside FOLDER --large WORKSPACE     and pages of a larger run of ours beside

Nautobot is installed by whoever measures, in an environment of its own; `redis-server` must be on the path. Both
stand on the same PostgreSQL, tuned alike, with two workers of four threads, one after the other. The 5,000 are those
of a small example region; ours holds its findings, dependencies and plan besides.

What is told of pages is the median, and the processor's time of everything behind a page (application, database,
cache): that tells them apart also on a machine that others use. A page's time is that of every request its content
needs: Nautobot's lists and search results come by a second one, and of a search only the one for devices is counted.
New devices are timed from the first byte sent: of Nautobot's bulk API until it has answered, of an upload until the
search finds one of them. In between the file is tried beside the estate, as far as the verb the run before went to,
and taken at once. Nautobot takes one lot of a thousand, for a minute or two; our inventory takes three, each beside all
that came before, and their mean is told.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

import psutil

from benchmarks import beside_nautobot, machine, site, site_upload
from benchmarks.beside_nautobot import Device, Page
from grunnmur import example, pipeline, workspace
from grunnmur.kit import engine
from grunnmur_web import store
from grunnmur_web.store import embedded

_HERE = Path(__file__).parent
_SIZE = 0.021
"""Of the example region: a little over 5,000 things."""
_DEVICES, _NEW = 5_000, 1_000
_STOOD = 10
"""Seconds after which a site that was just started has all processes at hand, as one that people use."""
_FILE = "cmdb_ci_new{lot}.csv"
_LOTS = 3
_COMMAND = "from grunnmur.cli import main; main()"
_PERSON = """
import django, json
django.setup()
from datetime import date, timedelta
from django.test import Client
from grunnmur_web.actions import tokens
from grunnmur_web.models import Grant, User
person = User.objects.create_user("bench")
for role in ("reader", "security", "planner"):
    Grant.objects.create(user=person, role=role)
client = Client()
client.force_login(person)
token = tokens.make("bench", "write", date.today() + timedelta(days=1), acting_user=person)
print(json.dumps([token, client.cookies["sessionid"].value]))
"""


@dataclass(frozen=True, slots=True)
class Told:
    """A kind of page, asked by so many people: milliseconds a person waited, and milliseconds of processor."""

    asked: int
    failed: int
    median: float
    p95: float
    processor: float


Played = dict[tuple[str, int], Told]
"""By the kind of page and the number of people."""


def main() -> None:
    """Prints the seconds for new devices, then pages side by side."""
    parser = argparse.ArgumentParser()
    parser.add_argument(
        "folder", type=Path, help="where Nautobot is installed (venv), and its data kept"
    )
    parser.add_argument(
        "--large", type=Path, help="a workspace of ours whose pages are measured beside"
    )
    parser.add_argument(
        "--seconds", type=int, default=30, help="of play, a kind of page and number of people"
    )
    parser.add_argument("--warm", type=int, default=10, help="seconds to warm up, a kind of page")
    parser.add_argument("--people", type=int, nargs="*", default=[1, 20])
    wanted = parser.parse_args()
    print(machine.line(), flush=True)
    with tempfile.TemporaryDirectory(prefix="grunnmur-beside-") as scratch:
        told = _measured(Path(scratch), wanted)
    if wanted.large:
        told["ours, large"] = _large(wanted)
    _tell(told)


def _measured(scratch: Path, wanted: argparse.Namespace) -> dict[str, Played]:
    estate = scratch / "estate"
    example.write(estate, size=_SIZE)
    run = pipeline.run(estate, scratch / "plan", on=example.DAY, until="plan").folder
    devices = _devices(run)
    lots = [
        [
            {**device, "name": f"ny{lot}-{n:04}", "serial": f"NY{lot}{n:06}"}
            for n, device in enumerate(devices[:_NEW])
        ]
        for lot in range(_LOTS)
    ]
    print(
        f"{_NEW} new devices | seconds until found (sent, tried, taken) | processor seconds",
        flush=True,
    )
    with _served(scratch, scratch / "plan", estate) as ours:
        pages = _pages(run)
        told = {"ours": _play(wanted, ours.host, ours.headers, pages, ours.processes)}
        whole = _sent(ours, lots[:1], "ours, every verb to the plan")
    (estate / "cmdb" / _FILE.format(lot=0)).unlink()
    pipeline.run(estate, scratch / "inventory", on=example.DAY, until="reconcile")
    with _served(scratch, scratch / "inventory", estate) as ours:
        bare = _sent(ours, lots, "ours, the inventory alone")
    with beside_nautobot.standing(wanted.folder, devices, lots[0]) as other:
        told["Nautobot"] = _play(
            wanted, other.host, other.headers, other.pages(devices), other.processes
        )
        spent = machine.tree_seconds(*other.processes)
        seconds = other.add()
        spent = machine.tree_seconds(*other.processes) - spent
    print(f"Nautobot's bulk API | {seconds:.1f} | {spent:.1f}")
    for name, (found, processor) in (("every verb", whole), ("the inventory alone", bare)):
        print(
            f"Nautobot's is times ours, {name} | {seconds / found:.1f} | {spent / processor:.1f}",
            flush=True,
        )
    return told


def _sent(ours: _Ours, lots: Sequence[Sequence[Device]], name: str) -> tuple[float, float]:
    """Seconds, and processor seconds, until new devices of a file are found: the mean of some files."""
    found = spent = 0.0
    for lot, new in enumerate(lots):
        time.sleep(_STOOD)
        before = machine.tree_seconds(*ours.processes)
        took = site_upload.upload(ours.port, ours.token, _FILE.format(lot=lot), new, source="cmdb")
        cost = machine.tree_seconds(*ours.processes) - before
        times = f"{took.found:.2f} ({took.sent:.2f}, {took.tried:.2f}, {took.taken:.2f})"
        print(f"{name} | {times} | {cost:.1f}", flush=True)
        found, spent = found + took.found, spent + cost
    return found / len(lots), spent / len(lots)


def _devices(run: Path) -> list[Device]:
    """The first 5,000 of the run, with what Nautobot must know of a device. Names are told apart."""
    rows = (
        engine.connect()
        .execute(
            f"""
            select asset_id as id, coalesce(asset.name, 'uten-navn') || '-' || row_number() over (order by asset_id)
                as name, coalesce(serial.value, '') as serial, coalesce(asset.kind, 'unknown') as role,
                coalesce(location.name, 'unknown') as location, coalesce(vendor, 'unknown') as vendor,
                coalesce(model, 'unknown') as model
            from '{run}/asset.parquet' as asset
            left join '{run}/location.parquet' as location using (location_id)
            left join (
                select entity_id, min(value) as value from '{run}/identifier*.parquet'
                where noun = 'asset' and kind = 'serial' group by 1
            ) as serial on entity_id = asset_id
            order by asset_id limit {_DEVICES}
            """
        )
        .to_arrow_table()
        .to_pylist()
    )
    if len(rows) < _DEVICES:
        raise SystemExit(f"the region has only {len(rows)} things")
    return rows


def _pages(run: Path) -> dict[str, list[Page]]:
    """The same kinds of pages as `beside_nautobot.Nautobot.pages`: a list by facets, a search, an object."""
    tables = engine.connect()
    lists = tables.execute(
        f"select kind, organisation_id from '{run}/asset.parquet' where kind is not null "
        "and organisation_id is not null order by md5(asset_id) limit 400"
    ).fetchall()
    some = tables.execute(
        f"select asset_id, name from '{run}/asset.parquet' where name is not null order by md5(asset_id) limit 400"
    ).fetchall()
    words = [word for _, name in some for word in (name.split("-")[0], name)]
    return {
        "list": [
            [(f"/estate/asset?{urlencode({'kind': kind, 'organisation_id': trust})}", {})]
            for kind, trust in lists
        ],
        "search": [[(f"/search?q={quote(word)}", {})] for word in words],
        "object": [[(f"/thing/asset/{asset}", {})] for asset, _ in some],
    }


@dataclass(frozen=True, slots=True)
class _Ours:
    """Our site as it is served: whom it takes us for, and the processes behind it."""

    token: str
    session: str
    processes: tuple[psutil.Process, ...]
    port: int

    @property
    def host(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def headers(self) -> dict[str, str]:
        return {"Cookie": f"sessionid={self.session}"}


@contextmanager
def _served(scratch: Path, runs: Path, estate: Path) -> Iterator[_Ours]:
    """Our site over a workspace, as anyone starts it."""
    home, port = scratch / f"home-{runs.name}", site.free_port()
    command = [
        sys.executable, "-c", _COMMAND, "serve", str(runs), "--estate", str(estate), "--port", str(port),
    ]  # fmt: skip
    environment = {**os.environ, "GRUNNMUR_HOME": str(home)}
    served = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    try:
        site.wait(port)
        server = embedded.start(home / "postgres")
        owner, web = embedded.addresses(server)
        given = {
            **environment,
            "DJANGO_SETTINGS_MODULE": "grunnmur_web.settings",
            "GRUNNMUR_SECRET_KEY": (home / "secret_key").read_text(encoding="utf-8"),
            "DATABASE_OWNER_URL": owner,
            "DATABASE_URL": web,
        }
        made = subprocess.run(
            [sys.executable, "-c", _PERSON],
            env=given,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        token, session = json.loads(made.stdout)
        processes = (psutil.Process(served.pid), psutil.Process(server.get_pid()))
        yield _Ours(token, session, processes, port)
        server.cleanup()
    finally:
        served.terminate()
        served.wait()


def _large(wanted: argparse.Namespace) -> Played:
    run = workspace.open_workspace(wanted.large).current()
    assert run is not None, "the workspace has no run"
    with site.database() as (server, environment):
        store.load(environment["DATABASE_OWNER_URL"], run)
        people = {"all": [("reader", ""), ("security", ""), ("planner", "")]}
        with site.standing(environment, people) as (port, served, sessions):
            headers = {"Cookie": f"sessionid={sessions['all']}"}
            processes = (psutil.Process(served.pid), psutil.Process(server.get_pid()))
            return _play(wanted, f"http://localhost:{port}", headers, _pages(run), processes)


def _play(
    wanted: argparse.Namespace,
    host: str,
    headers: dict[str, str],
    pages: dict[str, list[Page]],
    processes: Sequence[psutil.Process],
) -> Played:
    """One kind of page after the other, so that the processor's time is that kind's; first some to warm up."""
    told: Played = {}
    for name, each in pages.items():
        given = {"headers": headers, "pages": {name: each}}
        _asked(given, host, people=max(wanted.people), seconds=wanted.warm)
        for people in wanted.people:
            before = machine.tree_seconds(*processes)
            row = _asked(given, host, people=people, seconds=wanted.seconds)
            if row is None:
                raise SystemExit(f"{name}: nothing was answered; give --seconds more time")
            spent = machine.tree_seconds(*processes) - before
            asked = int(row["Request Count"])
            told[name, people] = Told(
                asked,
                int(row["Failure Count"]),
                float(row["50%"]),
                float(row["95%"]),
                1000 * spent / asked,
            )
    return told


def _asked(given: object, host: str, *, people: int, seconds: int) -> dict[str, str] | None:
    """What Locust tells of a kind of page; None if the time was too short for any."""
    with tempfile.TemporaryDirectory() as folder:
        asked, told = Path(folder) / "asked.json", Path(folder) / "told"
        asked.write_text(json.dumps(given), encoding="utf-8")
        command = [
            sys.executable, "-m", "locust", "-f", str(_HERE / "beside_users.py"), "--headless",
            "--users", str(people), "--spawn-rate", "20", "--run-time", f"{seconds}s",
            "--host", host, "--csv", str(told), "--loglevel", "WARNING", "--stop-timeout", "120",
        ]  # fmt: skip
        subprocess.run(
            command,
            env={**os.environ, "GRUNNMUR_BENCHMARK": str(asked)},
            check=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        stats = told.with_name("told_stats.csv")
        if not stats.exists():
            return None
        with stats.open(encoding="utf-8") as lines:
            return next((row for row in csv.DictReader(lines) if row["Type"] == "page"), None)


def _tell(told: dict[str, Played]) -> None:
    """A line a kind of page, number of people and site; times ours: of the wait, and of the processor's time."""
    print("people | page | site | asked | failed | median ms | p95 ms | processor ms | times ours")
    for (name, people), ours in sorted(
        told["ours"].items(), key=lambda one: (one[0][1], one[0][0])
    ):
        for which, played in told.items():
            row = played[name, people]
            print(
                f"{people} | {name} | {which} | {row.asked} | {row.failed} | {row.median:.0f} | {row.p95:.0f} | "
                f"{row.processor:.1f} | {row.median / ours.median:.1f}, {row.processor / ours.processor:.1f}"
            )


if __name__ == "__main__":
    main()
