import csv
import gzip
import io

import pytest
from reading import claims, codes, document, records, rows, written

from grunnmur.collect import servicenow
from grunnmur.errors import CollectError

ITEMS = """sys_id,name,sys_class_name,serial_number,asset_tag,mac_address,ip_address,fqdn,os,\
os_version,manufacturer,model_id,location,company,owned_by,install_status,operational_status,used_for,\
last_discovered,sys_updated_on,purchase_date,business_criticality,u_gammel_kode
a1,lab-db,cmdb_ci_linux_server,CZ1,T1,00:50:56:00:00:01,10.1.0.5,lab-db.sykehus.example,\
Red Hat Enterprise Linux,8.6,HPE,DL380,Oslo,OUS,Kari Nordmann,Installed,Operational,Production,\
2026-08-01 1:00:00,2026-08-02 03:04:05,2020-01-02,1 - most critical,x
a2,DIPS,cmdb_ci_business_app,,,,,,,,DIPS AS,,,OUS,Ola,Retired,,,,2026-08-02 03:04:05,,,
a3,labbase,cmdb_ci_db_mssql_instance,,,,,,,,,,Oslo,,,,,,,,,,
a4,.NET Framework,cmdb_ci_spkg,,,,,,,,,,,,,,,,,,,,
a5,"Pumpe, infusjon 3",Medical Device,P-77,,,,,,,Braun,Space,,,,In Stock,,,,,,,
,,,,,,,,,,,,,,,,,,,,,,
a6,x,cmdb_ci_server,,,,,,,,,,,,,,,,,,,,,for mange
,,cmdb_ci_server,,,,,,,,,,,,,,,,,,,,1
"""


@pytest.fixture
def items(tmp_path):
    return written(tmp_path, "cmdb_ci.csv", ITEMS)


def test_every_row_is_claimed_or_noted(items):
    found = list(servicenow.parse(items))

    assert rows(found) == 8
    assert codes(found) == {
        "class_not_used": 1,
        "empty_row": 1,
        "row_does_not_fit": 1,
        "row_without_name": 1,
        "columns_not_used": 1,
    }


def test_a_server_is_claimed_with_what_the_register_says(items):
    server = records(servicenow.parse(items))["a1"].claims[0]

    said = {name: server.values[name] for name in ("kind", "status", "environment", "criticality")}
    assert said == {"kind": "server", "status": "active", "environment": "prod", "criticality": "A"}
    assert server.values["owner"] == "Kari Nordmann"
    assert str(server.values["last_seen_at"]) == "2026-08-01 01:00:00"
    assert dict(server.identifiers) == {
        "sys_id": "a1",
        "serial": "CZ1",
        "asset_tag": "T1",
        "mac": "00:50:56:00:00:01",
        "ip": "10.1.0.5",
        "fqdn": "lab-db.sykehus.example",
    }


@pytest.mark.parametrize(
    ("written_so", "criticality"),
    [
        ("1 - most critical", "A"),
        ("2", "B"),
        ("C", "C"),
        ("d: bekvemmelighet", "D"),
        ("Less critical", "C"),
        ("Critical", "Critical"),
        ("Business critical", "Business critical"),
        ("Default", "Default"),
    ],
)
def test_a_word_of_the_houses_own_is_no_grade_by_its_first_letter(
    tmp_path, written_so, criticality
):
    servers = f"sys_id,name,sys_class_name,busines_criticality\nb1,x,Server,{written_so}\n"

    found = servicenow.parse(written(tmp_path, "x.csv", servers))

    assert claims(found, "asset")[0].values["criticality"] == criticality


def test_classes_decide_the_table(items):
    found = records(servicenow.parse(items))

    tables = {key: record.claims[0].table for key, record in found.items()}
    assert tables == {"a1": "asset", "a2": "application", "a3": "data_store", "a5": "asset"}
    assert found["a2"].claims[0].values["status"] == "retired"
    assert found["a5"].claims[0].values["status"] == "unknown"
    assert found["a5"].claims[0].values["kind"] == "medical"


