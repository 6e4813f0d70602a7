import json

import pytest
from reading import claims, codes, document, records, rows, written

from grunnmur.collect import ansible

FACTS = {
    "ansible_fqdn": "db01.hospital.example",
    "ansible_hostname": "db01",
    "ansible_distribution": "RedHat",
    "ansible_distribution_version": "8.9",
    "ansible_product_serial": "ABC123",
    "ansible_product_uuid": "NA",
    "ansible_system_vendor": "Dell Inc.",
    "ansible_product_name": "PowerEdge R650",
    "ansible_form_factor": "Rack Mount Chassis",
    "ansible_virtualization_role": "host",
    "ansible_date_time": {"iso8601": "2026-09-01T10:00:00Z"},
    "ansible_interfaces": ["lo", "ens1-0", "carp0", "ens2"],
    "ansible_ens1_0": {
        "macaddress": "00:11:22:33:44:55",
        "ipv4": {"address": "10.0.0.5"},
        "ipv6": [{"address": "fe80::1"}],
    },
    "ansible_carp0": {"macaddress": "00:00:5e:00:01:01", "ipv4": [{"address": "10.0.0.6"}]},
    "ansible_ens2": {"macaddress": "00:00:5e:00:01:02"},
}


def facts(folder, value):
    return written(folder, "facts.json", json.dumps(value))


def test_a_host_is_claimed_with_system_identifiers_and_addresses(tmp_path):
    found = list(ansible.parse(facts(tmp_path, {"ansible_facts": FACTS, "changed": False})))

    asset = claims(found, "asset")[0]
    assert asset.values["os_name"] == "RedHat 8.9"
    assert asset.values["kind"] == "server"
    assert asset.identifiers == (
        ("serial", "ABC123"),
        ("fqdn", "db01.hospital.example"),
        ("hostname", "db01"),
        ("mac", "00:11:22:33:44:55"),
        ("ip", "10.0.0.5"),
    )
    assert [claim.values["ip"] for claim in claims(found, "address")] == ["10.0.0.5"]
    assert str(found[0].seen_at) == "2026-09-01 10:00:00"


def test_facts_are_found_in_every_wrapper(tmp_path):
    one = {"ansible_facts": FACTS}
    play = {
        "plays": [{"tasks": [{"hosts": {"db01": one}}, {"hosts": {"db01": {"changed": True}}}]}]
    }

    for wrapped in (one, FACTS, play, {"db01": one}):
        wrapper = facts(tmp_path, wrapped)
        assert ansible.recognise(wrapper)
        assert len(claims(ansible.parse(wrapper), "asset")) == 1


def test_the_command_lines_answers_are_a_row_a_host(tmp_path):
    text = f"db01 | SUCCESS => {json.dumps({'ansible_facts': FACTS}, indent=4)}\n"
    text += 'db02 | UNREACHABLE! => {\n    "msg": "no route to host",\n    "unreachable": true\n}\n'
    text += "db03 | SUCCESS => {\n  broken\n"

    found = list(ansible.parse(written(tmp_path, "setup.txt", text)))

    assert list(records(found)) == ["db01"]
    assert codes(found) == {"host_without_facts": 2}
    assert rows(found) == 3


def test_a_host_called_localhost_is_not_told_from_others_by_that(tmp_path):
    local = {**FACTS, "ansible_fqdn": "localhost", "ansible_hostname": "db01"}

    found = claims(ansible.parse(facts(tmp_path, local)), "asset")

    assert ("hostname", "db01") in found[0].identifiers
    assert not [value for _, value in found[0].identifiers if value == "localhost"]


def test_packages_are_installations(tmp_path):
    packages = {"packages": {"bash": [{"name": "bash", "version": "5.0"}]}}

    found = claims(
        ansible.parse(facts(tmp_path, {"ansible_facts": FACTS | packages})), "installation"
    )

    assert found[0].values["product_id"] == "bash"


@pytest.mark.needs_data
def test_every_real_host_is_one_record(data):
    files = sorted((data / "samples" / "ansible_facts").iterdir())
    assert len(files) == 6

    for file in files:
        real = document(file)
        assert ansible.recognise(real), file.name
        assert rows(ansible.parse(real)) == len(records(ansible.parse(real))) == 1, file.name
