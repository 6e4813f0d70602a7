import json

import pytest
from reading import claims, codes, document, records, rows, written

from grunnmur.collect import osquery
from grunnmur.collect.claim import MARK

HOST = {"hostIdentifier": "pc-7", "decorations": {"host_uuid": "U-7"}, "unixTime": "1788253200"}
SYSTEM = {
    "hostname": "pc-7.hospital.example",
    "hardware_serial": "ABC123",
    "hardware_vendor": "Dell Inc.",
    "hardware_model": "Latitude 5420",
}
ANSWERS = (
    {**HOST, "name": "system", "action": "snapshot", "snapshot": [SYSTEM]},
    {
        **HOST,
        "name": "programs",
        "action": "snapshot",
        "snapshot": [
            {"name": "7-Zip", "version": "19.0", "publisher": "Igor Pavlov"},
            {"name": "Firefox", "version": "115", "publisher": "Mozilla"},
        ],
    },
    {
        **HOST,
        "name": "address",
        "action": "added",
        "columns": {"address": "10.0.0.7", "interface": "en0", "mask": "255.255.255.0"},
    },
    {**HOST, "name": "mounts", "action": "added", "columns": {"path": "/"}},
    {**HOST, "name": "mounts", "action": "removed", "columns": {"path": "/mnt"}},
)


def log(folder, answers=ANSWERS):
    return written(folder, "osqueryd.results.log", "\n".join(map(json.dumps, answers)))


def test_the_first_row_of_a_host_tells_of_the_host(tmp_path):
    found = records(osquery.parse(log(tmp_path)))["U-7"]

    asset = found.claims[0]
    assert asset.identifiers == (
        ("uuid", "U-7"),
        ("hostname", "pc-7"),
        ("serial", "ABC123"),
        ("fqdn", "pc-7.hospital.example"),
    )
    assert str(found.seen_at) == "2026-09-01 09:00:00"


def test_later_rows_hang_on_the_host(tmp_path):
    found = list(osquery.parse(log(tmp_path)))

    programs = claims(found, "installation")
    assert [claim.values["product_id"] for claim in programs] == ["7-Zip", "Firefox"]
    assert {claim.values["asset_id"] for claim in programs} == {f"{MARK}record{MARK}U-7"}
    assert claims(found, "address")[0].values["ip"] == "10.0.0.7"


def test_every_row_is_claimed_or_noted(tmp_path):
    found = list(osquery.parse(log(tmp_path)))

    assert rows(found) == 1 + 2 + 1 + 1 + 1
    assert codes(found) == {"answer_not_used": 1, "answer_withdrawn": 1}


def package(version, at, action="added"):
    columns = {"name": "openssl", "version": version, "arch": "amd64"}
    return {**HOST, "name": "packages", "unixTime": at, "action": action, "columns": columns}


def test_software_that_was_updated_is_there_in_its_new_version_only(tmp_path):
    answers = (package("1.0", 10), package("1.0", 20, "removed"), package("1.1", 20))

    found = list(osquery.parse(log(tmp_path, answers)))

    assert [claim.values["version"] for claim in claims(found, "installation")] == ["1.1"]
    assert codes(found) == {"answer_withdrawn": 1}
    assert rows(found) == 3


def test_what_came_back_after_it_was_removed_is_there(tmp_path):
    answers = (package("1.0", 10), package("1.0", 20, "removed"), package("1.0", 30))

    found = claims(osquery.parse(log(tmp_path, answers)), "installation")

    assert [claim.values["version"] for claim in found] == ["1.0"]


def test_of_snapshots_the_last_counts_also_when_it_is_empty(tmp_path):
    def snapshot(query, at, *names):
        listed = [{"name": name, "version": "1", "arch": "amd64"} for name in names]
        return {**HOST, "name": query, "unixTime": at, "action": "snapshot", "snapshot": listed}

    answers = (
        snapshot("deb", 20, "bash", "curl"),
        snapshot("deb", 10, "bash", "telnetd"),
        snapshot("snap", 10, "core"),
        snapshot("snap", 20),
    )

    found = list(osquery.parse(log(tmp_path, answers)))

    assert [c.values["product_id"] for c in claims(found, "installation")] == ["bash", "curl"]
    assert rows(found) == 2 + 2 + 1 + 1


def test_broken_lines_and_rows_without_host_are_noted(tmp_path):
    nameless = {"name": "q", "hostIdentifier": "", "columns": {"a": "b"}}
    text = json.dumps(ANSWERS[0]) + "\n{broken\n" + json.dumps(nameless) + "\n"

    found = list(osquery.parse(written(tmp_path, "results.log", text)))

    assert codes(found) == {"line_malformed": 1, "answer_without_host": 1}
    assert rows(found) == 3


def test_a_batch_over_several_lines_is_read(tmp_path):
    batch = {"node_key": "k", "data": list(ANSWERS)}

    found = list(osquery.parse(written(tmp_path, "batch.json", json.dumps(batch, indent=2))))

    assert rows(found) == 6


@pytest.mark.needs_data
def test_every_real_row_is_claimed(data):
    real = document(data / "samples" / "osquery" / "results_2_lines.log")

    assert osquery.recognise(real)
    assert rows(osquery.parse(real)) == len(records(osquery.parse(real))) == 2
