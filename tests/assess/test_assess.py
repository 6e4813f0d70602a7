"""What the verb promises, whatever the rules."""

from __future__ import annotations

import json
import re

import pyarrow as pa
import pytest

from grunnmur.assess import assess
from grunnmur.catalogue import rules
from tests.assess.judging import ON, judged, rule
from tests.worlds import world

RULE = """
id: {name}
edition: '3'
title: {{nb: Tittel, en: Title}}
explanation: {{nb: Forklaring, en: Explanation}}
aspect: test
layer: L4
severity: low
subject_kinds: [asset]
{answer}
"""


def select(kind="'asset'", subject="asset_id", verdict="'fail'"):
    """A rule's select about every asset, as YAML."""
    columns = (
        f"{kind} as subject_kind, {subject} as subject_id, null as product, {verdict} as verdict"
    )
    return f"select: |\n  select {columns}, {{'why': name}} as facts from asset;"


FAILS_ALL = select()
ASSETS = [
    {"asset_id": "a", "name": "srv-1", "organisation_id": "o", "platform": "A"},
    {"asset_id": "b"},
]


def own_rule(folder, name, answer):
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.yaml").write_text(RULE.format(name=name, answer=answer), encoding="utf-8")
    return folder


def test_a_user_may_add_rules(tmp_path):
    folder = own_rule(tmp_path / "rules", "always", FAILS_ALL)
    estate = world(tmp_path / "estate", asset=ASSETS)

    assess(estate, on=ON, folders=[folder])

    rows = estate.connection.execute(
        "select subject_id, facts from finding where rule_id = 'always' order by 1"
    )
    assert rows.fetchall() == [("a", '{"why":"srv-1"}'), ("b", '{"why":null}')]


def test_a_users_rule_takes_the_place_of_a_shipped_one(tmp_path):
    folder = own_rule(tmp_path / "rules", "patch-age", FAILS_ALL)
    estate = world(tmp_path / "estate", asset=ASSETS)

    assess(estate, on=ON, folders=[folder])

    editions = estate.connection.execute(
        "select distinct edition from rule_result where rule_id = 'patch-age'"
    )
    assert editions.fetchall() == [("3",)]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("select: select nonsense from asset", "nonsense"),
        (select(verdict="'bad'"), "'bad'"),
        (select(kind="'person'"), "'person'"),
        (select(subject="'a'"), "more than once"),
        ("function: no.such.module:name", "No module named"),
        ("clauses: []", "either select or function"),
        (f"{select()}\nlayer: L9", "L9"),
        ("select: [", "expected"),
    ],
)
def test_a_broken_rule_is_noted_and_the_others_run(tmp_path, answer, reason):
    folder = own_rule(tmp_path / "rules", "broken", answer)
    estate = world(tmp_path / "estate", asset=ASSETS)

    result = assess(estate, on=ON, folders=[folder])

    assert [broken.file.name for broken in result.broken] == ["broken.yaml"]
    assert reason in result.broken[0].reason
    assert result.results > 0
    code, facts = estate.connection.execute("select code, facts from note").fetchall()[0]
    assert code == "rule_broken"
    assert json.loads(facts) == {"file": "broken.yaml", "reason": result.broken[0].reason}


def test_a_folder_of_rules_that_does_not_exist_is_noted(tmp_path):
    estate = world(tmp_path, asset=ASSETS)

    result = assess(estate, on=ON, folders=[tmp_path / "missing"])

    assert result.broken[0].reason == "the folder does not exist"


def every_second(estate, *, on, verdict):
    """A rule in Python, for the test below."""
    ids = [row[0] for row in estate.table("asset").fetchall()]
    columns = {
        "subject_kind": "asset",
        "product": None,
        "verdict": verdict,
        "facts": {"on": str(on)},
    }
    return pa.Table.from_pylist([{"subject_id": key, **columns} for key in ids[::2]])


def test_a_rule_may_be_a_python_function(tmp_path):
    answer = "function: tests.assess.test_assess:every_second\nparameters: {verdict: fail}"
    folder = own_rule(tmp_path / "rules", "python", answer)
    estate = world(tmp_path / "estate", asset=ASSETS)

    result = assess(estate, on=ON, folders=[folder])

    assert result.broken == ()
    rows = estate.connection.execute(
        "select subject_id, facts from finding where rule_id = 'python'"
    ).fetchall()
    assert rows == [("a", '{"on":"2026-11-22"}')]


