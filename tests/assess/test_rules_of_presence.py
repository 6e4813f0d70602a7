"""Rules about networks, accounts, and what registers know."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from tests.assess.judging import ON, counts, verdicts

NOW = datetime.fromisoformat("2026-11-22T12:00")


def network(tmp_path, things, *, to_at=None):
    """The verdict about one network with these things in it."""
    rows = {
        "network": [{"network_id": "n"}],
        "asset": [{"asset_id": str(i), **thing} for i, thing in enumerate(things)],
        "address": [
            {
                "asset_id": str(i),
                "realm": "",
                "mac": "",
                "ip": f"10.0.0.{i}",
                "network_id": "n",
                "to_at": to_at,
            }
            for i, _ in enumerate(things)
        ],
    }
    found = verdicts(tmp_path / "verdict", "os-variety", **rows).get("n")
    return found or ("na" if counts(tmp_path / "count", "os-variety", **rows)[3] else "pass")


def systems(number):
    return [{"kind": "medical", "product_id": f"vendor:system{i}"} for i in range(number)]


@pytest.mark.parametrize(
    ("things", "verdict"),
    [
        (systems(5), "pass"),
        (systems(6), "fail"),
        ([*systems(2), {"kind": "medical"}, {"kind": "vm"}], "pass"),  # two of four are not known
        ([*systems(1), {"kind": "medical"}, {"kind": "vm"}], "unknown"),  # two of three are not
        ([{"kind": "medical", "product_id": "unknown:some_name"}], "unknown"),
        ([{"kind": "client", "product_id": f"vendor:system{i}"} for i in range(9)], "na"),
    ],
)
def test_a_network_of_devices_holds_few_different_systems(tmp_path, things, verdict):
    assert network(tmp_path, things) == verdict


@pytest.mark.parametrize(("days", "verdict"), [(30, "fail"), (31, "na")])
def test_addresses_not_seen_for_a_month_do_not_count(tmp_path, days, verdict):
    assert network(tmp_path, systems(6), to_at=NOW - timedelta(days=days)) == verdict


@pytest.mark.parametrize(
    ("realm", "cidr", "verdict"),
    [
        ("A", "10.0.0.0/24", "fail"),
        ("A", "10.0.0.0/16", "na"),  # the narrower network holds them
        ("B", "10.0.0.0/24", "na"),  # the same range of another platform
        ("A", "10.0.1.0/24", "na"),
        ("A", "not a range", "na"),
    ],
)
def test_an_address_lies_in_the_narrowest_network_of_its_realm(tmp_path, realm, cidr, verdict):
    rows = {
        "network": [
            {"network_id": "n", "realm": realm, "cidr": cidr},
            {"network_id": "other", "realm": "A", "cidr": "10.0.0.0/23"},
        ],
        "asset": [{"asset_id": str(i), **thing} for i, thing in enumerate(systems(6))],
        "address": [
            {"asset_id": str(i), "realm": "A", "mac": "", "ip": f"10.0.0.{i}"} for i in range(6)
        ],
    }

    found = verdicts(tmp_path, "os-variety", **rows)

    assert found == ({"n": "fail"} if verdict == "fail" else {"other": "fail"})


def account(tmp_path, rule_id, row, **tables):
    rows = {"account": [{"account_id": "c", **row}], **tables}
    found = verdicts(tmp_path / "verdict", rule_id, **rows).get("c")
    return found or ("na" if counts(tmp_path / "count", rule_id, **rows)[3] else "pass")


ADMIN = [{"account_id": "c", "target_kind": "asset", "target_id": "a", "level": "admin"}]


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        ({"enabled": True, "last_logon_at": NOW - timedelta(days=180)}, "pass"),
        ({"enabled": True, "last_logon_at": NOW - timedelta(days=181)}, "fail"),
        ({"enabled": True}, "unknown"),
        ({"last_logon_at": NOW - timedelta(days=181)}, "unknown"),
        ({"enabled": False, "last_logon_at": NOW - timedelta(days=999)}, "na"),
        ({"enabled": True, "kind": "group"}, "na"),
    ],
)
def test_an_administrator_right_is_used(tmp_path, row, verdict):
    assert account(tmp_path, "privilege-unused", row, privilege=ADMIN) == verdict


def test_use_of_the_right_itself_counts(tmp_path):
    row = {"enabled": True, "last_logon_at": NOW - timedelta(days=999)}
    used = [{**ADMIN[0], "last_used_at": NOW - timedelta(days=1)}]

    assert account(tmp_path, "privilege-unused", row, privilege=used) == "pass"


def test_an_account_without_administrator_right_is_not_asked(tmp_path):
    row = {"enabled": True, "last_logon_at": NOW - timedelta(days=999)}
    reading = [{**ADMIN[0], "level": "read"}]

    assert account(tmp_path, "privilege-unused", row, privilege=reading) == "na"


@pytest.mark.parametrize(
    ("row", "ended_on", "verdict"),
    [
        ({"kind": "personal", "enabled": True, "person_id": "p"}, ON - timedelta(days=1), "fail"),
        ({"kind": "personal", "enabled": True, "person_id": "p"}, ON, "pass"),
        ({"kind": "personal", "enabled": True, "person_id": "p"}, None, "pass"),
        ({"kind": "personal", "enabled": False, "person_id": "p"}, date(2020, 1, 1), "pass"),
        ({"kind": "personal", "person_id": "p"}, date(2020, 1, 1), "unknown"),
        ({"kind": "personal", "enabled": True}, None, "unknown"),
        ({"enabled": True, "person_id": "p"}, None, "unknown"),
        ({"kind": "service", "enabled": True}, None, "na"),
    ],
)
def test_who_has_left_has_no_enabled_account(tmp_path, row, ended_on, verdict):
    person = [{"person_id": "p", "ended_on": ended_on}]

    assert account(tmp_path, "leaver-enabled", row, person=person) == verdict


def asset(tmp_path, rule_id, row, **tables):
    rows = {"asset": [{"asset_id": "a", **row}], **tables}
    found = verdicts(tmp_path / "verdict", rule_id, **rows).get("a")
    return found or ("na" if counts(tmp_path / "count", rule_id, **rows)[3] else "pass")


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        ({"status": "retired", "last_seen_at": NOW - timedelta(days=29)}, "fail"),
        ({"status": "retired", "last_seen_at": NOW - timedelta(days=30)}, "pass"),
        ({"status": "retired"}, "unknown"),
        ({"status": "active", "last_seen_at": NOW}, "na"),
        ({"last_seen_at": NOW}, "na"),
    ],
)
def test_what_is_retired_does_not_answer(tmp_path, row, verdict):
    assert asset(tmp_path, "decommissioned-answering", row) == verdict


def test_a_retired_device_that_never_was_on_the_network_is_not_asked(tmp_path):
    row, device = {"kind": "medical", "status": "retired"}, [{"asset_id": "a", "networked": False}]

    assert asset(tmp_path, "decommissioned-answering", row, device=device) == "na"


SOURCES = [
    {"source": "scan", "format": "nmap"},
    {"source": "cmdb", "format": "servicenow"},
    {"source": "vcenter", "format": "rvtools"},
    {"source": "leases", "format": "table"},
]


def described(*sources):
    return [{"source": s, "record_key": "1", "noun": "asset", "entity_id": "a"} for s in sources]


@pytest.mark.parametrize(
    ("sources", "verdict"),
    [
        (("scan", "cmdb"), "pass"),
        (("cmdb",), "pass"),
        (("scan",), "fail"),
        (("scan", "vcenter"), "fail"),
        (("vcenter",), "na"),
        ((), "unknown"),
    ],
)
def test_what_is_on_the_network_is_known_to_a_register(tmp_path, sources, verdict):
    named = [{"noun": "asset", "entity_id": "a", "kind": "fqdn", "value": "a.example"}]

    found = asset(
        tmp_path,
        "unknown-to-registers",
        {},
        source=SOURCES,
        record=described(*sources),
        identifier=named,
    )

    assert found == verdict


def test_whether_a_register_knows_a_bare_address_cannot_be_told(tmp_path):
    found = asset(tmp_path, "unknown-to-registers", {}, source=SOURCES, record=described("scan"))

    assert found == "unknown"


@pytest.mark.parametrize(("days", "verdict"), [(90, "fail"), (91, "unknown")])
def test_a_stale_directory_account_alone_shows_nothing_on_the_network(tmp_path, days, verdict):
    row = {"last_seen_at": NOW - timedelta(days=days)}
    named = [{"noun": "asset", "entity_id": "a", "kind": "sid", "value": "S-1"}]
    sources = [*SOURCES, {"source": "ad", "format": "sharphound"}]

    found = asset(
        tmp_path,
        "unknown-to-registers",
        row,
        source=sources,
        record=described("ad"),
        identifier=named,
    )

    assert found == verdict


def test_a_lease_list_shows_that_a_thing_is_on_the_network(tmp_path):
    claim = {"noun": "address", "entity_id": "a||aa:bb|10.0.0.1", "source": "leases"}
    lease = [{**claim, "attribute": "ip", "value": "10.0.0.1", "record_key": "1"}]

    found = asset(
        tmp_path,
        "unknown-to-registers",
        {},
        source=SOURCES,
        record=described("vcenter"),
        evidence=lease,
    )

    assert found == "fail"
