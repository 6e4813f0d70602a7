"""What was found of notices is used again for things that are as they were, and gives what judging anew gives."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from grunnmur.assess import notices
from tests.assess.judging import ON
from tests.worlds import world

_LATER = ON + timedelta(days=40)
_NOTICE = {
    "notice_id": "FSN-1",
    "vendor": "Acme",
    "model": "Pump 8",
    "kind": "fsn",
    "version": "< 4.2",
    "published_on": date(2025, 6, 1),
    "remedy": "none",
}
_OF_SOME = {**_NOTICE, "notice_id": "FSN-2", "version": None, "serial": "SN-0001"}
_ADVISED = {"advisory_id": "ICSMA-1", "product_key": "p"}
_THINGS = {
    "asset": {"asset_id": "a", "kind": "medical", "vendor": "Acme", "model": "Pump 8"},
    "device": {"asset_id": "a", "software_version": "4.1"},
    "identifier": {"noun": "asset", "entity_id": "a", "kind": "serial", "value": "SN 0001"},
    "safety_notice": {},
    "advisory": {"advisory_id": "ICSMA-1", "medical": True, "published_on": date(2025, 1, 1)},
    "advisory_product": {**_ADVISED, "vendor": "Acme", "product": "Pump 8", "name": "Pump 8", "version": "*"},
    "advisory_vulnerability": {**_ADVISED, "vulnerability_id": "CVE-2025-1", "status": "affected"},
}  # fmt: skip
_OTHER = {"asset_id": "b", "kind": "medical", "vendor": "Acme", "model": "Pump 9"}
_OF_OTHER = {**_NOTICE, "notice_id": "FSN-3", "model": "Pump 9", "version": "*"}


def _tables(changes, *, undated):
    tables = {name: [{**row, **changes.get(name, {})}] for name, row in _THINGS.items()}
    told = changes.get("safety_notice", {})
    dated = {"published_on": None} if undated else {}
    tables["safety_notice"] = [{**_NOTICE, **dated, **told}, {**_OF_SOME, **told}, _OF_OTHER]
    tables["asset"].append(_OTHER)
    return tables


def _judge(folder, name, changes, *, previous=None, on=ON, undated=False):
    estate = world(folder / name, **_tables(changes, undated=undated))
    notices.judge(estate, on=on, previous=previous and folder / previous)
    return estate


def _found(estate):
    return estate.table("asset_advisory").fetchall()


def _judged(estate):
    query = "select asset_id from noticed_anew order by all"
    return [asset for (asset,) in estate.connection.execute(query).fetchall()]


@pytest.mark.parametrize(
    "changes",
    [
        {"asset": {"model": "Pump 9"}},
        {"asset": {"vendor": "Another"}},
        {"asset": {"status": "retired"}},
        {"device": {"software_version": "4.3"}},
        {"device": {"software_version": None}, "asset": {"version": "4.3"}},
        {"identifier": {"value": "SN 0002"}},
        {"safety_notice": {"remedy": "update"}},
        {"safety_notice": {"model": "Pump 7"}},
        {"advisory": {"medical": False}},
        {"advisory_product": {"version": "< 4"}},
        {"advisory_vulnerability": {"status": "unknown"}},
    ],
    ids=str,
)
def test_each_thing_that_decides_is_seen_when_it_alone_changes(tmp_path, changes):
    before = _judge(tmp_path, "before", {})

    again = _judge(tmp_path, "again", changes, previous="before")

    assert _found(again) == _found(_judge(tmp_path, "anew", changes)) != _found(before)
    assert "b" not in _judged(again)  # of which nothing else is said
    back = _judge(tmp_path, "back", {}, previous="again")
    assert _found(back) == _found(before)


def test_what_is_as_it_was_is_not_judged_again(tmp_path):
    before = _judge(tmp_path, "before", {})

    again = _judge(tmp_path, "again", {}, previous="before", on=_LATER)

    assert _judged(before) == ["a", "b"]
    assert _judged(again) == []
    assert _found(again) == _found(before)


def test_a_notice_without_a_day_counts_from_the_day_of_the_run(tmp_path):
    _judge(tmp_path, "before", {}, undated=True)

    again = _judge(tmp_path, "again", {}, previous="before", on=_LATER, undated=True)

    assert _judged(again) == ["a"]
    assert _found(again) == _found(_judge(tmp_path, "anew", {}, on=_LATER, undated=True))


def test_other_code_judges_anew(tmp_path, monkeypatch):
    _judge(tmp_path, "before", {})
    monkeypatch.setattr(notices, "_code", lambda: "other")

    assert _judged(_judge(tmp_path, "again", {}, previous="before")) == ["a", "b"]


def test_a_run_that_kept_nothing_is_not_asked(tmp_path):
    _judge(tmp_path, "before", {})
    (tmp_path / "before" / "matched" / "noticed.parquet").unlink()

    assert _judged(_judge(tmp_path, "again", {}, previous="before")) == ["a", "b"]
