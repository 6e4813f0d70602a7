"""The listener, on loopback only: what is sent is read again, and nothing that is sent can hurt it."""

import os
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from io import BytesIO
from pathlib import Path

import pytest
from exporter import (
    NINE,
    USUAL,
    a_set,
    ipfix,
    netflow5,
    netflow9,
    options9,
    record,
    record5,
    template,
)
from reading import batches, codes, document, rows

from grunnmur.collect import netflow
from grunnmur.collect.captures import Captures, Rotation
from grunnmur.collect.listen import Heard, listen
from grunnmur.collect.netflow import packets

HERE = "127.0.0.1"


@pytest.fixture
def loopback(socket_enabled):
    """Sockets, which are closed to every other test; these open none but on loopback."""


def heard_of(folder: Path, *sent: tuple[int, bytes], rotation: Rotation | None = None) -> Heard:
    """What a listener hears when these packets are sent, each by the sender of that number."""
    place: list[int] = []
    done: list[Heard] = []
    ready = threading.Event()

    def note(_host: str, port: int) -> None:
        place.append(port)
        ready.set()

    def run() -> None:
        done.append(
            listen((HERE, 0), folder, clock=time.time, seconds=1.0, rotation=rotation, ready=note)
        )

    listener = threading.Thread(target=run)
    listener.start()
    assert ready.wait(10)
    numbers = {number for number, _ in sent}
    senders = {number: socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for number in numbers}
    for number, content in sent:
        senders[number].sendto(content, (HERE, place[0]))
    listener.join()
    for sender in senders.values():
        sender.close()
    return done[0]


