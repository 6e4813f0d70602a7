import gzip
from datetime import datetime

import pytest
from reading import batches, codes, rows, written

from grunnmur.collect import formats, ss

SS = """Netid State      Recv-Q Send-Q Local Address:Port                Peer Address:Port  Process
tcp   LISTEN     0      128          0.0.0.0:22                       0.0.0.0:*      users:(("sshd",pid=900,fd=3))
tcp   LISTEN     0      4096               *:8443                           *:*      users:(("java",pid=901,fd=9))
udp   UNCONN     0      0            0.0.0.0:68                       0.0.0.0:*
tcp   ESTAB      0      0           10.0.0.9:22                      10.0.0.1:50122  users:(("sshd",pid=955,fd=4))
tcp   ESTAB      0      0           10.0.0.9:40112                   10.0.0.5:1433   users:(("java",pid=901,fd=12))
tcp   TIME-WAIT  0      0   [::ffff:10.0.0.9]:8443          [::ffff:10.0.0.2]:51000
tcp   SYN-SENT   0      1           10.0.0.9:40113                   10.0.0.6:1433
tcp   ESTAB      0      0          127.0.0.1:40114                  127.0.0.1:5432
udp   ESTAB      0      0      10.0.0.9%eth0:50555                   10.0.0.4:53
"""
LINUX = """Active Internet connections (servers and established)
Proto Recv-Q Send-Q Local Address           Foreign Address         State       PID/Program name    Timer
tcp        0      0 0.0.0.0:22              0.0.0.0:*               LISTEN      900/sshd            off (0.00/0/0)
tcp        0      0 10.0.0.9:22             10.0.0.1:50122          ESTABLISHED 955/sshd: kari      keepalive (1.2/0/0)
tcp6       0      0 :::8443                 :::*                    LISTEN      901/java            off (0.00/0/0)
tcp6       0      0 10.0.0.9:8443           10.0.0.2:51000          TIME_WAIT   -                   timewait (3.1/0/0)
tcp        0      0 10.0.0.9:40112          10.0.0.5:1433           ESTABLISHED 901/java            off (0.00/0/0)
udp        0      0 0.0.0.0:68              0.0.0.0:*                           700/dhclient        off (0.00/0/0)
Active UNIX domain sockets (servers and established)
Proto RefCnt Flags       Type       State         I-Node   PID/Program name     Path
unix  2      [ ACC ]     STREAM     LISTENING     12345    1/init               /run/x
"""
WINDOWS = """
Aktive tilkoblinger

  Prot.  Lokal adresse          Ekstern adresse        Tilstand        PID
  TCP    0.0.0.0:22             0.0.0.0:0              LISTENING       900
  TCP    0.0.0.0:8443           0.0.0.0:0              LISTENING       901
 [java.exe]
  TCP    10.0.0.9:22            10.0.0.1:50122         ESTABLISHED     955
  TCP    10.0.0.9:8443          10.0.0.2:51000         TIME_WAIT       0
  TCP    10.0.0.9:40112         10.0.0.5:1433          ESTABLISHED     901
  TCP    [fe80::1%4]:49700      [fe80::2%4]:445        ESTABLISHED     4
  UDP    0.0.0.0:123            *:*                                    1234
"""
BSD = """Active Internet connections (including servers)
Proto Recv-Q Send-Q  Local Address          Foreign Address        (state)
tcp4       0      0  10.0.0.9.22            10.0.0.1.50122         ESTABLISHED
tcp4       0      0  10.0.0.9.8443          10.0.0.2.51000         TIME_WAIT
tcp4       0      0  *.22                   *.*                    LISTEN
tcp46      0      0  *.8443                 *.*                    LISTEN
tcp4       0      0  10.0.0.9.40112         10.0.0.5.1433          ESTABLISHED
"""
NAME = "db01_2026-09-01T0900Z.txt"
OPENED = {
    ("10.0.0.1", 22, "10.0.0.9"),
    ("10.0.0.2", 8443, "10.0.0.9"),
    ("10.0.0.9", 1433, "10.0.0.5"),
}


def found(folder, content, name=NAME, **options):
    return list(ss.parse(written(folder, name, content, **options)))


def flows(read):
    return batches(read, "flow_record")


@pytest.mark.parametrize("snapshot", [SS, LINUX, WINDOWS, WINDOWS.replace("\n", "\r\n"), BSD])
def test_whoever_listens_is_who_was_called(tmp_path, snapshot):
    read = found(tmp_path, snapshot)

    told = [
        flow for flow in flows(read) if flow["protocol"] == "tcp" and flow["target_port"] != 445
    ]
    assert {(f["source_ip"], f["target_port"], f["target_ip"]) for f in told} == OPENED
    assert {f["opened"] for f in told} == {f["answered"] for f in told} == {True}
    assert {f["started_at"] for f in told} == {datetime(2026, 9, 1, 9)}
    sockets = [
        line
        for line in snapshot.lower().split("\n")
        if line.split()[:1] and line.split()[0][:3] in ("tcp", "udp", "uni")
    ]
    assert rows(read) == len(sockets)


