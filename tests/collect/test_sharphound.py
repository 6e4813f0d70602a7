import json
import zipfile
from datetime import datetime

import pytest
from reading import batches, claims, codes, document, records, rows, written

from grunnmur.collect import sharphound
from grunnmur.collect.claim import reference
from grunnmur.errors import CollectError

DOMAIN = "S-1-5-21-1-2-3"


def user(rid, name, **properties):
    said = {"name": f"{name}@SYKEHUS.EXAMPLE", "domain": "SYKEHUS.EXAMPLE", **properties}
    sid = f"{DOMAIN}-{rid}"
    return {"Properties": said, "PrimaryGroupSID": f"{DOMAIN}-513", "ObjectIdentifier": sid}


def collection(folder, kind, *objects, version=5, name="20260830060000"):
    meta = {"methods": 0, "type": kind, "count": len(objects), "version": version}
    content = json.dumps({"data": list(objects), "meta": meta}, separators=(",", ":"))
    return written(folder, f"{name}_{kind}.json", "\ufeff" + content)


def wrapped(*results, collected=True):
    return {"Results": list(results), "Collected": collected, "FailureReason": None}


def test_a_user_is_an_account_with_its_primary_group(tmp_path):
    properties = {"enabled": True, "admincount": True, "employeeid": "1234", "lastlogon": -1}
    kari = user(1101, "KNORD", samaccountname="knord", lastlogontimestamp=1788000000, **properties)

    found = list(sharphound.parse(collection(tmp_path, "users", kari)))

    account, membership = records(found)[f"{DOMAIN}-1101"].claims
    assert account.values["name"] == "knord"
    assert account.values["kind"] == "personal"
    assert account.values["privileged"] is True
    assert account.values["last_logon_at"] == datetime.fromisoformat("2026-08-29 10:40")
    assert account.values["person_id"] == reference("employee_no", "1234")
    assert ("account_name", "knord@SYKEHUS.EXAMPLE") in account.identifiers
    assert membership.values["group_id"] == reference("sid", f"{DOMAIN}-513")


@pytest.mark.parametrize(
    ("rid", "name", "properties", "kind"),
    [
        (1102, "SVC_PACS", {}, "service"),
        (1103, "LABSQL", {"hasspn": True}, "service"),
        (500, "ADMINISTRATOR", {}, "shared"),
        (502, "KRBTGT", {}, "service"),
        (1104, "SVEIN", {"hasspn": False}, "personal"),
    ],
)
def test_kinds_of_accounts(tmp_path, rid, name, properties, kind):
    found = sharphound.parse(collection(tmp_path, "users", user(rid, name, **properties)))

    assert [claim.values["kind"] for claim in claims(found, "account")] == [kind]


def test_a_group_lists_its_members_in_a_batch(tmp_path):
    member = {"ObjectIdentifier": f"{DOMAIN}-1101", "ObjectType": "User"}
    group = {**user(1200, "LAB-LES"), "Members": [member, member]}

    found = list(sharphound.parse(collection(tmp_path, "groups", group)))

    assert rows(found) == 1
    pair = {"account_id": f"{DOMAIN}-1101", "group_id": f"{DOMAIN}-1200"}
    assert batches(found, "membership") == [
        {column: reference("sid", sid) for column, sid in pair.items()}
    ]


def test_version_5_computers_give_sessions_and_local_rights(tmp_path):
    someone = {"ObjectIdentifier": f"{DOMAIN}-1101", "ObjectType": "User"}
    administrators = {"ObjectIdentifier": "S-1-5-21-9-9-9-544", **wrapped(someone)}
    computer = {
        "Properties": {"name": "LAB-DB.SYKEHUS.EXAMPLE", "operatingsystem": "Windows Server 2019"},
        "Sessions": wrapped({"UserSID": f"{DOMAIN}-1101", "ComputerSID": f"{DOMAIN}-1300"}),
        "LocalGroups": [administrators],
        "RegistrySessions": wrapped(collected=False),
        "ObjectIdentifier": f"{DOMAIN}-1300",
    }

    found = list(sharphound.parse(collection(tmp_path, "computers", computer)))

    asset = records(found)[f"{DOMAIN}-1300"].claims[0]
    assert asset.values["kind"] == "server"
    assert ("fqdn", "LAB-DB.SYKEHUS.EXAMPLE") in asset.identifiers
    assert [row["at"] for row in batches(found, "logon")] == [
        datetime.fromisoformat("2026-08-30 06:00")
    ]
    assert [row["level"] for row in batches(found, "privilege")] == ["admin"]
    assert codes(found)["not_collected"] == 1


