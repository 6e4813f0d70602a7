"""What was read of files is kept: the same files are not read again, and what comes out is the same."""

from __future__ import annotations

import os
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from grunnmur import collect, settings
from grunnmur.collect import workshop
from grunnmur.collect.reader import Errand
from grunnmur.settings import FILE
from tests import estates

SERVERS = {"name": "servers", "into": "asset", "rows": [{"key": "1", "name": "db01"}]}
PEOPLE = {"name": "people", "into": "person", "rows": [{"key": "p1", "name": "Kari"}]}
NIGHT = {"account_id": "a1", "at": "2026-08-30 02:00:00", "asset_id": "db01"}
LOGONS = {"name": "nights", "into": "logon", "rows": [NIGHT]}


@pytest.fixture
def read(tmp_path, monkeypatch):
    """Collects the directory into a new folder. Gives what is in it, and the sources that were read for it."""
    asked: list[str] = []
    reads = workshop.read

    def told(parcels, *args, **kwargs):
        asked.extend(errand.source for parcel in parcels for errand in parcel.errands)
        return reads(parcels, *args, **kwargs)

    monkeypatch.setattr(workshop, "read", told)

    def collected(
        directory: Path, name: str, *, growing: bool = True, kept: str = "readings", also: str = ""
    ):
        asked.clear()
        folder = tmp_path / name
        readings = collect.Readings(tmp_path / kept, growing, tmp_path / also if also else None)
        collect.collect(settings.read(directory), folder, readings=readings, workers=1)
        files = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.parquet")}
        return files, sorted(asked)

    return collected


def test_files_that_are_the_same_are_not_read_again(tmp_path, read):
    directory = estates.directory(tmp_path / "estate", SERVERS, PEOPLE)

    first, read_first = read(directory, "first")
    second, read_second = read(directory, "second")

    assert (read_first, read_second) == (["people", "servers"], [])
    assert first == second


def test_a_changed_file_is_read_and_what_it_replaces_is_cleared_away(tmp_path, read):
    directory = estates.directory(tmp_path / "estate", SERVERS, PEOPLE)
    read(directory, "first")
    (directory / "servers.csv").write_text("key;name\n1;db02\n", encoding="utf-8")

    again, asked = read(directory, "again")
    anew, _ = read(directory, "anew", kept="nothing")

    assert asked == ["servers"]
    assert again == anew
    assert len(list((tmp_path / "readings").iterdir())) == 2


def test_other_settings_of_a_source_are_another_reading(tmp_path, read):
    directory = estates.directory(tmp_path / "estate", SERVERS)
    read(directory, "first")
    estates.directory(directory, {**SERVERS, "constants": {"kind": "server"}})

    _, asked = read(directory, "second")

    assert asked == ["servers"]


def test_logons_are_kept_where_nothing_says_for_how_long(tmp_path, read):
    directory = estates.directory(tmp_path / "estate", LOGONS)
    read(directory, "first")

    _, asked = read(directory, "second")
    with (directory / FILE).open("a", encoding="utf-8") as settings_file:
        settings_file.write("[privacy]\nlogon_days = 30\n")
    _, asked_now = read(directory, "third")

    assert (asked, asked_now) == ([], ["nights"])
    assert not list((tmp_path / "readings").iterdir())


def test_logons_that_are_forgotten_are_not_kept(tmp_path, read):
    directory = estates.directory(tmp_path / "estate", LOGONS)
    with (directory / FILE).open("a", encoding="utf-8") as settings_file:
        settings_file.write("[privacy]\nlogon_days = 30\n")

    claims, _ = read(directory, "first")
    _, asked = read(directory, "second")

    assert any(path.parts[0] == "logon" for path in claims)
    assert asked == ["nights"]
    assert not list((tmp_path / "readings").iterdir())


@pytest.mark.parametrize(("megabytes", "is_kept"), [(5, False), (3, True)])
def test_flow_records_are_kept_where_their_source_is_one_parcel_or_small(
    tmp_path, megabytes, is_kept
):
    folder = tmp_path / "claims" / "flow_record"
    folder.mkdir(parents=True)
    pq.write_table(pa.table({"bytes": [1]}), folder / "part-00007.parquet")
    count = tmp_path / "claims" / "_count"
    count.mkdir()
    pq.write_table(pa.table({"format": ["zeek"]}), count / "part-00007.parquet")
    file = tmp_path / "flows.csv"
    file.touch()
    errand = Errand("flows", "zeek", file, file.name, megabytes << 20)
    one = workshop.Parcel((errand,), 7, "one", (file.stat().st_mtime_ns,))
    readings = collect.Readings(tmp_path / "readings")

    readings.keep([one, replace(one, part=8, key="two")], [one], tmp_path / "claims", logons=True)
    of_two = [path.name for path in (tmp_path / "readings").iterdir()]
    readings.keep([one], [one], tmp_path / "claims", logons=True)

    assert of_two == (["one"] if is_kept else [])
    assert (tmp_path / "readings" / "one" / "flow_record.parquet").exists()


def test_a_large_file_comes_and_goes_without_the_others_of_its_source(tmp_path, monkeypatch):
    asked = []
    reads = workshop.read
    monkeypatch.setattr(
        workshop, "read", lambda parcels, *a, **k: asked.append(parcels) or reads(parcels, *a, **k)
    )
    folder = tmp_path / "estate"
    directory = estates.directory(folder, {**SERVERS, "name": "a"})
    wishes = (folder / FILE).read_text(encoding="utf-8").replace("a.csv", "*.csv")
    (folder / FILE).write_text(wishes, encoding="utf-8")
    (folder / "c.csv").write_text("key;name\nc;srv-c\n", encoding="utf-8")
    readings = collect.Readings(tmp_path / "readings")
    collect.collect(settings.read(directory), tmp_path / "first", readings=readings, workers=1)
    rows = "".join(f"b{n};srv-b{n}\n" for n in range(8_000))
    (folder / "b.csv").write_text(f"key;name\n{rows}", encoding="utf-8")

    collect.collect(settings.read(directory), tmp_path / "second", readings=readings, workers=1)

    assert [[e.path.name for parcel in parcels for e in parcel.errands] for parcels in asked] == [
        ["a.csv", "c.csv"],
        ["b.csv"],
    ]


