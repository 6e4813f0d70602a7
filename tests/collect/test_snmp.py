import tarfile

import pytest
from reading import claims, codes, document, records, rows, written

from grunnmur.collect import snmp

RECORDING = """1.3.6.1.2.1.1.1.0|4|Cisco IOS Software, C3560 Software
1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.9.1.633
1.3.6.1.2.1.1.5.0|4|sw-1.hospital.example
1.3.6.1.2.1.1.6.0|4|<private>
1.3.6.1.2.1.1.7.0|2|6
1.3.6.1.2.1.2.2.1.6.1|4x|001122334455
1.3.6.1.2.1.2.2.1.6.2|4x|000000000000
1.3.6.1.2.1.4.20.1.1.10.0.0.2|64|10.0.0.2
1.3.6.1.2.1.4.20.1.1.127.0.0.1|64|127.0.0.1
1.3.6.1.2.1.4.20.1.2.10.0.0.2|2|1
1.3.6.1.2.1.47.1.1.1.1.5.1001|2|3
1.3.6.1.2.1.47.1.1.1.1.10.1001|4|12.2(55)SE12
1.3.6.1.2.1.47.1.1.1.1.11.1001|4|FDO1234X0AB
1.3.6.1.2.1.47.1.1.1.1.13.1001|4x|57532d4333353630
"""
PRINTED = """.1.3.6.1.2.1.1.1.0 = STRING: "Cisco IOS Software, C3560 Software"
.1.3.6.1.2.1.1.2.0 = OID: .1.3.6.1.4.1.9.1.633
.1.3.6.1.2.1.1.5.0 = STRING: "sw-1.hospital.example"
.1.3.6.1.2.1.1.7.0 = INTEGER: 6
.1.3.6.1.2.1.2.2.1.6.1 = Hex-STRING: 00 11 22 33 44 55
.1.3.6.1.2.1.4.20.1.1.10.0.0.2 = IpAddress: 10.0.0.2
.1.3.6.1.2.1.4.20.1.2.10.0.0.2 = INTEGER: 1
.1.3.6.1.2.1.47.1.1.1.1.5.1001 = INTEGER: chassis(3)
.1.3.6.1.2.1.47.1.1.1.1.10.1001 = STRING: "12.2(55)SE12"
.1.3.6.1.2.1.47.1.1.1.1.11.1001 = STRING: "FDO1234X0AB"
.1.3.6.1.2.1.47.1.1.1.1.13.1001 = STRING: "WS-C3560"
"""


def test_a_switch_is_claimed_with_serial_names_and_addresses(tmp_path):
    found = records(snmp.parse(written(tmp_path, "sw.snmprec", RECORDING)))

    asset, address = found["sw-1.hospital.example"].claims
    assert asset.identifiers == (
        ("serial", "FDO1234X0AB"),
        ("fqdn", "sw-1.hospital.example"),
        ("mac", "00:11:22:33:44:55"),
        ("ip", "10.0.0.2"),
    )
    assert asset.values["kind"] == "network"
    assert (asset.values["vendor"], asset.values["model"]) == ("Cisco", "WS-C3560")
    assert asset.values["version"] == "12.2(55)SE12"
    assert asset.values["location_id"] is None
    assert address.values["mac"] == "00:11:22:33:44:55"


def test_what_net_snmp_prints_says_the_same_as_a_recording(tmp_path):
    recorded = list(snmp.parse(written(tmp_path, "sw.snmprec", RECORDING)))

    for text in (PRINTED, PRINTED.replace("\n.1", "\niso"), "iso" + PRINTED[2:]):
        printed = written(tmp_path, "sw.walk", text)
        assert snmp.recognise(printed)
        assert list(snmp.parse(printed)) == recorded


