"""`grunnmur reach` as a person meets it: a classification line, owner-only files, stable pseudonyms."""

import json
from datetime import date

import pytest
import yaml

from grunnmur.catalogue import rules
from grunnmur.cli.main import run
from grunnmur.workspace import SCHEMA_VERSION
from tests.worlds import world

ENGLISH = {"GRUNNMUR_LANGUAGE": "en"}


@pytest.fixture
def workspace(tmp_path):
    """One account with a right to one machine that holds patient data."""
    folder = tmp_path / "work"
    right = {"account_id": "a1", "target_kind": "asset", "target_id": "m1", "level": "admin"}
    world(
        folder / "runs" / "r1",
        run=[{"run_id": "r1", "on_date": date(2026, 9, 1)}],
        account=[{"account_id": "a1", "name": "kari.nord", "kind": "personal", "enabled": True}],
        asset=[{"asset_id": "m1", "name": "journal01", "kind": "server"}],
        privilege=[right],
        data_store=[
            {"data_store_id": "d1", "name": "journal", "asset_id": "m1", "data_class": "patient"}
        ],
    )
    (folder / "workspace.json").write_text(json.dumps({"schema_version": SCHEMA_VERSION}))
    (folder / "current").write_text("r1\n")
    return folder


def test_the_answer_begins_with_its_classification(workspace, capsys):
    code = run(["reach", str(workspace)], ENGLISH)

    assert code == 0
    assert capsys.readouterr().out.startswith("CONFIDENTIAL")


def test_what_is_written_is_for_its_owner_only(workspace, tmp_path):
    run(["reach", str(workspace), "--out", str(tmp_path / "out")], ENGLISH)

    files = list((tmp_path / "out").iterdir())
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    assert (tmp_path / "out").stat().st_mode & 0o777 == 0o700
    assert {"access.csv", "opengraph.json", "CLASSIFICATION.txt"} <= {path.name for path in files}
    written = [
        workspace / "runs" / "r1" / "access.parquet",
        workspace / "runs" / "r1" / "cut.parquet",
    ]
    assert {path.stat().st_mode & 0o777 for path in written} == {0o600}


def test_a_folder_that_was_there_stays_as_open_as_it_was(workspace, tmp_path):
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o755)

    run(["reach", str(workspace), "--out", str(shared)], ENGLISH)

    assert shared.stat().st_mode & 0o777 == 0o755
    assert {path.stat().st_mode & 0o777 for path in shared.iterdir()} == {0o600}


def test_a_run_nobody_assessed_says_that_ways_are_missing(workspace, capsys):
    run(["reach", str(workspace)], ENGLISH)

    assert "The run is not assessed" in capsys.readouterr().err


def test_a_rule_whose_answer_is_not_known_is_not_told_as_broken(workspace, capsys):
    run(["reach", str(workspace), "--about", "kari.nord"], ENGLISH)

    told = " ".join(capsys.readouterr().out.split())
    assert "(unknown)" in told


def test_a_budget_is_not_below_nothing(workspace, capsys):
    assert run(["reach", str(workspace), "--budget", "-1"], ENGLISH) == 2


def test_redacted_output_names_nobody_and_names_them_alike_each_time(workspace, tmp_path):
    for turn in ("1", "2"):
        run(["reach", str(workspace), "--redact", "--out", str(tmp_path / turn)], ENGLISH)

    first, second = ((tmp_path / turn / "opengraph.json").read_text() for turn in ("1", "2"))
    assert first == second
    everything = "".join(path.read_text() for path in (tmp_path / "1").iterdir())
    assert not any(name in everything for name in ("kari.nord", "journal01", "a1,", "d1,", "m1,"))


def test_the_graph_s_edges_join_nodes_that_are_there(workspace, tmp_path):
    run(["reach", str(workspace), "--out", str(tmp_path / "out")], ENGLISH)

    graph = json.loads((tmp_path / "out" / "opengraph.json").read_text())["graph"]
    known = {node["id"] for node in graph["nodes"]}
    assert [edge["kind"] for edge in graph["edges"]] == ["RightAdmin", "Holds"]
    assert all(edge[end]["value"] in known for edge in graph["edges"] for end in ("start", "end"))