def test_those_of_other_domains_are_accounts_of_whom_no_more_is_known(tmp_path):
    own, other = f"{DOMAIN}-1101", "S-1-5-21-9-9-9"
    listed = [(own, "User"), (f"{other}-1106", "Base"), (f"{other}-1107", "Group"),
              (f"{other}-1108", "Computer"), (f"{DOMAIN}-1300-500", "LocalUser")]  # fmt: skip
    results = wrapped(*({"ObjectIdentifier": sid, "ObjectType": kind} for sid, kind in listed))
    computer = {
        **user(1300, "LAB-DB"),
        "LocalGroups": [{"ObjectIdentifier": f"{DOMAIN}-1300-544", **results}],
        "Sessions": wrapped({"UserSID": f"{other}-1109", "ComputerSID": f"{DOMAIN}-1300"}),
    }
    group = {**user(1200, "LAB"), "Members": results["Results"]}

    computers = list(sharphound.parse(collection(tmp_path, "computers", computer)))
    groups = list(sharphound.parse(collection(tmp_path, "groups", group)))

    strangers = [(f"{other}-1106", None), (f"{other}-1107", "group")]
    assert _known(computers) == [(f"{other}-1109", None), *strangers]
    assert _known(groups)[1:] == strangers
    assert (rows(computers), rows(groups)) == (1, 1)


def _known(found):
    return [(dict(one.identifiers)["sid"], one.values["kind"]) for one in claims(found, "account")]


def test_deleted_and_unused_objects_are_noted(tmp_path):
    deleted = {**user(1105, "BORTE"), "IsDeleted": True}

    users = list(sharphound.parse(collection(tmp_path, "users", deleted, {"Properties": {}}, 7)))
    units = list(sharphound.parse(collection(tmp_path, "ous", {"ObjectIdentifier": "A"}, {})))

    assert rows(users) == 3
    assert codes(users) == {
        "object_deleted": 1,
        "object_without_id": 1,
        "row_unreadable": 1,
    }
    assert rows(units) == 2


def test_a_readable_password_is_noted_without_the_password(tmp_path):
    found = list(
        sharphound.parse(collection(tmp_path, "users", user(1, "X", userpassword="hemmelig")))
    )

    assert codes(found)["password_in_directory"] == 1
    assert "hemmelig" not in repr(found)


def test_a_collection_in_utf_16_is_recognised_and_read(tmp_path):
    text = collection(tmp_path, "users", user(1101, "Åse"), user(1102, "B")).text()
    recoded = written(tmp_path, "20260830060000_users.json", text.encode("utf-16"))

    assert sharphound.recognise(recoded)
    assert len(records(sharphound.parse(recoded))) == 2


def test_a_file_cut_short_gives_what_it_has(tmp_path):
    whole = collection(tmp_path, "users", user(1101, "A"), user(1102, "B"))
    cut = whole.path.read_bytes()[:200]

    found = list(sharphound.parse(written(tmp_path, "20260830060000_users.json", cut)))

    assert len(records(found)) == 1
    assert codes(found)["truncated"] == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ('{"users":[' + "[" * 200_000, "json_too_deep"),
        ('{"something":[{"ObjectIdentifier":1}]}', "json_other_shape"),
        ("[1, 2]", "json_other_shape"),
        ("{", "json_damaged"),
    ],
)
def test_hostile_shapes_are_refused(tmp_path, content, code):
    with pytest.raises(CollectError, match=code):
        list(sharphound.parse(written(tmp_path, "1_users.json", content)))


def test_other_json_is_not_recognised(tmp_path):
    for content in ('{"data":[{"id":1}]}', '{"meta":{"type":"x"}}', "[]", '{"users":[]}'):
        assert not sharphound.recognise(written(tmp_path, "x.json", content))


@pytest.mark.needs_data
def test_a_real_collection_loses_no_object(data, tmp_path):
    archive = data / "samples/sharphound/goodhound_20211017_BloodHound.zip"
    with zipfile.ZipFile(archive) as members:
        members.extractall(tmp_path)

    for path in sorted(tmp_path.glob("*.json")):
        meta = json.loads(path.read_text(encoding="utf-8-sig"))["meta"]
        found = list(sharphound.parse(document(path)))
        assert sharphound.recognise(document(path))
        assert rows(found) == meta["count"], path.name


@pytest.mark.needs_data
def test_a_real_collection_gives_all_memberships_and_rights(data, tmp_path):
    archive = data / "samples/sharphound/goodhound_20211017_BloodHound.zip"
    with zipfile.ZipFile(archive) as members:
        members.extractall(tmp_path)
    groups = json.loads((tmp_path / "20211017151337_groups.json").read_text("utf-8-sig"))["groups"]

    found = list(sharphound.parse(document(tmp_path / "20211017151337_groups.json")))

    pairs = {
        (m["MemberId"], g["ObjectIdentifier"], m["MemberType"] == "Computer")
        for g in groups
        for m in g["Members"]
    }
    machines = [row for row in batches(found, "directory_link") if row["link"] == "member"]
    assert len(machines) == sum(machine for _, _, machine in pairs) > 0
    assert len(batches(found, "membership")) == len(pairs) - len(machines)
