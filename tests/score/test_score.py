from datetime import date

import duckdb
import pytest

from grunnmur.errors import WorkspaceError
from grunnmur.score import other_day, score
from tests.worlds import world


def _truth(folder, record=(), entity=(), finding=()):
    folder.mkdir()
    shapes = {
        "record": "source text, record_key text, noun text, entity_id text, "
        "linkable bool, link_group bigint",
        "entity": "noun text, entity_id text, kind text",
        "finding": "rule_id text, subject_kind text, entity_id text, verdict text, knowable bool",
    }
    connection = duckdb.connect()
    for name, rows in (("record", record), ("entity", entity), ("finding", finding)):
        connection.execute(f"create table {name} ({shapes[name]})")
        for row in rows:
            connection.execute(f"insert into {name} values ({','.join('?' * len(row))})", list(row))
        connection.execute(f"copy {name} to '{folder / name}.parquet' (format parquet)")
    return folder


def _record(key, entity, noun="asset"):
    return {"source": "s", "record_key": key, "noun": noun, "entity_id": entity}


@pytest.fixture
def servers(tmp_path):
    """True server A has records 1–4, of which 1–3 can be linked; true controller B has record 5."""
    return _truth(
        tmp_path / "truth",
        record=[
            ("s", "1", "asset", "A", True, 1),
            ("s", "2", "asset", "A", True, 1),
            ("s", "3", "asset", "A", True, 1),
            ("s", "4", "asset", "A", False, None),
            ("s", "5", "asset", "B", False, None),
        ],
        entity=[("asset", "A", "server"), ("asset", "B", "controller")],
    )


def test_a_perfect_run_scores_one(tmp_path, servers):
    estate = world(
        tmp_path / "run",
        record=[*(_record(key, "x") for key in "1234"), _record("5", "y")],
    )

    figures = score(estate, servers)["reconcile"]

    assert figures["asset"]["precision"] == 1
    assert figures["asset"]["recall"] == 1
    assert figures["asset"]["recall_all"] == 1
    assert figures["asset/controller"]["precision"] is None


def test_pairs_are_counted_as_by_hand(tmp_path, servers):
    """x = {1, 2, 5}, y = {3}, z = {4}.

    Put together: 12, 15, 25 = 3; right: 12. Linkable: 12, 13, 23; linked: 12. True: six pairs of A.
    """
    estate = world(
        tmp_path / "run",
        record=[
            _record("1", "x"),
            _record("2", "x"),
            _record("5", "x"),
            _record("3", "y"),
            _record("4", "z"),
        ],
    )

    figures = score(estate, servers)["reconcile"]

    assert figures["asset"]["precision"] == pytest.approx(1 / 3)
    assert figures["asset"]["recall"] == pytest.approx(1 / 3)
    assert figures["asset"]["recall_all"] == pytest.approx(1 / 6)
    assert figures["asset/server"]["precision"] == pytest.approx(1 / 3)
    assert figures["asset/controller"]["pairs_found"] == 2
    assert figures["asset/controller"]["precision"] == 0


def test_a_record_the_run_lost_lowers_recall(tmp_path, servers):
    estate = world(tmp_path / "run", record=[_record("1", "x"), _record("2", "x")])

    figures = score(estate, servers)["reconcile"]["asset"]

    assert figures["records_missing"] == 3
    assert figures["recall"] == pytest.approx(1 / 3)
    assert figures["precision"] == 1


def test_rules_are_scored_over_reported_and_knowable_faults(tmp_path):
    """Three true faults, one not knowable. Reported: one right, one undecided, one invented."""
    truth = _truth(
        tmp_path / "truth",
        record=[("s", key, "asset", key.upper(), False, None) for key in "abcd"],
        finding=[
            ("not-secure", "asset", "A", "fail", True),
            ("not-secure", "asset", "B", "fail", True),
            ("not-secure", "asset", "C", "fail", False),
        ],
    )
    found = [("a", "fail"), ("b", "unknown"), ("d", "fail")]
    estate = world(
        tmp_path / "run",
        record=[_record(key, f"x{key}") for key in "abcd"],
        finding=[
            {
                "finding_id": key,
                "rule_id": "not-secure",
                "subject_kind": "asset",
                "subject_id": f"x{key}",
                "verdict": verdict,
            }
            for key, verdict in found
        ],
    )

    figures = score(estate, truth)["rules"]["not-secure"]

    assert figures["precision"] == pytest.approx(1 / 2)
    assert figures["recall"] == pytest.approx(1 / 2)
    assert figures["undecided"] == 1
    assert figures["missed_examples"] == ["B"]
    assert figures["missed_other_verdict"] == 1
    assert figures["wrong_examples"] == ["xd"]


