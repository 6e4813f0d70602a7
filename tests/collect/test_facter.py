import json

import pytest
from reading import claims, codes, document, records, rows, written

from grunnmur.collect import facter

FACTS = {
    "facterversion": "4.10.0",
    "is_virtual": False,
    "dmi": {
        "manufacturer": "HPE",
        "chassis": {"type": "Rack Mount Chassis"},
        "product": {"name": "ProLiant DL380", "serial_number": "CZ1", "uuid": "u-1"},
    },
    "os": {"name": "Debian", "release": {"full": "11.11", "major": "11"}},
    "networking": {
        "fqdn": "web.hospital.example",
        "hostname": "web",
        "interfaces": {
            "eth0": {
                "mac": "00:11:22:33:44:55",
                "bindings": [{"address": "10.0.0.5"}],
                "bindings6": [{"address": "fe80::1"}],
            },
            "lo": {"ip": "127.0.0.1"},
        },
    },
}
FLAT = {
    "facterversion": "2.4.6",
    "fqdn": "web.hospital.example",
    "hostname": "web",
    "serialnumber": "CZ1",
    "uuid": "u-1",
    "manufacturer": "HPE",
    "productname": "ProLiant DL380",
    "operatingsystem": "Debian",
    "operatingsystemrelease": "11.11",
    "is_virtual": "false",
    "chassistype": "Rack Mount Chassis",
    "macaddress_eth0": "00:11:22:33:44:55",
    "ipaddress_eth0": "10.0.0.5",
}


def facts(folder, value):
    return written(folder, "node.json", json.dumps(value))


def test_a_node_is_claimed_with_system_identifiers_and_addresses(tmp_path):
    found = list(facter.parse(facts(tmp_path, FACTS)))

    asset = claims(found, "asset")[0]
    assert (asset.values["kind"], asset.values["os_name"]) == ("server", "Debian 11.11")
    assert ("serial", "CZ1") in asset.identifiers
    assert ("mac", "00:11:22:33:44:55") in asset.identifiers
    assert [claim.values["ip"] for claim in claims(found, "address")] == ["10.0.0.5"]


def test_flat_facts_say_the_same_as_structured_ones(tmp_path):
    structured = list(facter.parse(facts(tmp_path, FACTS)))
    flat = list(facter.parse(facts(tmp_path, FLAT)))

    assert flat == structured


def test_rows_of_a_fact_store_are_put_together_by_node(tmp_path):
    stored = [{"certname": "web", "name": name, "value": value} for name, value in FLAT.items()]
    stored += [{"certname": "gone", "name": "kernelmajversion", "value": "5"}]

    found = list(facter.parse(facts(tmp_path, stored)))

    assert list(records(found)) == ["web", "gone"]
    assert rows(found) == 2


def test_facts_without_a_name_are_noted(tmp_path):
    found = list(facter.parse(facts(tmp_path, {"facterversion": "4.10.0"})))

    assert codes(found) == {"host_without_facts": 1}
    assert rows(found) == 1


def test_what_facter_prints_on_several_nodes_in_one_list_is_several(tmp_path):
    other = {**FLAT, "fqdn": "db.hospital.example", "hostname": "db", "serialnumber": "CZ2"}

    found = list(facter.parse(facts(tmp_path, [FACTS, other])))

    assert list(records(found)) == ["web.hospital.example", "db.hospital.example"]
    assert [dict(claim.identifiers)["serial"] for claim in claims(found, "asset")] == ["CZ1", "CZ2"]


def test_an_edition_of_windows_is_named_in_full(tmp_path):
    windows = {
        "name": "windows",
        "release": {"full": "2019"},
        "windows": {"product_name": "Windows Server 2019 Standard", "installation_type": "Server"},
    }

    found = claims(facter.parse(facts(tmp_path, {**FACTS, "os": windows})), "asset")

    assert found[0].values["os_name"] == "Windows Server 2019 Standard"


@pytest.mark.needs_data
def test_every_real_node_is_one_record(data):
    files = sorted((data / "samples" / "facter").glob("*.facts"))
    assert len(files) == 8

    for file in files:
        real = document(file)
        assert facter.recognise(real), file.name
        assert rows(facter.parse(real)) == len(records(facter.parse(real))) == 1, file.name
