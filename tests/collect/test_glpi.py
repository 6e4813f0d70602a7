import json

import pytest
from reading import claims, codes, document, records, rows, written

from grunnmur.collect import glpi
from grunnmur.collect.claim import MARK
from grunnmur.errors import CollectError

COMPUTER = {
    "deviceid": "srv-1-2026-09-01",
    "itemtype": "Computer",
    "content": {
        "accesslog": {"logdate": "2026-09-01 10:00:00"},
        "hardware": {"name": "srv-1", "uuid": "4c4c4544-0034-3010-8048-b6c04f503732"},
        "bios": {"ssn": "ABC123", "smanufacturer": "Dell Inc.", "smodel": "PowerEdge R650"},
        "operatingsystem": {
            "full_name": "Microsoft Windows Server 2019 Standard",
            "version": "10.0.17763",
            "fqdn": "srv-1.hospital.example",
            "timezone": {"name": "Europe/Oslo", "offset": "+0200"},
        },
        "networks": [
            {"description": "eth0", "mac": "00:11:22:33:44:55", "ipaddress": "10.0.0.5"},
            {"description": "lo", "ipaddress": "127.0.0.1"},
            {"description": "docker0", "mac": "02:42:00:00:00:01", "ipaddress": "172.17.0.1"},
            {
                "description": "bmc",
                "management": "iDRAC",
                "mac": "00:11:22:33:44:66",
                "ipaddress": "10.9.0.5",
            },
        ],
        "softwares": [{"name": "7-Zip", "version": "19.0"}, {"name": "7-Zip", "version": "19.0"}],
        "virtualmachines": [
            {"name": "guest", "uuid": "564d0000-0000-0000-0000-000000000001", "vmtype": "vmware"},
            {"name": "web", "uuid": "5506c9cf948e", "vmtype": "docker"},
        ],
    },
}
SWITCHES = """<?xml version="1.0" encoding="UTF-8" ?>
<REQUEST><CONTENT>
  <DEVICE><INFO><TYPE>NETWORKING</TYPE><NAME>sw-1</NAME><SERIAL>S1</SERIAL><MAC>00:11:22:33:44:77</MAC>
    <MANUFACTURER>Cisco</MANUFACTURER><IPS><IP>10.0.0.2</IP><IP>127.0.0.1</IP></IPS></INFO></DEVICE>
  <DEVICE><ERROR><ID>7</ID><MESSAGE>no response from 10.0.0.3</MESSAGE></ERROR></DEVICE>
</CONTENT><DEVICEID>agent-1</DEVICEID><QUERY>SNMPQUERY</QUERY></REQUEST>
"""


def inventory(folder, value=COMPUTER):
    return written(folder, "inventory.json", json.dumps(value))


def test_a_computer_is_claimed_with_what_tells_it_from_others(tmp_path):
    found = records(glpi.parse(inventory(tmp_path)))["srv-1-2026-09-01"]

    asset = found.claims[0]
    assert (asset.table, asset.values["kind"], asset.values["model"]) == (
        "asset",
        "server",
        "PowerEdge R650",
    )
    assert asset.identifiers == (
        ("serial", "ABC123"),
        ("uuid", "4c4c4544-0034-3010-8048-b6c04f503732"),
        ("hostname", "srv-1"),
        ("fqdn", "srv-1.hospital.example"),
        ("mac", "00:11:22:33:44:55"),
        ("ip", "10.0.0.5"),
    )


def test_the_agents_clock_is_told_in_utc(tmp_path):
    found = records(glpi.parse(inventory(tmp_path)))["srv-1-2026-09-01"]

    assert str(found.seen_at) == "2026-09-01 08:00:00"


def test_the_management_controller_is_a_thing_of_its_own(tmp_path):
    found = records(glpi.parse(inventory(tmp_path)))["srv-1-2026-09-01:controller"]

    asset, link, address = found.claims
    assert (asset.values["kind"], asset.values["model"]) == ("controller", "iDRAC")
    assert asset.identifiers == (("mac", "00:11:22:33:44:66"), ("ip", "10.9.0.5"))
    assert link.values["relation"] == "manages"
    assert link.values["other_id"] == f"{MARK}record{MARK}srv-1-2026-09-01"
    assert address.values["ip"] == "10.9.0.5"


def test_virtual_machines_are_things_and_containers_are_not(tmp_path):
    found = list(glpi.parse(inventory(tmp_path)))

    guest = records(found)["srv-1-2026-09-01:vm:564d0000-0000-0000-0000-000000000001"]
    assert [claim.table for claim in guest.claims] == ["asset", "asset_link"]
    assert codes(found) == {"container_not_used": 1}
    assert rows(found) == 4  # the computer, its controller, a virtual machine and a container


def test_software_is_claimed_once_a_version(tmp_path):
    found = claims(glpi.parse(inventory(tmp_path)), "installation")

    assert [claim.values["product_id"] for claim in found] == ["7-Zip"]


def test_each_device_asked_over_snmp_is_a_row(tmp_path):
    found = list(glpi.parse(written(tmp_path, "query.xml", SWITCHES)))

    switch = records(found)["agent-1:S1"].claims[0]
    assert (switch.values["kind"], switch.values["vendor"]) == ("network", "Cisco")
    assert [claim.values["ip"] for claim in claims(found, "address")] == ["10.0.0.2"]
    assert codes(found) == {"device_not_answering": 1}
    assert rows(found) == 2


def test_xml_is_recognised_and_strangers_are_not(tmp_path):
    stranger = written(tmp_path, "other.json", '{"content": "a letter"}')

    assert glpi.recognise(written(tmp_path, "query.xml", SWITCHES))
    assert glpi.recognise(inventory(tmp_path))
    assert not glpi.recognise(stranger)
    assert not glpi.recognise(written(tmp_path, "other.xml", "<REQUEST><ITEM/></REQUEST>"))


def test_damaged_and_dangerous_files_are_refused(tmp_path):
    cut = written(tmp_path, "cut.xml", SWITCHES[:200])
    bomb = SWITCHES.replace("<REQUEST>", '<!DOCTYPE x [<!ENTITY a "aa">]><REQUEST>')

    with pytest.raises(CollectError, match="xml_damaged"):
        list(glpi.parse(cut))
    with pytest.raises(CollectError, match="xml_entities"):
        list(glpi.parse(written(tmp_path, "bomb.xml", bomb)))
    with pytest.raises(CollectError, match="inventory_without_content"):
        list(glpi.parse(written(tmp_path, "a.json", '{"deviceid": "x"}')))


@pytest.mark.needs_data
def test_every_real_inventory_is_one_record(data):
    folders = ("glpi_inventory", "fusioninventory_xml")
    files = sorted(f for folder in folders for f in (data / "samples" / folder).iterdir())
    assert len(files) == 16

    for file in files:
        inventory = document(file)
        assert glpi.recognise(inventory), file.name
        assert rows(glpi.parse(inventory)) == 1, file.name


@pytest.mark.needs_data
def test_a_real_mac_is_read_with_software_and_address(data):
    found = list(glpi.parse(document(data / "samples" / "fusioninventory_xml" / "4.xml")))

    asset = claims(found, "asset")[0]
    assert ("serial", "C02NG5A5FY11") in asset.identifiers
    assert ("mac", "0c:4d:e9:cd:a4:c8") in asset.identifiers
    assert len(claims(found, "installation")) == 7
    assert str(found[0].seen_at) == "2018-07-03 14:11:11"
