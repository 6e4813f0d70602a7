# ruff: noqa: E501 rows stand as nfdump writes them
import pytest
from reading import batches, codes, rows, written

from grunnmur.collect import formats, nfdump
from grunnmur.errors import CollectError

LINE = "Date first seen          Duration Proto      Src IP Addr:Port          Dst IP Addr:Port   Packets    Bytes Flows\n"
LONG = "Date first seen          Duration Proto      Src IP Addr:Port          Dst IP Addr:Port   Flags Tos  Packets    Bytes Flows\n"
EXTENDED = (
    "Date flow start          Duration Proto      Src IP Addr:Port          Dst IP Addr:Port   Flags Tos  Packets"
    "    Bytes      pps      bps    Bpp Flows\n"
)
SUMMARY = """Summary: total flows: 2, total bytes: 1.3 M, total packets: 24, avg bps: 1, avg pps: 0, avg bpp: 1
Time window: 2026-09-01 08:55:00 - 2026-09-01 09:04:59
Total flows processed: 2, Blocks skipped: 0, Bytes read: 280
Sys: 0.012s flows/second: 166.7        Wall: 0.001s flows/second: 1600.0
"""
OLD_CSV = "ts,te,td,sa,da,sp,dp,pr,flg,fwd,stos,ipkt,ibyt,opkt,obyt,in,out\n"
NEW_CSV = "firstSeen,duration,proto,srcAddr,srcPort,dstAddr,dstPort,packets,bytes,flows\n"
OSLO = {"timezone": "Europe/Oslo"}


def found(folder, content, name="flows.txt", **options):
    return list(nfdump.parse(written(folder, name, content, **options)))


def flows(read):
    return batches(read, "flow_record")


@pytest.mark.parametrize(
    ("heading", "row"),
    [
        (LINE, "2026-09-01 11:00:00.250     2.500 TCP           10.0.0.1:50000 ->         10.0.0.9:443         12    1.2 M     3\n"),
        (LINE, "2026-09-01 11:00:00.250 00:00:02.500 TCP       10.0.0.1:50000 ->         10.0.0.9:443         12    1.2 M     3\n"),
        (LONG, "2026-09-01 11:00:00.250     2.500 TCP           10.0.0.1:50000 ->         10.0.0.9:443   .AP.SF   0       12    1.2 M     3\n"),
        (EXTENDED, "2026-09-01 11:00:00.250     2.500 TCP  10.0.0.1:50000 ->  10.0.0.9:443   .AP.SF   0       12    1.2 M        1    1.6 M     83     3\n"),
        (OLD_CSV, "2026-09-01 11:00:00.250,2026-09-01 11:00:02.750,2.5,10.0.0.1,10.0.0.9,50000,443,TCP,.AP.SF,0,0,12,1200000,0,0,1,2\n"),
        (NEW_CSV, "2026-09-01 11:00:00.250,00:00:02.500,TCP,10.0.0.1,50000,10.0.0.9,443,12,1200000,3\n"),
    ],
)  # fmt: skip
def test_every_output_says_the_same(tmp_path, heading, row):
    read = found(tmp_path, heading + row, **OSLO)

    (flow,) = flows(read)
    assert (flow["source_ip"], flow["source_port"]) == ("10.0.0.1", 50000)
    assert (flow["target_ip"], flow["target_port"], flow["protocol"]) == ("10.0.0.9", 443, "tcp")
    assert (flow["packets"], flow["bytes"]) == (12, 1_200_000)
    assert flow["flows"] == (1 if heading == OLD_CSV else 3)
    assert (
        str(flow["started_at"]) == "2026-09-01 09:00:00.250000"
    )  # summer time in Oslo is two hours ahead
    assert str(flow["ended_at"]) == "2026-09-01 09:00:02.750000"
    assert codes(read) == {}


def test_an_end_that_was_never_told_is_not_known(tmp_path):
    """As nfdump 1.7.1 writes the deletion event of a firewall."""
    row = "2015-10-09 09:47:47,1970-01-01 00:00:00,18446742629325484.000,192.168.14.1,2.2.2.11,0,0,ICMP,........,0,0,0,56,0,0,3,2\n"

    read = found(tmp_path, OLD_CSV + row, **OSLO)

    assert [(f["bytes"], f["ended_at"]) for f in flows(read)] == [(56, None)]
    assert codes(read) == {"flow_end_doubtful": 1}


