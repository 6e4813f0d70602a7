import gzip
import struct
from pathlib import Path

import pytest
from exporter import (
    NINE,
    UPTIME,
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
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import batches, codes, document, rows, written

from grunnmur.collect import formats, netflow
from grunnmur.collect.netflow import neighbours, packets
from grunnmur.errors import CollectError


def found(folder: Path, content: bytes, name: str = "capture.nf", **options):
    return list(netflow.parse(written(folder, name, content, **options)))


def flows(one) -> list[dict]:
    return batches(one, "flow_record")


def test_a_record_of_netflow_5_is_one_way_of_a_conversation(tmp_path):
    there = record5("10.0.0.1", "10.0.0.9", 443)
    back = record5("10.0.0.9", "10.0.0.1", 50000, source_port=443)

    read = found(tmp_path, netflow5(there, back))

    first, second = flows(read)
    assert (first["source_ip"], first["target_ip"], first["target_port"]) == (
        "10.0.0.1",
        "10.0.0.9",
        443,
    )
    assert (second["source_ip"], second["source_port"]) == ("10.0.0.9", 443)
    assert (first["protocol"], first["packets"], first["bytes"], first["flows"]) == (
        "tcp",
        3,
        300,
        1,
    )
    assert (
        str(first["started_at"]) == "2026-09-01 08:59:55"
    )  # five seconds of uptime before it was sent
    assert str(first["ended_at"]) == "2026-09-01 08:59:59"
    assert (first["opened"], first["answered"], first["sampled"]) == (None, None, None)
    assert rows(read) == 2


def test_the_clock_that_counts_from_start_may_wrap(tmp_path):
    just_started = 2000  # the counter stood near its end when the flow began

    read = found(tmp_path, netflow5(record5(first=2**32 - 3000, last=1000), uptime=just_started))

    (flow,) = flows(read)
    assert str(flow["started_at"]) == "2026-09-01 08:59:55"
    assert str(flow["ended_at"]) == "2026-09-01 08:59:59"


@pytest.mark.parametrize("version", [9, 10])
def test_a_template_that_comes_later_is_used_for_what_came_before(tmp_path, version):
    fields = (*USUAL[:7], (152, 8), (153, 8))
    body = record()[:-8] + struct.pack("!QQ", NINE * 1000 - 5000, NINE * 1000 - 1000)
    packet = netflow9 if version == 9 else ipfix

    read = found(
        tmp_path, packet(a_set(256, body)) + packet(template(256, fields, version=version))
    )

    (flow,) = flows(read)
    assert (flow["source_ip"], flow["target_port"], flow["bytes"]) == ("10.0.0.1", 443, 300)
    assert str(flow["started_at"]) == "2026-09-01 08:59:55"
    assert rows(read) == 1


def test_a_template_may_stand_in_a_file_of_the_same_prefix(tmp_path):
    written(tmp_path, "core1_tpl256.dat", netflow9(template(256)))
    written(tmp_path, "core2_tpl256.dat", netflow9(template(256, ((12, 4), (8, 4), *USUAL[2:]))))

    read = found(tmp_path, netflow9(a_set(256, record())), "core1_data256.dat")

    assert [flow["source_ip"] for flow in flows(read)] == ["10.0.0.1"]
    assert codes(read) == {"templates_of_neighbours": 1}


def test_two_files_that_tell_a_template_differently_tell_nothing(tmp_path):
    written(tmp_path, "core1_tpl1.dat", netflow9(template(256)))
    written(tmp_path, "core1_tpl2.dat", netflow9(template(256, ((12, 4), (8, 4), *USUAL[2:]))))

    read = found(tmp_path, netflow9(a_set(256, record())), "core1_data256.dat")

    assert flows(read) == []
    assert codes(read) == {"flowset_without_template": 1}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("asa_1_data.dat", "asa_1"),
        ("yaf_tpls_option_tpl.dat", "yaf"),
        ("asr9k_opttpl256.dat", "asr9k"),
        ("netflow-20260901T090000.nf", "netflow"),
        ("netflow5.dat", None),
    ],
)
def test_what_files_of_one_capture_have_in_common(name, expected):
    assert neighbours.prefix(name) == expected


