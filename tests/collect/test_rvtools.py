import re
import zipfile
from datetime import datetime

import pytest
import xlsxwriter
from reading import claims, codes, document, records, rows

from grunnmur.collect import rvtools
from grunnmur.collect.claim import SELF, reference
from grunnmur.errors import CollectError

MACHINES = [
    {
        "VM": "lab-db",
        "Powerstate": "poweredOn",
        "CPUs": 4,
        "Memory": 8192,
        "DNS Name": "lab-db.sykehus.example",
        "Primary IP Address": "10.1.0.5",
        "Host": "esx1",
        "Datacenter": "Oslo",
        "VM ID": "vm-1",
        "SMBIOS UUID": "4212aa00-0000-4000-8000-000000000001",
        "VM UUID": "5012-a",
        "OS according to the configuration file": "CentOS 7 (64-bit)",
        "OS according to the VMware Tools": "Red Hat Enterprise Linux 8 (64-bit)",
        "VI SDK UUID": "vc",
    },
    {
        "VM": "mal",
        "Powerstate": "poweredOff",
        "Template": "True",
        "Host": "esx1",
        "VM UUID": "5012-b",
        "OS according to the configuration file": "Ubuntu Linux (64-bit)",
        "Guest Detailed Data": "bitness='64' prettyName='Ubuntu 20.04.6 LTS'",
    },
    {"VM": "lab-db", "Powerstate": "poweredOff", "SRM Placeholder": "True", "VM UUID": "5012-c"},
]
HEADINGS = list(dict.fromkeys(heading for machine in MACHINES for heading in machine))
SHEETS = {
    "vInfo": [HEADINGS, *([machine.get(name, "") for name in HEADINGS] for machine in MACHINES)],
    "vHost": [
        ["Host", "Cluster", "ESX Version", "Vendor", "Model", "Serial number", "UUID"],
        ["esx1", "K1", "VMware ESXi 7.0.3", "HPE", "DL380", "CZ1", "4c4c4544-0000-1000-8000-1"],
    ],
    "vCluster": [["Name", "NumHosts"], ["K1", 1]],
    "vNetwork": [
        ["VM", "NIC label", "Network", "Mac Address", "IPv4 Address", "VM UUID"],
        ["lab-db", "Adapter 1", "VLAN 12", "00:50:56:00:00:01", "10.1.0.5, 10.1.0.6", "5012-a"],
        ["mal", "Adapter 1", "VLAN 12", "", "", "5012-b"],
    ],
    "vDisk": [
        ["VM", "Disk", "Capacity MiB", "VM UUID"],
        ["lab-db", "Disk 1", 953674, "5012-a"],
        ["lab-db", "Disk 2", 953674, "5012-a"],
        ["ukjent", "Disk 1", 1, "5012-x"],
    ],
    "vTools": [
        ["VM", "Tools", "Tools Version", "VM UUID"],
        ["lab-db", "toolsOk", "12352", "5012-a"],
        ["mal", "toolsNotInstalled", "0", "5012-b"],
    ],
    "vSnapshot": [["VM", "Name"], ["lab-db", "før oppgradering"]],
    "vMetaData": [["RVTools version", "xlsx creation datetime"], ["4.4", "2026-08-30 06:00:00"]],
}


@pytest.fixture
def export(tmp_path):
    path = tmp_path / "vcenter.xlsx"
    book = xlsxwriter.Workbook(str(path))
    for name, lines in SHEETS.items():
        sheet = book.add_worksheet(name)
        for number, line in enumerate(lines):
            sheet.write_row(number, 0, line)
    book.close()
    return document(path)


def test_every_row_of_every_sheet_is_claimed_or_noted(export):
    found = list(rvtools.parse(export))

    assert rows(found) == sum(len(lines) - 1 for lines in SHEETS.values())


