"""Rules about owners, controllers, contracts, assessments and where data lies."""

from __future__ import annotations

from datetime import date

import pytest

from tests.assess.judging import counts, verdicts

EARLY, LATE = date(2026, 3, 1), date(2026, 4, 1)


def application(tmp_path, rule_id, row, **tables):
    rows = {"application": [{"application_id": "p", **row}], **tables}
    return _answer(tmp_path, rule_id, "p", rows)


def store(tmp_path, rule_id, row, **tables):
    rows = {"data_store": [{"data_store_id": "d", **row}], **tables}
    return _answer(tmp_path, rule_id, "d", rows)


def contract(tmp_path, rule_id, row, **tables):
    rows = {"contract": [{"contract_id": "c", **row}], **tables}
    return _answer(tmp_path, rule_id, "c", rows)


def _answer(tmp_path, rule_id, subject, rows):
    """The verdict about the one subject: pass, fail, unknown or na."""
    found = verdicts(tmp_path / "verdict", rule_id, **rows).get(subject)
    if found:
        return found
    _, _, _, not_applicable = counts(tmp_path / "count", rule_id, **rows)
    return "na" if not_applicable else "pass"


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        ({"requires": "Windows Server 2008 R2"}, "fail"),
        ({"requires": "Windows Server 2022"}, "pass"),
        ({"requires": "Windows 10"}, "unknown"),
        ({"requires": "something odd"}, "unknown"),
        ({}, "unknown"),
        ({"requires": "Windows Server 2008 R2", "status": "retired"}, "na"),
    ],
)
def test_an_application_that_needs_an_unsupported_platform_is_not_compatible(
    tmp_path, row, verdict
):
    assert application(tmp_path, "not-compatible", row) == verdict


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        ({"owner": "Kari Nordmann"}, "pass"),
        ({}, "fail"),
        ({"owner": "Ukjent"}, "unknown"),
        ({"status": "retired"}, "na"),
    ],
)
def test_an_application_has_a_named_owner(tmp_path, row, verdict):
    assert application(tmp_path, "owner-missing", row) == verdict


def test_a_server_or_device_belongs_to_a_trust(tmp_path):
    asset = [
        {"asset_id": "owned", "kind": "server", "organisation_id": "o"},
        {"asset_id": "nobodys", "kind": "medical"},
        {"asset_id": "gone", "kind": "vm", "status": "retired"},
        {"asset_id": "phone", "kind": "phone"},
    ]

    assert verdicts(tmp_path, "owner-missing", asset=asset) == {"nobodys": "fail"}


def test_what_a_single_row_names_without_a_trust_may_be_something_else(tmp_path):
    asset = [{"asset_id": "lone", "kind": "server"}, {"asset_id": "seen", "kind": "server"}]
    record = [
        {"source": "cmdb", "record_key": "1", "noun": "asset", "entity_id": "lone"},
        {"source": "cmdb", "record_key": "2", "noun": "asset", "entity_id": "seen"},
        {"source": "nmap", "record_key": "3", "noun": "asset", "entity_id": "seen"},
    ]

    found = verdicts(tmp_path, "owner-missing", asset=asset, record=record)

    assert found == {"lone": "unknown", "seen": "fail"}


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        ({"data_class": "patient", "controller_id": "o"}, "pass"),
        ({"data_class": "patient"}, "fail"),
        ({}, "unknown"),
        ({"controller_id": "o"}, "pass"),
        ({"data_class": "open"}, "na"),
    ],
)
def test_a_store_of_patient_data_has_a_controller(tmp_path, row, verdict):
    assert store(tmp_path, "controller-missing", row) == verdict


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        ({"health_data": True, "controller_id": "o"}, "pass"),
        ({"health_data": True}, "fail"),
        ({}, "unknown"),
        ({"health_data": False}, "na"),
        ({"health_data": True, "status": "retired"}, "na"),
    ],
)
def test_an_application_with_health_data_has_a_controller(tmp_path, row, verdict):
    assert application(tmp_path, "controller-missing", row) == verdict


PLACES = [
    {"location_id": "oslo", "country": "NO"},
    {"location_id": "room", "parent_id": "oslo"},
    {"location_id": "dublin", "country": "IE"},
    {"location_id": "nowhere"},
]


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        ({"data_class": "patient", "location_id": "oslo"}, "pass"),
        ({"data_class": "patient", "location_id": "room"}, "pass"),
        ({"data_class": "patient", "asset_id": "a"}, "pass"),
        ({"data_class": "patient", "location_id": "dublin", "kind": "backup"}, "fail"),
        ({"data_class": "patient", "location_id": "nowhere"}, "unknown"),
        ({"data_class": "patient"}, "unknown"),
        ({"location_id": "dublin"}, "unknown"),
        ({"location_id": "oslo"}, "pass"),
        ({"data_class": "operational", "location_id": "dublin"}, "na"),
    ],
)
def test_every_copy_of_patient_data_lies_in_norway(tmp_path, row, verdict):
    asset = [{"asset_id": "a", "location_id": "room"}]

    assert store(tmp_path, "residency", row, location=PLACES, asset=asset) == verdict


