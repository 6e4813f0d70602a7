import csv
import gzip
import io
import json
import re

import pytest
from reading import claims, codes, document, records, rows, written

from grunnmur.collect import scanner
from grunnmur.collect.claim import MARK, reference
from grunnmur.collect.scanner.instants import instant
from grunnmur.errors import CollectError

NESSUS_CSV = """\
Plugin,Plugin Name,Severity,IP Address,MAC Address,DNS Name,NetBIOS Name,CVE,CPE,\
Last Observed
35291,Weak hash,Medium,10.0.0.5,00:11:22:33:44:55,db.hospital.example,EX\\DB,\
"CVE-2004-2761,CVE-2005-4900",cpe:/a:ietf:md5,"Jan 5, 2026 10:24:08 UTC"
19506,Scan information,Info,10.0.0.5,,db.hospital.example,,,,"Jan 5, 2026 10:24:08 UTC"
57582,Self-signed,High,10.0.0.5,,db.hospital.example,,,,"Jan 5, 2026 10:24:08 UTC"
,,,,,,,,,
"""
NESSUS_XML = """<?xml version="1.0" ?><NessusClientData_v2><Report name="r">
<ReportHost name="10.0.0.5"><HostProperties>
 <tag name="host-fqdn">db.hospital.example</tag><tag name="host-ip">10.0.0.5</tag>
 <tag name="mac-address">00:11:22:33:44:55</tag>
 <tag name="operating-system">Microsoft Windows Server 2012 R2</tag></HostProperties>
<ReportItem pluginID="1" pluginName="SMBv1" severity="3"><risk_factor>High</risk_factor>
 <cve>CVE-2017-0143</cve><cve>CVE-2017-0144</cve></ReportItem>
<ReportItem pluginID="2" pluginName="Ping" severity="0"><risk_factor>None</risk_factor></ReportItem>
</ReportHost></Report></NessusClientData_v2>
"""
NEXPOSE = """<NexposeReport version="2.0"><nodes><node address="10.0.0.5" status="alive">
<names><name>db</name></names>
<fingerprints><os certainty="1.0" vendor="Ubuntu" product="Linux"/></fingerprints>
<tests><test id="a" status="vulnerable-exploited"/><test id="b" status="not-vulnerable"/></tests>
</node></nodes>
<VulnerabilityDefinitions><vulnerability id="a" title="Bad thing" severity="8">
<references><reference source="CVE">CVE-2020-1</reference></references></vulnerability>
</VulnerabilityDefinitions></NexposeReport>
"""
OPENSCAP = """<Benchmark xmlns="http://checklists.nist.gov/xccdf/1.2">
<Rule id="r1"><title>No telnet</title></Rule>
<TestResult end-time="2026-09-01T10:00:00"><target>db.hospital.example</target>
<target-address>127.0.0.1</target-address><target-address>10.0.0.5</target-address>
<rule-result idref="r1" severity="high"><result>fail</result></rule-result>
<rule-result idref="r2"><result>pass</result></rule-result>
<rule-result idref="r3"><result>notchecked</result></rule-result></TestResult></Benchmark>
"""
TESTSSL = """"id","fqdn/ip","port","severity","finding","cve","cwe"
"service","web.hospital.example/10.0.0.8","443","INFO","HTTP","",""
"BEAST","web.hospital.example/10.0.0.8","443","LOW","TLS1 offered","CVE-2011-3389",""
"SSLv2","web.hospital.example/10.0.0.8","443","OK","not offered","",""
"""


def test_the_first_row_of_a_host_tells_of_the_host_too(tmp_path):
    found = list(scanner.parse(written(tmp_path, "n.csv", NESSUS_CSV)))

    asset = records(found)["db.hospital.example"].claims[0]
    assert asset.identifiers == (
        ("fqdn", "db.hospital.example"),
        ("hostname", "DB"),
        ("mac", "00:11:22:33:44:55"),
        ("ip", "10.0.0.5"),
    )
    assert str(records(found)["db.hospital.example"].seen_at) == "2026-01-05 10:24:08"


def test_a_test_for_several_vulnerabilities_is_a_detection_of_each(tmp_path):
    found = claims(scanner.parse(written(tmp_path, "n.csv", NESSUS_CSV)), "detection")

    numbers = [claim.values["vulnerability_id"] for claim in found]
    assert numbers == ["CVE-2004-2761", "CVE-2005-4900", "nessus:57582"]
    assert found[0].values["product_id"] == reference("cpe", "cpe:2.3:a:ietf:md5:*:*:*:*:*:*:*:*")
    assert found[0].values["severity"] == "Medium"