def captured(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.nf"))


def test_what_is_sent_is_read_again_one_exporter_a_folder(loopback, tmp_path):
    nine = netflow9(template(256), a_set(256, record()))
    other = netflow9(template(256, ((12, 4), (8, 4), *[(n, 2) for n in (7, 11)], (4, 1))))
    other += a_set(256, record()[:13])

    heard = heard_of(tmp_path / "c", (1, nine), (2, other), (1, netflow5(record5())))

    assert (heard.packets, heard.files, heard.damaged) == (3, 2, 0)
    files = captured(tmp_path / "c")
    assert len({file.parent for file in files}) == 2
    found = [batches(netflow.parse(document(file)), "flow_record") for file in files]
    assert sorted(len(flows) for flows in found) == [1, 2]
    assert {flow["source_ip"] for flows in found for flow in flows} == {"10.0.0.1", "10.0.0.9"}
    assert [file.stat().st_mode & 0o777 for file in files] == [0o600, 0o600]
    assert list((tmp_path / "c").rglob("*.part")) == []


def test_bad_packets_are_counted_and_change_nothing(loopback, tmp_path):
    good = netflow5(record5())
    bad = (
        b"",
        b"\0",
        b"GET / HTTP/1.1",
        good[:-1],
        good + b"x",
        bytes(1400),
        b"\0\x09" + b"\xff" * 60,
    )

    heard = heard_of(tmp_path / "c", *[(1, content) for content in bad], (1, good))

    assert (heard.packets, heard.damaged) == (1, len(bad))
    (file,) = captured(tmp_path / "c")
    assert file.read_bytes() == good


def test_no_more_exporters_are_heard_than_there_is_room_for(loopback, tmp_path):
    sent = [(number, netflow5(record5())) for number in range(5)]

    heard = heard_of(tmp_path / "c", *sent, rotation=Rotation(exporters=3))

    assert (heard.packets, heard.too_many, heard.files) == (3, 2, 3)


def test_each_file_can_be_read_alone(tmp_path):
    told = netflow9(template(256), a_set(256, record()), sequence=1)
    also = ipfix(template(256, version=10), a_set(256, record()), domain=9)
    captures = Captures(tmp_path, Rotation(seconds=60))
    data = (
        netflow9(a_set(256, record(port=80)), sequence=2),
        ipfix(a_set(256, record(port=81)), domain=9),
    )

    for at, content in ((NINE, told), (NINE, also), (NINE + 61, data[0]), (NINE + 61, data[1])):
        captures.rotate(at=at)
        captures.add(("::1", 9), content, packets.packet(content), at=at)
    captures.close()

    first, second = captured(tmp_path)
    assert (first.name, second.name) == ("netflow-20260901T090000.nf", "netflow-20260901T090101.nf")
    second = second.rename(tmp_path / "alone")
    found = list(netflow.parse(document(second)))
    assert [flow["target_port"] for flow in batches(found, "flow_record")] == [80, 81]
    assert codes(found) == {"flow_time_of_export": 1}
    assert rows(found) == 2


def test_how_an_exporter_samples_is_told_in_each_file(tmp_path):
    """Options come every ten minutes or less often: without them a lone first packet is an attempt nobody answered."""
    fields = (*USUAL, (48, 1), (6, 1), (95, 4))
    options = [
        options9(300, ((1, 4),), ((48, 1), (50, 4))) + a_set(300, struct.pack("!IBI", 0, 1, 1000)),
        options9(301, ((1, 4),), ((95, 4), (96, 8))) + a_set(301, struct.pack("!II8s", 0, 7, b"dicom")),
        options9(302, ((1, 4),), ((41, 8),)) + a_set(302, struct.pack("!IQ", 0, 12345)),  # of no use
    ]  # fmt: skip
    knock = a_set(256, record() + struct.pack("!BBI", 1, 2, 7))
    captures = Captures(tmp_path, Rotation(seconds=60))
    told = netflow9(template(256, fields), *options, knock, sequence=1)

    for at, content in ((NINE, told), (NINE + 61, netflow9(knock, sequence=2))):
        captures.rotate(at=at)
        captures.add((HERE, 9), content, packets.packet(content), at=at)
    captures.close()

    read = [list(netflow.parse(document(file))) for file in captured(tmp_path)]
    assert [
        [(flow["sampled"], flow["service"]) for flow in batches(one, "flow_record")] for one in read
    ] == [[(1000, "dicom")], [(1000, "dicom")]]
    assert [codes(one) for one in read] == [{"flow_export_options": 1}] * 2


def test_options_of_a_template_that_changed_are_not_told_again(tmp_path):
    before = options9(300, ((1, 4),), ((48, 1), (50, 4)))
    after = options9(300, ((1, 4),), ((50, 4), (48, 1)))
    captures = Captures(tmp_path, Rotation())
    told = (before + a_set(300, struct.pack("!IBI", 0, 1, 1000)), after, after)
    for minute, body in enumerate(told):
        content = netflow9(body)
        captures.add((HERE, 9), content, packets.packet(content), at=NINE + 60 * minute)
        captures.close()

    assert captured(tmp_path)[-1].read_bytes() == netflow9(after) * 2


def test_an_exporter_of_many_domains_is_bounded(tmp_path):
    captures = Captures(tmp_path, Rotation())
    for domain in range(6000):
        content = netflow9(template(256, ((1, 4),)), domain=domain)
        captures.add((HERE, 9), content, packets.packet(content), at=NINE)
        content = netflow9(a_set(256, bytes(4)), domain=10_000 + domain)
        captures.add((HERE, 9), content, packets.packet(content), at=NINE)
    captures.close()
    content = netflow5(record5())
    captures.add((HERE, 9), content, packets.packet(content), at=NINE + 1)
    captures.close()

    *head, last = packets.packets(BytesIO(captured(tmp_path)[1].read_bytes()))
    assert [packet.domain for packet in head] == list(range(6000 - 4096, 6000))
    assert last.version == 5


def test_what_an_exporter_tells_of_itself_is_bounded(tmp_path):
    captures = Captures(tmp_path, Rotation())
    many = [(number, 4) for number in range(1, 1201)]
    for number in range(300):
        content = netflow9(template(256 + number, many))
        captures.add((HERE, 9), content, packets.packet(content), at=NINE)
    captures.close()
    content = netflow5(record5())
    captures.add((HERE, 9), content, packets.packet(content), at=NINE + 1)
    captures.close()

    _, second = captured(tmp_path)
    assert 800_000 < second.stat().st_size < (1 << 20) + 50_000
    assert len(batches(netflow.parse(document(second)), "flow_record")) == 1


def test_a_file_is_finished_when_it_is_large_enough(tmp_path):
    captures = Captures(tmp_path, Rotation(megabytes=1))
    content = netflow5(*[record5()] * 30)
    for _ in range(1500):
        captures.add((HERE, 9), content, packets.packet(content), at=NINE)
    captures.close()

    files = captured(tmp_path)
    assert {file.name for file in files} == {
        f"netflow-20260901T090000{number}.nf" for number in ("", "-2", "-3")
    }
    assert sum(rows(netflow.parse(document(file))) for file in files) == 45_000


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_the_command_stops_cleanly_and_says_what_it_heard(loopback, tmp_path, stop):
    command = [sys.executable, "-c", "from grunnmur.cli import main; main()", "collect", "listen"]
    command += ["--bind", f"{HERE}:0", "--out", str(tmp_path / "c"), "--language", "en"]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    try:
        port = int(process.stderr.readline().split("port ")[1].split(".")[0])
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            sender.sendto(netflow5(record5()), (HERE, port))
            sender.sendto(b"nonsense", (HERE, port))
        time.sleep(0.5)
        process.send_signal(stop)
        out, errors = process.communicate(timeout=30)
    finally:
        process.kill()  # a listener left behind would listen for ever

    assert process.returncode == 0
    assert out.startswith("Packets: 1, files: 1")
    assert "no NetFlow or IPFIX and were dropped: 1" in errors
    assert len(captured(tmp_path / "c")) == 1