def test_templates_of_one_domain_say_nothing_of_another(tmp_path):
    content = netflow9(template(256), domain=1) + netflow9(a_set(256, record()), domain=2)

    read = found(tmp_path, content)

    assert flows(read) == []
    assert codes(read) == {"flowset_without_template": 1}
    assert rows(read) == 1


def test_a_template_told_anew_holds_from_there(tmp_path):
    turned = ((12, 4), (8, 4), *USUAL[2:])
    content = netflow9(template(256), a_set(256, record()))
    content += netflow9(template(256, turned), a_set(256, record()))

    read = found(tmp_path, content)

    assert [flow["source_ip"] for flow in flows(read)] == ["10.0.0.1", "10.0.0.9"]


def test_packets_end_to_end_of_all_versions_are_read(tmp_path):
    nine = netflow9(template(256), a_set(256, record(), record()))
    ten = ipfix(template(300, version=10), a_set(300, record()))
    content = (netflow5(record5(), record5()) + nine + ten) * 500

    read = found(tmp_path, gzip.compress(content), "capture.nf.gz")

    assert len(flows(read)) == 500 * 5
    assert rows(read) == 500 * 5


def test_a_large_capture_comes_in_batches(tmp_path):
    content = netflow5(*[record5()] * 30) * 8000

    sizes = [one.rows for one in found(tmp_path, content)]

    assert sum(sizes) == 240_000
    assert max(sizes) <= 200_000


def test_a_file_still_growing_is_read_up_to_its_last_whole_packet(tmp_path):
    packet = netflow9(template(256), a_set(256, record("10.0.0.1", "10.0.0.9", 443)))

    read = found(tmp_path, packet + packet[:-20])

    assert len(flows(read)) == 1
    assert codes(read) == {"packet_cut": 1}
    assert rows(read) == 2