def test_places_that_are_in_each_other_are_no_endless_search(tmp_path):
    circle = [{"location_id": "a", "parent_id": "b"}, {"location_id": "b", "parent_id": "a"}]
    row = {"data_class": "patient", "location_id": "a"}

    assert store(tmp_path, "residency", row, location=circle) == "unknown"


@pytest.mark.parametrize(
    ("row", "health_data", "verdict"),
    [
        ({"kind": "operations", "processor_agreement": True}, None, "pass"),
        ({"kind": "Drift", "processor_agreement": False}, None, "fail"),
        ({"kind": "operations"}, None, "unknown"),
        ({"kind": "licence", "application_id": "p", "processor_agreement": False}, True, "fail"),
        ({"kind": "licence", "application_id": "p", "processor_agreement": False}, None, "unknown"),
        ({"kind": "licence", "application_id": "p"}, False, "na"),
        ({"kind": "licence"}, None, "na"),
    ],
)
def test_who_processes_health_data_has_an_agreement(tmp_path, row, health_data, verdict):
    applications = [{"application_id": "p", "health_data": health_data}]

    assert contract(tmp_path, "processor-agreement", row, application=applications) == verdict


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        ({"kind": "medical", "change_consent": True}, "pass"),
        ({"kind": "Medisinsk utstyr", "change_consent": False}, "fail"),
        ({"kind": "medical"}, "unknown"),
        ({"change_consent": False}, "unknown"),
        ({"kind": "licence", "change_consent": False}, "na"),
    ],
)
def test_changes_to_devices_are_agreed_with_the_supplier(tmp_path, row, verdict):
    assert contract(tmp_path, "device-change-consent", row) == verdict


@pytest.mark.parametrize("kind", ["ros", "dpia"])
@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        ({"done_on": EARLY, "decided_on": LATE, "approved_by": "direktør"}, "pass"),
        ({"done_on": EARLY, "decided_on": EARLY, "approved_by": "direktør"}, "pass"),
        ({"done_on": LATE, "decided_on": EARLY, "approved_by": "direktør"}, "fail"),
        ({"done_on": EARLY, "decided_on": LATE}, "fail"),
        ({"done_on": EARLY, "approved_by": "direktør"}, "unknown"),
    ],
)
def test_an_assessment_comes_before_the_decision_and_is_approved(tmp_path, kind, row, verdict):
    rows = {"assessment": [{"assessment_id": "s", "kind": kind, **row}]}

    assert _answer(tmp_path, f"{kind}-before-decision", "s", rows) == verdict


def test_a_dpia_is_not_asked_whether_it_is_a_risk_analysis(tmp_path):
    rows = {"assessment": [{"assessment_id": "s", "kind": "dpia"}]}

    assert _answer(tmp_path, "ros-before-decision", "s", rows) == "na"


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        ({"scope": "in", "criticality": "A"}, "fail"),
        ({"scope": "in", "criticality": "D"}, "na"),
        ({"scope": "in"}, "unknown"),
        ({"scope": "unknown", "criticality": "B"}, "unknown"),
        ({"scope": "out", "criticality": "A"}, "na"),
        ({"scope": "in", "criticality": "A", "status": "retired"}, "na"),
    ],
)
def test_a_critical_application_in_scope_has_a_risk_analysis(tmp_path, row, verdict):
    assert application(tmp_path, "ros-before-decision", row) == verdict


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        ({"scope": "in", "health_data": True}, "fail"),
        ({"scope": "in"}, "unknown"),
        ({"scope": "in", "health_data": False}, "na"),
    ],
)
def test_an_application_in_scope_with_health_data_has_a_dpia(tmp_path, row, verdict):
    assert application(tmp_path, "dpia-before-decision", row) == verdict


def test_an_application_that_was_assessed_is_not_found(tmp_path):
    done = {
        "kind": "ros",
        "subject_kind": "application",
        "subject_id": "p",
        "approved_by": "direktør",
    }
    assessment = [{"assessment_id": "s", "done_on": EARLY, "decided_on": LATE, **done}]

    row = {"scope": "in", "criticality": "A"}

    assert application(tmp_path, "ros-before-decision", row, assessment=assessment) == "pass"
