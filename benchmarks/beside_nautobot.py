"""Nautobot as its own documentation serves it, with our devices in it: for `benchmarks.site_beside` only.

It stands in an environment of its own and is spoken to over HTTP; nothing of it is imported here. Its database is
the server our own site uses, tuned alike; Redis is the machine's. It is served by its own uWSGI with as many
workers and threads as our site.
"""

from __future__ import annotations

import http.client
import json
import os
import secrets
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import psutil
import psycopg
from psycopg.conninfo import conninfo_to_dict

from benchmarks import site
from grunnmur_web.store import embedded

Device = dict[str, str]
Page = list[tuple[str, dict[str, str]]]
"""The requests that a page's content needs, each a path and its own headers."""
_PART = {"HX-Request": "true"}
"""How a page asks for what it leaves open at first: lists and search results come by a second request."""
_SETTINGS = """
from nautobot.core.settings import *  # noqa
SECRET_KEY = {secret!r}
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLATION_METRICS_ENABLED = False
"""


@dataclass(frozen=True, slots=True)
class Nautobot:
    """One that answers on loopback: whom it takes us for, its devices' ids by name, and new ones not yet in it."""

    port: int
    token: str
    session: str
    ids: dict[str, str]
    rows: list[dict[str, str]]
    processes: tuple[psutil.Process, ...]

    @property
    def host(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def headers(self) -> dict[str, str]:
        """What a person's browser sends."""
        return {"Cookie": f"sessionid={self.session}"}

    def add(self) -> float:
        """Makes the new devices by one call of the bulk API. Seconds until it has answered."""
        began = time.perf_counter()
        made = self.ask("dcim/devices/", self.rows)
        assert len(made) == len(self.rows)
        return time.perf_counter() - began

    def pages(self, devices: Sequence[Device]) -> dict[str, list[Page]]:
        """A list by facets, a search and an object, each with what its page asks for to be whole."""
        lists = [urlencode({"role": d["role"], "location": d["location"]}) for d in devices]
        words = [quote(word) for d in devices for word in (d["name"].split("-")[0], d["name"])]
        return {
            "list": [[(f"/dcim/devices/?{q}", {}), (f"/dcim/devices/?{q}", _PART)] for q in lists],
            "search": [
                [(f"/search/?q={word}", {}), (f"/search/?q={word}&model=dcim.device", _PART)]
                for word in words
            ],
            "object": [[(f"/dcim/devices/{self.ids[d['name']]}/", {})] for d in devices],
        }

    def ask(self, path: str, body: object = None) -> Any:
        """What its API answers."""
        headers = {
            "Authorization": f"Token {self.token}",
            "Content-Type": "application/json",
            "Accept": "application/json",
        }
        method, sent = ("GET", None) if body is None else ("POST", json.dumps(body))
        with closing(
            http.client.HTTPConnection("127.0.0.1", self.port, timeout=3600)
        ) as connection:
            connection.request(method, f"/api/{path}", body=sent, headers=headers)
            answer = connection.getresponse()
            told = answer.read()
        if answer.status >= 300:
            raise SystemExit(f"Nautobot answers {answer.status} to {path}: {told[:500]!r}")
        return json.loads(told)


@contextmanager
def standing(folder: Path, devices: Sequence[Device], new: Sequence[Device]) -> Iterator[Nautobot]:
    """One that is installed in `folder`/venv and holds these devices. It is set up anew where nothing is prepared."""
    server, port, cache = embedded.start(folder / "postgres"), site.free_port(), site.free_port()
    redis = _redis(cache)
    try:
        environment = _environment(folder, server.get_uri(), cache)
        _prepare(folder, environment, server.get_uri())
        filled = subprocess.run(
            [str(folder / "venv/bin/python"), "-P", str(Path(__file__).with_name("beside_nautobot_fill.py")),
             str(folder / "nautobot_config.py")],
            env=environment, check=True, input=json.dumps({"devices": devices, "new": new}),
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        told = json.loads(filled.stdout.splitlines()[-1])
        served = _start(folder, environment, port)
        processes = (
            psutil.Process(served.pid),
            psutil.Process(server.get_pid()),
            psutil.Process(redis.pid),
        )
        try:
            found = Nautobot(port, processes=processes, **told)
            _wait(found)
            yield found
        finally:
            served.kill()
            served.wait()
    finally:
        redis.terminate()
        redis.wait()
        server.cleanup()


def _redis(port: int) -> subprocess.Popen[bytes]:
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL)


def _start(folder: Path, environment: dict[str, str], port: int) -> subprocess.Popen[bytes]:
    command = [
        str(folder / "venv/bin/nautobot-server"), "start", "--ini", str(folder / "uwsgi.ini"),
        "--http11-socket", f"127.0.0.1:{port}", "--processes", "2", "--threads", "4",
    ]  # fmt: skip
    with (folder / "uwsgi.log").open("w") as log:
        return subprocess.Popen(command, env=environment, stdout=log, stderr=log)


def _environment(folder: Path, address: str, redis: int) -> dict[str, str]:
    given = conninfo_to_dict(address)
    return {
        **os.environ,
        "NAUTOBOT_ROOT": str(folder / "root"),
        "NAUTOBOT_CONFIG": str(folder / "nautobot_config.py"),
        "NAUTOBOT_DB_NAME": "nautobot",
        "NAUTOBOT_DB_USER": str(given["user"]),
        "NAUTOBOT_DB_HOST": str(given["host"]),
        "NAUTOBOT_DB_PORT": str(given.get("port", "")),
        "NAUTOBOT_REDIS_HOST": "127.0.0.1",
        "NAUTOBOT_REDIS_PORT": str(redis),
        "PYTHONPATH": "",
    }


def _prepare(folder: Path, environment: dict[str, str], address: str) -> None:
    """Its database, set up as its documentation says; kept as a template, so that every measurement begins alike."""
    (folder / "root").mkdir(exist_ok=True)
    settings = folder / "nautobot_config.py"
    if not settings.exists():
        settings.write_text(_SETTINGS.format(secret=secrets.token_urlsafe(40)), encoding="utf-8")
    (folder / "uwsgi.ini").write_text(
        "[uwsgi]\nmaster = true\nenable-threads = true\nsingle-interpreter = true\nneed-app = true\n"
        "die-on-term = true\nbuffer-size = 16384\nlisten = 128\nso-keepalive = true\ndisable-logging = true\n",
        encoding="utf-8",
    )
    with psycopg.connect(address, autocommit=True) as server:
        known = {name for (name,) in server.execute("select datname from pg_database").fetchall()}
        if "nautobot_prepared" not in known:
            server.execute("drop database if exists nautobot")
            server.execute("create database nautobot")
            command = [
                str(folder / "venv/bin/nautobot-server"),
                "post_upgrade",
                "--no-send-installation-metrics",
            ]
            subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
            server.execute("alter database nautobot rename to nautobot_prepared")
        server.execute("drop database if exists nautobot with (force)")
        server.execute("create database nautobot template nautobot_prepared")


def _wait(site: Nautobot) -> None:
    for _ in range(1200):
        try:
            site.ask("status/")
            return
        except OSError:
            time.sleep(0.5)
    raise SystemExit("Nautobot did not start")
