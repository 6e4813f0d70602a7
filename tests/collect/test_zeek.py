import gzip
import lzma
import warnings
from pathlib import Path

import pytest
from reading import batches, claims, codes, document, records, rows, written

from grunnmur.collect import zeek
from grunnmur.collect.claim import MARK, Batch
from grunnmur.errors import CollectError

CONN = (
    "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn\n"
    "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tduration"
    "\torig_bytes\tresp_bytes\tconn_state\n"
)
DHCP = (
    "#separator \\x09\n#unset_field\t-\n#path\tdhcp\n"
    "#fields\tts\tuids\tmac\thost_name\tclient_fqdn\tassigned_addr\tlease_time\n"
)
CLOSE = "#close\t2026-09-01-12-00-00\n"
NINE = 1788253200  # 2026-09-01 09:00:00 UTC


def conn(seconds, source, target, port, **said):
    told = {"proto": "tcp", "service": "-", "duration": "1.0", "sent": 10, "got": 5, "state": "SF"}
    told |= said
    values = (f"{NINE + seconds}.5", "C1", source, 50000, target, port, told["proto"])
    values += (told["service"], told["duration"], told["sent"], told["got"], told["state"])
    return "\t".join(map(str, values)) + "\n"


def test_each_connection_is_a_flow_record_of_both_ways(tmp_path):
    log = (
        CONN + conn(0, "10.0.0.1", "10.0.0.9", 443) + conn(60, "10.0.0.1", "10.0.0.9", 443) + CLOSE
    )

    found = list(zeek.parse(written(tmp_path, "conn.log", log)))

    flow, later = batches(found, "flow_record")
    assert (flow["source_ip"], flow["source_port"]) == ("10.0.0.1", 50000)
    assert (flow["target_ip"], flow["target_port"], flow["protocol"]) == ("10.0.0.9", 443, "tcp")
    assert (flow["flows"], flow["bytes"], flow["sampled"]) == (1, 15, 1)
    assert (flow["opened"], flow["answered"]) == (True, True)
    assert str(flow["started_at"]) == "2026-09-01 09:00:00.500000"
    assert str(later["ended_at"]) == "2026-09-01 09:01:01.500000"
    assert rows(found) == 2
    assert codes(found) == {}


def test_whoever_spoke_first_in_the_middle_need_not_have_opened(tmp_path):
    log = CONN + conn(0, "10.0.0.1", "10.0.0.9", 443, state="OTH") + CLOSE

    (flow,) = batches(zeek.parse(written(tmp_path, "conn.log", log)), "flow_record")

    assert flow["opened"] is None


def test_an_ipv6_address_has_one_spelling_and_loopback_tells_of_no_other(tmp_path):
    log = CONN + conn(0, "2001:DB8:0:0::1", "::ffff:10.0.0.9", 443)
    log += conn(0, "127.0.0.1", "127.0.0.1", 443) + CLOSE

    found = list(zeek.parse(written(tmp_path, "conn.log", log)))

    (flow,) = batches(found, "flow_record")
    assert (flow["source_ip"], flow["target_ip"]) == ("2001:db8::1", "10.0.0.9")
    assert codes(found) == {"flow_within_host": 1}


def test_attempts_nobody_answered_are_counted_and_are_no_flows(tmp_path):
    log = CONN + conn(0, "10.0.0.1", "10.0.0.9", 443)
    for state in ("S0", "REJ", "RSTOS0", "SH"):
        log += conn(1, "10.0.0.1", "10.0.0.9", 22, state=state)
    log += conn(2, "10.0.0.1", "10.0.0.9", 23, state="RSTO", got=0)

    found = list(zeek.parse(written(tmp_path, "conn.log", log + CLOSE)))

    assert [flow["target_port"] for flow in batches(found, "flow_record")] == [443]
    (note,) = (one for one in found if not isinstance(one, Batch))
    assert (note.code, note.facts["rows"], note.row) == ("flow_without_answer", 5, True)


def test_a_log_line_sent_over_udp_needs_no_answer_to_be_a_flow(tmp_path):
    log = CONN + conn(0, "10.0.0.1", "10.0.0.9", 514, proto="udp", state="S0", got=0) + CLOSE

    found = list(zeek.parse(written(tmp_path, "conn.log", log)))

    assert [flow["target_port"] for flow in batches(found, "flow_record")] == [514]


def test_icmp_has_no_port(tmp_path):
    log = CONN + conn(0, "10.0.0.1", "10.0.0.9", 3, proto="icmp", state="OTH") + CLOSE

    found = list(zeek.parse(written(tmp_path, "conn.log", log)))

    assert [flow["target_port"] for flow in batches(found, "flow_record")] == [0]


