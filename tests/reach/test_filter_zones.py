"""Where things stand among the zones that packet filters make: by IPv4, by IPv6, and beside neighbours."""

from datetime import date

import pytest

from grunnmur import reach
from tests.worlds import world

ON = date(2026, 9, 1)
_ZONES = {
    "wards": ("10.1.0.0/16", "2001:db8:1::/48"),
    "servers": ("10.2.0.0/16", "2001:db8:2::/48"),
    "else": ("0.0.0.0/0", "::/0"),
}


def _estate(folder, pc: str, server: str, *, opening: bool, network: str | None = None):
    """A client and a server with a known way in and patient data, in the zones of one packet filter."""
    nets = [
        {"network_id": f"{zone}-{n}", "realm": "filter:fw", "zone_id": zone, "cidr": cidr}
        for zone, cidrs in _ZONES.items()
        for n, cidr in enumerate(cidrs)
    ]
    if network:
        nets.append({"network_id": "lan", "cidr": network})
    rule = {
        "source_zone_id": "wards",
        "target_zone_id": "servers",
        "action": "allow",
        "ports": "443",
    }
    if opening:
        rule["ports"] = "445"
    estate = world(
        folder,
        asset=[{"asset_id": "pc", "kind": "client"}, {"asset_id": "srv", "kind": "server"}],
        address=[{"asset_id": "pc", "ip": pc}, {"asset_id": "srv", "ip": server}],
        network=nets,
        zone=[{"zone_id": zone, "pillar": "packet_filter"} for zone in _ZONES],
        zone_rule=[{**rule, "protocol": "tcp"}],
        detection=[
            {"asset_id": "srv", "vulnerability_id": "CVE-2017-0144", "severity": "critical"}
        ],
        data_store=[{"data_store_id": "d", "asset_id": "srv", "data_class": "patient"}],
    )
    reach.reach(estate, on=ON)
    return estate


def _through(estate) -> int:
    ((entries,),) = estate.connection.execute(
        "select entries_through from attack_surface where entry_class = 'client' and target = 'patient_data'"
    ).fetchall()
    return entries


@pytest.mark.parametrize(
    ("pc", "server"),
    [("10.1.0.5", "10.2.0.5"), ("2001:db8:1::5", "2001:db8:2:0:1::5")],
)
@pytest.mark.parametrize("opening", [True, False])
def test_a_filter_s_zones_hold_addresses_of_both_kinds(tmp_path, pc, server, opening):
    estate = _estate(tmp_path, pc, server, opening=opening)

    assert _through(estate) == opening


@pytest.mark.parametrize("kind", ["0", "1"])
def test_the_narrowest_range_of_either_kind_is_the_zone(tmp_path, kind):
    ip = {"0": "10.1.255.9", "1": "2001:db8:1:ffff::"}[kind]
    estate = _estate(tmp_path, ip, "10.9.9.9", opening=True)

    rows = estate.connection.execute(
        "select asset_id, zone_id from asset_zone order by 1"
    ).fetchall()
    assert rows == [("pc", "wards"), ("srv", "else")]


def test_what_is_in_one_network_meets_whatever_the_filter_says(tmp_path):
    apart = _estate(tmp_path / "1", "10.1.0.5", "10.2.0.5", opening=False)
    together = _estate(tmp_path / "2", "10.1.0.5", "10.2.0.5", opening=False, network="10.0.0.0/8")

    assert (_through(apart), _through(together)) == (0, 1)
    steps = together.connection.execute(
        'select "by", to_kind, "to" from path_step where path_id = \'a-client-patient_data\' order by step'
    ).fetchall()
    assert steps[0] == ("present", "network", "lan")


def test_what_is_called_from_the_internet_and_can_be_broken_into_is_met_from_there(tmp_path):
    called = {"web": "in", "sound": "in", "other": "out"}
    estate = world(
        tmp_path,
        asset=[{"asset_id": name, "kind": "server"} for name in called],
        detection=[
            {"asset_id": name, "vulnerability_id": "CVE-2017-0144", "severity": "critical"}
            for name in ("web", "other")
        ],
        outside_contact=[
            {"asset_id": name, "direction": way, "peer": "8.8.8.8", "protocol": "tcp", "port": 443}
            for name, way in called.items()
        ],
    )

    reach.reach(estate, on=ON)

    rows = estate.connection.execute(
        "select kind, id from attack_entry where entry_class = 'internet'"
    )
    assert rows.fetchall() == [("service", "web")]


def test_a_link_local_address_tells_no_zone(tmp_path):
    estate = _estate(tmp_path, "fe80::1", "10.2.0.5", opening=False)

    rows = estate.connection.execute(
        "select zone_id from asset_zone where asset_id = 'pc'"
    ).fetchall()
    assert rows == [("",)]
