"""What people write in decisions and settings reaches the judgement: names, accepted risks, packs."""

from __future__ import annotations

import json
from datetime import date

from grunnmur import pipeline
from tests.estates import directory, run

SYSTEM = "Sykehusets Eget OS 3"


def test_a_name_nobody_knows_is_listed_and_mapped_in_the_next_run(tmp_path):
    rows = [
        {"key": str(n), "hostname": f"pc-{n}", "os_name": SYSTEM, "kind": "client"}
        for n in range(3)
    ]
    place = directory(tmp_path / "estate", {"name": "a", "into": "asset", "rows": rows})

    before = run(place, tmp_path / "workspace")
    (place / "decisions").mkdir()
    (place / "decisions" / "names.csv").write_text(
        "decision_id,kind,subject_id,value,decided_by\n"
        f"d1,name,{SYSTEM},microsoft:windows_server,Kari\n",
        encoding="utf-8",
    )
    after = run(place, tmp_path / "workspace")

    assert _unnamed(before) == [{"name": SYSTEM, "assets": 3}]
    assert _unnamed(after) == []
    query = "select product_id, count(*) from asset group by all"
    assert before.connection.execute(query).fetchall() == [(None, 3)]
    assert after.connection.execute(query).fetchall() == [("microsoft:windows_server", 3)]


def _unnamed(estate):
    """What the notes say of names, those with most things first."""
    notes = estate.connection.execute(
        "select facts from note where code = 'product_not_named'"
    ).fetchall()
    return sorted((json.loads(facts) for (facts,) in notes), key=lambda told: -told["assets"])


def test_a_risk_accepted_in_a_file_stands_beside_its_finding(tmp_path):
    rows = [
        {"key": "7", "hostname": "srv-1", "kind": "server", "os_name": "Windows Server 2008 R2"}
    ]
    place = directory(tmp_path / "estate", {"name": "cmdb", "into": "asset", "rows": rows})
    (place / "decisions").mkdir()
    (place / "decisions" / "risks.csv").write_text(
        "decision_id,kind,subject_kind,subject_id,value,decided_by,valid_to\n"
        "d1,accept_risk,asset,cmdb|7,not-updatable,Kari,2026-12-31\n",
        encoding="utf-8",
    )

    estate = run(place, tmp_path / "workspace", until="assess")

    query = "select verdict, accepted_by, accepted_until, decision_id from finding where rule_id = 'not-updatable'"
    assert estate.connection.execute(query).fetchall() == [
        ("fail", "Kari", date(2026, 12, 31), "d1")
    ]


def test_a_pack_of_ones_own_and_its_values_come_from_the_settings(tmp_path):
    extra = '[controls]\nfolders = ["packs"]\n[controls.parameters.nis2]\n"23.early_warning_hours" = 24\n'
    place = directory(
        tmp_path / "estate",
        {"name": "a", "into": "asset", "rows": [{"key": "1", "hostname": "pc-1"}]},
        extra=extra,
    )
    (place / "packs" / "house").mkdir(parents=True)
    (place / "packs" / "house" / "1.yaml").write_text(
        "pack: house\nversion: '1'\ntitle: {nb: H, en: H}\nlayer: L3\ngroups:\n"
        "  - title: {nb: G, en: G}\n    controls:\n"
        "      - {id: a, title: {nb: A, en: A}, rules: [owner-missing], not_measured: {nb: R, en: R}}\n",
        encoding="utf-8",
    )

    estate = pipeline.run(
        place, tmp_path / "workspace", on=date(2026, 9, 1), until="assess", workers=1
    ).estate

    house = "select verdict from control_result where pack = 'house'"
    assert estate.connection.execute(house).fetchall() != []
    value = "select value from control_parameter where pack = 'nis2' and value is not null"
    assert estate.connection.execute(value).fetchall() == [("24",)]
