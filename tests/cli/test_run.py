"""`grunnmur run` from a folder of exports to one screen."""

import pytest

from grunnmur.cli.main import run
from grunnmur.workspace import open_run
from tests.catalogue.publishers import kev, take_in

SETTINGS = """
[group]
name = "Helse Eksempel"
[[source]]
name = "register"
format = "table"
path = "register.csv"
into = "asset"
columns = { name = "Navn", serial = "Serienr" }
constants = { kind = "client" }
[[source]]
name = "servers"
format = "table"
path = "servers.csv"
into = "asset"
columns = { name = "Navn" }
constants = { kind = "server" }
[[source]]
name = "broken"
format = "rvtools"
path = "missing.xlsx"
"""


@pytest.fixture
def directory(tmp_path):
    folder = tmp_path / "region"
    folder.mkdir()
    (folder / "grunnmur.toml").write_text(SETTINGS, encoding="utf-8")
    (folder / "register.csv").write_text(
        "Navn;Serienr\npc1;CZC1234X\npc2;CZC1235X\n", encoding="utf-8"
    )
    (folder / "servers.csv").write_text("Navn\nsrv1\n", encoding="utf-8")
    return folder


def test_a_run_shows_progress_on_one_stream_and_its_summary_on_the_other(
    directory, tmp_path, capsys
):
    work = tmp_path / "work"

    arguments = ["assess", str(directory), "--out", str(work), "--on", "01.09.2026"]
    assert run(arguments, {"GRUNNMUR_LANGUAGE": "nb"}) == 0

    streams = capsys.readouterr()
    assert "leser kilder" in streams.err
    assert "2 klienter, 1 server, 0 applikasjoner" in streams.out
    assert "01.09.2026" in streams.out
    assert f"grunnmur notes {work}\n" in streams.out


def test_what_could_not_be_read_is_a_note_of_the_run(directory, tmp_path, capsys):
    work = str(tmp_path / "work")
    run(["reconcile", str(directory), "--out", work], {"GRUNNMUR_LANGUAGE": "en"})
    capsys.readouterr()

    run(["notes", work, "--source", "broken"], {"GRUNNMUR_LANGUAGE": "en"})

    assert "No file matches missing.xlsx" in " ".join(capsys.readouterr().out.split())


def test_flows_alone_are_told_to_lack_whoever_has_the_addresses(tmp_path, capsys):
    (tmp_path / "ss 2026-08-30T12:00:00Z.txt").write_text(
        "Netid State Recv-Q Send-Q Local Address:Port Peer Address:Port\n"
        "tcp LISTEN 0 128 0.0.0.0:5432 0.0.0.0:*\n"
        "tcp ESTAB 0 0 10.0.0.2:5432 10.0.0.1:51000\n"
    )
    source = '[[source]]\nname = "ss"\nformat = "ss"\npath = "*.txt"\n'
    source += "seen_at = 2026-08-30T12:00:00Z\n"
    (tmp_path / "grunnmur.toml").write_text(source)

    arguments = ["run", str(tmp_path), "--out", str(tmp_path / "work")]
    assert run(arguments, {"GRUNNMUR_LANGUAGE": "en"}) == 1

    assert "no source in" in (said := " ".join(capsys.readouterr().err.split()))
    assert "says who has the addresses" in said


def test_nothing_usable_is_an_error_and_leaves_no_run(directory, tmp_path, capsys):
    (directory / "register.csv").write_text("", encoding="utf-8")
    (directory / "servers.csv").unlink()
    work = tmp_path / "work"

    assert run(["run", str(directory), "--out", str(work)], {"GRUNNMUR_LANGUAGE": "en"}) == 1

    said = " ".join(capsys.readouterr().err.split())
    assert "No file matches missing.xlsx" in said
    assert said.index("No file matches") < said.index("No source")
    assert list((work / "runs").iterdir()) == []


@pytest.mark.parametrize("command", [["depend"], ["assess"], ["plan", "estate"]])
def test_stages_that_add_up_traffic_take_an_engine(command, directory, tmp_path, capsys):
    arguments = [*command, str(directory), "--out", str(tmp_path / "work"), "--engine", "flink"]

    assert run(arguments, {"GRUNNMUR_LANGUAGE": "en"}) == 1

    assert "“flink” is no engine" in " ".join(capsys.readouterr().err.split())


def test_where_no_traffic_is_added_up_an_engine_is_refused(directory, tmp_path, capsys):
    arguments = ["reconcile", str(directory), "--out", str(tmp_path / "work"), "--engine", "spark"]

    assert run(arguments, {"GRUNNMUR_LANGUAGE": "en"}) == 2

    assert "No traffic is added up in reconcile" in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize("command", ["run", "reconcile"])
def test_the_run_and_its_stages_judge_by_the_catalogue_that_is_given(
    command, directory, tmp_path, capsys
):
    take_in(tmp_path, {"kev.json": kev("CVE-1")})
    work = tmp_path / "work"
    stop = ["--until", "reconcile"] if command == "run" else []
    arguments = [command, str(directory), "--out", str(work), *stop, "--catalogue"]

    assert run([*arguments, str(tmp_path / "catalog")], {"GRUNNMUR_LANGUAGE": "en"}) == 2
    assert "No edition in" in capsys.readouterr().err
    assert not work.exists()
    assert run([*arguments, str(tmp_path / "catalogue")], {"GRUNNMUR_LANGUAGE": "en"}) == 0

    query = "select catalogue_edition from run"
    ((told,),) = open_run(work).connection.execute(query).fetchall()
    assert told.endswith((tmp_path / "catalogue" / "current").read_text().strip())