@pytest.mark.parametrize(
    ("name", "text", "severity"),
    [
        ("q.csv", "IP,QID,Title,Severity\n10.0.0.5,1,Worst,5\n", "critical"),
        ("q.csv", "IP,QID,Title,Severity\n10.0.0.5,1,Bad,4\n", "high"),
        ("q.csv", "IP,QID,Title,Severity\n10.0.0.5,1,Minimal,1\n", "low"),
        ("n.csv", "Plugin,Plugin Name,IP Address,Severity\n1,Bad,10.0.0.5,3\n", "high"),
        ("o.xml", "<outpost24><detaillist><detail><ip>10.0.0.5</ip><id>1</id><risk>2</risk>"
                  "<cvss_v3_score>7.5</cvss_v3_score></detail></detaillist></outpost24>", "high"),
        ("o.xml", "<outpost24><detaillist><detail><ip>10.0.0.5</ip><id>1</id><risk>2</risk>"
                  "</detail></detaillist></outpost24>", "risk 2"),
    ],
)  # fmt: skip
def test_levels_are_read_by_the_scanners_own_scale(tmp_path, name, text, severity):
    (finding,) = claims(scanner.parse(written(tmp_path, name, text)), "detection")

    assert finding.values["severity"] == severity


def test_information_and_empty_rows_are_counted(tmp_path):
    found = list(scanner.parse(written(tmp_path, "n.csv", NESSUS_CSV)))

    assert codes(found) == {"finding_informational": 1, "empty_rows": 1}
    assert rows(found) == 4


def test_hosts_in_xml_are_rows_and_their_findings_hang_on_them(tmp_path):
    found = list(scanner.parse(written(tmp_path, "n.nessus", NESSUS_XML)))

    host = claims(found, "asset")[0]
    assert host.values["os_name"] == "Microsoft Windows Server 2012 R2"
    assert {claim.values["asset_id"] for claim in claims(found, "detection")} == {
        f"{MARK}record{MARK}db.hospital.example"
    }
    assert rows(found) == 1 + 2


def test_nexpose_findings_get_their_meaning_from_the_definitions(tmp_path):
    found = list(scanner.parse(written(tmp_path, "n.xml", NEXPOSE)))

    (finding,) = claims(found, "detection")
    assert finding.values["vulnerability_id"] == "CVE-2020-1"
    assert (finding.values["title"], finding.values["severity"]) == ("Bad thing", "critical")
    assert rows(found) == 3


def test_openscap_rules_that_fail_are_detections(tmp_path):
    found = list(scanner.parse(written(tmp_path, "o.xml", OPENSCAP)))

    (finding,) = claims(found, "detection")
    assert (finding.values["vulnerability_id"], finding.values["title"]) == ("r1", "No telnet")
    assert [claim.values["ip"] for claim in claims(found, "address")] == ["10.0.0.5"]
    assert codes(found) == {"check_passed": 1, "check_not_answered": 1}
    assert rows(found) == 4


def test_what_testssl_finds_in_order_is_no_detection(tmp_path):
    found = list(scanner.parse(written(tmp_path, "t.csv", TESTSSL)))

    assert [c.values["vulnerability_id"] for c in claims(found, "detection")] == ["CVE-2011-3389"]
    assert rows(found) == 3


def test_an_image_is_named_and_not_described(tmp_path):
    report = {
        "matches": [
            {
                "vulnerability": {"id": "CVE-2021-44228", "severity": "Critical"},
                "artifact": {"name": "log4j-core", "purl": "pkg:maven/a/log4j-core@2.14.1"},
            }
        ],
        "source": {"type": "image", "target": {"userInput": "labsvar:4.2"}},
    }

    found = list(scanner.parse(written(tmp_path, "g.json", json.dumps(report))))

    (finding,) = claims(found, "detection")
    assert finding.values["asset_id"] == reference("name", "labsvar:4.2")
    assert finding.values["product_id"] == reference("purl", "pkg:maven/a/log4j-core@2.14.1")
    assert claims(found, "asset") == []


def test_rows_wider_than_their_headings_are_noted(tmp_path):
    found = list(
        scanner.parse(written(tmp_path, "t.csv", TESTSSL + '"a","b","c","d","e","f","g","h"\n'))
    )

    assert codes(found)["row_too_wide"] == 1
    assert rows(found) == 4


def test_findings_on_nothing_are_counted(tmp_path):
    erratum = {"errata_id": "RHSA-1", "pulp_id": "RHSA-1", "severity": "Important"}

    found = list(scanner.parse(written(tmp_path, "s.json", json.dumps({"results": [erratum] * 3}))))

    assert codes(found) == {"finding_without_asset": 1}
    assert rows(found) == 3


def test_instants_are_read_however_a_scanner_writes_them():
    for text in (
        "Jan 5, 2026 03:24:08 MST",
        "2026-01-05T11:24:08+01:00",
        "2026-01-05T10:24:08.1234567Z",
        "20260105T102408000",
        "1767608648",
    ):
        assert str(instant(text)).startswith("2026-01-05 10:24:08"), text
    assert instant("yesterday") is None


def test_what_excel_saved_with_semicolons_is_read(tmp_path):
    lines = csv.reader(io.StringIO(NESSUS_CSV))
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows(lines)
    saved = written(tmp_path, "n.csv", text.getvalue())

    assert scanner.recognise(saved)
    assert list(scanner.parse(saved)) == list(scanner.parse(written(tmp_path, "m.csv", NESSUS_CSV)))


