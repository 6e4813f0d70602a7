"""Firewall logs and lists of integrations, as a person maps them in the settings."""

from datetime import datetime

import pyarrow.parquet as pq
from reading import batches, codes, rows, written

from grunnmur import settings
from grunnmur.collect import collect, table
from grunnmur.collect.claim import Note

NINE = datetime(2026, 9, 1, 9)
PALO_ALTO = {
    "into": "flow_record",
    "columns": {
        "started_at": "Start Time", "source_ip": "Source address", "source_port": "Source Port",
        "target_ip": "Destination address", "target_port": "Destination Port", "protocol": "IP Protocol",
        "service": "Application", "bytes": "Bytes", "packets": "Packets", "answered": "Action",
    },
    "values": {"answered": {"allow": "", "deny": False}},
    "constants": {"opened": True},
    "timezone": "Europe/Oslo",
}  # fmt: skip
HEAD = (
    "Start Time,Source address,Destination address,Application,Source Port,Destination Port,IP Protocol,Action,"
    "Bytes,Packets\n"
)
ROW = "2026/09/01 11:00:00,10.0.0.1,10.0.0.9,ms-sql,50000,1433,tcp,allow,1200,12\n"


def found(folder, content, **options):
    return list(table.parse(written(folder, "log.csv", content, **{**PALO_ALTO, **options})))


def flows(read):
    return batches(read, "flow_record")


def test_an_allowed_row_is_a_flow_record(tmp_path):
    read = found(tmp_path, HEAD + ROW)

    (flow,) = flows(read)
    assert (flow["source_ip"], flow["target_ip"], flow["target_port"]) == (
        "10.0.0.1",
        "10.0.0.9",
        1433,
    )
    assert (flow["protocol"], flow["service"], flow["bytes"], flow["flows"]) == (
        "tcp",
        "ms-sql",
        1200,
        1,
    )
    assert (flow["started_at"], flow["opened"], flow["answered"]) == (NINE, True, None)
    assert codes(read) == {}


def test_denied_broken_and_timeless_rows_are_noted(tmp_path):
    bad = (
        ROW.replace("allow", "deny"), ROW.replace("10.0.0.9", "nowhere"), ROW.replace("2026/09/01 11:00:00", "soon"),
        ROW.replace("1433", "70000"), ROW.replace("1200", "many"), ",,,,,,,,,\n",
    )  # fmt: skip

    read = found(tmp_path, HEAD + "".join(bad))

    assert codes(read) == {
        "flow_without_answer": 1, "line_malformed": 2, "flow_without_time": 1, "value_not_an_instant": 1,
        "value_not_a_number": 1, "empty_row": 1,
    }  # fmt: skip
    assert [flow["bytes"] for flow in flows(read)] == [None]
    assert rows(read) == 6
    assert [one.line for one in read if isinstance(one, Note) and one.code == "line_malformed"] == [
        3,
        5,
    ]


def test_times_are_read_however_a_firewall_writes_them(tmp_path):
    times = (
        "2026-09-01T09:00:00Z", "2026-09-01 11:00:00+0200", "01.09.2026 11:00:00", "1788253200", "1788253200000",
        "1788253200000000000", "1788253200.0",
    )  # fmt: skip

    read = found(
        tmp_path, HEAD + "".join(ROW.replace("2026/09/01 11:00:00", time) for time in times)
    )

    assert [flow["started_at"] for flow in flows(read)] == [NINE] * len(times)


def test_times_without_a_zone_are_noted(tmp_path):
    read = found(tmp_path, HEAD + ROW, timezone=None)

    assert flows(read)[0]["started_at"] == datetime(2026, 9, 1, 11)
    assert codes(read) == {"times_taken_as_utc": 1}


def test_a_long_log_comes_in_batches(tmp_path):
    read = found(tmp_path, HEAD + ROW * 60_000)

    assert [one.rows for one in read] == [50_000, 10_000]


def test_protocols_by_number_and_flows_added_up_are_read(tmp_path):
    columns = {
        "started_at": "t", "source_ip": "s", "target_ip": "d", "target_port": "p", "protocol": "n", "flows": "c",
    }  # fmt: skip

    read = found(
        tmp_path,
        "t;s;d;p;n;c\n2026-09-01 09:00;10.0.0.1;10.0.0.9;53;17;250\n",
        columns=columns,
        values={},
        timezone="UTC",
    )

    assert [(flow["protocol"], flow["flows"]) for flow in flows(read)] == [("udp", 250)]


def test_a_list_of_integrations_declares_who_needs_whom(tmp_path):
    (tmp_path / "engine.csv").write_text(
        "Avsender;Mottaker;Standard;Port\nDIPS;LabSys;HL7v2;2575\n", encoding="utf-8"
    )
    (tmp_path / "grunnmur.toml").write_text(
        '[[source]]\nname = "engine"\nformat = "table"\npath = "engine.csv"\ninto = "dependency"\n'
        'columns = { consumer_id = "Mottaker", provider_id = "Avsender", protocol = "Standard", port = "Port" }\n'
        'constants = { consumer_kind = "application", provider_kind = "application", origin = "declared" }\n',
        encoding="utf-8",
    )

    claims = collect(settings.read(tmp_path), tmp_path / "claims", workers=1)

    (row,) = pq.read_table(claims.folder / "dependency").to_pylist()
    assert (row["consumer_id"], row["provider_id"]) == ("LabSys", "DIPS")
    assert (row["protocol"], row["port"], row["origin"]) == ("HL7v2", "2575", "declared")