def test_names_of_objects_and_values_over_several_lines_are_read(tmp_path):
    walk = """SNMPv2-MIB::sysDescr.0 = STRING: Ricoh printer
second line
SNMPv2-MIB::sysObjectID.0 = OID: SNMPv2-SMI::enterprises.367.1.1
SNMPv2-MIB::sysName.0 = STRING: printer-3
IF-MIB::ifPhysAddress.1 = STRING: 0:1b:a9:2:11:f2
Printer-MIB::prtGeneralSerialNumber.1 = STRING: "D9J230159"
"""

    found = claims(snmp.parse(written(tmp_path, "p.walk", walk)), "asset")

    assert found[0].values["kind"] == "printer"
    assert found[0].values["os_name"] == "Ricoh printer second line"
    assert ("mac", "00:1b:a9:02:11:f2") in found[0].identifiers
    assert ("serial", "D9J230159") in found[0].identifiers


def test_a_walk_that_does_not_tell_what_it_is_of_is_noted(tmp_path):
    found = list(snmp.parse(written(tmp_path, "x.walk", ".1.3.6.1.4.1.9.9.1.0 = INTEGER: 1\n")))

    assert codes(found) == {"walk_unnamed": 1}
    assert rows(found) == 1


def test_walks_of_several_devices_in_one_file_are_several_devices(tmp_path):
    other = PRINTED.replace("sw-1.", "sw-2.").replace("FDO1234X0AB", "FDO9999X0CD")
    other = other.replace("10.0.0.2", "10.0.0.3").replace("44 55", "44 66")

    found = records(snmp.parse(written(tmp_path, "all.walk", PRINTED + other)))

    assert list(found) == ["sw-1.hospital.example", "sw-2.hospital.example"]
    first, second = (dict(record.claims[0].identifiers) for record in found.values())
    assert (first["serial"], first["ip"]) == ("FDO1234X0AB", "10.0.0.2")
    assert (second["serial"], second["ip"]) == ("FDO9999X0CD", "10.0.0.3")


def test_what_is_printed_where_there_is_no_value_is_none(tmp_path):
    walk = """SNMPv2-MIB::sysDescr.0 = STRING: Cisco IOS Software
SNMPv2-MIB::sysName.0 = No Such Object available on this agent at this OID
ENTITY-MIB::entPhysicalClass.1 = INTEGER: chassis(3)
ENTITY-MIB::entPhysicalSerialNum.1 = No Such Instance currently exists at this OID
"""

    found = claims(snmp.parse(written(tmp_path, "got.walk", walk)), "asset")

    assert found[0].identifiers == ()
    assert found[0].values["name"] is None


@pytest.mark.parametrize("octets", ["46 F8 72 64 65 ", "46 C3 B8 72 64 65 00 "])
def test_a_place_with_norwegian_letters_is_read_in_either_encoding(tmp_path, octets):
    walk = PRINTED + f".1.3.6.1.2.1.1.6.0 = Hex-STRING: {octets}\n"

    found = claims(snmp.parse(written(tmp_path, "sw.walk", walk)), "asset")

    assert found[0].values["location_id"] == "Førde"


def test_a_computer_that_routes_is_not_taken_for_a_network_device(tmp_path):
    text = RECORDING.replace("Cisco IOS Software, C3560 Software", "Linux gw 5.4.0 x86_64")

    found = claims(snmp.parse(written(tmp_path, "gw.snmprec", text)), "asset")

    assert found[0].values["kind"] is None


def test_strangers_are_not_recognised(tmp_path):
    for text in ("", "1.2.3.4|name|value\n", "version = 3\n", "10.0.0.1 = host\n"):
        assert not snmp.recognise(written(tmp_path, "x.txt", text))


@pytest.mark.needs_data
def test_every_real_walk_is_one_record_or_note(data, tmp_path):
    folder = data / "samples" / "snmp_walks"
    with tarfile.open(folder / "walks_60.tar.xz") as archive:
        archive.extractall(tmp_path, filter="data")
    walks = sorted([*folder.glob("*.snmprec"), *tmp_path.rglob("*.snmprec")])
    assert len(walks) == 68

    for walk in walks:
        real = document(walk)
        assert snmp.recognise(real), walk.name
        assert rows(snmp.parse(real)) == 1, walk.name
