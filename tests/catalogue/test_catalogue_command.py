"""`grunnmur catalogue` as a person meets it."""

import json
from datetime import date
from pathlib import Path

import pytest

from grunnmur.catalogue.editions import place
from grunnmur.catalogue.standard import files
from grunnmur.cli.main import run
from grunnmur.workspace import SCHEMA_VERSION
from tests.catalogue.publisher import running
from tests.catalogue.publishers import kev
from tests.worlds import world

EXAMPLE = Path(files.__file__).parent / "example.yaml"
ENGLISH = {"GRUNNMUR_LANGUAGE": "en"}


def call(*arguments):
    return run(["catalogue", *map(str, arguments)], ENGLISH)


@pytest.fixture
def carried(tmp_path):
    path = tmp_path / "kev.json"
    path.write_text(json.dumps(kev("CVE-1")), encoding="utf-8")
    return path


def test_files_a_person_carries_in_make_an_edition_that_is_listed(tmp_path, carried, capsys):
    folder = tmp_path / "catalogue"

    assert call("update", "--from", carried, "--catalogue", folder) == 0
    said = capsys.readouterr().out
    assert call("list", "--catalogue", folder) == 0

    name = (folder / "current").read_text().strip()
    assert f"Edition {name} is now in force. New from: kev." in " ".join(said.split())
    assert f"* {name}" in capsys.readouterr().out


def test_the_same_file_again_is_no_error(tmp_path, carried, capsys):
    folder = tmp_path / "catalogue"
    call("update", "--from", carried, "--catalogue", folder)

    assert call("update", "--from", carried, "--catalogue", folder) == 0
    assert "No new edition" in capsys.readouterr().out


def test_a_broken_file_is_said_in_words_and_ends_with_1(tmp_path, capsys):
    broken = tmp_path / "kev.json"
    broken.write_text("{", encoding="utf-8")

    assert call("update", "--from", broken, "--catalogue", tmp_path / "catalogue") == 1
    assert "kev.json is broken and not used" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["list"], "Say where the catalogue lies"),
        (["update", "--from", "nowhere", "--catalogue", "c"], "nowhere"),
        (["update", "--catalogue", "c", "--feed", "kevv"], "no feed called kevv"),
        (["update", "--catalogue", "c", "--address", "kev"], "FEED=ADDRESS"),
    ],
)
def test_misuse_is_said_in_words_and_ends_with_2(arguments, said, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert call(*arguments) == 2
    assert said in " ".join(capsys.readouterr().err.split())


@pytest.mark.enable_socket
@pytest.mark.allow_hosts(["127.0.0.1"])
def test_what_is_fetched_goes_the_same_way_as_what_is_carried(tmp_path, carried, capsys):
    with running() as publisher:
        publisher.put("kev", kev("CVE-1"))
        address = ["--feed", "kev", "--address", f"kev={publisher.address}/kev"]
        folder = tmp_path / "fetched"

        assert call("update", "--catalogue", folder, *address) == 0
        assert call("update", "--catalogue", folder, *address) == 0

    call("update", "--from", carried, "--catalogue", tmp_path / "by-hand")
    both = [(tmp_path / one / "current").read_text() for one in ("fetched", "by-hand")]
    assert both[0] == both[1]
    assert "nothing new" in capsys.readouterr().err


def test_the_catalogue_lies_where_one_says_then_where_settings_say_then_in_the_workspace(tmp_path):
    (tmp_path / "grunnmur.toml").write_text(
        '[catalogue]\npath = "../knowledge"\nstandard = "standard.yaml"\n', encoding="utf-8"
    )
    given, workspace = tmp_path / "given", tmp_path / "work"

    assert place.place(given=given, estate=tmp_path, workspace=workspace) == given
    assert place.place(estate=tmp_path, workspace=workspace) == tmp_path / "../knowledge"
    assert place.place(estate=workspace, workspace=workspace) == workspace / "catalogue"
    assert place.place() is None
    assert place.standards(tmp_path) == (tmp_path / "standard.yaml",)
    assert place.standards(workspace) == ()


def test_two_editions_of_the_standard_are_compared_on_a_run(tmp_path, capsys):
    work = tmp_path / "work"
    server = {"asset_id": "a1", "kind": "server", "product_id": "centos:centos", "version": "7.9"}
    world(
        work / "runs" / "r1",
        run=[{"run_id": "r1", "on_date": date(2026, 11, 22)}],
        asset=[server],
    )
    (work / "workspace.json").write_text(json.dumps({"schema_version": SCHEMA_VERSION}))
    (work / "current").write_text("r1\n")
    later = tmp_path / "later.yaml"
    example = EXAMPLE.read_text(encoding="utf-8")
    later.write_text(example.replace("product: centos:centos", "product: centos:stream"))

    assert call("compare", work, EXAMPLE, later) == 0

    said = " ".join(capsys.readouterr().out.split())
    assert "1 verdict differs." in said
    assert "centos:centos" in said
    assert "fail: is not to be used" in said
