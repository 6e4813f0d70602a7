import gzip
import json
import re
from collections import Counter

import pytest
from reading import claims, codes, document, records, rows, written

from grunnmur.collect import netbox
from grunnmur.collect.claim import SELF, reference
from grunnmur.errors import CollectError


def thing(kind, pk, **fields):
    return {"model": kind, "pk": pk, "fields": {"last_updated": "2026-01-02T03:04:05Z", **fields}}


FIXTURE = [
    thing("tenancy.tenant", 1, name="OUS"),
    thing("dcim.site", 2, name="Gaustad", tenant=1),
    thing("dcim.location", 3, name="Rom 12", site=2, parent=None),
    thing("dcim.manufacturer", 4, name="Dell"),
    thing("dcim.devicetype", 5, model="R740", manufacturer=4),
    thing("dcim.devicerole", 6, name="Application Server"),
    thing("dcim.platform", 7, name="Ubuntu Linux 20.04"),
    thing("virtualization.cluster", 8, name="K1", site=2),
    thing(
        "dcim.device",
        9,
        name="lab-srv1",
        serial="S1",
        asset_tag="T1",
        device_role=6,
        device_type=5,
        platform=7,
        site=2,
        location=3,
        tenant=1,
        cluster=8,
        status="active",
    ),
    thing(
        "virtualization.virtualmachine", 10, name="vm1", cluster=8, vcpus="2.00", memory=4096,
        status="offline", role=6,
    ),
    thing("dcim.interface", 11, name="eth0", device=9, mac_address="00:50:56:00:00:01"),
    thing("dcim.interface", 12, name="eth1", device=9, mac_address=None),
    thing("ipam.vrf", 13, name="Alpha"),
    thing("ipam.vlan", 14, vid=12, name="Klinisk"),
    thing("ipam.prefix", 15, prefix="10.1.0.0/24", vlan=14, vrf=13, site=2, status="active"),
    thing("ipam.prefix", 16, prefix="10.0.0.0/8", status="container"),
    thing(
        "ipam.ipaddress", 17, address="10.1.0.5/24", dns_name="lab.sykehus.example", vrf=13,
        assigned_object_type=["dcim", "interface"], assigned_object_id=11,
    ),
    thing("ipam.ipaddress", 18, address="10.1.0.6/24", assigned_object_id=None),
    "søppel",
]  # fmt: skip
TABLES = """--
-- PostgreSQL database dump
--
-- Name: dcim_device; Type: TABLE; Schema: public; Owner: netbox
COPY public.dcim_device (last_updated, id, name, serial, status, site_id, role_id) FROM stdin;
2026-01-02 03:04:05-01	1	lab\\tsrv	\\N	active	2	\\N
for	mange
\\.
COPY public.dcim_interface (id, name, device_id, primary_mac_address_id) FROM stdin;
5	eth0	1	9
\\.
COPY public.dcim_macaddress (id, mac_address, assigned_object_id, assigned_object_type_id)\
 FROM stdin;
9	00:50:56:00:00:02	5	77
\\.
COPY public.dcim_site (id, name, status) FROM stdin;
2	Gaustad	active
\\.
COPY public.django_content_type (id, app_label, model) FROM stdin;
77	dcim	interface
\\.
COPY public.ipam_ipaddress (id, address, assigned_object_id, assigned_object_type_id) FROM stdin;
3	10.1.0.9/24	5	77
"""


@pytest.fixture
def fixture(tmp_path):
    return written(tmp_path, "netbox.json", json.dumps(FIXTURE))


def test_every_object_is_claimed_or_noted(fixture):
    found = list(netbox.parse(fixture))

    assert netbox.recognise(fixture)
    assert rows(found) == len(FIXTURE)
    assert codes(found) == {
        "objects_not_used": 6,
        "interface_without_address": 1,
        "prefix_is_container": 1,
        "address_unassigned": 1,
        "row_unreadable": 1,
    }


