"""Which rows become one thing, and which never do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grunnmur.errors import DecisionConflict, SettingsError
from grunnmur.estate import Estate
from tests.estates import directory, run, things


def _two(tmp_path: Path, one: dict[str, str], other: dict[str, str], **settings: object) -> int:
    """How many things two registers of one row each make."""
    place = directory(
        tmp_path / "estate",
        {"name": "a", "into": "asset", "rows": [{"key": "1", **one}], **settings},
        {"name": "b", "into": "asset", "rows": [{"key": "1", **other}]},
    )
    return len(things(run(place, tmp_path / "workspace")))


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        ({"serial": "CZC1234XYZ"}, {"serial": "czc-1234-xyz"}, 1),
        ({"serial": "To be filled by O.E.M."}, {"serial": "To be filled by O.E.M."}, 2),
        ({"mac": "00-1B-21-AA-BB-CC"}, {"mac": "001b.21aa.bbcc"}, 1),
        (
            {"uuid": "00112233-4455-6677-8899-aabbccddeeff"},
            {"uuid": "33221100-5544-7766-8899-AABBCCDDEEFF"},
            1,
        ),
        (
            {"uuid": "00000000-0000-0000-0000-000000000000"},
            {"uuid": "00000000-0000-0000-0000-000000000000"},
            2,
        ),
        (
            {"hostname": "srv-db01", "serial": "SERIAL-ONE"},
            {"hostname": "srv-db01", "serial": "SERIAL-TWO"},
            2,
        ),
        (
            {"hostname": "srv-db01", "serial": "ABCDEFGH12"},
            {"hostname": "srv-db01", "serial": "ABCDEFGH"},
            1,
        ),
        (
            {"serial": "CZC1234XYZ", "kind": "controller"},
            {"serial": "CZC1234XYZ", "kind": "server"},
            2,
        ),
        (
            {"serial": "CZC1234XYZ", "hostname": "srv1-ilo"},
            {"serial": "CZC1234XYZ", "hostname": "srv1"},
            2,
        ),
        ({"name": "Infusjonspumpe"}, {"name": "Infusjonspumpe"}, 2),
        ({"name": "pumpe", "inventory_no": "-"}, {"name": "pumpe", "inventory_no": "-"}, 2),
    ],
)
def test_two_rows_are_one_thing_only_if_an_identifier_of_their_own_says_so(
    tmp_path: Path, one: dict[str, str], other: dict[str, str], count: int
) -> None:
    assert _two(tmp_path, one, other) == count


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("serial", "Ikke registrert"),
        ("serial", "se tekniker på huset"),
        ("inventory_no", "ukjent"),
        ("inventory_no", "N/A"),
        ("inventory_no", "???"),
        ("inventory_no", "0000"),
        ("asset_tag", "No Asset Tag"),
        ("asset_tag", "Ingen"),
        ("asset_tag", "Asset-1234567890"),
        ("hostname", "mangler"),
        ("hostname", "n/a"),
    ],
)
def test_words_for_not_known_make_nothing_one_thing(tmp_path: Path, kind: str, said: str) -> None:
    assert _two(tmp_path, {kind: said}, {kind: said}) == 2


def test_contracts_whose_number_is_not_known_are_several(tmp_path: Path) -> None:
    rows = [{"name": name, "contract_no": "ukjent"} for name in ("drift", "lisens")]
    place = directory(tmp_path / "estate", {"name": "a", "into": "contract", "rows": rows})

    assert len(things(run(place, tmp_path / "workspace"), "contract")) == 2


def test_a_dash_where_a_serial_should_stand_is_no_identifier(tmp_path: Path) -> None:
    place = directory(
        tmp_path / "estate",
        {"name": "a", "into": "asset", "rows": [{"key": "1", "name": "pump", "serial": " - "}]},
    )

    estate = run(place, tmp_path / "workspace")

    assert estate.connection.sql("select kind, value from identifier").fetchall() == []


def test_folders_may_have_quotation_marks_in_their_names(tmp_path: Path) -> None:
    register = {"name": "a", "into": "asset", "rows": [{"key": "1", "serial": "SERIAL01"}]}
    place = directory(tmp_path / "o'hare", register)

    first = run(place, tmp_path / "o'hare's")
    second = run(place, tmp_path / "o'hare's")

    assert things(first) == things(second) == {frozenset({"a|1"})}


def test_a_serial_that_three_things_of_one_register_carry_identifies_none(tmp_path: Path) -> None:
    rows = [{"key": str(i), "hostname": f"pc-{i}", "serial": "SAMESERIAL"} for i in range(3)]
    place = directory(tmp_path / "estate", {"name": "a", "into": "asset", "rows": rows})

    assert len(things(run(place, tmp_path / "workspace"))) == 3


def test_a_docking_station_does_not_make_its_users_one_machine(tmp_path: Path) -> None:
    dock = "00:50:b6:00:00:01"
    leases = [{"key": f"l{i}", "hostname": f"pc-{i}", "mac": dock} for i in range(4)]
    clients = [{"key": f"c{i}", "hostname": f"pc-{i}", "serial": f"SERIAL00{i}"} for i in range(4)]
    place = directory(
        tmp_path / "estate",
        {"name": "leases", "into": "asset", "rows": leases},
        {"name": "clients", "into": "asset", "rows": clients},
    )

    found = things(run(place, tmp_path / "workspace"))

    assert found == {frozenset({f"leases|l{i}", f"clients|c{i}"}) for i in range(4)}


def test_the_order_of_sources_makes_no_difference(tmp_path: Path) -> None:
    sources = [
        {
            "name": "a",
            "into": "asset",
            "rows": [{"key": "1", "serial": "SERIAL01", "model": "DL380"}],
        },
        {
            "name": "b",
            "into": "asset",
            "rows": [{"key": "1", "serial": "SERIAL01", "model": "ProLiant"}],
        },
        {
            "name": "c",
            "into": "asset",
            "rows": [{"key": "1", "serial": "SERIAL02", "model": "R740"}],
        },
    ]
    one = run(directory(tmp_path / "one", *sources), tmp_path / "w1")
    other = run(directory(tmp_path / "other", *reversed(sources)), tmp_path / "w2")

    for table in ("asset", "record", "evidence", "identifier", "entity"):
        columns = "noun, entity_id" if table == "entity" else "*"
        query = f"select {columns} from {table} order by all"
        assert one.connection.sql(query).fetchall() == other.connection.sql(query).fetchall()


def test_running_again_changes_nothing_but_the_run(tmp_path: Path) -> None:
    place = directory(
        tmp_path / "estate",
        {
            "name": "a",
            "into": "asset",
            "rows": [{"key": str(i), "serial": f"SERIAL0{i}"} for i in range(5)],
        },
    )
    one = run(place, tmp_path / "workspace")
    first = one.connection.sql("select * from record order by all").fetchall()

    again = run(place, tmp_path / "workspace")

    assert again.connection.sql("select * from record order by all").fetchall() == first
    assert again.connection.sql("select count(*) from identity_change").fetchall() == [(0,)]


def test_an_id_survives_a_new_source_that_sorts_first(tmp_path: Path) -> None:
    known = {"name": "m", "into": "asset", "rows": [{"key": "1", "serial": "SERIAL01"}]}
    new = {"name": "a", "into": "asset", "rows": [{"key": "9", "serial": "SERIAL01"}]}
    before = run(directory(tmp_path / "estate", known), tmp_path / "workspace")
    (was,) = before.connection.sql("select entity_id from record").fetchall()

    after = run(directory(tmp_path / "estate", new, known), tmp_path / "workspace")

    assert after.connection.sql("select distinct entity_id from record").fetchall() == [was]


def test_a_merge_is_listed_and_the_gone_id_says_where_it_went(tmp_path: Path) -> None:
    rows = [
        {"key": "1", "serial": "SERIAL01", "mac": ""},
        {"key": "2", "serial": "", "mac": "00:1b:21:00:00:01"},
    ]
    apart = {"name": "a", "into": "asset", "rows": rows}
    link = {
        "name": "b",
        "into": "asset",
        "rows": [{"key": "1", "serial": "SERIAL01", "mac": "00:1b:21:00:00:01"}],
    }
    run(directory(tmp_path / "estate", apart), tmp_path / "workspace")

    merged = run(directory(tmp_path / "estate", apart, link), tmp_path / "workspace")

    (change,) = merged.connection.sql(
        "select change, entity_id, other_id from identity_change"
    ).fetchall()
    assert change[0] == "merged"
    assert merged.connection.execute(
        "select merged_into_id from entity where entity_id = ?", [change[2]]
    ).fetchall() == [(change[1],)]


def test_a_person_s_word_wins_both_ways(tmp_path: Path) -> None:
    source = {
        "name": "a",
        "into": "asset",
        "rows": [
            {"key": "1", "serial": "SERIAL01"},
            {"key": "2", "serial": "SERIAL01"},
            {"key": "3", "serial": "SERIAL03"},
        ],
    }
    place = directory(tmp_path / "estate", source)
    _decide(place, ("not_same", "a|1", "a|2"), ("same", "a|1", "a|3"))

    found = things(run(place, tmp_path / "workspace"))

    assert found == {frozenset({"a|1", "a|3"}), frozenset({"a|2"})}


def test_what_two_sources_say_of_one_relation_stays_in_evidence(tmp_path: Path) -> None:
    uses = [
        {
            "name": name,
            "into": "resource_use",
            "rows": [{"resource": "disk", "asset_id": "S0001", "amount": amount}],
        }
        for name, amount in (("a", 10), ("b", 20))
    ]
    asset = {"name": "c", "into": "asset", "rows": [{"key": "1", "serial": "S0001"}]}

    estate = run(directory(tmp_path / "estate", *uses, asset), tmp_path / "workspace")

    rows = estate.connection.sql(
        "select value, chosen from evidence where noun = 'resource_use' order by value"
    ).fetchall()
    assert rows == [("10", True), ("20", False)]
    assert estate.connection.sql("select amount from resource_use").fetchall() == [(10.0,)]


def test_a_device_row_that_names_no_known_thing_is_noted(tmp_path: Path) -> None:
    asset = {"name": "a", "into": "asset", "rows": [{"key": "1", "serial": "SERIAL01"}]}
    wards = [{"asset_id": "SERIAL01", "ward": "Kir"}, {"asset_id": "SERIAL99", "ward": "Med"}]
    place = directory(tmp_path / "estate", asset, {"name": "b", "into": "device", "rows": wards})

    estate = run(place, tmp_path / "workspace")

    assert estate.connection.sql("select ward from device").fetchall() == [("Kir",)]
    notes = estate.connection.sql(
        "select facts from note where code = 'reference_unresolved'"
    ).fetchall()
    assert len(notes) == 1
    assert "SERIAL99" in notes[0][0]


def test_contradicting_decisions_are_an_error_that_names_both(tmp_path: Path) -> None:
    place = directory(
        tmp_path / "estate",
        {"name": "a", "into": "asset", "rows": [{"key": "1", "serial": "S0001"}]},
    )
    _decide(place, ("not_same", "a|1", "a|2"), ("same", "a|2", "a|1"))

    with pytest.raises(DecisionConflict) as caught:
        run(place, tmp_path / "workspace")

    assert caught.value.facts == {"first": "a0", "second": "a1"}


@pytest.mark.parametrize(
    ("ends", "count"), [("", 1), ("2026-09-01", 1), ("2026-08-31", 2)], ids=["open", "last", "past"]
)
def test_rows_are_the_same_thing_until_the_last_day_of_the_decision(
    tmp_path: Path, ends: str, count: int
) -> None:
    place = directory(
        tmp_path / "estate",
        {"name": "a", "into": "asset", "rows": [{"key": "1", "serial": "S0001"}]},
        {"name": "b", "into": "asset", "rows": [{"key": "1", "serial": "S0002"}]},
    )
    _decide(place, ("same", "a|1", "b|1"), ends=ends)

    estate = run(place, tmp_path / "workspace")

    assert len(things(estate)) == count
    ended = "select facts from note where code = 'decision_ended'"
    assert len(estate.connection.execute(ended).fetchall()) == count - 1


def test_a_decision_that_has_ended_contradicts_nothing(tmp_path: Path) -> None:
    place = directory(
        tmp_path / "estate",
        {"name": "a", "into": "asset", "rows": [{"key": "1", "serial": "S0001"}]},
    )
    _decide(place, ("same", "a|1", "a|2"), ends="2026-08-31")
    _decide(place, ("not_same", "a|1", "a|2"), file="b")

    assert len(things(run(place, tmp_path / "workspace"))) == 1


def test_a_last_day_nobody_can_read_is_an_error_that_names_the_decision(tmp_path: Path) -> None:
    place = directory(
        tmp_path / "estate",
        {"name": "a", "into": "asset", "rows": [{"key": "1", "serial": "S0001"}]},
    )
    _decide(place, ("same", "a|1", "a|2"), ends="soon")

    with pytest.raises(SettingsError) as caught:
        run(place, tmp_path / "workspace")

    where = {"path": "decisions/a.csv", "line": 2, "decision": "a0"}
    assert caught.value.facts == {**where, "column": "valid_to", "value": "soon"}


@pytest.mark.parametrize(
    ("value", "ends", "named"),
    [
        ("acme:gizmo 7.2", "", ("acme:gizmo", "7.2")),  # above what the row's own column says
        ("acme:gizmo", "", ("acme:gizmo", "7 SP2")),
        ("acme:gizmo 7.2", "2026-08-31", ("unknown:gizmo_seven", "7 SP2")),
    ],
)
def test_a_name_decision_gives_the_product_and_its_version_while_it_holds(
    tmp_path: Path, value: str, ends: str, named: tuple[str, str]
) -> None:
    rows = [{"key": "1", "asset_id": "srv1", "product_id": "Gizmo Seven", "version": "7 SP2"}]
    place = directory(
        tmp_path / "estate",
        {"name": "a", "into": "asset", "rows": [{"key": "1", "name": "srv1"}]},
        {"name": "b", "into": "installation", "rows": rows},
    )
    _decide(place, ("name", "Gizmo Seven", value), ends=ends)

    estate = run(place, tmp_path / "workspace")

    query = "select product_id, version from installation"
    assert estate.connection.execute(query).fetchall() == [named]


def test_a_version_that_only_the_name_says_is_kept(tmp_path: Path) -> None:
    rows = [
        {"key": "1", "asset_id": "srv1", "product_id": "PostgreSQL 12.4 (Debian 12.4-1)"},
        {"key": "2", "asset_id": "srv1", "product_id": "PostgreSQL 12.4", "version": "13.1"},
    ]
    place = directory(
        tmp_path / "estate",
        {"name": "a", "into": "asset", "rows": [{"key": "1", "name": "srv1"}]},
        {"name": "b", "into": "installation", "rows": rows},
    )

    estate = run(place, tmp_path / "workspace")

    query = "select version from installation order by version"
    assert estate.connection.execute(query).fetchall() == [("12.4",), ("13.1",)]


def _decide(place: Path, *decisions: tuple[str, str, str], ends: str = "", file: str = "a") -> None:
    folder = place / "decisions"
    folder.mkdir(exist_ok=True)
    lines = ["decision_id,kind,subject_kind,subject_id,value,reason,decided_by,decided_at,valid_to"]
    for number, (kind, subject, value) in enumerate(decisions):
        lines.append(f"{file}{number},{kind},asset,{subject},{value},seen,Kari,2026-01-01,{ends}")
    (folder / f"{file}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_an_inherited_name_belongs_to_the_machine_in_use(tmp_path: Path) -> None:
    clients = [
        {"key": "old", "hostname": "pc-1", "serial": "SERIAL-OLD", "status": "retired"},
        {"key": "new", "hostname": "pc-1", "serial": "SERIAL-NEW", "status": "active"},
    ]
    directory_rows = [{"key": "ad", "hostname": "pc-1", "sid": "S-1-5-21-1-2-3-1001"}]
    place = directory(
        tmp_path / "estate",
        {"name": "clients", "into": "asset", "rows": clients},
        {"name": "directory", "into": "asset", "rows": directory_rows},
    )

    found = things(run(place, tmp_path / "workspace"))

    assert found == {frozenset({"clients|old"}), frozenset({"clients|new", "directory|ad"})}


def test_a_model_in_the_serial_field_joins_nobody(tmp_path: Path) -> None:
    rows = [{"key": str(i), "serial": "AirSense 10", "model": "AirSense 10"} for i in range(2)]
    place = directory(tmp_path / "estate", {"name": "a", "into": "asset", "rows": rows})

    assert len(things(run(place, tmp_path / "workspace"))) == 2


def _ids(estate: Estate, table: str) -> list[tuple[str, ...]]:
    return estate.connection.sql(f"select * from {table} order by all").fetchall()


def test_what_is_only_told_of_beside_another_thing_keeps_its_id(tmp_path: Path) -> None:
    arn = "arn:aws:rds:eu-north-1:123456789012:db:lab"
    database = {
        "DBInstanceIdentifier": "lab",
        "DBInstanceArn": arn,
        "DBInstanceClass": "db.t3.small",
        "Engine": "postgres",
        "DBName": "lab",
        "AvailabilityZone": "eu-north-1a",
    }
    place = directory(tmp_path / "estate")
    (place / "rds.json").write_text(json.dumps({"DBInstances": [database]}), encoding="utf-8")
    with (place / "grunnmur.toml").open("a", encoding="utf-8") as settings:
        settings.write('[[source]]\nname = "cloud"\nformat = "aws"\npath = "rds.json"\n')

    one, again, third = (run(place, tmp_path / "workspace") for _ in range(3))

    for table in ("data_store", "location"):
        assert len(_ids(one, table)) == 1
        assert _ids(one, table) == _ids(again, table) == _ids(third, table)


def test_a_register_with_new_keys_keeps_the_ids_of_what_it_lists(tmp_path: Path) -> None:
    def listed(*keys: str) -> dict[str, object]:
        rows = [{"key": key, "serial": f"SERIAL0{n}"} for n, key in enumerate(keys)]
        return {"name": "a", "into": "asset", "rows": rows}

    before = run(directory(tmp_path / "estate", listed("1", "2")), tmp_path / "workspace")
    after = run(directory(tmp_path / "estate", listed("x", "y", "z")), tmp_path / "workspace")

    query = "select value, entity_id from identifier where kind = 'serial'"
    known = dict(before.connection.sql(query).fetchall())
    now = dict(after.connection.sql(query).fetchall())
    assert {serial: now[serial] for serial in known} == known
    assert len(set(now.values())) == 3


def test_a_name_alone_hands_on_no_id(tmp_path: Path) -> None:
    one, other = (
        {"name": "a", "into": "asset", "rows": [{"key": key, "hostname": "srv-db01"}]}
        for key in ("1", "2")
    )
    before = run(directory(tmp_path / "estate", one), tmp_path / "workspace")
    after = run(directory(tmp_path / "estate", other), tmp_path / "workspace")

    assert not set(_ids(before, "asset")) & set(_ids(after, "asset"))


def test_ids_stay_with_things_when_a_register_without_keys_gets_a_row_and_a_name(
    tmp_path: Path,
) -> None:
    """Else every id went to the thing in the row below, and what people decided of it too."""
    place, workspace = tmp_path / "estate", tmp_path / "workspace"
    pumps = [{"name": f"pump {n}", "serial": f"SN1000{n}"} for n in (1, 2, 3)]
    systems = [{"name": name} for name in ("Alfa", "Beta")]
    before, after = (
        run(
            directory(
                place,
                {"name": "pumps", "into": "asset", "rows": [*new, *pumps]},
                {"name": "systems", "into": "application", "rows": [*more, *systems]},
            ),
            workspace,
        )
        .connection.sql(
            "select name, asset_id from asset union all select name, application_id from application"
        )
        .fetchall()
        for new, more in (
            ([], []),
            ([{"name": "pump 0", "serial": "SN10000"}], [{"name": "Aalfa"}]),
        )
    )

    assert set(before) < set(after)
    assert len(after) == len(before) + 2
