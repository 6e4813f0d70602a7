"""A real collection of a directory: who reaches which machine agrees with the nesting and rights in it."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from grunnmur import reach
from grunnmur.estate import TABLES, Estate
from tests import estates

ON = date(2026, 9, 1)
_SETTINGS = '[[source]]\nname = "ad"\nformat = "sharphound"\npath = "ad.zip"\n'


def _estate(folder: Path, archive: Path) -> Estate:
    """The collection after reconcile, with a store of patient data on every machine in it."""
    region = estates.directory(folder / "region", extra=_SETTINGS)
    shutil.copy(archive, region / "ad.zip")
    estate = estates.run(region, folder / "work")
    estate.write(
        TABLES["data_store"],
        "select asset_id as data_store_id, null as name, null as application_id, asset_id, 'primary' as kind, "
        "null as replica_of_id, null as location_id, 'patient' as data_class, null as controller_id, "
        "null as legal_basis, null::date as retained_until from asset",
    )
    reach.reach(estate, on=ON)
    return estate


def _written(archive: Path) -> dict[str, list[dict]]:
    """The collection's objects by kind, read once more in the plainest way."""
    found = defaultdict(list)
    with zipfile.ZipFile(archive) as members:
        for name in members.namelist():
            said = json.loads(members.read(name).decode("utf-8-sig"))
            found[said["meta"]["type"]] += said.get("data") or said.get(said["meta"]["type"]) or []
    return found


def _sid(thing: dict) -> str:
    return str(thing.get("ObjectIdentifier") or thing["Properties"]["objectid"])


_WHOLE = {"Owner", "GenericAll", "WriteDacl", "WriteOwner"}
_RIGHTS = {
    "users": _WHOLE | {"All", "User-Force-Change-Password", "ReadGMSAPassword"},
    "groups": _WHOLE | {"GenericWrite", "AddMember", "AddSelf"},
    "computers": _WHOLE | {"ReadLAPSPassword"},
    "domains": _WHOLE | {"All", "GetChangesAll"},
    "ous": _WHOLE,
    "gpos": _WHOLE | {"GenericWrite"},
}
"""What makes one master of an object of each kind, as this version writes it."""


def _leads(said: dict[str, list[dict]]) -> dict[str, set[str]]:
    """From each identifier to all it leads to: groups, rights, units and what policies apply to."""
    onward = defaultdict(set)
    for one, other in (*_belongs(said), *_masters(said), *_units(said)):
        onward[one].add(other)
    return onward


def _belongs(said: dict[str, list[dict]]) -> Iterator[tuple[str, str]]:
    for group in said["groups"]:
        yield from ((str(member["MemberId"]), _sid(group)) for member in group["Members"])
    for one in (*said["users"], *said["computers"]):
        yield _sid(one), str(one["PrimaryGroupSid"])


def _masters(said: dict[str, list[dict]]) -> Iterator[tuple[str, str]]:
    for computer in said["computers"]:
        yield from ((str(one["MemberId"]), _sid(computer)) for one in computer["LocalAdmins"])
    for kind, masters in _RIGHTS.items():
        for thing in said[kind]:
            for entry in thing["Aces"]:
                if (entry["AceType"] or entry["RightName"]) in masters:
                    yield entry["PrincipalSID"], _sid(thing)


def _units(said: dict[str, list[dict]]) -> Iterator[tuple[str, str]]:
    for unit in said["ous"]:
        for name in ("Users", "Computers", "ChildOus"):
            yield from ((_sid(unit), child) for child in unit[name])
    for place in (*said["ous"], *said["domains"]):
        yield from ((link["Guid"], _sid(place)) for link in place["Links"])


def _expected(said: dict[str, list[dict]]) -> set[tuple[str, str]]:
    """(user, computer) by trying every way on from every enabled user."""
    onward = _leads(said)
    computers = {_sid(computer) for computer in said["computers"]}
    (domain,) = said["domains"]
    name, sid = domain["Properties"]["name"], _sid(domain)
    for known in (f"{name}-S-1-5-11", f"{name}-S-1-1-0"):
        onward[f"{sid}-513"].add(known)
        onward[f"{sid}-515"].add(known)
    for holder in (f"{sid}-500", f"{sid}-512", f"{sid}-519", f"{name}-S-1-5-32-544"):
        onward[holder].add(sid)
    onward[sid] |= {computer for computer in computers if computer.startswith(sid)}
    for computer in said["computers"]:
        if str(computer["PrimaryGroupSid"]).endswith(("-516", "-521", "-498")):
            onward[_sid(computer)].add(sid)
    pairs = set()
    for user in said["users"]:
        if user["Properties"].get("enabled") is not False:
            met, waiting = set(), {_sid(user)}
            while waiting:
                met |= waiting
                waiting = {other for one in waiting for other in onward[one]} - met
            pairs |= {(_sid(user), computer) for computer in met & computers}
    return pairs


@pytest.mark.needs_data
def test_who_reaches_which_machine_agrees_with_nesting_local_rights_and_control_lists(
    data, tmp_path
):
    archive = data / "samples" / "sharphound" / "goodhound_20211017_BloodHound.zip"
    estate = _estate(tmp_path, archive)

    found = estate.connection.execute(
        "select u.value, m.value from access a "
        "join identifier u on u.noun = 'account' and u.kind = 'sid' and u.entity_id = a.account_id "
        "join identifier m on m.noun = 'asset' and m.kind = 'sid' and m.entity_id = a.data_store_id where a.could"
    ).fetchall()

    expected = _expected(_written(archive))
    assert len(expected) > 1_000
    assert set(found) == expected


@pytest.mark.needs_data
def test_administrators_of_a_machine_are_met_though_no_directory_was_collected(data, tmp_path):
    store = {"key": "s1", "name": "s1", "asset_id": "winterfell", "data_class": "patient"}
    source = '[[source]]\nname = "maskin"\nformat = "adalanche"\npath = "w.json.gz"\n'
    stores = {"name": "lager", "into": "data_store", "rows": [store]}
    region = estates.directory(tmp_path / "region", stores, extra=source)
    machine = data / "samples" / "ad_localmachine" / "winterfell$NORTH.localmachine.json.gz"
    shutil.copy(machine, region / "w.json.gz")

    estate = estates.run(region, tmp_path / "work")
    reach.reach(estate, on=ON)

    found = estate.connection.execute(
        "select a.name, coalesce(x.did, false) from access x join account a using (account_id) where x.could order by 1"
    ).fetchall()
    # its Administrators hold two groups besides; of these robb and vagrant logged on
    assert found == [("Administrator", False), ("catelyn.stark", False), ("eddard.stark", False),
                     ("robb.stark", True), ("vagrant", True)]  # fmt: skip


@pytest.mark.needs_data
def test_a_half_written_collection_does_no_harm(data, tmp_path):
    whole = data / "samples" / "sharphound" / "goodhound_20211017_BloodHound.zip"
    half = tmp_path / "half.zip"
    half.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])

    region = estates.directory(
        tmp_path / "region",
        {"name": "ting", "into": "asset", "rows": [{"key": "a", "name": "a", "kind": "server"}]},
        extra=_SETTINGS,
    )
    shutil.copy(half, region / "ad.zip")
    estate = estates.run(region, tmp_path / "work")
    reach.reach(estate, on=ON)

    assert estate.count("access") == 0
    assert estate.connection.execute(
        "select count(*) > 0 from note where source = 'ad'"
    ).fetchall() == [(True,)]
