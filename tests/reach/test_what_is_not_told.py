"""What no source tells is never silently closed: rules without a zone, zones without a rule, accounts that are shut."""

import json
from datetime import date

import pytest

from grunnmur import reach
from tests.worlds import world

ON = date(2026, 9, 1)
_A, _B = "S-1-5-21-1-1-1", "S-1-5-21-2-2-2"
_FILTER = {"zone_id": "fw", "pillar": "packet_filter"}


def _zones(folder, *rules, zones=(), **more):
    """A client in one zone of a register, a server with a known way in and patient data in another."""
    estate = world(
        folder,
        asset=[{"asset_id": "pc", "kind": "client"}, {"asset_id": "srv", "kind": "server"}],
        zone=[{"zone_id": "wards"}, {"zone_id": "servers", "name": "Servers"}, *zones],
        network=[
            {"network_id": "n1", "zone_id": "wards", "cidr": "10.1.0.0/16"},
            {"network_id": "n2", "zone_id": "servers", "cidr": "10.2.0.0/16"},
        ],
        address=[{"asset_id": "pc", "ip": "10.1.0.1"}, {"asset_id": "srv", "ip": "10.2.0.1"}],
        zone_rule=[{"action": "allow", "protocol": "tcp", "ports": "445", **rule} for rule in rules],
        detection=[{"asset_id": "srv", "vulnerability_id": "CVE-2017-0144", "severity": "critical"}],
        data_store=[{"data_store_id": "d", "asset_id": "srv", "data_class": "patient"}],
        **more,
    )  # fmt: skip
    reach.reach(estate, on=ON)
    return estate


def _ask(estate, query: str) -> list[tuple]:
    return estate.connection.execute(query).fetchall()


def _through(estate) -> int:
    return _ask(
        estate,
        "select entries_through from attack_surface "
        "where entry_class = 'client' and target = 'patient_data'",
    )[0][0]


@pytest.mark.parametrize(
    ("rule", "through"),
    [
        ({"target_zone_id": "servers"}, 1),
        ({"source_zone_id": "wards"}, 1),
        ({}, 1),
        ({"target_zone_id": "servers", "action": "deny"}, 0),
        ({"target_zone_id": "wards"}, 0),
    ],
)
def test_a_rule_that_names_no_zone_is_about_every_zone(tmp_path, rule, through):
    assert _through(_zones(tmp_path, rule)) == through


def test_ports_that_are_no_numbers_of_ports_do_no_harm(tmp_path):
    rule = {
        "source_zone_id": "wards",
        "target_zone_id": "servers",
        "ports": "see case 20260101123456",
    }

    estate = _zones(tmp_path, rule)

    assert _through(estate) == 1
    assert _ask(estate, "from note where code = 'reach_rule_not_read'")


def test_zones_that_no_rule_names_are_said(tmp_path):
    estate = _zones(
        tmp_path, {"source_zone_id": "wards", "target_zone_id": "other"}, zones=[{"zone_id": "other"}]
    )  # fmt: skip

    assert _through(estate) == 0
    ((facts,),) = _ask(estate, "select facts from note where code = 'reach_zone_without_rules'")
    assert json.loads(facts) == {"zones": 1, "examples": ["Servers"]}


def test_without_rules_the_removal_is_to_find_out_what_passes_between_two_zones(tmp_path):
    estate = _zones(tmp_path)

    assert _ask(
        estate,
        "select kind, subject_kind, subject_id, other_kind, other_id from cut_item "
        "where cut_id = 'cut-any'",
    ) == [("rules", "zone", "wards", "zone", "servers")]


def test_a_packet_filter_closes_nothing_between_zones_of_a_register(tmp_path):
    rule = {"source_zone_id": "fw", "target_zone_id": "fw2"}

    estate = _zones(tmp_path, rule, zones=[_FILTER, {**_FILTER, "zone_id": "fw2"}])

    assert _through(estate) == 1
    assert _ask(estate, "from note where code = 'reach_no_zone_rules'")


def test_a_packet_filter_that_lets_nothing_pass_is_no_lack_of_rules(tmp_path):
    nets = {"wards": "10.1.0.0/16", "servers": "10.2.0.0/16"}
    estate = world(
        tmp_path,
        asset=[{"asset_id": "pc", "kind": "client"}, {"asset_id": "srv", "kind": "server"}],
        zone=[{"zone_id": zone, "pillar": "packet_filter"} for zone in nets],
        network=[
            {"network_id": zone, "zone_id": zone, "cidr": cidr, "realm": "filter:fw"}
            for zone, cidr in nets.items()
        ],
        address=[{"asset_id": "pc", "ip": "10.1.0.1"}, {"asset_id": "srv", "ip": "10.2.0.1"}],
        detection=[{"asset_id": "srv", "vulnerability_id": "CVE-2017-0144"}],
        data_store=[{"data_store_id": "d", "asset_id": "srv", "data_class": "patient"}],
    )

    reach.reach(estate, on=ON)

    assert _through(estate) == 0
    assert not _ask(estate, "from note where code = 'reach_no_zone_rules'")