def test_a_compressed_capture_cut_off_is_read_up_to_there(tmp_path):
    packed = gzip.compress(b"".join(netflow5(record5(octets=n), sequence=n) for n in range(2000)))

    read = found(tmp_path, packed[: len(packed) // 2], "capture.nf.gz")

    assert 100 < len(flows(read)) < 2000
    assert codes(read)["truncated"] == 1


def test_after_damage_only_an_exporter_heard_before_is_believed(tmp_path):
    good = netflow5(record5(port=443))
    later = netflow5(record5(port=80), seconds=NINE + 60, sequence=1)
    false = netflow5(record5(port=666), seconds=NINE - 10**7)

    read = found(tmp_path, good + b"\x07garbage" + false + b"\x07more" + later)

    assert [flow["target_port"] for flow in flows(read)] == [443, 80]
    assert codes(read) == {"packet_damaged": 1}


def test_many_stretches_of_damage_share_a_note(tmp_path):
    packet = netflow5(record5())

    read = found(tmp_path, packet + (b"\x07" + packet) * 150)

    assert codes(read) == {"packet_damaged": 100, "packets_damaged": 1}
    assert rows(read) == 151 + 150


def test_a_record_of_tcp_without_a_port_does_not_say_who_was_called(tmp_path):
    fields = ((8, 4), (12, 4), (4, 1), (1, 4))
    body = bytes([10, 0, 0, 1, 10, 0, 0, 9, 6, 0, 0, 1, 0])

    read = found(tmp_path, netflow9(template(256, fields), a_set(256, body)))

    assert codes(read) == {"flow_without_ends": 1}


def test_zeros_between_packets_are_padding(tmp_path):
    read = found(
        tmp_path, netflow5(record5()) + bytes(1200) + netflow5(record5(), sequence=1) + bytes(3)
    )

    assert len(flows(read)) == 2
    assert codes(read) == {}


def test_sampling_is_told_by_the_header_the_record_or_the_options(tmp_path):
    sampler = options9(257, ((1, 4),), ((48, 1), (50, 4)))
    told = a_set(257, struct.pack("!IBI", 0, 7, 1000))
    fields = (*USUAL, (48, 1))
    content = netflow5(record5(), sampling=1 << 14 | 100)
    content += netflow9(template(256, fields), a_set(256, record() + b"\x07"))
    content += netflow9(sampler, told, sequence=1)

    read = found(tmp_path, content)

    assert [flow["sampled"] for flow in flows(read)] == [100, 1000]
    assert codes(read) == {"flow_export_options": 1}
    assert rows(read) == 3


def test_an_application_recognised_by_the_router_has_its_name(tmp_path):
    names = options9(257, ((1, 4),), ((95, 4), (96, 24)))
    told = a_set(257, bytes(4) + b"\x0d\0\0\x01" + b"ms-sql".ljust(24, b"\0"))
    content = netflow9(
        names, told, template(256, (*USUAL, (95, 4))), a_set(256, record() + b"\x0d\0\0\x01")
    )

    (flow,) = flows(found(tmp_path, content))

    assert flow["service"] == "ms-sql"


def test_an_exporter_whose_clock_is_far_off_gives_notes_and_no_flows(tmp_path):
    fields = (*USUAL[:7], (152, 8))
    year_ago = struct.pack("!Q", (NINE - 365 * 86400) * 1000)
    content = netflow5(record5(), seconds=500)
    content += netflow9(template(256, fields), a_set(256, record()[:-8] + year_ago))

    read = found(tmp_path, content)

    assert flows(read) == []
    assert codes(read) == {"flow_time_impossible": 1, "flow_clock_off": 1}


def test_a_clock_set_back_and_packets_lost_are_noted(tmp_path):
    content = netflow5(record5(), sequence=10) + netflow5(
        record5(), sequence=14, seconds=NINE - 3600
    )

    read = found(tmp_path, content)

    notes = {one.code: one.facts for one in read if hasattr(one, "code")}
    assert notes == {"export_flows_lost": {"count": 3}, "export_clock_set_back": {"times": 1}}
    assert len(flows(read)) == 2


def test_an_exporter_in_another_time_zone_is_noticed_by_whoever_listened(tmp_path):
    told = netflow9(template(256), seconds=NINE - 30)
    wrong, right = (netflow9(a_set(256, record()), seconds=NINE + off) for off in (7200, -200))

    ahead = found(tmp_path, told + wrong, "netflow-20260901T090000.nf")
    fine = found(tmp_path, told + right, "netflow-20260901T090000-2.nf")

    notes = [(one.code, one.facts["minutes"]) for one in ahead if hasattr(one, "code")]
    assert notes == [("export_clock_differs", 120)]
    assert codes(fine)["export_clock_differs"] == 0


def test_a_flow_that_ends_before_it_begins_has_no_known_end(tmp_path):
    read = found(tmp_path, netflow5(record5(first=UPTIME - 1000, last=UPTIME - 9000)))

    (flow,) = flows(read)
    assert flow["ended_at"] is None
    assert codes(read) == {"flow_end_doubtful": 1}


def test_an_ipfix_record_without_any_time_has_that_of_its_packet(tmp_path):
    read = found(tmp_path, ipfix(template(256, version=10), a_set(256, record())))

    (flow,) = flows(read)
    assert (str(flow["started_at"]), flow["ended_at"]) == ("2026-09-01 09:00:00", None)
    assert codes(read) == {"flow_time_of_export": 1}


def test_ipv6_and_ipv4_share_a_template(tmp_path):
    fields = ((8, 4), (12, 4), (27, 16), (28, 16), (7, 2), (11, 2), (4, 1))
    old = bytes([10, 0, 0, 1, 10, 0, 0, 9]) + bytes(32) + struct.pack("!HHB", 50000, 53, 17)
    new = (
        bytes(8)
        + bytes.fromhex("20010db8" + "0" * 22 + "01")
        + bytes.fromhex("20010db8" + "0" * 22 + "02")
    )
    new += struct.pack("!HHB", 50000, 53, 17)

    read = found(tmp_path, netflow9(template(256, fields), a_set(256, old, new)))

    assert [(flow["source_ip"], flow["target_ip"]) for flow in flows(read)] == [
        ("10.0.0.1", "10.0.0.9"),
        ("2001:db8::1", "2001:db8::2"),
    ]


def test_an_exporter_that_joins_both_ways_knows_who_opened_and_whether_anyone_answered(tmp_path):
    fields = (*USUAL[:5], (1, 8), (2, 8), (152, 8), (1, 8, 29305), (2, 8, 29305), (239, 1))
    start = NINE * 1000 - 5000

    def biflow(port, back, direction):
        counts = struct.pack("!QQQQQB", 300, 3, start, back * 100, back, direction)
        ends = ("10.0.0.9", "10.0.0.1") if direction == 2 else ("10.0.0.1", "10.0.0.9")
        return record(*ends, port, source_port=443 if direction == 2 else 50000)[:13] + counts

    content = ipfix(
        template(256, fields, version=10),
        a_set(256, biflow(443, 2, 1), biflow(50001, 2, 2), biflow(23, 0, 1)),
    )
    read = found(tmp_path, content)

    assert [
        (f["source_ip"], f["source_port"], f["target_port"], f["opened"], f["answered"], f["bytes"])
        for f in flows(read)
    ] == [
        ("10.0.0.1", 50000, 443, True, True, 500),
        ("10.0.0.1", 50001, 443, True, True, 500),  # told the wrong way round, and turned
    ]
    assert codes(read) == {"flow_without_answer": 1}
    assert rows(read) == 3


def test_what_a_firewall_tells_of_one_connection_is_one_flow(tmp_path):
    fields = (*USUAL[:5], (233, 1), (33002, 2), (323, 8), (231, 4), (232, 4), (152, 8))
    start = NINE * 1000 - 5000

    def event(kind, port, octets):
        times = struct.pack("!BHQIIQ", kind, 0, start + kind * 1000, octets, octets, start)
        return record(port=port)[:13] + times

    events = (
        event(1, 443, 0),
        event(5, 443, 100),
        event(2, 443, 50),
        event(3, 23, 0),
        event(1, 1433, 0),
    )
    read = found(tmp_path, netflow9(template(256, fields), a_set(256, *events)))

    told = sorted((f["target_port"], f["flows"], f["bytes"], f["opened"]) for f in flows(read))
    assert told == [(443, 1, 300, True), (1433, 1, 0, True)]
    assert codes(read) == {"flow_rejected": 1}
    assert rows(read) == 5


def test_an_attempt_that_only_knocked_is_no_flow_unless_packets_were_sampled(tmp_path):
    knock, refusal = record5(port=22, flags=0x02), record5(port=50000, flags=0x14)

    alone = found(tmp_path, netflow5(knock, refusal, record5(port=443)))
    sampled = found(tmp_path, netflow5(knock, sampling=1000))

    assert [flow["target_port"] for flow in flows(alone)] == [443]
    assert codes(alone) == {"flow_without_answer": 1}
    assert [flow["target_port"] for flow in flows(sampled)] == [22]


def test_silence_among_sampled_packets_is_no_answer_and_no_silence(tmp_path):
    fields = (*USUAL[:5], (1, 8), (2, 8), (152, 8), (2, 8, 29305), (34, 4))
    counts = struct.pack("!QQQQ", 300, 3, NINE * 1000 - 5000, 0)
    told = [record()[:13] + counts + struct.pack("!I", interval) for interval in (1, 1000)]

    read = found(tmp_path, ipfix(template(256, fields, version=10), a_set(256, *told)))

    assert [(flow["sampled"], flow["answered"]) for flow in flows(read)] == [(1000, None)]
    assert codes(read) == {"flow_without_answer": 1}


def test_fields_of_any_length_are_walked_over(tmp_path):
    fields = (USUAL[0], (82, 65535), *USUAL[1:7], (96, 65535))
    one = record()
    named = one[:4] + b"\x03eth" + one[4:-8] + b"\xff\0\x05HTTPS"
    unnamed = one[:4] + b"\0" + one[4:-8] + b"\0"

    read = found(
        tmp_path, ipfix(template(256, fields, version=10), a_set(256, named, unnamed, named))
    )

    assert [flow["service"] for flow in flows(read)] == ["https", None, "https"]
    assert {flow["target_ip"] for flow in flows(read)} == {"10.0.0.9"}


def test_a_template_without_length_or_one_too_many_costs_nothing(tmp_path):
    hostile = netflow9(template(256, ((8, 0), (12, 0))), a_set(256, record()))
    many = b"".join(netflow9(template(number)) for number in range(256, 256 + 5000))

    read = found(tmp_path, hostile + many)

    notes = {one.code: one.facts for one in read if hasattr(one, "code")}
    # number 256 is told again by the second kind, and then its waiting set is read
    assert notes["templates_unusable"]["count"] == 1 + 5000 - 4096
    assert len(flows(read)) == 1


def test_a_set_that_does_not_divide_by_its_template_is_left_out_whole(tmp_path):
    read = found(tmp_path, netflow9(template(256), a_set(256, record() + b"\x01" * 9)))

    assert flows(read) == []
    assert codes(read) == {"flowset_damaged": 1}


def test_records_without_two_addresses_are_counted(tmp_path):
    one = template(256, ((8, 4), (1, 4)))
    short = template(257, ((8, 3), (12, 3), (1, 2)))

    read = found(
        tmp_path, netflow9(one, short, a_set(256, bytes(8), bytes(8)), a_set(257, b"\1" * 8))
    )

    assert codes(read) == {"flow_without_ends": 1}
    assert rows(read) == 3


def test_an_empty_file_is_noted_and_a_stranger_refused(tmp_path):
    assert codes(found(tmp_path, b"")) == {"empty_file": 1}
    assert not netflow.recognise(written(tmp_path, "x", b"\0\x05 no packet at all"))
    with pytest.raises(CollectError, match="netflow_packet_missing"):
        found(tmp_path, b"\0\x05 no packet at all")


_WHOLE = netflow5(record5()) + netflow9(
    template(256), options9(257, ((1, 4),), ((34, 4),)), a_set(256, record()), a_set(257, bytes(8))
)
_WHOLE += ipfix(template(300, (*USUAL, (96, 65535)), version=10), a_set(300, record() + b"\x02ab"))


@settings(max_examples=40)
@given(
    place=st.integers(0, len(_WHOLE) - 1), byte=st.integers(0, 255), cut=st.integers(0, len(_WHOLE))
)
def test_no_damage_breaks_the_reader(tmp_path_factory, place, byte, cut):
    damaged = bytearray(_WHOLE)
    damaged[place] = byte
    file = written(tmp_path_factory.mktemp("x"), "capture.nf", bytes(damaged[:cut]) or b"\0")

    read = list(netflow.parse(file)) if netflow.recognise(file) else []

    assert rows(read) <= 10


@given(st.binary(max_size=200))
def test_random_bytes_are_never_packets_that_crash(content):
    read = list(packets.packets(_Bytes(content)))

    assert sum(one.size for one in read if isinstance(one, packets.Damage)) <= len(content)


class _Bytes:
    def __init__(self, content: bytes) -> None:
        self._content = content

    def read(self, size: int = -1) -> bytes:
        taken, self._content = self._content[:size], self._content[size:]
        return taken


def test_the_same_capture_gives_the_same_flows_again(tmp_path):
    content = netflow9(
        template(256), template(257), a_set(257, record()), a_set(256, record(), record())
    )

    first, second = (found(tmp_path, content) for _ in range(2))

    assert first[0].arrow.equals(second[0].arrow)


@pytest.mark.needs_data
def test_every_record_of_real_exports_is_claimed_or_noted(data):
    files = sorted((data / "samples" / "netflow_ipfix").glob("*.dat"))
    assert len(files) == 60

    for file in files:
        read = list(netflow.parse(document(file)))

        assert rows(read) == _counted(file), file.name
        assert formats.recognised(document(file)) == "netflow", file.name


@pytest.mark.needs_data
def test_real_exports_tell_what_their_makers_meant(data):
    folder = data / "samples" / "netflow_ipfix"

    nbar = flows(netflow.parse(document(folder / "netflow9_test_cisco_nbar_data262.dat")))
    ubnt = flows(netflow.parse(document(folder / "netflow9_test_ubnt_edgerouter_data1024.dat")))

    assert ("10.30.18.62", "icmp") in {(flow["source_ip"], flow["service"]) for flow in nbar}
    told = {(flow["source_ip"], flow["target_ip"], flow["bytes"]) for flow in ubnt}
    assert ("10.1.0.232", "10.4.0.251", 1920) in told


def _counted(file: Path) -> int:
    """Records counted by walking each field of each record, one packet after the other."""
    words = file.name.replace("opttpl", "tpl").split("_")
    stem = "_".join(
        words[: next((i for i, w in enumerate(words) if w.startswith(("data", "tpl"))), 99)]
    )
    fields: dict[tuple, list[int]] = {}
    same = [
        other
        for other in sorted(file.parent.glob("*.dat"))
        if other.name.startswith(stem) and "_" in stem
    ]
    for other in (*same, file):
        for key, number, body in _sets(other.read_bytes()):
            if 0 <= number < 4:
                fields.update(_lengths(key, number, body))
    total = 0
    for key, number, body in _sets(file.read_bytes()):
        if number >= 256:
            total += _walked(body, fields.get((key, number)))
        elif number == -5:
            total += len(body) // 48
    return total


def _sets(content: bytes):
    at = 0
    while at + 20 <= len(content):
        version, count = struct.unpack_from("!HH", content, at)
        if version == 5:
            yield 5, -5, content[at + 24 : at + 24 + 48 * count]
            at += 24 + 48 * count
            continue
        end = at + count if version == 10 else len(content)
        domain = content[at + 12 : at + 16] if version == 10 else content[at + 16 : at + 20]
        at += 16 if version == 10 else 20
        while at + 4 <= end and any(content[at : at + 4]):
            number, length = struct.unpack_from("!HH", content, at)
            yield (version, domain), number, content[at + 4 : at + length]
            at += length
        at = end


def _lengths(key, kind, body):
    at = 0
    while at + 4 <= len(body) and body[at]:
        number, count = struct.unpack_from("!HH", body, at)
        at += 4
        if kind == 1:
            count = (count + struct.unpack_from("!H", body, at)[0]) // 4
        at += 2 if kind in (1, 3) else 0
        lengths = []
        for _ in range(count):
            element, length = struct.unpack_from("!HH", body, at)
            at += 8 if key[0] == 10 and element & 0x8000 else 4
            lengths.append(length)
        yield (key, number), lengths


def _walked(body: bytes, lengths: list[int] | None) -> int:
    """Records in a set; one where nobody knows, or where they do not come out even."""
    if lengths is None:
        return 1
    at = count = 0
    while len(body) - at > 3 and len(body) - at >= sum(1 if n == 65535 else n for n in lengths):
        for length in lengths:
            if length == 65535:
                length, at = body[at], at + 1
                if length == 255:
                    length, at = int.from_bytes(body[at : at + 2]), at + 2
            at += length
        count += 1
    return 1 if len(body) - at > 3 else count