def test_a_flow_of_a_day_and_more_and_one_without_an_end_are_read_from_text(tmp_path):
    row = "2026-09-01 11:00:00.250 {} ICMP      192.168.14.1:0     ->         2.2.2.11:0.0   ........   0        0       56     1\n"
    never = "-2147483648d -2147483648:-2147483648:18446742629325484.000"

    read = found(tmp_path, LONG + row.format("1d 02:00:00.000") + row.format(never), **OSLO)

    assert [str(f["ended_at"]) for f in flows(read)] == ["2026-09-02 11:00:00.250000", "None"]


def test_without_a_time_zone_times_are_taken_as_utc_and_that_is_noted(tmp_path):
    read = found(
        tmp_path, NEW_CSV + "2026-09-01 11:00:00.250,2.5,TCP,10.0.0.1,50000,10.0.0.9,443,12,120,3\n"
    )

    assert str(flows(read)[0]["started_at"]) == "2026-09-01 11:00:00.250000"
    assert codes(read) == {"times_taken_as_utc": 1}


def test_a_time_zone_that_does_not_exist_is_told(tmp_path):
    with pytest.raises(CollectError, match="timezone_unknown"):
        found(tmp_path, NEW_CSV, timezone="Europe/Olso")


def test_headings_and_summaries_are_no_rows_and_outputs_may_follow_each_other(tmp_path):
    row = "2026-09-01 11:00:00.250     2.500 UDP           10.0.0.1:50000 ->         10.0.0.9:53         12     1200     1\n"
    csv = NEW_CSV + "2026-09-01 11:00:00.250,2.5,UDP,10.0.0.2,50000,10.0.0.9,53,12,120,3\n"
    csv += "\nSummary\nflows,bytes,packets,avg_bps,avg_pps,avg_bpp\n3,120,12,0,0,10\n"

    read = found(tmp_path, LINE + row + row + SUMMARY + LINE + row + csv + csv, **OSLO)

    assert [flow["source_ip"] for flow in flows(read)] == ["10.0.0.1"] * 3 + ["10.0.0.2"] * 2
    assert codes(read) == {}


def test_ipv6_is_read_where_it_is_whole(tmp_path):
    row = "2026-09-01 11:00:00.250     2.500 TCP  {}.50000 ->  2001:db8::2.443         12     1200     1\n"

    read = found(tmp_path, LINE + row.format("2001:db8::1") + row.format("2001:d..0:1"), **OSLO)

    assert [(f["source_ip"], f["source_port"], f["target_ip"]) for f in flows(read)] == [
        ("2001:db8::1", 50000, "2001:db8::2")
    ]
    assert codes(read) == {"flow_address_shortened": 1}
    assert rows(read) == 2


def test_the_type_of_an_icmp_message_is_no_port(tmp_path):
    row = "2026-09-01 11:00:00.250     2.500 ICMP  10.0.0.1:0 ->  10.0.0.9:8.0         12     1200     1\n"

    (flow,) = flows(found(tmp_path, LINE + row, **OSLO))

    assert (flow["source_ip"], flow["target_ip"], flow["target_port"]) == (
        "10.0.0.1",
        "10.0.0.9",
        0,
    )


def test_firewall_events_and_two_way_output_are_read(tmp_path):
    events = (
        "Date first seen          Event  XEvent Proto      Src IP Addr:Port          Dst IP Addr:Port     "
        "X-Src IP Addr:Port        X-Dst IP Addr:Port   In Byte Out Byte\n"
    )
    row = "2026-09-01 11:00:00.250 {} Ignore TCP  10.0.0.1:50000 ->  10.0.0.9:443  0.0.0.0:0 ->  0.0.0.0:0   582   100\n"

    read = found(tmp_path, events + row.format("CREATE") + row.format("DENIED"), **OSLO)

    assert [flow["bytes"] for flow in flows(read)] == [682]
    assert codes(read) == {"flow_rejected": 1}


def test_knocks_and_broken_lines_are_noted_and_a_growing_file_is_read_to_its_last_line(tmp_path):
    row = "2026-09-01 11:00:00.250     2.500 TCP           10.0.0.1:50000 ->         10.0.0.9:443   ....S.   0       12    12     1\n"

    read = found(
        tmp_path, LONG + row + row.replace("....S.", ".AP.SF") + "rubbish\n" + row[:80], **OSLO
    )

    assert len(flows(read)) == 1
    assert codes(read) == {"flow_without_answer": 1, "line_malformed": 2}
    assert rows(read) == 4


def test_a_file_of_nfcapd_gets_an_advice(tmp_path):
    file = written(tmp_path, "nfcapd.202609010900", b"\x0c\xa5\x01\x00" + bytes(200))

    assert formats.recognised(file) == "nfdump"
    with pytest.raises(CollectError, match="nfdump_binary"):
        list(nfdump.parse(file))