def test_an_entry_that_is_a_target_itself_has_no_way_to_show(tmp_path):
    dmz = {"zone_id": "dmz", "pillar": "dmz"}
    estate = world(
        tmp_path,
        asset=[{"asset_id": "dc", "kind": "server", "role": "directory"}],
        zone=[dmz],
        network=[{"network_id": "n", "zone_id": "dmz", "cidr": "10.0.0.0/8"}],
        address=[{"asset_id": "dc", "ip": "10.0.0.1"}],
    )

    reach.reach(estate, on=ON)

    assert _ask(
        estate,
        "select entries_through, distance, path_id from attack_surface "
        "where entry_class = 'internet' and target = 'tier0'",
    ) == [(1, 0, None)]


def _directory(folder, held: str, links: list[dict], *, enabled=True) -> bool:
    """Whether Kari of domain A, one of its administrators, reaches what `held` of domain B administers."""
    accounts = {
        "kari": (f"{_A}-1105", "A", "personal"),
        "admins": (f"{_A}-512", "A", "group"),
        "users-a": (f"{_A}-513", "A", "group"),
        "per": (f"{_B}-1106", "B", "personal"),
        "users-b": (f"{_B}-513", "B", "group"),
        "group-b": (f"{_B}-1110", "B", "group"),
        "known-b": ("B-S-1-5-11", "B", "group"),
    }
    estate = world(
        folder,
        account=[
            {"account_id": one, "kind": kind, "domain": domain, "enabled": enabled or one != "per"}
            for one, (_, domain, kind) in accounts.items()
        ],
        identifier=[
            {"noun": "account", "entity_id": one, "kind": "sid", "value": sid}
            for one, (sid, _, _) in accounts.items()
        ],
        membership=[{"account_id": "kari", "group_id": one} for one in ("admins", "users-a")],
        privilege=[
            {"account_id": held, "target_kind": "asset", "target_id": "srv", "level": "admin"}
        ],
        asset=[{"asset_id": "srv", "kind": "server"}],
        data_store=[{"data_store_id": "d", "asset_id": "srv", "data_class": "patient"}],
        directory_link=links,
    )
    reach.reach(estate, on=ON)
    return ("kari",) in _ask(estate, "select account_id from access where could")


def _link(
    holder: str, gained: str, link: str, to_kind: str = "principal", from_kind: str = "principal"
):
    return {"from_kind": from_kind, "from_id": holder, "to_kind": to_kind, "to_id": gained, "link": link}  # fmt: skip


@pytest.mark.parametrize("unit", [False, True])
def test_what_administrators_of_one_domain_hold_in_another_is_no_default(tmp_path, unit):
    group = f"{_B}-1110"
    links = [_link(f"{_A}-512", group, "generic_all")]
    if unit:
        links = [
            _link(f"{_A}-512", "GUID-OU", "generic_all", to_kind="container"),
            _link("GUID-OU", group, "contains", from_kind="container"),
        ]

    assert _directory(tmp_path, "group-b", links)


@pytest.mark.parametrize(
    ("links", "could"),
    [
        ([_link(_A, _B, "trusted_by_filtered", "domain", "domain")], True),
        ([_link(_A, "S-1-5-21-3-3-3", "trusted_by", "domain", "domain"),
          _link("S-1-5-21-3-3-3", _B, "trusted_by", "domain", "domain")], True),
        ([_link(_B, _A, "trusted_by", "domain", "domain")], False),
    ],
)  # fmt: skip
def test_those_whom_a_domain_knows_are_also_those_of_domains_it_trusts(tmp_path, links, could):
    assert _directory(tmp_path, "known-b", links) is could


@pytest.mark.parametrize(
    ("link", "enabled", "could"),
    [
        ("force_change_password", True, True),
        ("force_change_password", False, False),
        ("generic_all", False, True),  # who may open it again
    ],
)
def test_a_closed_account_is_gained_only_by_what_opens_it(tmp_path, link, enabled, could):
    links = [_link(f"{_A}-1105", f"{_B}-1106", link)]

    assert _directory(tmp_path, "per", links, enabled=enabled) is could
