"""A management controller told of by its host's agent, and seen by a scan days before."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.estates import run, things

SETTINGS = """[group]
name = "Test"
[[source]]
name = "glpi"
format = "glpi"
path = "*.json"
realm = "C"
[[source]]
name = "nmap"
format = "nmap"
path = "*.xml"
realm = "C"
"""


def _agent(host: str, ip: str, mac: str) -> str:
    card = {
        "description": "Management Interface - iDRAC",
        "management": "iDRAC",
        "type": "ethernet",
    }
    return json.dumps({
        "action": "inventory", "itemtype": "Computer", "deviceid": f"{host}-2026-08-31",
        "content": {
            "accesslog": {"logdate": "2026-08-31 06:00:00"},
            "hardware": {"name": host, "uuid": "4c4c4544-0042-3510-8051-b5c04f435931"},
            "networks": [{**card, "ipaddress": ip, "mac": mac, "macaddr": mac}],
        },
    })  # fmt: skip


def _scan(ip: str, name: str) -> str:
    return f"""<?xml version="1.0"?><nmaprun scanner="nmap" start="1787940000" version="7.94" xmloutputversion="1.05">
<host starttime="1787940000" endtime="1787940040"><status state="up" reason="syn-ack"/>
<address addr="{ip}" addrtype="ipv4"/><hostnames><hostname name="{name}" type="PTR"/></hostnames>
<ports><port protocol="tcp" portid="443"><state state="open" reason="syn-ack"/><service name="https"/></port></ports>
</host>
<runstats><finished time="1787940040" timestr="" exit="success"/><hosts up="1" down="0" total="1"/></runstats>
</nmaprun>"""


@pytest.mark.parametrize(
    ("address", "name", "one"),
    [
        ("10.9.0.5", "srv-db01-idrac.mgmt.example", True),
        ("10.9.0.6", "srv-db01-idrac.mgmt.example", False),  # it had that address never
        ("10.9.0.5", "srv-db02-idrac.mgmt.example", False),  # it manages another host
        ("10.9.0.5", "srv-db01-print.mgmt.example", False),  # no controller's name
    ],
)
def test_it_is_one_thing_if_the_scan_shows_its_address_and_its_hosts_name(
    tmp_path: Path, address: str, name: str, one: bool
) -> None:
    place = tmp_path / "estate"
    place.mkdir()
    (place / "grunnmur.toml").write_text(SETTINGS, encoding="utf-8")
    (place / "agent.json").write_text(
        _agent("srv-db01", "10.9.0.5", "18:66:da:00:00:01"), encoding="utf-8"
    )
    (place / "scan.xml").write_text(_scan(address, name), encoding="utf-8")

    found = things(run(place, tmp_path / "workspace"))

    assert len(found) == (2 if one else 3)
    assert frozenset({"glpi|srv-db01-2026-08-31"}) in found