def test_a_device_is_claimed_with_what_it_points_at(fixture):
    device = records(netbox.parse(fixture))["dcim.device:9"]

    said = device.claims[0].values
    assert (said["kind"], said["vendor"], said["model"]) == ("server", "Dell", "R740")
    assert (said["organisation_id"], said["os_name"]) == ("OUS", "Ubuntu Linux 20.04")
    assert said["location_id"] == reference("record", "dcim.location:3")
    assert set(device.claims[0].identifiers) == {
        ("serial", "S1"),
        ("asset_tag", "T1"),
        ("mac", "00:50:56:00:00:01"),
        ("ip", "10.1.0.5"),
        ("fqdn", "lab.sykehus.example"),
        ("hostname", "lab-srv1"),
    }


def test_a_machine_without_host_runs_on_its_cluster(fixture):
    machine = records(netbox.parse(fixture))["virtualization.virtualmachine:10"]

    cluster = reference("record", "virtualization.cluster:8")
    link = {"asset_id": SELF, "other_id": cluster, "relation": "hosted_on"}
    assert machine.claims[1].values == link
    assert [claim.values["amount"] for claim in machine.claims[2:]] == [2.0, 4.0]


def test_networks_know_their_vlan_realm_and_site(fixture):
    assert [claim.values for claim in claims(netbox.parse(fixture), "network")] == [
        {
            "cidr": "10.1.0.0/24",
            "name": "Klinisk",
            "vlan": "12",
            "realm": "Alpha",
            "location_id": reference("record", "dcim.site:2"),
        }
    ]


def test_an_assigned_address_carries_its_interfaces_hardware_address(fixture):
    address = records(netbox.parse(fixture))["ipam.ipaddress:17"].claims[0]

    assert address.values == {
        "asset_id": reference("record", "dcim.device:9"),
        "ip": "10.1.0.5",
        "mac": "00:50:56:00:00:01",
        "realm": "Alpha",
    }


def test_a_database_dump_says_the_same_and_a_cut_one_is_noted(tmp_path):
    found = list(netbox.parse(written(tmp_path, "netbox.sql", TABLES)))

    assert rows(found) == 7
    device = records(found)["dcim.device:1"].claims[0]
    assert device.values["name"] == "lab\tsrv"
    assert ("mac", "00:50:56:00:00:02") in device.identifiers
    assert codes(found) == {"row_does_not_fit": 1, "truncated": 1, "objects_not_used": 1,
                            "interface_without_address": 1}  # fmt: skip


def test_what_is_no_dump_is_refused(tmp_path):
    for content in ("[", '{"a": 1}', "-- PostgreSQL database dump\nINSERT INTO x;"):
        with pytest.raises(CollectError):
            list(netbox.parse(written(tmp_path, "x", content)))


def test_other_fixtures_are_not_recognised(tmp_path):
    for content in (
        '[{"model": "auth.user", "fields": {}}]',
        "[]",
        "-- PostgreSQL database dump\n",
    ):
        assert not netbox.recognise(written(tmp_path, "x", content))


@pytest.mark.needs_data
def test_a_real_fixture_loses_no_object(data):
    path = data / "samples/netbox/netbox-demo-v3.5.json.gz"
    models = Counter(one["model"] for one in json.loads(gzip.decompress(path.read_bytes())))

    found = list(netbox.parse(document(path)))

    assert netbox.recognise(document(path))
    assert rows(found) == models.total()
    made = Counter(key.partition(":")[0] for key in records(found))
    for model in ("dcim.device", "virtualization.virtualmachine", "dcim.site", "tenancy.tenant"):
        assert made[model] == models[model]


@pytest.mark.needs_data
def test_a_real_database_dump_loses_no_row(data):
    path = data / "samples/netbox/netbox-demo-v4.2.sql.gz"
    blocks = re.findall(
        r"^COPY .*? FROM stdin;\n(.*?)^\\\.$",
        gzip.decompress(path.read_bytes()).decode(),
        re.M | re.S,
    )

    found = list(netbox.parse(document(path)))

    assert netbox.recognise(document(path))
    assert rows(found) == sum(block.count("\n") for block in blocks)
