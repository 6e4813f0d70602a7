"""Rules about who reaches what: residency-by-reach, operator-reaches-data, trust-crossing, approval-missing
judge what reach wrote; logging-missing, residual-copy and duplicate-function need no chain."""

from datetime import date

from tests.assess.judging import counts, verdicts

YESTERDAY, TOMORROW = date(2026, 11, 21), date(2026, 11, 23)
PAIR = {"account_id": "a", "data_store_id": "d"}
ACCOUNTS = [{"account_id": "a", "name": "a"}, {"account_id": "b", "name": "b"}]


def _pair_rule(tmp_path, rule, verdict):
    violation = [{**PAIR, "rule_id": rule, "verdict": verdict, "reason": "x"}] if verdict else []
    return verdicts(tmp_path, rule, account=ACCOUNTS, access=[PAIR], access_violation=violation)


def test_residency_by_reach_fails_is_unknown_and_passes_with_its_pairs(tmp_path):
    assert _pair_rule(tmp_path / "1", "residency-by-reach", "fail") == {"a": "fail"}
    assert _pair_rule(tmp_path / "2", "residency-by-reach", "unknown") == {"a": "unknown"}
    assert _pair_rule(tmp_path / "3", "residency-by-reach", None) == {}


def test_an_account_that_reaches_no_patient_data_is_not_asked(tmp_path):
    assert counts(tmp_path, "residency-by-reach", account=ACCOUNTS, access=[PAIR]) == (1, 0, 0, 1)


def test_operator_trust_and_approval_answer_with_their_own_pairs_only(tmp_path):
    for number, rule in enumerate(("operator-reaches-data", "trust-crossing", "approval-missing")):
        assert _pair_rule(tmp_path / str(number), rule, "fail") == {"a": "fail"}
        other = [{**PAIR, "rule_id": "another", "verdict": "fail"}]
        found = verdicts(
            tmp_path / f"{number}o", rule, account=ACCOUNTS, access=[PAIR], access_violation=other
        )
        assert found == {}


def _logged(tmp_path, *logs):
    store = [{"data_store_id": "d", "asset_id": "s", "data_class": "patient"}]
    things = [{"asset_id": "s"}, {"asset_id": "empty"}, {"asset_id": "siem"}]
    return counts(tmp_path, "logging-missing", asset=things, data_store=store, logging=list(logs))


def test_logging_missing_passes_where_the_log_goes_elsewhere_and_is_kept(tmp_path):
    sent = {"asset_id": "s", "kind": "security", "target_id": "siem", "retained_until": TOMORROW}

    assert _logged(tmp_path / "1", sent) == (1, 0, 0, 2)
    assert _logged(tmp_path / "2", {**sent, "retained_until": YESTERDAY}) == (0, 1, 0, 2)
    assert _logged(tmp_path / "3", {**sent, "target_id": "s"}) == (0, 1, 0, 2)
    assert _logged(tmp_path / "4", {**sent, "target_id": None}) == (0, 0, 1, 2)


def test_one_log_answers_for_itself_and_not_for_another(tmp_path):
    sent = {"asset_id": "s", "kind": "security", "target_id": "siem", "retained_until": YESTERDAY}
    stays = {**sent, "kind": "system", "target_id": "s", "retained_until": TOMORROW}
    somewhere = {**sent, "kind": "audit", "target_id": None}

    assert _logged(tmp_path / "1", sent, stays) == (0, 1, 0, 2)
    assert _logged(tmp_path / "2", somewhere, stays) == (0, 1, 0, 2)
    assert _logged(tmp_path / "3", {**sent, "retained_until": TOMORROW}, stays) == (1, 0, 0, 2)
    kept = {**somewhere, "retained_until": TOMORROW}
    assert _logged(tmp_path / "4", kept, sent, stays) == (0, 0, 1, 2)


def test_without_any_list_of_logs_logging_is_unknown(tmp_path):
    assert _logged(tmp_path) == (0, 0, 1, 2)


def _copy(tmp_path, **said):
    store = {
        "data_store_id": "d",
        "data_class": "patient",
        "kind": "copy",
        "retained_until": TOMORROW,
        **said,
    }
    asset = [{"asset_id": "gone", "status": "retired"}]
    application = [{"application_id": "old", "status": "retired"}]
    return counts(
        tmp_path, "residual-copy", asset=asset, application=application, data_store=[store]
    )


def test_residual_copy_fails_when_its_time_or_its_owner_is_gone(tmp_path):
    assert _copy(tmp_path / "1") == (1, 0, 0, 0)
    assert _copy(tmp_path / "2", retained_until=YESTERDAY) == (0, 1, 0, 0)
    assert _copy(tmp_path / "3", asset_id="gone") == (0, 1, 0, 0)
    assert _copy(tmp_path / "4", application_id="old", kind="primary") == (0, 1, 0, 0)


def test_residual_copy_is_unknown_of_a_loose_copy_and_not_asked_of_other_data(tmp_path):
    assert _copy(tmp_path / "1", retained_until=None) == (0, 0, 1, 0)
    assert _copy(tmp_path / "2", retained_until=None, kind="replica") == (1, 0, 0, 0)
    assert _copy(tmp_path / "3", data_class="open", retained_until=YESTERDAY) == (0, 0, 0, 1)
    assert _copy(tmp_path / "4", data_class=None, retained_until=YESTERDAY) == (0, 0, 1, 0)


def _systems(tmp_path, *vendors, function="radiology", **said):
    rows = [
        {"application_id": f"p{n}", "vendor": vendor, "function": function, **said}
        for n, vendor in enumerate(vendors)
    ]
    return counts(tmp_path, "duplicate-function", application=rows)


def test_duplicate_function_knows_one_supplier_by_its_name_however_it_is_told(tmp_path):
    given = {
        "application": [
            {"application_id": "p1", "supplier_id": "o1", "function": "radiology"},
            {"application_id": "p2", "vendor": "alfa as", "function": "radiology"},
        ],
        "organisation": [{"organisation_id": "o1", "name": "Alfa AS", "kind": "supplier"}],
    }

    assert counts(tmp_path, "duplicate-function", **given) == (2, 0, 0, 0)


def test_duplicate_function_counts_vendors_of_living_systems(tmp_path):
    assert _systems(tmp_path / "1", "Alfa", "Beta") == (0, 2, 0, 0)
    assert _systems(tmp_path / "2", "Alfa", "alfa") == (2, 0, 0, 0)
    assert _systems(tmp_path / "3", "Alfa", None) == (0, 0, 2, 0)
    assert _systems(tmp_path / "4", "Alfa", "Beta", status="retired") == (0, 0, 0, 2)
    assert _systems(tmp_path / "5", "Alfa", "Beta", function="administrative") == (0, 0, 0, 2)
    assert _systems(tmp_path / "6", "Alfa", function=None) == (0, 0, 1, 0)
