"""The estate after a wave: what the plan takes away is gone, what is not sure to be gone stays."""

from datetime import date

import pytest

from grunnmur import pipeline, plan
from grunnmur.errors import QueryError
from tests.worlds import world

ON = date(2026, 9, 1)


def _estate(folder, disposition):
    """A client, and a server nobody mends with patient data on it, both in zone z; k may log on to it by right.

    The server's workload goes its way in wave-003, the second of the plan; the client's in wave-001.
    """
    return world(
        folder,
        run=[{"run_id": "r1", "on_date": ON}],
        asset=[{"asset_id": "c", "kind": "client"}, {"asset_id": "v", "kind": "server"}],
        asset_release=[{"asset_id": "v", "support": "unsupported"}],
        zone=[{"zone_id": "z", "pillar": "clinical"}],
        zone_rule=[{"source_zone_id": "z", "target_zone_id": "z", "action": "allow"}],
        network=[{"network_id": "n", "cidr": "10.0.0.0/24", "zone_id": "z"}],
        address=[{"asset_id": name, "network_id": "n", "ip": f"10.0.0.{n}"} for n, name in enumerate("cv", 1)],
        account=[{"account_id": "k", "kind": "personal", "enabled": True}],
        privilege=[{"account_id": "k", "target_kind": "asset", "target_id": "v", "level": "admin"}],
        data_store=[{"data_store_id": "d", "asset_id": "v", "data_class": "patient"}],
        plan=[{"plan_id": "p"}],
        wave=[{"plan_id": "p", "wave_id": f"wave-00{n}", "period": n, "ends_on": date(2027, n, 28)} for n in (1, 3)],
        workload_member=[{"workload_id": w, "noun": "asset", "entity_id": e} for w, e in (("wc", "c"), ("wv", "v"))],
        move=[{"plan_id": "p", "workload_id": "wc", "wave_id": "wave-001", "disposition": "rehost"},
              {"plan_id": "p", "workload_id": "wv", "wave_id": "wave-003", "disposition": disposition}],
    )  # fmt: skip


def _state(estate):
    """Entries with a way to patient data, and pairs that can reach it by right."""
    return estate.connection.execute(
        "select (select sum(entries_through) from attack_surface where target = 'patient_data'), "
        "(select count(*) from access where could)"
    ).fetchall()[0]


@pytest.mark.parametrize(
    ("disposition", "expected"),
    [
        ("rehost", (1, 1)),
        ("replatform", (0, 1)),
        ("replace", (0, 1)),
        ("isolate", (0, 1)),
        ("retire", (0, 0)),
        ("consolidate", (0, 0)),
    ],
)
def test_what_each_disposition_leaves_of_ways_and_rights(tmp_path, disposition, expected):
    estate = _estate(tmp_path / "run", disposition)

    later = pipeline.reach_after_wave(estate, tmp_path / "later", "2")

    assert _state(later) == expected


@pytest.mark.parametrize(
    ("disposition", "expected"), [("rehost", 1), ("replace", 0), ("isolate", 0), ("retire", 0)]
)
@pytest.mark.parametrize("server", ["2001:db8:2::9", "10.2.0.9"])
def test_the_same_holds_in_a_packet_filter_s_zones_of_either_kind_and_within_a_network(
    tmp_path, disposition, expected, server
):
    """The client stands in another zone than the server, or beside it in one network."""
    zones = [{"zone_id": z, "pillar": "packet_filter"} for z in ("wards", "servers")]
    nets = [
        {"network_id": f"n{n}", "realm": "filter:fw", "cidr": cidr, "zone_id": zone}
        for n, (cidr, zone) in enumerate(
            [
                ("2001:db8:1::/48", "wards"),
                ("2001:db8:2::/48", "servers"),
                ("10.2.0.0/24", "servers"),
            ]
        )
    ]
    estate = world(
        _estate(tmp_path / "run", disposition).folder,
        zone=zones,
        network=[*nets, {"network_id": "lan", "cidr": "10.2.0.0/16"}],
        zone_rule=[{"source_zone_id": "wards", "target_zone_id": "servers", "action": "allow"}],
        address=[{"asset_id": "c", "ip": "2001:db8:1::5" if ":" in server else "10.2.1.5"},
                 {"asset_id": "c", "ip": "2001:db8:1::6"},
                 {"asset_id": "v", "ip": server}],
    )  # fmt: skip

    later = pipeline.reach_after_wave(estate, tmp_path / "later", "2")

    assert _state(later)[0] == expected


def test_before_its_wave_nothing_has_changed_and_the_run_itself_never_does(tmp_path):
    estate = _estate(tmp_path / "run", "retire")
    pipeline.reach_again(estate)
    before = {path.name: path.read_bytes() for path in (tmp_path / "run").glob("*.parquet")}

    first = pipeline.reach_after_wave(estate, tmp_path / "later", "wave-001")

    assert _state(first) == _state(estate) == (1, 1)
    assert {path.name: path.read_bytes() for path in (tmp_path / "run").glob("*.parquet")} == before


@pytest.mark.parametrize(("disposition", "told"), [("replatform", [("wave-003",)]), ("rehost", [])])
def test_a_removal_names_the_wave_that_does_it_anyway(tmp_path, disposition, told):
    estate = _estate(tmp_path, disposition)

    pipeline.reach_again(estate)

    rows = estate.connection.execute(
        "select wave_id from removal_wave where cut_id = 'cut-patient_data'"
    ).fetchall()
    assert rows == told


@pytest.mark.parametrize("wave", ["0", "3", "wave-002", ""])
def test_a_wave_the_plan_does_not_have_is_refused(tmp_path, wave):
    estate = _estate(tmp_path / "run", "retire")

    with pytest.raises(QueryError, match="wave_unknown"):
        plan.after_wave(estate, tmp_path / "later", wave)


def test_without_a_plan_there_is_nothing_after_it(tmp_path):
    with pytest.raises(QueryError, match="no_plan_in_run"):
        plan.after_wave(world(tmp_path / "run"), tmp_path / "later", "1")
