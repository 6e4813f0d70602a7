"""A real collection of a directory: who reaches which machine agrees with the nesting and rights in it."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections import defaultdict
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


def _results(value: object) -> list[dict]:
    found = value.get("Results") if isinstance(value, dict) else value
    return [one for one in found or [] if isinstance(one, dict)]


def _expected(said: dict[str, list[dict]]) -> set[tuple[str, str]]:
    """(user, computer) by trying every way up from every enabled user."""
    above = defaultdict(set)
    for group in said["groups"]:
        for member in _results(group.get("Members")):
            above[str(member.get("ObjectIdentifier") or member.get("MemberId"))].add(_sid(group))
    for user in said["users"]:
        if primary := user.get("PrimaryGroupSID") or user.get("PrimaryGroupSid"):
            above[_sid(user)].add(str(primary))
    admins = {
        _sid(computer): {
            str(one.get("ObjectIdentifier") or one.get("MemberId"))
            for one in _results(computer.get("LocalAdmins"))
        }
        for computer in said["computers"]
    }
    joined = [computer for computer in admins if computer.startswith("S-1-5-21-")]
    pairs = set()
    for user in said["users"]:
        if user["Properties"].get("enabled") is False:
            continue
        held, waiting = set(), {_sid(user)}
        while waiting:
            held |= waiting
            waiting = {group for one in waiting for group in above[one]} - held
        pairs |= {(_sid(user), computer) for computer, those in admins.items() if those & held}
        for sid in held:
            domain, _, rid = sid.rpartition("-")
            if rid in ("500", "512", "519") and domain.startswith("S-1-5-21-"):
                pairs |= {(_sid(user), one) for one in joined if one.rpartition("-")[0] == domain}
    return pairs


@pytest.mark.needs_data
def test_who_reaches_which_machine_agrees_with_the_nesting_and_the_local_rights(data, tmp_path):
    archive = data / "samples" / "sharphound" / "goodhound_20211017_BloodHound.zip"
    estate = _estate(tmp_path, archive)

    found = estate.connection.execute(
        "select u.value, m.value from access a "
        "join identifier u on u.noun = 'account' and u.kind = 'sid' and u.entity_id = a.account_id "
        "join identifier m on m.noun = 'asset' and m.kind = 'sid' and m.entity_id = a.data_store_id where a.could"
    ).fetchall()

    expected = _expected(_written(archive))
    assert len(expected) > 100
    assert set(found) == expected


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
    found = reach.reach(estate, on=ON)

    assert found.pairs == 0
    assert estate.connection.execute(
        "select count(*) > 0 from note where source = 'ad'"
    ).fetchall() == [(True,)]