def test_strangers_are_refused(tmp_path):
    for name, text in (("a.json", "{}"), ("a.csv", "IP,Name\n"), ("a.xml", "<a/>"), ("a", "")):
        assert not scanner.recognise(written(tmp_path, name, text))
    with pytest.raises(CollectError, match="scanner_unknown"):
        list(scanner.parse(written(tmp_path, "a.csv", "IP,Name\n")))


@pytest.mark.needs_data
def test_levels_of_a_real_scan_are_on_the_one_scale(data):
    report = document(data / "samples" / "scanners" / "qualys_vmdr__many_vulns_qid.csv")

    found = [claim.values["severity"] for claim in claims(scanner.parse(report), "detection")]

    assert found == ["low", "low", "high", "critical"]  # levels 1, 2, 4, 5; 3 is mended


@pytest.mark.needs_data
def test_every_row_of_real_reports_is_claimed_or_noted(data):
    files = sorted((data / "samples" / "scanners").iterdir())
    files = [file for file in files if not file.name.startswith("cyclonedx__")]
    assert len(files) == 56

    counted = {file.name: _rows(file) for file in files}

    for file in files:
        report = document(file)
        assert scanner.recognise(report), file.name
        assert rows(scanner.parse(report)) == counted[file.name], file.name


def _rows(file):
    """Rows of a report, counted in its text: hosts with an element of their own, and findings."""
    raw = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
    text = raw.decode("utf-8-sig")
    tool = file.name.partition("__")[0]
    if tool in ELEMENTS:
        return len(re.findall(ELEMENTS[tool], text))
    if ".csv" in file.name:
        return _csv_rows(text)
    return LISTED[tool](text)


ELEMENTS = {
    "nexpose": r"<node |<test ",
    "openscap": r"<(?:\w+:)?TestResult |<(?:\w+:)?rule-result ",
    "outpost24": r"<host>|<detail>",
    "pingcastle": r"<HealthcheckDomainController[ >]|<HealthcheckRiskRule>",
    "qualys_infrascan_webgui": r"<IP |<VULN |<INFO |<SERVICE |<PRACTICE ",
}


def _csv_rows(text):
    table = list(csv.reader(io.StringIO(text, newline="")))
    marks = {"QID", "Plugin", "NVT Name", "fqdn/ip", "recommendationId"}
    top = next(i for i, cells in enumerate(table) if marks & set(cells))
    return sum(1 for cells in table[top + 1 :] if cells)


def _tests_of_servers(text):
    servers = json.loads(text)["server_scan_results"]
    answers = [s.get("scan_result") or s["scan_commands_results"] for s in servers]
    return len(servers) + sum(map(len, answers))


def _offers(text):
    tree = json.loads(text)
    return 1 + sum(len(tree[name]) for name in ("cves", "enc", "kex", "key", "mac"))


def _servers_of_issues(text):
    tree = json.loads(text)
    issues = tree.get("cves", []) + tree.get("security_issues", [])
    return sum(max(1, len(issue["servers"])) for issue in issues)


def _hits(text):
    tree = json.loads(text)
    return len(tree["hits"]["hits"]) if "hits" in tree else len(tree["data"]["affected_items"])


LISTED = {
    "anchore_grype": lambda text: len(json.loads(text)["matches"]),
    "aws_inspector2": lambda text: len(json.loads(text)["findings"]),
    "csaf": lambda text: len(json.loads(text)["vulnerabilities"]),
    "cyberwatch_galeax": _servers_of_issues,
    "dependency_track": lambda text: len(json.loads(text)["findings"]),
    "masscan": lambda text: text.count('"ip"'),
    "ms_defender": lambda text: len(json.loads(text)["value"]),
    "naabu": lambda text: text.count('"ip"'),
    "nuclei": lambda text: len([line for line in text.splitlines() if line.strip()]),
    "openvas": lambda text: text.count("<result "),
    "openvex": lambda text: len(json.loads(text)["statements"]),
    "qualys": lambda text: text.count("<HOST>") + text.count("<VULN_INFO>"),
    "redhatsatellite": lambda text: len(json.loads(text)["results"]),
    "ssh_audit": _offers,
    "sslyze": _tests_of_servers,
    "tenable": lambda text: text.count("<ReportHost ") + text.count("<ReportItem "),
    "trivy": lambda text: len(re.findall(r'"VulnerabilityID":|"AVDID":', text)),
    "wazuh": _hits,
}


def test_a_stray_quote_costs_no_finding(tmp_path):
    text = NESSUS_CSV.replace("\n57582,Self", '\n57582,"Self')

    found = list(scanner.parse(written(tmp_path, "n.csv", text)))

    assert rows(found) == 4
    assert codes(found)["quote_unclosed"] == 1


def test_a_scanner_s_long_cells_leave_the_next_file_s_limit_alone(tmp_path):
    before = csv.field_size_limit()

    found = list(scanner.parse(written(tmp_path, "nessus.csv", NESSUS_CSV)))

    assert rows(found) == 4
    assert csv.field_size_limit() == before
