import gzip

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from reading import batches, codes, document, rows, written

from grunnmur.collect import formats, vpcflow
from grunnmur.errors import CollectError

V2 = (
    "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end "
    "action log-status\n"
)
NINE = 1_788_253_200


def line(source="10.0.0.1", target="10.0.0.9", port=443, **said):
    told = {
        "protocol": 6,
        "action": "ACCEPT",
        "status": "OK",
        "start": NINE,
        "end": NINE + 60,
    } | said
    return (
        f"2 123456789010 eni-0a1 {source} {target} 50000 {port} {told['protocol']} 3 300 "
        f"{told['start']} {told['end']} {told['action']} {told['status']}\n"
    )


def found(folder, content, name="flow.log", **options):
    return list(vpcflow.parse(written(folder, name, content, **options)))


def test_an_accepted_line_is_a_flow_of_one_way(tmp_path):
    read = found(tmp_path, V2 + line())

    (flow,) = batches(read, "flow_record")
    assert (flow["source_ip"], flow["target_ip"], flow["target_port"]) == (
        "10.0.0.1",
        "10.0.0.9",
        443,
    )
    assert (flow["protocol"], flow["packets"], flow["bytes"]) == ("tcp", 3, 300)
    assert (str(flow["started_at"]), str(flow["ended_at"])) == (
        "2026-09-01 09:00:00",
        "2026-09-01 09:01:00",
    )
    assert (flow["opened"], flow["answered"], flow["sampled"]) == (None, None, None)


def test_what_was_rejected_skipped_or_silent_is_noted(tmp_path):
    silent = f"2 123456789010 eni-0a1 - - - - - - - {NINE} {NINE} - NODATA\n"
    log = V2 + line() + line(action="REJECT") + silent + silent.replace("NODATA", "SKIPDATA")

    read = found(tmp_path, log)

    assert codes(read) == {"flow_rejected": 1, "flow_log_without_data": 1, "flow_log_skipped": 1}
    assert rows(read) == 4


@pytest.mark.parametrize("stamp", ["", "2026-09-01T09:01:00.000Z "])
def test_a_log_without_heading_has_the_usual_order(tmp_path, stamp):
    log = written(tmp_path, "flow.log", stamp + line() + stamp + line(port=22))

    assert vpcflow.recognise(log)
    assert [flow["target_port"] for flow in batches(vpcflow.parse(log), "flow_record")] == [443, 22]


def test_another_order_is_read_by_its_heading_or_by_the_settings(tmp_path):
    names = "pkt-dstaddr dstaddr srcaddr pkt-srcaddr dstport srcport protocol tcp-flags start end log-status"
    told = f"10.9.9.9 10.0.0.9 10.0.0.1 10.8.8.8 443 50000 6 {{}} {NINE} {NINE} OK\n"
    log = "".join(told.format(flags) for flags in (2, 18, 0, 3))

    headed = found(tmp_path, names + "\n" + log)
    set_up = found(tmp_path, log, "other.log", fields=names)

    flows = batches(headed, "flow_record")
    assert flows == batches(set_up, "flow_record")
    assert {(f["source_ip"], f["target_ip"]) for f in flows} == {("10.8.8.8", "10.9.9.9")}
    assert [f["opened"] for f in flows] == [True, False, None, True]
    assert flows[1]["answered"] is True


def test_logs_put_end_to_end_are_read_each_under_its_own_heading(tmp_path):
    other = "srcaddr dstaddr srcport dstport protocol start end log-status\n"
    log = V2 + line() + other + f"10.0.0.2 10.0.0.9 50000 80 17 {NINE} {NINE} OK\n"

    read = found(tmp_path, gzip.compress(log.encode()), "flow.log.gz")

    assert [(f["target_port"], f["protocol"]) for f in batches(read, "flow_record")] == [
        (443, "tcp"),
        (80, "udp"),
    ]
    assert rows(read) == 2


@pytest.mark.parametrize("cut", [1, 3, 20])
def test_a_last_line_cut_short_is_no_flow(tmp_path, cut):
    read = found(tmp_path, V2 + line() + line()[: -1 - cut])

    assert len(batches(read, "flow_record")) == 1
    assert codes(read) == {"line_malformed": 1}
    assert rows(read) == 2


def test_a_last_address_cut_short_is_not_taken_for_a_whole_one(tmp_path):
    heading = "srcaddr srcport dstport protocol start end dstaddr\n"
    told = f"10.0.0.1 50000 443 6 {NINE} {NINE} 10.0.0.123"

    read = found(tmp_path, heading + told + "\n" + told[:-1])

    assert [flow["target_ip"] for flow in batches(read, "flow_record")] == ["10.0.0.123"]
    assert rows(read) == 2


def test_parquet_is_read_by_its_columns(tmp_path):
    table = pa.table(
        {
            "account_id": ["1"], "srcaddr": ["10.0.0.1"], "dstaddr": ["10.0.0.9"],
            "srcport": pa.array([50000], pa.int32()), "dstport": pa.array([443], pa.int32()),
            "protocol": pa.array([6], pa.int32()),
            "packets": pa.array([3], pa.int64()), "bytes": pa.array([300], pa.int64()),
            "start": pa.array([NINE], pa.int64()), "end": pa.array([NINE], pa.int64()), "action": ["ACCEPT"],
            "log_status": ["OK"],
        }
    )  # fmt: skip
    pq.write_table(table, tmp_path / "flow.parquet")

    file = document(tmp_path / "flow.parquet")

    assert formats.recognised(file) == "vpcflow"
    (flow,) = batches(vpcflow.parse(file), "flow_record")
    assert (flow["source_ip"], flow["target_port"], flow["bytes"]) == ("10.0.0.1", 443, 300)


def test_an_empty_file_is_noted_and_a_stranger_refused(tmp_path):
    assert codes(found(tmp_path, "")) == {"empty_file": 1}
    with pytest.raises(CollectError, match="flow_log_heading_missing"):
        found(tmp_path, "a b c\n1 2 3\n")


@pytest.mark.needs_data
def test_every_line_of_real_logs_is_claimed_or_noted(data):
    logs = sorted((data / "samples" / "aws_vpc_flow").iterdir())
    assert len(logs) == 2

    for log in logs:
        read = list(vpcflow.parse(document(log)))

        lines = [one for one in log.read_text().splitlines() if one and "srcaddr" not in one]
        assert rows(read) == len(lines), log.name
        accepted = [one.split()[3:7] for one in lines if one.endswith("ACCEPT OK")]
        flows = batches(read, "flow_record")
        assert [[f["source_ip"], f["target_ip"]] for f in flows] == [one[:2] for one in accepted]
        assert formats.recognised(document(log)) == "vpcflow"
