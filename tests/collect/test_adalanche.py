"""Machines as adalanche collects them."""

import gzip
import json
from collections import Counter

from grunnmur.collect import adalanche
from grunnmur.collect.claim import reference
from tests.collect import reading

DOMAIN, LOCAL = "S-1-5-21-1-2-3", "S-1-5-21-7-8-9"
MACHINE = {
    "Machine": {
        "Name": "srv1",
        "LocalSID": LOCAL,
        "ComputerDomainSID": f"{DOMAIN}-1000",
        "ProductType": "LanmanNT",
        "ProductName": "Windows Server 2019",
        "ReleaseID": "1809",
    },
    "Network": {
        "NetworkInterfaces": [
            {"MACAddress": "02:00:00:00:00:01", "Addresses": ["fe80::1/64", "10.0.0.5/24"]}
        ]
    },
    "LoginPopularity": {
        "Day": [{"SID": f"{DOMAIN}-1105"}, {"SID": "S-1-5-18"}],
        "Week": [{"SID": f"{DOMAIN}-1105"}],
    },
    "Groups": [
        {"SID": "S-1-5-32-544", "Members": [{"SID": f"{DOMAIN}-512"}, {"SID": f"{LOCAL}-500"}]},
        {"SID": "S-1-5-32-555", "Members": [{"SID": f"{DOMAIN}-1106"}]},
        {"SID": f"{DOMAIN}-544", "Members": [{"SID": f"{DOMAIN}-1107"}]},
    ],
    "Services": [{"AccountSID": f"{DOMAIN}-1108"}, {"AccountSID": "S-1-5-19"}],
    "Software": [{"displayName": "Agent", "displayVersion": "1.2"}],
    "Collected": "2026-08-30T12:00:00+02:00",
}


def _claims(found, table):
    return [claim.values for claim in reading.claims(found, table)]


def test_a_machine_tells_who_administers_it_and_who_logs_on(tmp_path):
    found = list(adalanche.parse(reading.written(tmp_path, "srv1.json", json.dumps(MACHINE))))

    rights = [(str(row["account_id"])[-4:], row["level"]) for row in _claims(found, "privilege")]
    assert rights == [("-512", "admin"), ("1106", "logon")]
    assert [str(row["account_id"])[-4:] for row in _claims(found, "logon")] == ["1105", "1108"]
    assert [str(row["at"]) for row in _claims(found, "logon")] == ["2026-08-30 10:00:00"] * 2
    (asset,) = _claims(found, "asset")
    assert (asset["kind"], asset["role"]) == ("server", "directory")
    assert [row["ip"] for row in _claims(found, "address")] == ["10.0.0.5"]
    assert reading.rows(found) == 1


def test_who_is_let_in_or_seen_is_an_account_with_its_name(tmp_path):
    kari = {"SID": f"{DOMAIN}-1105", "Name": "NORD\\kari"}
    members = [{"SID": f"{DOMAIN}-512", "Name": "NORD\\Domain Admins"}, kari, {"SID": f"{LOCAL}-500"},
               {"SID": f"{DOMAIN}-1001", "Name": "NORD\\SRV2$"}, {"SID": f"{DOMAIN}-1109"}]  # fmt: skip
    services = [{"AccountSID": f"{DOMAIN}-1108", "Account": "agent@nord.example"},
                {"AccountSID": f"{DOMAIN}-1110", "Account": "NORD\\gmsa$"}]  # fmt: skip
    machine = {
        **MACHINE,
        "Groups": [{"SID": "S-1-5-32-544", "Members": members}],
        "LoginPopularity": {"Day": [kari], "Week": None},
        "Services": services,
    }

    found = list(adalanche.parse(reading.written(tmp_path, "srv1.json", json.dumps(machine))))

    assert {
        dict(one.identifiers)["sid"].removeprefix(f"{DOMAIN}-"): tuple(one.values.values())
        for one in reading.claims(found, "account")
    } == {
        "512": ("group", "Domain Admins", "NORD"),
        "1105": (None, "kari", "NORD"),
        "1108": ("service", "agent", "nord.example"),
        "1109": (None, None, None),
        "1110": ("service", "gmsa$", "NORD"),
    }


def test_everyone_of_the_domain_is_let_in_where_the_machine_says_so(tmp_path):
    members = [{"SID": "S-1-5-11", "Name": "NT AUTHORITY\\Authenticated Users"},
               {"SID": "S-1-5-4", "Name": "NT AUTHORITY\\INTERACTIVE"}]  # fmt: skip
    machine = {
        **MACHINE,
        "Machine": {**MACHINE["Machine"], "Domain": "NORD"},
        "Groups": [{"SID": "S-1-5-32-544", "Members": members}],
    }

    found = list(adalanche.parse(reading.written(tmp_path, "srv1.json", json.dumps(machine))))

    everyone = reference("sid", "NORD-S-1-5-11")
    assert [row["account_id"] for row in _claims(found, "privilege")] == [everyone]
    assert [(row["account_id"], row["group_id"]) for row in _claims(found, "membership")] == [
        (reference("sid", f"{DOMAIN}-{number}"), everyone) for number in (513, 515)
    ]
    assert "Authenticated Users" in [row["name"] for row in _claims(found, "account")]
    assert reading.codes(found)["right_holder_not_used"] == 1


def test_a_half_written_file_is_refused_with_its_reason(tmp_path):
    import pytest

    from grunnmur.errors import CollectError

    half = reading.written(tmp_path, "srv1.json", json.dumps(MACHINE)[:400])

    assert adalanche.recognise(half)
    with pytest.raises(CollectError) as raised:
        list(adalanche.parse(half))
    assert raised.value.code == "json_damaged"


def test_real_machines_agree_with_the_administrators_written_in_them(data):
    for path in sorted((data / "samples" / "ad_localmachine").glob("*.json.gz")):
        document = reading.document(path)
        said = json.loads(gzip.decompress(path.read_bytes()))
        local = said["Machine"]["LocalSID"]
        (group,) = (one for one in said["Groups"] if one["SID"] == "S-1-5-32-544")
        expected = Counter(
            member["SID"]
            for member in group.get("Members", ())
            if member["SID"].startswith("S-1-5-21-") and not member["SID"].startswith(local)
        )

        found = list(adalanche.parse(document))

        assert adalanche.recognise(document)
        admins = [row for row in _claims(found, "privilege") if row["level"] == "admin"]
        assert Counter(str(row["account_id"]).split("\x1f")[-1] for row in admins) == expected
