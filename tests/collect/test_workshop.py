"""Readers and the script that has them started."""

import os
import subprocess
import sys
import time

import pyarrow.parquet as pq
import pytest

from grunnmur import settings
from grunnmur.collect import collect, make_ready, reader, workshop
from grunnmur.errors import GrunnmurError
from tests import estates

REGISTER = {"name": "register", "into": "asset", "rows": [{"name": "pc1"}]}
SCRIPT = """
from pathlib import Path
from grunnmur import collect, settings
print("begins")
print("files:", collect.collect(settings.read(Path("region")), Path("claims")).files)
"""


@pytest.fixture
def region(tmp_path):
    return estates.directory(tmp_path / "region", REGISTER)


@pytest.mark.parametrize("piped", [False, True])
def test_a_script_needs_no_guard_and_runs_once(region, piped):
    script = region.parent / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")

    told = subprocess.run(
        [sys.executable, "-" if piped else script.name],
        input=SCRIPT if piped else None,
        cwd=region.parent,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (told.stdout.splitlines(), told.stderr) == (["begins", "files: 1"], "")


def test_a_reader_that_ends_before_any_file_stops_the_run_with_its_status(
    region, tmp_path, monkeypatch
):
    monkeypatch.setattr(reader, "work", os._exit)  # given a pipe for a status, it fails

    with pytest.raises(GrunnmurError) as failed:
        collect(settings.read(region), tmp_path / "claims")

    assert (failed.value.code, failed.value.facts) == ("reader_cannot_start", {"status": 1})


class _OneParcel:
    """A reader's pipe that closes after one parcel."""

    def __init__(self, pipe):
        self._pipe = pipe

    def recv(self):
        return self._pipe.recv()

    def send(self, message):
        self._pipe.send(message)
        if message is None:
            os._exit(1)


_WORK = reader.work


def _read_one_parcel(pipe):
    _WORK(_OneParcel(pipe))


@pytest.mark.parametrize("delay", [0, 0.5])
def test_a_reader_that_ends_while_it_has_nothing_to_do_is_replaced(tmp_path, monkeypatch, delay):
    sources = ({**REGISTER, "name": name} for name in "ab")
    region = estates.directory(tmp_path / "region", *sources)
    monkeypatch.setattr(reader, "work", _read_one_parcel)
    give = workshop._Workshop._give
    monkeypatch.setattr(
        workshop._Workshop, "_give", lambda *given: time.sleep(delay) or give(*given)
    )

    assert collect(settings.read(region), tmp_path / "claims", workers=1).files == 2
    assert len(list((tmp_path / "claims" / "asset").iterdir())) == 2


@pytest.mark.parametrize("pattern", ["register.csv", "*.csv"])
def test_what_is_no_file_is_not_read(region, tmp_path, pattern):
    """A link to a disk that is not there, and a pipe that nobody writes to, which would be waited for."""
    wishes = region / "grunnmur.toml"
    wishes.write_text(wishes.read_text().replace("register.csv", pattern))
    (region / "register.csv").unlink()
    (region / "register.csv").symlink_to(tmp_path / "nowhere")
    os.mkfifo(region / "pipe.csv")

    assert collect(settings.read(region), tmp_path / "claims").files == 0
    notes = [
        (row["place"], row["code"])
        for path in (tmp_path / "claims" / "_note").iterdir()
        for row in pq.read_table(path).to_pylist()
    ]
    waiting = [("pipe.csv", "not_a_file")] if pattern == "*.csv" else []
    assert sorted(notes) == sorted(
        [*waiting, ("register.csv", "not_a_file"), (pattern, "no_such_file")]
    )


@pytest.mark.parametrize("is_dead", [False, True])
def test_a_reader_that_was_started_ahead_reads_unless_it_has_died_since(
    region, tmp_path, monkeypatch, is_dead
):
    waiting = []
    monkeypatch.setattr(workshop, "_WAITING", waiting)
    make_ready()
    process = waiting[0].process
    if is_dead:
        process.kill()
        process.join()
    started = []
    start = workshop._started
    monkeypatch.setattr(workshop, "_started", lambda: started.append(1) or start())

    assert collect(settings.read(region), tmp_path / "claims").files == 1
    assert (len(started), waiting) == (int(is_dead), [])
    assert list((tmp_path / "claims" / "asset").iterdir())