def test_malformed_lines_are_noted_with_their_numbers(tmp_path):
    good = conn(0, "10.0.0.1", "10.0.0.9", 443)
    log = CONN + good + "half a line\n" + good.replace("10.0.0.9", "nowhere") + "\n" + good + CLOSE

    found = list(zeek.parse(written(tmp_path, "conn.log", log)))

    noted = [one.line for one in found if not isinstance(one, Batch)]
    assert noted == [8, 9]
    assert rows(found) == 4


def test_many_malformed_lines_share_a_note(tmp_path):
    log = CONN + "x\n" * 250 + CLOSE

    found = list(zeek.parse(written(tmp_path, "conn.log", log)))

    assert codes(found) == {"line_malformed": 100, "lines_malformed": 1}
    assert rows(found) == 250


def test_a_log_cut_off_in_the_middle_is_read_up_to_there(tmp_path):
    lines = "".join(conn(i, f"10.0.{i % 250}.1", "10.0.0.9", 443) for i in range(20_000))
    packed = gzip.compress((CONN + lines).encode(), mtime=0)

    found = list(zeek.parse(written(tmp_path, "conn.log.gz", packed[: len(packed) // 2])))

    assert 1000 < rows(found) < 20_000
    assert codes(found)["truncated"] == 1


def test_a_growing_log_is_noted(tmp_path):
    log = CONN + conn(0, "10.0.0.1", "10.0.0.9", 443) + conn(0, "10.0.0.1", "10.0.0.9", 443)[:30]

    found = list(zeek.parse(written(tmp_path, "conn.log", log)))

    assert codes(found) == {"line_malformed": 1, "log_not_closed": 1}
    assert rows(found) == 2


def test_logs_put_end_to_end_are_read_each_under_its_own_heading(tmp_path):
    second = CONN.replace("\tservice\tduration", "\tduration\tservice")
    swapped = conn(0, "10.0.0.2", "10.0.0.9", 80, service="2.0", duration="http")
    log = (
        CONN
        + conn(0, "10.0.0.1", "10.0.0.9", 443, service="ssl")
        + CLOSE
        + second
        + swapped
        + CLOSE
    )

    found = list(zeek.parse(written(tmp_path, "conn.log", log)))

    assert {flow["service"] for flow in batches(found, "flow_record")} == {"ssl", "http"}


def test_json_lines_give_the_same_flows_as_tabs(tmp_path):
    tabs = CONN + conn(0, "10.0.0.1", "10.0.0.9", 443, service="ssl") + CLOSE
    line = (
        f'{{"ts":{NINE}.5,"uid":"C1","id.orig_h":"10.0.0.1","id.orig_p":50000,"id.resp_h":"10.0.0.9",'
        '"id.resp_p":443,"proto":"tcp","service":"ssl","duration":1.0,"orig_bytes":10,"resp_bytes":5,'
        '"conn_state":"SF","history":"ShADadFf"}\n'
    )

    from_tabs = batches(zeek.parse(written(tmp_path, "a.log", tabs)), "flow_record")
    found = list(zeek.parse(written(tmp_path, "conn.json", line + "{broken\n" + line)))

    assert batches(found, "flow_record") == [from_tabs[0], from_tabs[0]]
    assert [(one.code, one.line) for one in found[1:]] == [("line_malformed", 2)]


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress])
def test_packed_logs_are_read(tmp_path, pack):
    log = CONN + conn(0, "10.0.0.1", "10.0.0.9", 443) + CLOSE
    packed = written(tmp_path, "conn.log.packed", pack(log.encode()))

    assert zeek.recognise(packed)
    assert rows(zeek.parse(packed)) == 1


def test_a_lease_tells_of_a_thing_once_and_of_its_addresses_each_time(tmp_path):
    lease = f"{NINE}.0\tC1\t00:11:22:33:44:55\tpc-7\tpc-7.hospital.example\t10.0.0.7\t3600.0\n"
    renewed = lease.replace("10.0.0.7", "10.0.0.8")

    found = list(zeek.parse(written(tmp_path, "dhcp.log", DHCP + lease + renewed + CLOSE)))

    (asset,) = claims(found, "asset")
    assert asset.identifiers == (
        ("mac", "00:11:22:33:44:55"),
        ("hostname", "pc-7"),
        ("fqdn", "pc-7.hospital.example"),
    )
    first, second = claims(found, "address")
    assert (first.values["ip"], second.values["ip"]) == ("10.0.0.7", "10.0.0.8")
    assert str(first.values["to_at"]) == "2026-09-01 10:00:00"
    assert second.values["asset_id"] == f"{MARK}record{MARK}00:11:22:33:44:55"
    assert rows(found) == 2


def test_a_docking_station_under_two_names_is_two_things(tmp_path):
    lease = f"{NINE}.0\tC1\t00:11:22:33:44:55\tpc-7\t-\t10.0.0.7\t3600.0\n"

    found = zeek.parse(written(tmp_path, "dhcp.log", DHCP + lease + lease.replace("pc-7", "pc-8")))

    assert list(records(found)) == ["00:11:22:33:44:55", "00:11:22:33:44:55:pc-8"]


def test_leases_without_hardware_address_are_noted(tmp_path):
    lease = f"{NINE}.0\tC1\t-\tpc-7\t-\t10.0.0.7\t3600.0\n"

    found = list(zeek.parse(written(tmp_path, "dhcp.log", DHCP + lease + CLOSE)))

    assert codes(found) == {"lease_without_mac": 1}
    assert rows(found) == 1


def test_software_is_claimed_and_scripts_in_its_place_are_not(tmp_path):
    log = (
        "#separator \\x09\n#unset_field\t-\n#path\tsoftware\n"
        "#fields\tts\thost\thost_p\tsoftware_type\tname\tversion.major\tversion.minor\tversion.addl\n"
        f"{NINE}.0\t10.0.0.9\t80\tHTTP::SERVER\tnginx\t1\t18\tubuntu\n"
        f"{NINE}.0\t10.0.0.9\t80\tHTTP::BROWSER\t() {{ :; }}; echo\t-\t-\t-\n" + CLOSE
    )

    found = list(zeek.parse(written(tmp_path, "software.log", log)))

    (claim,) = claims(found, "installation")
    assert (claim.values["product_id"], claim.values["version"]) == ("nginx", "1.18-ubuntu")
    assert codes(found) == {"software_unnamed": 1}


def test_logons_that_succeeded_are_claimed_and_the_others_counted(tmp_path):
    log = "#separator \\x09\n#unset_field\t-\n#path\tntlm\n#fields\tts\tuid\tid.orig_h\tid.resp_h"
    log += "\tusername\tdomainname\tserver_dns_computer_name\tsuccess\n"
    for account, success in (("kari", "T"), ("kari", "F"), ("-", "T"), ("ola", "-")):
        log += f"{NINE}.0\tC1\t10.0.0.7\t10.0.0.9\t{account}\tEX\tfil.ex.example\t{success}\n"

    found = list(zeek.parse(written(tmp_path, "ntlm.log", log + CLOSE)))

    (logon,) = claims(found, "logon")
    assert logon.values["account_id"] == "EX\\kari"
    assert logon.values["asset_id"] == f"{MARK}fqdn{MARK}fil.ex.example"
    assert codes(found) == {"logon_refused": 1, "logon_without_account": 1}
    assert rows(found) == 4


def test_an_empty_file_is_noted_and_a_stranger_is_refused(tmp_path):
    stranger = written(tmp_path, "other.log", "ts,uid\n1,2\n")

    assert codes(zeek.parse(written(tmp_path, "empty.log", ""))) == {"empty_file": 1}
    assert not zeek.recognise(stranger)
    with pytest.raises(CollectError, match="zeek_heading_missing"):
        list(zeek.parse(stranger))


@pytest.mark.needs_data
def test_every_line_of_real_logs_is_claimed_or_noted(data):
    logs = sorted((data / "samples" / "zeek").glob("*log*"))
    assert len(logs) >= 18

    for log in logs:
        found = list(zeek.parse(document(log)))

        assert rows(found) == _lines(log), log.name
        assert "line_malformed" not in codes(found), log.name


def _lines(log: Path) -> int:
    content = gzip.decompress(log.read_bytes()) if log.suffix == ".gz" else log.read_bytes()
    return sum(1 for line in content.split(b"\n") if line and not line.startswith(b"#"))


def test_the_same_log_gives_the_same_flows_again(tmp_path):
    lines = "".join(conn(i, f"10.0.{i % 7}.1", f"10.1.0.{i % 5}", 443) for i in range(200))
    log = written(tmp_path, "conn.log", CONN + lines + CLOSE)

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        first, second = list(zeek.parse(log)), list(zeek.parse(log))

    assert first[0].arrow.equals(second[0].arrow)