def test_a_fault_true_but_not_knowable_is_not_wrong_to_report(tmp_path):
    truth = _truth(
        tmp_path / "truth",
        record=[("s", "a", "asset", "A", False, None)],
        finding=[("not-secure", "asset", "A", "fail", False)],
    )
    estate = world(
        tmp_path / "run",
        record=[_record("a", "x")],
        finding=[
            {
                "finding_id": "1",
                "rule_id": "not-secure",
                "subject_kind": "asset",
                "subject_id": "x",
                "verdict": "fail",
            }
        ],
    )

    figures = score(estate, truth)["rules"]["not-secure"]

    assert (figures["precision"], figures["recall"]) == (1, None)


def test_missing_truth_is_said_by_name(tmp_path):
    with pytest.raises(WorkspaceError) as raised:
        score(world(tmp_path / "run"), tmp_path)

    assert raised.value.facts["path"].endswith("record.parquet")


def _judged(folder, *rules):
    """A truth of 1 September that tells of these rules, of which none is broken but one more."""
    truth = _truth(
        folder,
        record=[("s", "a", "asset", "A", False, None)],
        finding=[("os-variety", "asset", "A", "fail", True)],
    )
    connection = duckdb.connect()
    connection.execute("create table judged (on_date date, rule_id text)")
    for rule in (*rules, "os-variety"):
        connection.execute("insert into judged values ('2026-09-01', ?)", [rule])
    connection.execute(f"copy judged to '{truth}/judged.parquet' (format parquet)")
    return truth


@pytest.mark.parametrize(
    ("rules", "judged"), [(["patch-age"], (None, 0)), (["not-secure"], (0, 1))]
)
def test_a_rule_the_truth_is_not_told_of_has_no_precision(tmp_path, rules, judged):
    said = {"rule_id": "not-secure", "subject_kind": "asset", "verdict": "fail"}
    estate = world(
        tmp_path / "run",
        record=[_record("a", "x")],
        finding=[said | {"finding_id": "f", "subject_id": "x"}],
    )

    figures = score(estate, _judged(tmp_path / "truth", *rules))["rules"]["not-secure"]

    assert (figures["precision"], figures["reported"]) == judged


@pytest.mark.parametrize("on", [date(2026, 9, 1), date(2026, 11, 29), None])
def test_a_run_of_another_day_than_the_truth_is_told_of(tmp_path, on):
    estate = world(tmp_path / "run", run=[{"run_id": "1", "on_date": on}])
    days = (date(2026, 9, 1), on) if on and on.month == 11 else None

    assert other_day(estate, _judged(tmp_path / "truth", "not-secure")) == days
    (tmp_path / "truth" / "judged.parquet").unlink()
    assert other_day(estate, tmp_path / "truth") is None


def test_what_the_truth_is_not_told_of_is_left_unjudged(tmp_path):
    """X by a notice of the exports, Y by an advisory of the catalogue, Z perhaps by the one and surely by the other."""
    letters = "XYZ"
    truth = _truth(
        tmp_path / "truth",
        record=[("s", one, "asset", one, True, 1) for one in letters],
        entity=[("asset", one, "medical") for one in letters],
        finding=[
            ("safety-notice", "asset", "X", "fail", True),
            ("safety-notice", "asset", "Z", "unknown", True),
        ],
    )
    notice = {"kind": "fsn", "verdict": "affected"}
    advisory = {"advisory_id": "ICSMA-1", "kind": "advisory", "verdict": "affected"}
    estate = world(
        tmp_path / "run",
        record=[_record(one, one.lower()) for one in letters],
        safety_notice=[{"notice_id": "N1"}],
        asset_advisory=[
            {"asset_id": "x", "advisory_id": "N1", **notice},
            {"asset_id": "y", **advisory},
            {"asset_id": "z", "advisory_id": "N1", "kind": "fsn", "verdict": "unknown"},
            {"asset_id": "z", **advisory},
        ],
        finding=[
            *(_finding("safety-notice", one) for one in "xyz"),
            _finding("vulnerable", "x"),
        ],
    )

    figures = score(estate, truth)["rules"]

    notices, vulnerable = figures["safety-notice"], figures["vulnerable"]
    assert (notices["right"], notices["wrong"], notices["missed"], notices["unjudged"]) == (
        2, 0, 0, 1
    )  # fmt: skip
    assert (vulnerable["wrong"], vulnerable["unjudged"]) == (0, 1)
    assert vulnerable["precision"] is None


def _finding(rule, subject):
    return {"finding_id": f"{rule} {subject}", "rule_id": rule, "subject_kind": "asset",
            "subject_id": subject, "verdict": "fail"}  # fmt: skip