def test_many_large_files_of_a_source_share_parcels(tmp_path):
    """Each parcel is a file in every table of claims, which every step opens: a folder of logs would be thousands."""
    directory = estates.directory(tmp_path / "estate", SERVERS)
    wishes = (directory / FILE).read_text(encoding="utf-8").replace("servers.csv", "many")
    (directory / FILE).write_text(wishes, encoding="utf-8")
    (directory / "many").mkdir()
    for number in range(33):
        (directory / "many" / f"{number}.csv").write_text(
            f"key;name\n{number};{'n' * (64 << 10)}\n", encoding="utf-8"
        )

    claims = collect.collect(settings.read(directory), tmp_path / "claims", workers=1)

    assert (claims.files, len(claims.parcels)) == (33, 1)


def test_what_was_read_is_also_looked_for_in_another_folder(tmp_path, read):
    directory = estates.directory(tmp_path / "estate", SERVERS)
    claims, _ = read(directory, "first", kept="other")

    second, asked = read(directory, "second", growing=False, also="other")

    assert (second, asked) == (claims, [])


def test_readings_that_do_not_grow_are_used_and_left_as_they_are(tmp_path, read):
    directory = estates.directory(tmp_path / "estate", SERVERS, PEOPLE)
    read(directory, "first")
    kept = sorted(path.name for path in (tmp_path / "readings").iterdir())
    (directory / "people.csv").write_text("key;name\np1;Ola\n", encoding="utf-8")

    _, asked = read(directory, "second", growing=False)

    assert asked == ["people"]
    assert sorted(path.name for path in (tmp_path / "readings").iterdir()) == kept


def test_a_file_written_while_it_was_read_is_not_kept(tmp_path, read, monkeypatch):
    directory = estates.directory(tmp_path / "estate", SERVERS)
    module = import_module("grunnmur.collect.collect")
    content = module._content

    def overtaken(errand):
        found = content(errand)
        os.utime(errand.path, ns=(1, 1))
        return found

    monkeypatch.setattr(module, "_content", overtaken)
    read(directory, "first")

    assert not list((tmp_path / "readings").iterdir())


def test_a_run_keeps_its_readings_in_the_workspace_and_the_next_one_is_the_same(tmp_path):
    directory = estates.directory(tmp_path / "estate", SERVERS, PEOPLE)

    first = estates.run(directory, tmp_path / "workspace")
    second = estates.run(directory, tmp_path / "workspace")

    assert len(list((tmp_path / "workspace" / "readings").iterdir())) == 2
    assert estates.things(first) == estates.things(second)
    assert first.table("evidence").fetchall() == second.table("evidence").fetchall()


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [("_note", "code", "file_unreadable"), ("_count", "format", "netflow")],
)
def test_what_hangs_on_more_than_the_files_is_not_kept(tmp_path, table, column, value):
    for name, told in (("_count", {"format": ["table"]}), (table, {column: [value]})):
        path = workshop.written(tmp_path / "claims", name, 7)
        path.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(pa.table(told), path)
    parcel = workshop.Parcel((), 7, "key")

    collect.Readings(tmp_path / "readings").keep(
        [parcel], [parcel], tmp_path / "claims", logons=True
    )

    assert not list((tmp_path / "readings").iterdir())


def test_a_file_nobody_may_read_costs_a_note(tmp_path, read, monkeypatch):
    directory = estates.directory(tmp_path / "estate", SERVERS, PEOPLE)
    opened = Path.open

    def refused(path, *args, **kwargs):
        if path.name == "people.csv":
            raise PermissionError(13, "Permission denied")
        return opened(path, *args, **kwargs)

    monkeypatch.setattr(Path, "open", refused)

    _, asked = read(directory, "first")

    assert asked == ["people", "servers"]
    assert len(list((tmp_path / "readings").iterdir())) == 1


def test_no_room_for_what_was_read_is_no_reason_to_fail(tmp_path, read, monkeypatch):
    directory = estates.directory(tmp_path / "estate", SERVERS)
    module = import_module("grunnmur.collect.readings")

    def full(path, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module.parts, "share", full)
    claims, _ = read(directory, "first")

    assert claims
    assert not list((tmp_path / "readings").iterdir())


def test_what_is_being_cleared_away_is_taken_whole_or_not_at_all(tmp_path, read, monkeypatch):
    directory = estates.directory(tmp_path / "estate", SERVERS)
    read(directory, "first")
    (kept,) = (tmp_path / "readings").iterdir()
    parcel = workshop.Parcel((), 1 << 28, kept.name)
    module, whole, taken = (
        import_module("grunnmur.collect.readings"),
        len(list(kept.iterdir())),
        [],
    )

    def taking_meanwhile(_folder, **_options):
        claims = tmp_path / f"claims{len(taken)}"
        claims.mkdir()
        collect.Readings(tmp_path / "readings").take(parcel, claims)
        taken.append(len(list(claims.rglob("*.parquet"))))

    monkeypatch.setattr(module.shutil, "rmtree", taking_meanwhile)
    module._clear(kept)

    assert taken == [whole, 0]  # before it is out of sight, and from then on
