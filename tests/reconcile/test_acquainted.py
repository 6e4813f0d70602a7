"""When newcomers are put beside what the run before found, and why they are not."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import duckdb
import pytest

from grunnmur import pipeline, workspace
from grunnmur.kit.engine import Steps, connect
from grunnmur.reconcile.stages import STEPS
from tests import estates

_ON = date(2026, 9, 1)
_COLUMNS = (
    "key", "serial", "mac", "hostname", "name", "ip", "location_id", "organisation_id", "os_name",
)  # fmt: skip
_KNOWN = {
    "key": "1",
    "serial": "SERIAL01",
    "mac": "02:00:00:00:00:01",
    "hostname": "srv1",
    "ip": "10.0.0.1",
}
_ELSEWHERE = {"key": "2", "serial": "SERIAL02", "location_id": "bodø", "organisation_id": "nobody"}
_VOID = {"key": "3", "serial": "To be filled by O.E.M."}
_NEW = {"key": "100", "serial": "SERIAL99", "name": "ny"}
_PRIVILEGE = {"account_id": "kari", "target_id": "srv7", "level": "admin"}
_DECISIONS = "decision_id,kind,subject_kind,subject_id,value\nd1,same,asset,a|77,a|1\n"


def _row(said: Mapping[str, str]) -> dict[str, str]:
    return {column: said.get(column, "") for column in _COLUMNS}


def _directory(folder: Path, rows=(), *more, extra="", decisions=_DECISIONS) -> Path:
    told = [_row(row) for row in (_KNOWN, _ELSEWHERE, _VOID, *rows)]
    place = estates.directory(
        folder,
        {"name": "a", "into": "asset", "rows": told},
        {"name": "rights", "into": "privilege", "rows": [_PRIVILEGE], "constants": {"target_kind": "asset"}},
        {"name": "leases", "into": "address", "rows": [{"asset_id": "02:00:00:00:00:09", "ip": "10.0.0.9"}]},
        *more,
        extra=extra,
    )  # fmt: skip
    (place / "decisions").mkdir()
    (place / "decisions" / "d.csv").write_text(decisions, encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def before(tmp_path_factory):
    """A directory, and a workspace with a run of it."""
    folder = tmp_path_factory.mktemp("before")
    estates.run(_directory(folder / "estate"), folder / "workspace")
    return folder


def _why(before: Path, tmp_path: Path, after: Path, *, on=_ON, was: Path | None = None):
    """Why the directory after was reconciled anew."""
    base = workspace.open_workspace(before / "workspace").current()
    assert base is not None
    beside = workspace.beside(tmp_path / "workspace", base).folder
    run = pipeline.run(
        after, beside, on=on, until="reconcile", workers=1, beside=was or before / "estate"
    ).folder
    (told,) = duckdb.sql(f"select parameters from '{run / 'run.parquet'}'").fetchall()[0]
    return json.loads(told)["reconciled_anew"]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({}, None),
        ({"serial": "To be filled by O.E.M."}, None),
        ({"location_id": "Nowhere", "organisation_id": "nobody", "os_name": "EldOS"}, None),
        ({"ip": "10.7.7.7", "mac": "02:00:00:00:00:77"}, None),
        ({"serial": "serial-02"}, "identifier_known"),
        ({"hostname": "srv1.other.example"}, "host_known"),
        ({"ip": "10.0.0.9"}, "address_known"),
        ({"ip": "10.0.0.1"}, "address_known"),
        ({"mac": "02:00:00:00:00:09"}, "asked_for"),
        ({"name": "srv7"}, "asked_for"),
        ({"key": "77"}, "decided"),
        ({"key": "2"}, "rows_changed"),
        ({"location_id": "Bodø"}, "mentioned_otherwise"),
    ],
)
def test_a_new_row_is_put_beside_unless_it_may_be_acquainted_with_others(
    before, tmp_path, row, why
):
    after = _directory(tmp_path / "after", [{**_NEW, **row}])

    assert _why(before, tmp_path, after) == why


def test_two_that_carry_one_identifier_are_one_thing_also_when_both_are_new(before, tmp_path):
    after = _directory(tmp_path / "after", [_NEW, {**_NEW, "key": "101", "name": ""}])

    assert _why(before, tmp_path, after) is None
    home = workspace.open_workspace(tmp_path / "workspace")
    asset = home.current() / "asset.parquet"
    assert duckdb.sql(
        f"select count(*), count(*) filter (name = 'ny') from '{asset}'"
    ).fetchall() == [(4, 1)]


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ({"name": "c", "into": "asset", "rows": [_row(_NEW)]}, None),
        ({"name": "c", "into": "asset", "rows": [_row(_NEW)], "organisation": "nobody"}, "owner_new"),
        ({"name": "c", "into": "location", "rows": [{"key": "1", "name": "Oslo"}]}, "tells_of_others"),
    ],
)  # fmt: skip
def test_a_new_source_is_put_beside_where_it_tells_of_things_alone(before, tmp_path, source, why):
    assert _why(before, tmp_path, _directory(tmp_path / "after", (), source)) == why


def test_all_is_reconciled_anew_where_more_than_rows_is_another(before, tmp_path):
    scoped = '[[scope]]\nnoun = "asset"\nscope = "out"\nwhere = { name = "ny" }\nreason = "utgår"\n'
    decided = _DECISIONS + "d2,not_same,asset,a|1,a|2\n"

    for number, (made, told, why) in enumerate(
        (
            ({"extra": scoped}, {}, "other_settings"),
            ({"decisions": decided}, {}, "other_decisions"),
            ({}, {"on": date(2026, 9, 2)}, "other_ground"),
            ({}, {"was": _directory(tmp_path / "other", [_KNOWN])}, "other_files"),
        )
    ):
        place = tmp_path / str(number)
        after = _directory(place / "after", [_NEW], **made)
        assert _why(before, place, after, **told) == why
        shutil.rmtree(place)


def test_all_is_reconciled_anew_where_the_run_before_may_name_a_thing_otherwise_next_time(
    before, tmp_path
):
    shutil.copytree(before, tmp_path / "before")
    base = workspace.open_workspace(tmp_path / "before" / "workspace").current()
    state = base / "reconciled" / "state.json"
    state.write_text(json.dumps({**json.loads(state.read_text()), "settled": False}))

    why = _why(tmp_path / "before", tmp_path, _directory(tmp_path / "after", [_NEW]))

    assert why == "ids_unsettled"


def test_all_is_reconciled_anew_where_other_code_made_the_run_before(before, tmp_path):
    shutil.copytree(before, tmp_path / "before")
    base = workspace.open_workspace(tmp_path / "before" / "workspace").current()
    (base / "reconciled" / "state.json").write_text(json.dumps({"code": "older", "day": "x"}))
    (base / "reconciled" / "mention.parquet").unlink()  # a table that it did not keep yet

    why = _why(tmp_path / "before", tmp_path, _directory(tmp_path / "after", [_NEW]))

    assert why == "other_ground"


def test_a_thing_that_no_row_is_about_is_unsettled_unless_its_id_is_that_of_where_it_is_told_of_first():
    steps = Steps(connect(), STEPS)
    first = "asset-" + hashlib.md5(b"asset\x1frv\x1fhost1\x1f1").hexdigest()[:12]
    other = "asset-" + hashlib.md5(b"asset\x1frv\x1fhost2\x1f1").hexdigest()[:12]
    steps.connection.execute(
        "create temp table node as select * from (values (1, 'asset', 'rv', 'host1', 1, false), "
        "(2, 'asset', 'rv', 'host2', 1, false), (3, 'asset', 'rv', 'host3', 0, true)) "
        "t(node, noun, source, record_key, position, about)"
    )
    steps.connection.execute("create temp table linked as select node, node as cluster from node")
    steps.connection.execute(
        f"create temp table cluster_entity as select * from (values (1, '{first}'), (2, 'asset-older'), "
        "(3, 'asset-oldest')) t(cluster, entity_id)"
    )

    assert steps.rows("unsettled") == [("asset", "asset-older")]
    steps.connection.execute(f"update cluster_entity set entity_id = '{other}' where cluster = 2")
    assert steps.rows("unsettled") == []
