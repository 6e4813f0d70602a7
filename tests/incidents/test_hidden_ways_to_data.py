"""Ways to patient data that no list of users shows; and the same estate with each of them mended.

Administrators through hypervisor, backup and storage; a replica, a log and a support dump abroad;
data left after an upgrade on an open share without a log; a break-in that only others noticed;
seven radiology systems of five vendors.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.incidents.scene import DOMAIN, answered, ask, directory, found, register

_RADIOLOGY = ("Alfa", "Alfa", "Beta", "Beta", "Gamma", "Delta", "Epsilon")


def _estate(folder: Path, *, clean: bool):
    operators = {"vadmin": "esx1", "badmin": "backup1", "sadmin": "netapp1", "everyone": "share1"}
    computers = {
        name: {
            "admins": []
            if clean
            else [account for account, host in operators.items() if host == name]
        }
        for name in ("esx1", "backup1", "netapp1", "share1", "emr1", "siem1")
    }
    computers["emr1"] = {"admins": ["emradmin"]}
    users = [*list(operators)[:3], "emradmin", "nurse1", "nurse2"]
    groups = {
        "everyone": ["nurse1", "nurse2"],
        "ring1": ["ring2", "S-1-5-21-9-9-9-500"],
        "ring2": ["ring1", "deleted"],
    }
    person = [
        {"key": name, "name": name, "country": "NO", "organisation_id": "Sykehus HF"}
        for name in users
    ]
    things = [
        ("esx1", "hypervisor", ""),
        ("emr1", "vm", ""),
        ("backup1", "server", "backup"),
        ("netapp1", "storage", ""),
        ("share1", "server", "file"),
        ("siem1", "server", ""),
    ]
    abroad = "Oslo" if clean else "Virginia"
    stores = [
        ("journal", "emr1", "primary", "", "2040-01-01"),
        ("kopi", "backup1", "backup", "", "2040-01-01"),
        ("bilder", "netapp1", "primary", "", "2040-01-01"),
        ("replika", "", "replica", abroad, "2040-01-01"),
        ("logg", "", "log", abroad, "2040-01-01"),
        ("dump", "", "copy", abroad, "2040-01-01"),
        ("gammel", "share1", "copy", "", "2040-01-01" if clean else "2024-01-01"),
    ]
    logged = [name for name, _, _ in things] if clean else ["emr1", "netapp1", "backup1"]
    return answered(
        folder,
        register(
            "ting",
            "asset",
            [
                {"key": n, "name": n, "kind": kind, "role": role, "organisation_id": "Sykehus HF"}
                for n, kind, role in things
            ],
        ),
        register(
            "vert",
            "asset_link",
            [{"asset_id": "emr1", "other_id": "esx1", "relation": "hosted_on"}],
        ),
        register(
            "firma",
            "organisation",
            [{"key": "h", "name": "Sykehus HF", "kind": "trust", "country": "NO"}],
        ),
        register(
            "steder",
            "location",
            [
                {"key": "o", "name": "Oslo", "country": "NO"},
                {"key": "v", "name": "Virginia", "country": "US"},
            ],
        ),
        register("personer", "person", person),
        register(
            "kontoer",
            "account",
            [
                {"key": n, "name": n, "person_id": n, "kind": "personal", "enabled": "true"}
                for n in users
            ],
        ),
        register(
            "lagre",
            "data_store",
            [
                {
                    "key": n,
                    "name": n,
                    "asset_id": thing,
                    "kind": kind,
                    "location_id": place,
                    "data_class": "patient",
                    "retained_until": until,
                    "controller_id": "Sykehus HF",
                }
                for n, thing, kind, place, until in stores
            ],
        ),
        register(
            "logger",
            "logging",
            [
                {
                    "asset_id": n,
                    "kind": "security",
                    "target_id": "sink" if n == "siem1" else "siem1",
                    "retained_until": "2027-01-01",
                }
                for n in logged
            ],
        ),
        register(
            "systemer",
            "application",
            [
                {
                    "key": f"R{n}",
                    "name": f"RIS {n}",
                    "vendor": vendor,
                    "function": "radiology",
                    "status": "active",
                }
                for n, vendor in enumerate(_RADIOLOGY[:1] if clean else _RADIOLOGY)
            ],
        ),
        sharphound=directory(users, groups, computers),
    )


@pytest.fixture(scope="module")
def violating(tmp_path_factory):
    return _estate(tmp_path_factory.mktemp("violating"), clean=False)


@pytest.fixture(scope="module")
def clean(tmp_path_factory):
    return _estate(tmp_path_factory.mktemp("clean"), clean=True)


def _reach(estate) -> set[tuple[object, ...]]:
    return set(
        ask(
            estate,
            "select c.name, d.name from access join account c using (account_id) "
            "join data_store d using (data_store_id) where could",
        )
    )


def test_administrators_reach_data_through_hypervisor_backup_and_storage(violating):
    assert found(violating, "operator-reaches-data") == {"vadmin", "badmin", "sadmin"}
    assert {("vadmin", "journal"), ("badmin", "kopi"), ("sadmin", "bilder")} <= _reach(violating)


def test_the_administrator_of_the_system_itself_is_no_operator_of_infrastructure(violating, clean):
    for estate in (violating, clean):
        assert ("emradmin", "journal") in _reach(estate)
        assert "emradmin" not in found(estate, "operator-reaches-data")


def test_a_replica_a_log_and_a_support_dump_abroad_are_found_each_for_itself(violating, clean):
    assert found(violating, "residency") == {"replika", "logg", "dump"}
    assert found(clean, "residency") == set()


def test_data_left_after_an_upgrade_lies_open_to_all_without_a_log(violating, clean):
    assert found(violating, "residual-copy") == {"gammel"}
    assert {("nurse1", "gammel"), ("nurse2", "gammel")} <= _reach(violating)
    assert "share1" in found(violating, "logging-missing")
    assert found(clean, "residual-copy") == set()


def test_what_only_others_noticed_shows_as_things_without_a_log(violating, clean):
    assert found(violating, "logging-missing") == {"share1"}
    assert found(clean, "logging-missing") == set()


def test_seven_radiology_systems_of_five_vendors_are_one_function(violating, clean):
    assert found(violating, "duplicate-function") == {f"RIS {n}" for n in range(7)}
    assert found(clean, "duplicate-function") == set()


def test_in_the_mended_estate_only_the_system_s_own_administrator_is_left(clean):
    assert _reach(clean) == {("emradmin", "journal")}
    assert found(clean, "operator-reaches-data") == set()


def test_groups_in_a_ring_and_members_from_elsewhere_do_no_harm(violating):
    names = {name for (name,) in ask(violating, "select name from account where kind = 'group'")}

    assert {"ring1", "ring2"} <= names
    assert DOMAIN


def test_stores_on_no_known_thing_are_noted(violating):
    ((facts,),) = ask(violating, "select facts from note where code = 'reach_store_without_thing'")

    assert '"stores":3' in str(facts).replace(" ", "")