def test_a_server_that_is_virtual_is_a_virtual_machine(tmp_path):
    servers = "sys_id,name,sys_class_name,virtual\nb1,x,Server,true\nb2,y,Server,false\n"

    found = servicenow.parse(written(tmp_path, "x.csv", servers))

    assert [claim.values["kind"] for claim in claims(found, "asset")] == ["vm", "server"]


def test_a_display_name_is_no_host_name(items):
    pump = records(servicenow.parse(items))["a5"].claims[0]

    assert {kind for kind, _ in pump.identifiers} == {"sys_id", "serial"}


def test_labels_are_read_like_column_names(tmp_path):
    labelled = 'Name,Class,Serial number,IP Address,Sys ID\nsrv1,Windows Server,S1,"10.1.0.7",b1\n'

    found = list(servicenow.parse(written(tmp_path, "x.csv", labelled)))

    assert [claim.values["ip"] for claim in claims(found, "address")] == ["10.1.0.7"]
    assert ("hostname", "srv1") in records(found)["b1"].claims[0].identifiers


def test_a_file_named_after_its_table_needs_no_class_column(tmp_path):
    plain = "sys_id,name,sys_updated_on\nc1,srv2,2026-01-01 00:00:00\n"

    found = servicenow.parse(written(tmp_path, "cmdb_ci_win_server.csv", plain))

    assert [claim.values["kind"] for claim in claims(found, "asset")] == ["server"]


def test_relations_become_links_dependencies_and_components(tmp_path):
    relations = """parent,type,child,parent.sys_class_name,child.sys_class_name
DIPS,Depends on::Used by,labbase,cmdb_ci_business_app,cmdb_ci_appl
DIPS,Runs on::Runs,lab-db,cmdb_ci_appl,cmdb_ci_server
lab-db,Hosted on::Hosts,esx1,cmdb_ci_vm_instance,cmdb_ci_esx_server
K1,Members::Member of,esx1,cmdb_ci_cluster,cmdb_ci_esx_server
HL7,Sends data to::Receives data from,DIPS,cmdb_ci_appl,cmdb_ci_appl
A,Located in::Houses,B,,
A,,B,,
"""

    found = list(servicenow.parse(written(tmp_path, "cmdb_rel_ci.csv", relations)))

    assert rows(found) == 7
    needs = [
        (c.values["consumer_id"], c.values["provider_id"]) for c in claims(found, "dependency")
    ]
    assert needs == [("DIPS", "labbase"), ("DIPS", "HL7")]
    links = [tuple(claim.values.values()) for claim in claims(found, "asset_link")]
    assert links == [("lab-db", "esx1", "hosted_on"), ("esx1", "K1", "member_of")]
    assert claims(found, "component")[0].values == {"application_id": "DIPS", "asset_id": "lab-db"}
    assert codes(found) == {"relation_not_used": 1, "relation_incomplete": 1}


def test_other_registers_are_not_recognised(tmp_path):
    for head in ("name,serial\n", "parent,type,child\n", "sys_id;verdi\n", "\x00\x01"):
        assert not servicenow.recognise(written(tmp_path, "x.csv", head))


def test_a_file_that_is_no_table_is_refused(tmp_path):
    with pytest.raises(CollectError):
        list(servicenow.parse(written(tmp_path, "x.csv", b"\x00\x01\x02")))


@pytest.mark.needs_data
def test_a_real_cmdb_loses_no_row(data):
    path = data / "samples/servicenow_cmdb/cmdb_ci_a.csv.gz"
    table = list(
        csv.DictReader(io.StringIO(gzip.decompress(path.read_bytes()).decode(), newline=""))
    )

    found = list(servicenow.parse(document(path)))

    assert servicenow.recognise(document(path))
    assert rows(found) == len(table) == 1464
    assert len(claims(found, "asset")) == sum(row["class"] in ASSET_CLASSES for row in table)


ASSET_CLASSES = {
    "Computer",
    "Server",
    "Email Server",
    "UPS",
    "Mass Storage Device",
    "Windows Server",
    "UNIX Server",
    "IP Router",
    "Linux Server",
    "Windows Cluster",
    "Storage Switch",
    "Printer",
    "Network Gear",
}
