"""`grunnmur controls` as a person meets it."""

import json
from datetime import date

import pytest

from grunnmur.assess import assess
from grunnmur.cli.main import run
from grunnmur.workspace import SCHEMA_VERSION
from tests.assess.judging import ON, rule
from tests.worlds import world

ENGLISH = {"GRUNNMUR_LANGUAGE": "en", "COLUMNS": "120"}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    """Two trusts: the server of one has an owner, that of the other is nobody's."""
    folder = tmp_path_factory.mktemp("controls")
    estate = world(
        folder / "runs" / "r1",
        run=[{"run_id": "r1", "on_date": date(2026, 9, 1)}],
        organisation=[{"organisation_id": "o1", "name": "A HF"}],
        asset=[
            {"asset_id": "m1", "kind": "server", "organisation_id": "o1", "status": "active"},
            {"asset_id": "m2", "kind": "server", "status": "active"},
        ],
    )
    assess(estate, on=ON, rules=(rule("owner-missing"),))
    (folder / "workspace.json").write_text(json.dumps({"schema_version": SCHEMA_VERSION}))
    (folder / "current").write_text("r1\n")
    return folder


def test_every_pack_is_one_row(workspace, capsys):
    assert run(["controls", str(workspace)], ENGLISH) == 0

    shown = capsys.readouterr().out
    assert [pack for pack in ("nsm 2.1", "gdpr 2016-679", "owner 2016") if pack not in shown] == []


def test_a_pack_says_what_it_cannot_measure_and_what_is_not_set(workspace, capsys):
    assert run(["controls", str(workspace), "--pack", "normen"], ENGLISH) == 0

    shown = capsys.readouterr().out
    assert "Not measured: Whether the logs are reviewed." in shown
    assert "days the log is to be kept: not set" in shown
    assert "Did not answer in this run: logging-missing" in shown


@pytest.mark.parametrize("asked", [[], ["--pack", "normen"]], ids=["all", "one"])
def test_the_basis_of_a_pack_is_told_in_words(workspace, capsys, asked):
    assert run(["controls", str(workspace), *asked], ENGLISH) == 0

    shown = capsys.readouterr().out
    assert "sector norm" in shown
    assert "L2" not in shown


def test_one_trust_is_told_apart_by_its_name(workspace, capsys):
    run(
        ["controls", str(workspace), "--pack", "nsm"], {"GRUNNMUR_LANGUAGE": "nb", "COLUMNS": "120"}
    )
    whole = capsys.readouterr().out
    run(["controls", str(workspace), "--pack", "nsm", "--organisation", "A HF"], ENGLISH)
    trust = capsys.readouterr().out

    assert "Kartlegg enheter og programvare" in whole
    assert _row(whole, "1.2")[-4:] != _row(trust, "1.2")[-4:]


@pytest.mark.parametrize(
    "wrong", [["--pack", "nms"], ["--organisation", "Nobody"]], ids=["pack", "organisation"]
)
def test_what_there_is_not_is_answered_with_what_there_is(workspace, capsys, wrong):
    assert run(["controls", str(workspace), *wrong], ENGLISH) == 2

    told = capsys.readouterr().err
    assert "nsm" in told or "A HF" in told


def test_oscal_is_written_where_one_asks(workspace, tmp_path, capsys):
    assert run(["controls", str(workspace), "--oscal", str(tmp_path / "o")], ENGLISH) == 0

    assert (tmp_path / "o" / "assessment-results.json").is_file()
    assert capsys.readouterr().err.split()[-1] == "9"  # wherever a long path has the line broken


def _row(shown, control):
    return next(line for line in shown.splitlines() if line.startswith(f"{control} ")).split()
