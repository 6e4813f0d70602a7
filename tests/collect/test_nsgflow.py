import gzip
import json
import re

import pytest
from reading import batches, codes, document, rows, written

from grunnmur.collect import formats, nsgflow

NINE = 1_788_253_200


def security_group(*tuples, version=2):
    flows = [{"rule": "R", "flows": [{"mac": "000D3AF87856", "flowTuples": list(tuples)}]}]
    return {
        "time": "2026-09-01T09:00:35Z",
        "category": "NetworkSecurityGroupFlowEvent",
        "properties": {"Version": version, "flows": flows},
    }


def virtual_network(*tuples):
    groups = [{"rule": "R", "flowTuples": list(tuples)}]
    return {
        "time": "2026-09-01T09:00:35Z",
        "flowLogVersion": 4,
        "category": "FlowLogFlowEvent",
        "flowRecords": {"flows": [{"aclID": "x", "flowGroups": groups}]},
    }


def found(folder, *records, name="PT1H.json"):
    return list(nsgflow.parse(written(folder, name, json.dumps({"records": records}))))


def test_what_began_went_on_and_ended_is_one_connection(tmp_path):
    began = f"{NINE},10.1.0.4,20.38.107.36,52246,443,T,O,A,B,,,,"
    went_on = f"{NINE + 60},10.1.0.4,20.38.107.36,52246,443,T,O,A,C,5,1000,6,2000"
    ended = f"{NINE + 90},10.1.0.4,20.38.107.36,52246,443,T,O,A,E,9,1599,12,11178"

    read = found(tmp_path, security_group(began), security_group(went_on, ended))

    (flow,) = batches(read, "flow_record")
    assert (flow["source_ip"], flow["target_port"], flow["protocol"]) == ("10.1.0.4", 443, "tcp")
    assert (flow["packets"], flow["bytes"], flow["flows"]) == (32, 15777, 1)
    assert (str(flow["started_at"]), str(flow["ended_at"])) == (
        "2026-09-01 09:00:00",
        "2026-09-01 09:01:30",
    )
    assert (flow["opened"], flow["answered"]) == (True, True)
    assert rows(read) == 3


def test_a_connection_that_is_only_going_on_counts_as_one(tmp_path):
    read = found(
        tmp_path, security_group(f"{NINE},10.1.0.4,10.1.0.9,52246,1433,T,O,A,C,5,1000,6,2000")
    )

    assert [flow["flows"] for flow in batches(read, "flow_record")] == [1]


def test_version_1_tells_of_each_flow_without_counters(tmp_path):
    told = f"{NINE},10.1.0.4,10.1.0.9,52246,53,U,O,A"

    read = found(tmp_path, security_group(told, told, version=1))

    (flow,) = batches(read, "flow_record")
    assert (flow["protocol"], flow["flows"], flow["bytes"], flow["answered"]) == (
        "udp",
        2,
        None,
        None,
    )


def test_virtual_networks_count_in_milliseconds_and_number_their_protocols(tmp_path):
    told = f"{NINE}500,10.0.0.6,2001:DB8::1,23956,443,6,O,E,NX,3,767,2,1580"

    (flow,) = batches(found(tmp_path, virtual_network(told)), "flow_record")

    assert (flow["target_ip"], flow["protocol"], flow["bytes"]) == ("2001:db8::1", "tcp", 2347)
    assert str(flow["started_at"]) == "2026-09-01 09:00:00.500000"


def test_what_was_denied_unanswered_or_broken_is_noted(tmp_path):
    denied = f"{NINE},10.1.0.4,10.1.0.9,52246,22,T,I,D,B,,,,"
    silent = f"{NINE},10.1.0.4,10.1.0.9,52247,23,T,O,A,E,3,180,0,0"
    log_line = f"{NINE},10.1.0.4,10.1.0.9,52248,514,U,O,A,E,3,180,0,0"
    new_denied = f"{NINE}000,10.0.0.6,10.0.0.9,23956,443,6,I,D,NX,0,0,0,0"

    read = found(
        tmp_path,
        security_group(denied, silent, log_line, "1,2", "x"),
        virtual_network(new_denied),
        {"category": "x"},
    )

    assert [flow["target_port"] for flow in batches(read, "flow_record")] == [514]
    assert codes(read) == {
        "flow_rejected": 1, "flow_without_answer": 1, "line_malformed": 2, "flow_log_record_empty": 1,
    }  # fmt: skip
    assert rows(read) == 7


def test_a_record_a_line_is_read_and_a_file_cut_off_is_read_up_to_there(tmp_path):
    told = security_group(f"{NINE},10.1.0.4,10.1.0.9,52246,443,T,O,A,E,9,1599,12,11178")
    lines = written(tmp_path, "lines.json", json.dumps(told) + "\n" + json.dumps(told)[:-40])
    whole = json.dumps({"records": [told] * 3})
    cut = written(tmp_path, "cut.json", whole[: len(whole) - 100])

    from_lines, from_cut = list(nsgflow.parse(lines)), list(nsgflow.parse(cut))

    assert codes(from_lines) == {"line_malformed": 1}
    assert rows(from_lines) == 2
    assert codes(from_cut) == {"truncated": 1}
    assert rows(from_cut) == 2


@pytest.mark.needs_data
def test_every_tuple_of_real_logs_is_claimed_or_noted(data):
    logs = sorted((data / "samples" / "azure_nsg_flow").iterdir())
    assert len(logs) == 2

    for log in logs:
        read = list(nsgflow.parse(document(log)))

        content = gzip.decompress(log.read_bytes()) if log.suffix == ".gz" else log.read_bytes()
        tuples = re.findall(rb'"\d{10},([^"]+)"', content)
        assert rows(read) == len(tuples), log.name
        connections = {tuple(one.split(b",")[:5]) for one in tuples}
        assert len(batches(read, "flow_record")) == len(connections)
        assert formats.recognised(document(log)) == "nsgflow"
