import re
import time
from datetime import datetime

import pytest
from reading import claims, codes, document, records, rows, written

from grunnmur.collect import nmap
from grunnmur.collect.claim import reference
from grunnmur.errors import CollectError

SCAN = """<?xml version="1.0"?>
<nmaprun scanner="nmap" start="1788000000" version="7.94">
<host starttime="1788000100" endtime="1788000200"><status state="up" reason="arp-response"/>
<address addr="10.1.0.5" addrtype="ipv4"/>
<address addr="00:50:56:00:00:01" addrtype="mac" vendor="VMware"/>
<hostnames><hostname name="lab-db.sykehus.example" type="PTR"/></hostnames>
<ports>
<port protocol="tcp" portid="22"><state state="open"/><service name="ssh" product="OpenSSH"
 version="8.0"><cpe>cpe:/a:openbsd:openssh:8.0</cpe></service></port>
<port protocol="tcp" portid="1521"><state state="open"/><service name="oracle"
 product="Oracle TNS listener"/></port>
<port protocol="tcp" portid="80"><state state="closed"/><service name="http" product="x"/></port>
</ports>
<os><osmatch name="Linux 4.18" accuracy="95"/><osmatch name="Linux 5.4" accuracy="91"/></os></host>
<host><status state="up" reason="user-set"/><address addr="10.1.0.6" addrtype="ipv4"/>
<ports><port protocol="tcp" portid="80"><state state="filtered"/></port></ports></host>
<host><status state="up" reason="echo-reply"/><address addr="10.1.0.7" addrtype="ipv4"/>
<os><osmatch name="Windows 7 or Windows Server 2008 R2" accuracy="100"/></os></host>
<host><status state="up" reason="echo-reply"/><address addr="10.1.0.8" addrtype="ipv4"/>
<hostscript><script id="smb-os-discovery" output=""><elem key="os">Windows Server 2016 14393</elem>
<elem key="server">FIL01\\x00</elem><elem key="fqdn">fil01.sykehus.example</elem></script>
</hostscript></host>
<host><status state="down" reason="no-response"/><address addr="10.1.0.9" addrtype="ipv4"/></host>
<host><status state="down" reason="no-response"/><address addr="10.1.0.10" addrtype="ipv4"/></host>
<runstats><hosts up="4" down="2" total="6"/></runstats>
</nmaprun>
"""


@pytest.fixture
def scan(tmp_path):
    return written(tmp_path, "net-10.xml", SCAN)


def test_every_host_is_claimed_or_noted(scan):
    found = list(nmap.parse(scan))

    assert rows(found) == 6
    assert codes(found) == {"hosts_down": 1, "host_only_assumed": 1, "os_uncertain": 1}


def test_a_host_is_claimed_with_address_names_and_times(scan):
    host = records(nmap.parse(scan))["10.1.0.5"]

    asset, address = host.claims[:2]
    assert set(asset.identifiers) == {
        ("ip", "10.1.0.5"),
        ("mac", "00:50:56:00:00:01"),
        ("fqdn", "lab-db.sykehus.example"),
    }
    assert address.values["to_at"] == host.seen_at == datetime.fromisoformat("2026-08-29 10:43:20")


def test_the_surest_fingerprint_names_the_system(scan):
    assert records(nmap.parse(scan))["10.1.0.5"].claims[0].values["os_name"] == "Linux 4.18"


def test_a_fingerprint_that_names_two_systems_names_none(scan):
    assert records(nmap.parse(scan))["10.1.0.7"].claims[0].values["os_name"] is None


def test_what_a_host_says_over_smb_is_believed(scan):
    asset = records(nmap.parse(scan))["10.1.0.8"].claims[0]

    assert asset.values["os_name"] == "Windows Server 2016 14393"
    assert asset.values["name"] == "FIL01"
    assert ("fqdn", "fil01.sykehus.example") in asset.identifiers


def test_products_behind_open_ports_are_claimed_once(scan):
    installed = [claim.values for claim in claims(nmap.parse(scan), "installation")]

    openssh = reference("cpe", "cpe:2.3:a:openbsd:openssh:8.0:*:*:*:*:*:*:*")
    named = [(one["product_id"], one["version"]) for one in installed]
    assert named == [(openssh, "8.0"), ("Oracle TNS listener", None)]


def test_a_scan_cut_short_gives_what_it_has(tmp_path):
    cut = SCAN[: SCAN.index("10.1.0.8")]

    found = list(nmap.parse(written(tmp_path, "cut.xml", cut)))

    assert len(records(found)) == 2
    assert codes(found)["truncated"] == 1


def test_a_scan_in_utf_16_is_recognised_and_read(tmp_path):
    text = SCAN.replace('"1.0"?>', '"1.0" encoding="UTF-16"?>')
    scan = written(tmp_path, "a.xml", text.encode("utf-16"))

    assert nmap.recognise(scan)
    assert rows(nmap.parse(scan)) == rows(nmap.parse(written(tmp_path, "b.xml", SCAN)))


def test_entities_are_refused_at_once(tmp_path):
    bomb = '<!DOCTYPE nmaprun [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1 or str()};" * 10}">' for n in range(1, 10)
    )
    hostile = written(tmp_path, "bomb.xml", f"{bomb}]><nmaprun><host>&a9;</host></nmaprun>")
    started = time.monotonic()

    with pytest.raises(CollectError, match="xml_entities"):
        list(nmap.parse(hostile))

    assert time.monotonic() - started < 5


def test_an_external_file_is_not_read(tmp_path):
    external = '<!DOCTYPE nmaprun [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    hostile = written(tmp_path, "x.xml", f"{external}<nmaprun><host>&x;</host></nmaprun>")

    with pytest.raises(CollectError, match="xml_entities"):
        list(nmap.parse(hostile))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("<nmaprun>" + "<a>" * 500, "xml_too_deep"),
        ("<nmaprun><host>" + "<a/>" * 410_000, "xml_too_many_elements"),
        ("<nmaprun><host>" + "a" * 40_000_000, "xml_too_large_element"),
        ("<other/>", "xml_other_root"),
        ("<nmaprun", "xml_damaged"),
    ],
)
def test_hostile_shapes_are_refused(tmp_path, content, code):
    with pytest.raises(CollectError, match=code):
        list(nmap.parse(written(tmp_path, "x.xml", content)))


@pytest.mark.needs_data
def test_real_scans_lose_no_host(data):
    for path in sorted((data / "samples/nmap_xml").glob("*.xml")):
        hosts = len(re.findall(rb"<host[ >]", path.read_bytes()))

        found = list(nmap.parse(document(path)))

        assert nmap.recognise(document(path))
        assert rows(found) == hosts, path.name


@pytest.mark.needs_data
def test_real_scan_of_a_home_network(data):
    found = list(nmap.parse(document(data / "samples/nmap_xml/full_sudo6.xml")))

    assert set(records(found)) == {f"192.168.1.{n}" for n in (1, 2, 3, 5)}
    router = records(found)["192.168.1.1"].claims[0].values
    assert (router["kind"], router["os_name"]) == ("network", "Linux 2.6.13 (embedded)")