def test_what_is_no_traffic_between_machines_is_noted(tmp_path):
    read = found(tmp_path, SS)

    assert codes(read) == {"socket_listening": 1, "flow_without_answer": 1, "flow_within_host": 1}
    assert ("10.0.0.9", 53, "udp") in {
        (f["source_ip"], f["target_port"], f["protocol"]) for f in flows(read)
    }


def test_without_listening_sockets_nobody_knows_who_opened(tmp_path):
    established = "\n".join(
        line for line in SS.split("\n") if "LISTEN" not in line and "UNCONN" not in line
    )

    assert {flow["opened"] for flow in flows(found(tmp_path, established))} == {None}


@pytest.mark.parametrize(
    "ends",
    ["10.0.0.9:5432 10.0.0.1:50122", "10.0.0.9:50000 10.0.0.1:40122", "10.0.0.9:700 10.0.0.1:2049"],
)
def test_where_the_listener_may_be_gone_nobody_knows_who_opened(tmp_path, ends):
    (flow,) = flows(
        found(tmp_path, f"tcp LISTEN 0 128 0.0.0.0:22 0.0.0.0:*\ntcp ESTAB 0 0 {ends}\n")
    )

    assert (flow["source_ip"], flow["opened"]) == ("10.0.0.9", None)


@pytest.mark.parametrize("rubbish", ["no socket in sight\n", '{"a": 1}\n', SS.split("\n")[0]])
def test_a_file_without_a_socket_is_noted(tmp_path, rubbish):
    assert codes(found(tmp_path, rubbish)) == {"no_sockets": 1}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Tue Sep  1 09:00:00 UTC 2026", datetime(2026, 9, 1, 9)),
        ("Tue 01 Sep 2026 11:00:00 AM CEST", datetime(2026, 9, 1, 9)),
        ("Tue, 01 Sep 2026 11:00:00 +0200", datetime(2026, 9, 1, 9)),
        ("2026-09-01T11:00:00+02:00", datetime(2026, 9, 1, 9)),
        ("2026-09-01T11:00:00", datetime(2026, 9, 1, 9)),
    ],
)
def test_a_date_before_a_snapshot_says_when(tmp_path, line, expected):
    later = "2026-09-01T10:00:00Z\n" + SS

    read = found(tmp_path, f"db01\n{line}\n{SS}{later}", "db01.txt", timezone="Europe/Oslo")

    assert sorted({flow["started_at"] for flow in flows(read)}) == [
        expected,
        datetime(2026, 9, 1, 10),
    ]
    assert "times_taken_as_utc" not in codes(read)


def test_a_snapshot_nobody_dated_is_noted_and_the_settings_can_date_it(tmp_path):
    undated = found(tmp_path, SS, "db01.txt")
    dated = found(tmp_path, SS, "db01.txt", seen_at="2026-09-01 09:00:00")

    assert flows(undated) == []
    assert codes(undated) == {"snapshot_without_time": 1}
    assert rows(undated) == rows(dated) == 9
    assert codes(dated)["times_taken_as_utc"] == 1
    assert len(flows(dated)) == 4


@pytest.mark.parametrize("cut", range(1, 30))
def test_a_last_line_cut_short_never_makes_another_end(tmp_path, cut):
    whole = {(f["source_ip"], f["target_ip"], f["target_port"]) for f in flows(found(tmp_path, SS))}

    read = found(tmp_path, SS[:-cut])

    assert {(f["source_ip"], f["target_ip"], f["target_port"]) for f in flows(read)} <= whole


def test_a_state_nobody_knows_is_noted_with_its_line(tmp_path):
    german = WINDOWS.replace("TIME_WAIT ", "WARTEND   ")

    read = found(tmp_path, german)

    (note,) = (one for one in read if getattr(one, "code", "") == "line_malformed")
    assert note.line == 9
    assert len(flows(read)) == 3


@pytest.mark.parametrize(
    "snapshot",
    [
        SS,
        LINUX,
        WINDOWS,
        BSD,
        SS.replace("Netid ", "").replace("\ntcp   ", "\n").replace("\nudp   ", "\n"),
    ],
)
def test_snapshots_are_recognised(tmp_path, snapshot):
    assert formats.recognised(written(tmp_path, NAME, "db01\n" + snapshot)) == "ss"


def test_a_compressed_file_cut_off_is_read_up_to_there(tmp_path):
    packed = gzip.compress((SS * 2000).encode())

    read = found(tmp_path, packed[: len(packed) // 2], "db01_2026-09-01T0900Z.txt.gz")

    assert codes(read)["truncated"] == 1
    assert 0 < rows(read) < 18_000


def test_an_empty_file_is_noted(tmp_path):
    assert codes(found(tmp_path, "")) == {"empty_file": 1}
