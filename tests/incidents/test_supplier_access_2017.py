"""36 persons of a supplier with extended rights, 86 with lesser ones, 150 logons from Malaysia by seven."""

from pathlib import Path

import pytest

from tests.incidents.scene import answered, ask, found, register

EXTENDED, LESSER, LOGONS, CONNECTED = 36, 86, 150, 7


def _estate(folder: Path, *, clean: bool):
    """The clean twin has the same people at home, with approvals and recordings, and without rights."""
    people = [f"s{number:03}" for number in range(EXTENDED + LESSER)]
    country = "NO" if clean else "MY"
    persons = [
        {"key": name, "name": name, "organisation_id": "Fjern Drift Sdn", "country": country}
        for name in people
    ]
    accounts = [
        {"key": name, "name": name, "person_id": name, "kind": "personal", "enabled": "true"}
        for name in people
    ]
    admin = [
        {
            "account_id": name,
            "target_kind": "asset",
            "target_id": "db1",
            "level": "admin",
            "approved_by": "Driftsleder" if clean else "",
            "valid_to": "2026-12-31" if clean else "",
            "recorded": "true" if clean else "false",
        }
        for name in people[:EXTENDED]
    ]
    lesser = [
        {**row, "account_id": name, "level": "logon", "target_id": "jump1"}
        for name, row in zip(people[EXTENDED:], admin[:1] * LESSER, strict=True)
    ]
    logons = [
        {
            "account_id": people[number % CONNECTED],
            "asset_id": "db1",
            "country": country,
            "at": f"2026-08-{1 + number % 28:02}T{number % 24:02}:{number % 60:02}:00",
        }
        for number in range(LOGONS)
    ]
    logging = [
        {
            "asset_id": "db1" if clean else "jump1",
            "kind": "security",
            "target_id": "siem1",
            "retained_until": "2027-12-31",
        }
    ]
    return answered(
        folder,
        register(
            "firma",
            "organisation",
            [
                {"key": "f", "name": "Fjern Drift Sdn", "kind": "supplier", "country": "MY"},
                {"key": "s", "name": "Sykehus HF", "kind": "trust", "country": "NO"},
            ],
        ),
        register("personer", "person", persons),
        register("kontoer", "account", accounts),
        register(
            "ting",
            "asset",
            [{"key": name, "name": name, "kind": "server"} for name in ("db1", "jump1", "siem1")],
        ),
        register(
            "lagre",
            "data_store",
            [
                {
                    "key": "journal",
                    "name": "journal",
                    "asset_id": "db1",
                    "kind": "primary",
                    "data_class": "patient",
                    "controller_id": "Sykehus HF",
                }
            ],
        ),
        register("rettigheter", "privilege", admin if clean else [*admin, *lesser]),
        register("palogginger", "logon", logons),
        register("logger", "logging", logging),
    )


@pytest.fixture(scope="module")
def violating(tmp_path_factory):
    return _estate(tmp_path_factory.mktemp("violating"), clean=False)


@pytest.fixture(scope="module")
def clean(tmp_path_factory):
    return _estate(tmp_path_factory.mktemp("clean"), clean=True)


def test_all_with_extended_rights_are_found_and_none_with_lesser(violating):
    reaching = ask(violating, "select account_id from access where could")

    assert len(reaching) == EXTENDED
    assert len(found(violating, "residency-by-reach")) == EXTENDED
    assert len(found(violating, "approval-missing")) == EXTENDED


def test_all_logons_are_counted_and_the_seven_who_connected_are_told_apart(violating):
    (row,) = ask(violating, "select count(*), sum(logons) from access where did")

    assert row == (CONNECTED, LOGONS)


def test_what_was_done_cannot_be_proven(violating):
    assert ask(violating, "select distinct provable from access") == [(False,)]
    assert found(violating, "logging-missing") == {"db1"}


def test_every_pair_has_its_chain(violating):
    rows = ask(
        violating,
        'select p."by", count(*) from access a join path_step p using (path_id) group by 1 order by 1',
    )

    assert rows == [("holds", EXTENDED), ("right_admin", EXTENDED)]


def test_the_clean_twin_has_the_same_people_and_nothing_is_found(clean):
    (row,) = ask(clean, "select count(*), count(*) filter (did), bool_and(provable) from access")

    assert row == (EXTENDED, CONNECTED, True)
    for rule in ("residency-by-reach", "approval-missing", "logging-missing", "trust-crossing"):
        assert found(clean, rule) | found(clean, rule, "unknown") == set(), rule