def test_denominators_are_counted_by_owner_and_platform(tmp_path):
    asset = [
        {"asset_id": "a", "kind": "server", "organisation_id": "o", "platform": "A"},
        {
            "asset_id": "b",
            "kind": "server",
            "organisation_id": "o",
            "platform": "A",
            "status": "retired",
        },
        {"asset_id": "c", "kind": "server", "platform": "A"},
    ]

    estate = judged(tmp_path, "owner-missing", asset=asset)

    columns = "organisation_id, platform, evaluated, passed, failed, unknown, not_applicable"
    rows = estate.connection.execute(f"select {columns} from rule_result order by all").fetchall()
    assert rows == [("o", "A", 1, 1, 0, 0, 1), (None, "A", 1, 0, 1, 0, 0)]


def test_every_subject_is_counted_once_by_every_rule(tmp_path):
    estate = world(
        tmp_path, asset=ASSETS, account=[{"account_id": "c"}], network=[{"network_id": "n"}]
    )

    assess(estate, on=ON)

    rows = estate.connection.execute(
        "select rule_id, subject_kind, sum(evaluated + not_applicable), "
        "sum(passed + failed + unknown - evaluated) "
        "from rule_result where rule_id <> 'owner-missing' group by all"
    ).fetchall()
    expected = {"asset": 2, "account": 1, "network": 1}
    assert rows
    assert all(count == expected[kind] and difference == 0 for _, kind, count, difference in rows)


def test_the_same_estate_gives_the_same_bytes(tmp_path):
    for name in ("one", "two"):
        judged(tmp_path / name, "not-updatable", asset=[*ASSETS, {"asset_id": "s", "kind": "vm"}])

    for table in ("finding.parquet", "rule_result.parquet"):
        assert (tmp_path / "one" / table).read_bytes() == (tmp_path / "two" / table).read_bytes()


def test_a_finding_keeps_its_id_from_run_to_run(tmp_path):
    asset = [{"asset_id": "s", "kind": "vm"}]
    first = judged(tmp_path / "one", "not-updatable", asset=asset)
    second = judged(
        tmp_path / "two", "not-updatable", asset=[*asset, {"asset_id": "t", "kind": "vm"}]
    )

    ids = [
        set(estate.connection.execute("select finding_id from finding").fetchall())
        for estate in (first, second)
    ]

    assert len(ids[0]) == 1
    assert ids[0] < ids[1]


def test_assessing_twice_notes_once(tmp_path):
    folder = own_rule(tmp_path / "rules", "broken", "select: select nonsense")
    note = [{"source": "scan", "place": "x", "code": "empty_row", "facts": "{}"}]
    estate = world(tmp_path / "estate", asset=ASSETS, note=note)

    assess(estate, on=ON, folders=[folder])
    assess(estate, on=ON, folders=[folder])

    codes = estate.connection.execute("select code from note order by code").fetchall()
    assert codes == [("empty_row",), ("no_catalogue_edition",), ("rule_broken",)]


IN_SQL = [rule for rule in rules.load().rules if rule.select]


@pytest.mark.parametrize("shipped", IN_SQL, ids=lambda rule: rule.rule_id)
def test_every_reason_a_rule_gives_has_words_in_both_languages(shipped):
    texts = re.findall(
        r"'reason':(.*?)(?:,\s*'\w+':|\}\s*as facts|\}\s*from|\}\n)", shipped.select, re.DOTALL
    )
    given = {
        code
        for text in texts
        for code in re.findall(r"(?:then|else|'reason':|,)\s*'(\w+)'|^\s*'(\w+)'\s*$", text)
    }
    codes = {a or b for a, b in given}

    assert codes
    assert codes == set(shipped.reasons)
    assert all(words["nb"] and words["en"] for words in shipped.reasons.values())


def test_the_rules_named_in_the_plan_are_shipped():
    names = {shipped.rule_id for shipped in rules.load().rules}

    assert names == {
        "not-compatible", "not-updatable", "not-secure", "patch-age", "owner-missing",
        "controller-missing", "residency", "processor-agreement", "ros-before-decision",
        "dpia-before-decision", "device-change-consent", "unpatchable-not-isolated",
        "isolation-expired", "os-variety", "privilege-unused", "leaver-enabled",
        "decommissioned-answering", "unknown-to-registers", "residency-by-reach",
        "operator-reaches-data", "trust-crossing", "approval-missing", "logging-missing",
        "residual-copy", "duplicate-function", "vulnerable", "unpatched",
        "standard-departure", "ingredient-vulnerable", "undocumented-integration",
        "plaintext-across-zones", "internet-exposure", "home-device-abroad",
        "safety-notice", "stated-weakness", "mend-first",
    }  # fmt: skip


def test_what_stops_a_wave_is_law_or_decision_or_norm():
    blocking = [shipped for shipped in rules.load().rules if shipped.blocking]

    assert rule("residency") in blocking
    assert all(shipped.layer in ("L1", "L2", "L3") for shipped in blocking)