def test_an_empty_file_is_noted_and_a_stranger_refused(tmp_path):
    assert codes(found(tmp_path, "")) == {"empty_file": 1}
    with pytest.raises(CollectError, match="nfdump_heading_missing"):
        found(tmp_path, "ts,te\n1,2\n")
    assert formats.recognised(written(tmp_path, "x.csv", NEW_CSV)) == "nfdump"


JSON_FLOW = """{
	"type" : "FLOW",
	"sampled" : 0,
	"export_sysid" : 1,
	"%s" : "2026-09-01T11:00:00.250",
	"%s" : "2026-09-01T11:00:02.750",
	"in_packets" : 12,
	"in_bytes" : 1200000,
	"proto" : 6,
	"tcp_flags" : "...AP.SF",
	"src_port" : 50000,
	"dst_port" : 443,
	"src4_addr" : "10.0.0.1",
	"dst4_addr" : "10.0.0.9",
	"label" : "<none>"
}"""


@pytest.mark.parametrize("keys", [("first", "last"), ("t_first", "t_last")])
@pytest.mark.parametrize("lined", [False, True], ids=["json", "ndjson"])
def test_json_says_what_csv_says(tmp_path, keys, lined):
    row = "2026-09-01 11:00:00.250,2026-09-01 11:00:02.750,2.5,10.0.0.1,10.0.0.9,50000,443,TCP,...AP.SF,0,0,12,1200000,0,0,1,2\n"
    flow = JSON_FLOW % keys
    content = 2 * (flow.replace("\n", "") + "\n") if lined else f"[\n{flow},\n{flow}]\n"

    read = found(tmp_path, content, "flows.json", **OSLO)

    assert flows(read) == flows(found(tmp_path, OLD_CSV + row + row, **OSLO))
    assert (codes(read), rows(read)) == ({}, 2)


def test_json_of_events_ipv6_and_unanswered_knocks_is_judged_like_the_rest(tmp_path):
    flow = JSON_FLOW % ("first", "last")
    denied = flow.replace('"FLOW"', '"EVENT"').replace('"label"', '"event" : "DENIED",\n\t"label"')
    knock = flow.replace("...AP.SF", "......S.")
    six = flow.replace("src4_addr", "src6_addr").replace("dst4_addr", "dst6_addr")
    six = six.replace("10.0.0.1", "2001:db8::1").replace("10.0.0.9", "2001:db8::9")

    read = found(tmp_path, f"[{denied},{knock},{six}]", "flows.json", **OSLO)

    assert [flow["source_ip"] for flow in flows(read)] == ["2001:db8::1"]
    assert codes(read) == {"flow_rejected": 1, "flow_without_answer": 1}


@pytest.mark.parametrize(
    "flags", ["......S.", "....S.", "CE....S.", "0xc2", "...A.R..", ".....R.."]
)
def test_a_knock_is_one_however_its_flags_are_written(tmp_path, flags):
    """0xc2 and CE....S. are what systems that tell of congestion (RFC 3168) knock with, in nfdump 1.6 and 1.7."""
    row = f"2026-09-01 11:00:00,2026-09-01 11:00:01,1,10.0.0.1,10.0.0.9,50000,443,TCP,{flags},0,0,1,60,0,0,1,2\n"
    talk = row.replace(flags, "0xdb")

    read = found(tmp_path, OLD_CSV + row + talk, **OSLO)

    assert (len(flows(read)), codes(read)) == (1, {"flow_without_answer": 1})


def test_json_that_is_still_growing_is_read_to_its_last_object(tmp_path):
    flow = JSON_FLOW % ("first", "last")

    listed = found(tmp_path, f"[\n{flow},\n{flow},\n{flow[:200]}", "flows.json", **OSLO)
    lined = found(tmp_path, flow.replace("\n", "") + '\n{"type" : "FL', "flows.ndjson", **OSLO)

    assert (len(flows(listed)), codes(listed)) == (2, {"truncated": 1})
    assert (len(flows(lined)), codes(lined)) == (1, {"line_malformed": 1})


def test_json_is_recognised_by_its_first_object(tmp_path):
    flow = JSON_FLOW % ("first", "last")

    assert nfdump.recognise(written(tmp_path, "a.json", f"[\n{flow}]"))
    assert not nfdump.recognise(written(tmp_path, "b.json", '[{"type": "vm", "name": "a"}]'))
