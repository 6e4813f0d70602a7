"""What lets an attacker in: which rules lead where, and whose rights need no place in the network."""

from datetime import date

import pytest

from grunnmur import reach
from tests.worlds import world

ON = date(2026, 9, 1)
ADMIN = {"account_id": "a", "target_kind": "asset", "target_id": "srv", "level": "admin"}


def _through(folder, entry="client", kind="server", rules=({"ports": "443"},), **tables):
    """How many entries of a class lead to patient data on `srv`, in a zone of its own behind these rules."""
    estate = world(
        folder,
        **{
            "asset": [{"asset_id": "pc", "kind": "client"}, {"asset_id": "srv", "kind": kind}],
            "zone": [{"zone_id": "pcs"}, {"zone_id": "servers"}],
            "network": [{"network_id": "n1", "cidr": "10.1.0.0/24", "zone_id": "pcs"},
                        {"network_id": "n2", "cidr": "10.2.0.0/24", "zone_id": "servers"}],
            "address": [{"asset_id": "pc", "ip": "10.1.0.5"}, {"asset_id": "srv", "ip": "10.2.0.5"}],
            "zone_rule": [{"source_zone_id": "pcs", "target_zone_id": "servers", "action": "allow",
                           "protocol": "tcp", **rule} for rule in rules],
            "data_store": [{"data_store_id": "d", "asset_id": "srv", "data_class": "patient"}],
            **tables,
        },
    )  # fmt: skip
    reach.reach(estate, on=ON)
    ((entries,),) = estate.connection.execute(
        "select entries_through from attack_surface where entry_class = $entry and target = 'patient_data'",
        {"entry": entry},
    ).fetchall()
    estate.connection.close()
    return entries


def _weak(number="CVE-2021-44228", severity="critical", **more):
    return [{"asset_id": "srv", "vulnerability_id": number, "severity": severity, **more}]


@pytest.mark.parametrize(
    "ports",
    ["443", "8080", "80-90", "443, 8443", "any", None, "ALL", "RDP", ">1023", "3380–3390"],
)
def test_a_weak_service_is_met_through_any_port_a_rule_may_allow(tmp_path, ports):
    assert _through(tmp_path, rules=[{"ports": ports}], detection=_weak()) == 1


@pytest.mark.parametrize(("ports", "through"), [("443", 0), ("445", 1), ("400-500", 1), ("smb", 1)])
def test_a_weakness_of_the_system_itself_is_met_through_what_one_logs_on_by(
    tmp_path, ports, through
):
    detection = _weak("CVE-2017-0144")

    assert _through(tmp_path, rules=[{"ports": ports}], detection=detection) == through


@pytest.mark.parametrize(
    ("rule", "through"),
    [
        ({"action": None}, 1),
        ({"action": "deny"}, 0),
        ({"protocol": "tcp/udp"}, 1),
        ({"protocol": "6"}, 1),
        ({"protocol": "alle"}, 1),
        ({"protocol": "udp"}, 0),
        ({"protocol": "icmp", "ports": None}, 0),
    ],
)
def test_what_is_not_understood_of_a_rule_closes_nothing(tmp_path, rule, through):
    detection = _weak("CVE-2017-0144")

    assert _through(tmp_path, rules=[{"ports": "445", **rule}], detection=detection) == through


@pytest.mark.parametrize("severity", ["critical", "5", "Urgent", None])
def test_how_bad_a_scanner_means_may_be_the_worst_where_it_is_not_understood(tmp_path, severity):
    assert _through(tmp_path, detection=_weak(severity=severity)) == 1


@pytest.mark.parametrize("rule", [{"ports": "443"}, {"protocol": "udp", "ports": "623"}])
def test_a_right_is_usable_through_the_port_a_host_is_administered_by(tmp_path, rule):
    given = {
        "account": [{"account_id": "a", "kind": "personal"}],
        "logon": [{"account_id": "a", "asset_id": "pc"}],
        "privilege": [ADMIN],
    }

    assert _through(tmp_path / "1", kind="hypervisor", rules=[rule], **given) == 1
    assert _through(tmp_path / "2", kind="hypervisor", rules=[], **given) == 1  # no rule is known
    assert _through(tmp_path / "3", rules=[{"action": "deny"}], **given) == 0


SUPPLIER = {
    "account": [{"account_id": "a", "kind": "personal", "person_id": "p"}, {"account_id": "g", "kind": "group"}],
    "person": [{"person_id": "p", "organisation_id": "f"}],
    "organisation": [{"organisation_id": "f", "kind": "supplier"}],
    "membership": [{"account_id": "a", "group_id": "g"}],
}  # fmt: skip


@pytest.mark.parametrize("holder", ["a", "g"])
def test_what_a_supplier_may_do_it_is_let_in_to_do(tmp_path, holder):
    right = {**ADMIN, "account_id": holder}

    assert _through(tmp_path, "supplier", rules=[{"action": "deny"}], **SUPPLIER, privilege=[right]) == 1  # fmt: skip


def test_a_jump_host_one_may_log_on_to_is_a_place_in_its_zone(tmp_path):
    """The supplier's own right is to the jump host alone; another's session there leads on."""
    tables = {
        **SUPPLIER,
        "asset": [{"asset_id": "pc", "kind": "server"}, {"asset_id": "srv", "kind": "server"}],
        "account": [*SUPPLIER["account"], {"account_id": "b", "kind": "personal"}],
        "logon": [{"account_id": "b", "asset_id": "pc"}],
        "privilege": [{"account_id": "a", "target_kind": "asset", "target_id": "pc", "level": "logon"},
                      {**ADMIN, "account_id": "b"}],
    }  # fmt: skip

    assert _through(tmp_path / "1", "supplier", rules=[{"ports": "3389"}], **tables) == 1
    assert _through(tmp_path / "2", "supplier", rules=[{"action": "deny"}], **tables) == 0
