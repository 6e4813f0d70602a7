"""The units we show: systemd understands them, and what they start is there and starts, as they say it."""

from __future__ import annotations

import http.client
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from grunnmur import workspace
from grunnmur_web import serve
from grunnmur_web.assets.locked import ROOT
from grunnmur_web.store import embedded
from tests import estates

EXAMPLES = ROOT / "examples" / "operate"
UNITS = sorted(path.name for path in EXAMPLES.iterdir() if path.suffix in (".service", ".path"))
ANALYZE = shutil.which("systemd-analyze")
PLACES = {"/opt/grunnmur/bin": str(Path(sys.executable).parent)}
SOURCES = ({"name": "a", "into": "asset", "rows": [{"key": "1", "serial": "SERIAL01"}]},)


@pytest.fixture
def placed():
    """The units as an operator has them, with programs and folders where they are here.

    Not in pytest's own folder, which is closed to the user the database runs as.
    """
    with tempfile.TemporaryDirectory(prefix="grunnmur-units-") as place:
        places = {**PLACES, "/var/lib/grunnmur": f"{place}/state"}
        folder = Path(place) / "units"
        folder.mkdir()
        for name in UNITS:
            text = (EXAMPLES / name).read_text()
            for there, here in places.items():
                text = text.replace(there, here)
            (folder / name).write_text(text)
        yield folder


@pytest.mark.skipif(ANALYZE is None, reason="systemd is not installed")
@pytest.mark.parametrize("name", UNITS)
def test_systemd_understands_every_line_of_the_unit(placed, name):
    done = subprocess.run(
        [ANALYZE, "verify", str(placed / name)], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(ANALYZE is None, reason="systemd is not installed")
def test_systemd_finds_fault_with_a_unit_that_has_one(placed):
    broken = placed / "grunnmur-load.service"
    broken.write_text(broken.read_text().replace("Type=oneshot", "Typo=oneshot"))

    done = subprocess.run(
        [ANALYZE, "verify", str(broken)], capture_output=True, text=True, check=False
    )

    assert "Typo" in done.stderr


@pytest.mark.parametrize("name", [name for name in UNITS if name.endswith(".service")])
def test_files_a_unit_reads_are_shown_beside_it(name):
    text = (EXAMPLES / name).read_text()
    read = re.findall(r"^(?:EnvironmentFile=-?|LoadCredential=\w+:)/etc/grunnmur/(\S+)", text, re.M)

    assert {file for file in read if not (EXAMPLES / file).exists()} <= {"secret_key"}


def _command(placed, name):
    """What the unit starts, and the environment it says."""
    text = (placed / name).read_text()
    said = dict(re.findall(r"^Environment=(\w+)=(.*)$", text, re.M))
    environment = {name: value for name, value in said.items() if not value.startswith("%d/")}
    (line,) = re.findall(r"^ExecStart=(.*)$", text, re.M)
    return shlex.split(line), {**os.environ, **environment}


@pytest.fixture
def state(placed):
    """The folder that holds everything: an estate directory and its workspace, with a run."""
    folder = placed.parent / "state"
    estates.run(estates.directory(folder / "estate", *SOURCES), folder / "workspace")
    return folder


def _free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return str(free.getsockname()[1])


def _ready(port, process):
    """The answer of /health/ready, as soon as there is one."""
    for _ in range(600):
        assert process.poll() is None, "it ended"
        asked = http.client.HTTPConnection("localhost", int(port), timeout=10)
        try:
            asked.request("GET", "/health/ready")
            answer = asked.getresponse()
            if answer.status == 200:
                return answer.read()
        except OSError:
            pass
        finally:
            asked.close()
        time.sleep(0.2)
    raise AssertionError("it does not answer")


@pytest.mark.enable_socket
def test_the_site_with_its_own_database_starts_as_its_unit_says_and_ends_when_told(placed, state):
    command, environment = _command(placed, "grunnmur.service")
    port = _free_port()

    with subprocess.Popen([*command, "--port", port], env=environment) as process:
        try:
            assert _ready(port, process) == b'{"ready": true}'
            process.terminate()
            assert process.wait(60) == 0
        finally:
            process.kill()


def test_a_site_whose_database_is_gone_ends_to_be_started_anew(state, monkeypatch):
    monkeypatch.setattr(serve, "_WATCH_SECONDS", 0.01)
    said, home = [], workspace.open_workspace(state / "workspace")
    alive = iter((True, True, False))

    with subprocess.Popen(["sleep", "60"]) as site:
        code = serve._watch(
            site, home, str, lambda: None, said.append, serve._Worker(None), lambda: next(alive)
        )

    assert embedded.lives(os.getpid())
    assert not embedded.lives(site.pid)
    assert (code, site.returncode) == (1, -signal.SIGTERM)
    assert said == ["site_serve_no_database"]


@pytest.mark.enable_socket
def test_the_site_on_a_server_of_ones_own_starts_as_its_unit_says(site, placed):
    command, environment = _command(placed, "grunnmur-web.service")
    port = _free_port()
    command = [part.replace(":8400", f":{port}") for part in command]

    with subprocess.Popen(command, env={**environment, "DATABASE_URL": site.web}) as process:
        try:
            assert _ready(port, process) == b'{"ready": true}'
        finally:
            process.terminate()


def test_without_a_secret_key_the_site_does_not_start(site, placed):
    command, environment = _command(placed, "grunnmur-web.service")
    del environment["GRUNNMUR_SECRET_KEY"]

    done = subprocess.run(
        [*command, "--check-config"],
        env={**environment, "DATABASE_URL": site.web},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode != 0
    assert "site_setting_secret" in done.stderr


@pytest.mark.parametrize(
    ("name", "more", "said"),
    [("grunnmur-worker.service", ["--once"], ""), ("grunnmur-load.service", [], "")],
)
def test_what_the_owner_runs_starts_as_its_unit_says(site, placed, state, name, more, said):
    command, environment = _command(placed, name)
    shutil.rmtree(state / "workspace" / "runs")
    shutil.copytree(site.run, state / "workspace" / "runs" / site.run.name)
    (state / "workspace" / "current").write_text(site.run.name + "\n")

    done = subprocess.run(
        [*command, *more],
        env={**environment, "DATABASE_OWNER_URL": site.owner},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (0, said), done.stderr