def test_a_virtual_machine_is_claimed_with_its_identifiers(export):
    machine = records(rvtools.parse(export))["vInfo:5012-a"]

    asset = machine.claims[0]
    assert asset.values["os_name"] == "Red Hat Enterprise Linux 8 (64-bit)"
    assert (
        asset.values["last_seen_at"]
        == machine.seen_at
        == datetime.fromisoformat("2026-08-30 06:00")
    )
    assert dict(asset.identifiers) == {
        "uuid": "4212aa00-0000-4000-8000-000000000001",
        "instance_uuid": "5012-a",
        "moref": "vc:vm-1",
        "ip": "10.1.0.5",
        "mac": "00:50:56:00:00:01",
        "fqdn": "lab-db.sykehus.example",
    }


def test_the_guests_own_words_name_a_templates_system(export):
    template = records(rvtools.parse(export))["vInfo:5012-b"].claims[0]

    assert template.values["role"] == "template"
    assert template.values["os_name"] == "Ubuntu 20.04.6 LTS"
    assert template.values["last_seen_at"] is None


def test_machines_run_on_hosts_and_hosts_are_in_clusters(export):
    links = [claim.values for claim in claims(rvtools.parse(export), "asset_link")]

    on_host = {"other_id": reference("record", "vHost:esx1"), "relation": "hosted_on"}
    in_cluster = {"other_id": reference("record", "vCluster:K1"), "relation": "member_of"}
    assert {"asset_id": SELF, **on_host} in links
    assert {"asset_id": SELF, **in_cluster} in links


def test_a_card_gives_one_address_for_each_ip(export):
    card = records(rvtools.parse(export))["vNetwork:5012-a:Adapter 1"]

    assert [claim.values["ip"] for claim in card.claims] == ["10.1.0.5", "10.1.0.6"]
    assert card.claims[0].values["asset_id"] == reference("record", "vInfo:5012-a")


def test_disks_are_added_up_for_their_machine(export):
    # 2 × 953,674 MiB × 1,048,576 bytes is 2.0 × 10^12, said by the machine and by each disk
    uses = [claim.values for claim in claims(rvtools.parse(export), "resource_use")]

    disks = [use["amount"] for use in uses if use["resource"] == "storage_tb"]
    assert disks == pytest.approx([2.0, 2.0, 2.0], rel=1e-5)


def test_what_claims_nothing_is_noted(export):
    assert codes(rvtools.parse(export)) == {
        "recovery_placeholder": 1,
        "card_without_address": 1,
        "row_of_unknown_machine": 1,
        "tools_not_installed": 1,
        "sheet_not_used": 1,
        "sheet_about_export": 1,
    }


def test_a_sheet_with_cells_in_far_corners_is_refused_before_it_takes_room(tmp_path):
    path = tmp_path / "hostile.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("vInfo")
    sheet.write(0, 0, "VM")
    sheet.write(1_048_575, 16_383, "x")
    book.close()

    with pytest.raises(CollectError, match="sheet_too_large"):
        list(rvtools.parse(document(path)))


def test_another_workbook_is_not_recognised(tmp_path):
    path = tmp_path / "register.xlsx"
    book = xlsxwriter.Workbook(str(path))
    book.add_worksheet("Ark1").write(0, 0, "VM")
    book.close()

    assert not rvtools.recognise(document(path))


@pytest.mark.needs_data
@pytest.mark.parametrize(
    "name", ["small_complete.xlsx", "sizing_workshop.xlsx", "migration_planner_example1.xlsx"]
)
def test_real_exports_lose_no_row(data, name):
    path = data / "samples/rvtools" / name
    with zipfile.ZipFile(path) as archive:
        sheets = [archive.read(one) for one in archive.namelist() if "worksheets/sheet" in one]
    with_content = [re.findall(rb"<row(?:(?!</row>).)*?<(?:v|is)>", sheet) for sheet in sheets]

    found = list(rvtools.parse(document(path)))

    assert rvtools.recognise(document(path))
    assert rows(found) == sum(len(lines) - 1 for lines in with_content)