def test_what_is_left_after_a_wave_stands_beside_what_is_now(workspace, capsys):
    plan = {
        "plan": [{"plan_id": "p"}],
        "wave": [
            {"plan_id": "p", "wave_id": "wave-000", "period": 0, "ends_on": date(2026, 9, 30)}
        ],
        "workload_member": [{"workload_id": "w", "noun": "asset", "entity_id": "m1"}],
        "move": [
            {"plan_id": "p", "workload_id": "w", "wave_id": "wave-000", "disposition": "retire"}
        ],
    }
    world(workspace / "runs" / "r1", **plan)

    code = run(["reach", str(workspace), "--after-wave", "1"], ENGLISH)

    said = capsys.readouterr().out.splitlines()
    assert code == 0
    assert said[0].startswith("CONFIDENTIAL")
    (line,) = [line for line in said if "approval-missing" in line and "pairs" in line]
    assert line.split()[-2:] == ["1", "0"]
    assert max(map(len, said)) <= 80


def test_a_wave_there_is_not_is_a_clear_complaint(workspace, capsys):
    code = run(["reach", str(workspace), "--after-wave", "7"], ENGLISH)

    said = capsys.readouterr()
    assert code == 1
    assert "no plan" in said.err
    assert said.out == ""


@pytest.mark.parametrize("name", ["kari.nord", "A1", "journal01", "journal"])
def test_one_account_thing_or_store_is_told_with_its_chain_and_what_it_rests_on(
    workspace, capsys, name
):
    code = run(["reach", str(workspace), "--about", name], ENGLISH)

    said = " ".join(capsys.readouterr().out.split())
    assert code == 0
    assert said.startswith("CONFIDENTIAL")
    assert "kari.nord → administers → journal01 → holds → journal" in said
    assert "holds a right" in said


def test_about_somebody_unknown_is_a_clear_complaint_and_about_the_harmless_an_answer(
    workspace, capsys
):
    world(workspace / "runs" / "r1", person=[{"person_id": "p", "name": "Ola"}])

    assert run(["reach", str(workspace), "--about", "Nobody"], ENGLISH) == 1
    said = capsys.readouterr()
    assert "Nobody" in said.err
    assert said.out == ""
    assert run(["reach", str(workspace), "--about", "ola"], ENGLISH) == 0
    assert "no known right" in capsys.readouterr().out


def test_redacted_it_names_nobody_there_either(workspace, capsys):
    run(["reach", str(workspace), "--redact", "--about", "journal"], ENGLISH)

    said = capsys.readouterr().out
    assert "kari" not in said
    assert "account-" in said


def test_every_budget_is_named_beside_what_it_buys(workspace, capsys):
    world(
        workspace / "runs" / "r1", asset=[{"asset_id": "m1", "name": "journal01", "kind": "client"}]
    )

    run(["reach", str(workspace), "--budget", "2", "--budget", "7"], ENGLISH)

    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    bought = [line for line in lines if line[:3] == ["patient", "data", "entries"]]
    assert [line[3] for line in bought] == ["2", "7"]


def test_the_run_s_own_rules_are_used_again(workspace, tmp_path, capsys):
    own = tmp_path / "own"
    own.mkdir()
    rule = yaml.safe_load((rules.FOLDER / "residency-by-reach.yaml").read_text("utf-8"))
    rule["parameters"]["countries"] = ["NO"]
    (own / "residency-by-reach.yaml").write_text(yaml.safe_dump(rule, allow_unicode=True), "utf-8")
    world(
        workspace / "runs" / "r1",
        run=[{"run_id": "r1", "on_date": date(2026, 9, 1), "parameters": json.dumps({"rules": [str(own)]})}],
        person=[{"person_id": "p", "country": "SE"}],
        account=[{"account_id": "a1", "person_id": "p", "kind": "personal", "enabled": True}],
    )  # fmt: skip

    run(["reach", str(workspace), "--again"], ENGLISH)

    said = capsys.readouterr().out
    (line,) = [line for line in said.splitlines() if line.startswith("residency-by-reach")]
    assert "fail" in line
