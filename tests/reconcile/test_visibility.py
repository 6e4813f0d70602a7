"""Who may see a thing, from who owns, runs, uses and stands on it."""

from pathlib import Path

from grunnmur.estate import TABLES, Estate
from grunnmur.kit.engine import Steps
from grunnmur.reconcile.stages import STEPS
from tests import worlds


def _seen_by(estate: Estate, entity_id: str) -> set[str]:
    estate.write(TABLES["visibility"], Steps(estate.connection, STEPS).text("out_visibility"))
    found = estate.connection.execute(
        "select organisation_id from visibility where entity_id = ?", [entity_id]
    )
    return {organisation for (organisation,) in found.fetchall()}


def test_owner_operator_and_controller_see_a_thing(tmp_path: Path) -> None:
    estate = worlds.world(
        tmp_path,
        asset=[
            {
                "asset_id": "a",
                "organisation_id": "north",
                "operator_id": "it",
                "controller_id": "south",
            },
        ],
    )

    assert _seen_by(estate, "a") == {"north", "it", "south"}


def test_tenants_see_the_host_through_every_layer_but_not_each_other(tmp_path: Path) -> None:
    estate = worlds.world(
        tmp_path,
        asset=[
            {"asset_id": "vm-n", "organisation_id": "north"},
            {"asset_id": "vm-s", "organisation_id": "south"},
            {"asset_id": "host", "organisation_id": "it"},
            {"asset_id": "cluster", "organisation_id": "it"},
        ],
        asset_link=[
            {"asset_id": "vm-n", "other_id": "host", "relation": "hosted_on"},
            {"asset_id": "vm-s", "other_id": "host", "relation": "hosted_on"},
            {"asset_id": "host", "other_id": "cluster", "relation": "hosted_on"},
        ],
    )

    assert _seen_by(estate, "host") == {"it", "north", "south"}
    assert _seen_by(estate, "cluster") == {"it", "north", "south"}
    assert _seen_by(estate, "vm-n") == {"north"}


def test_a_trust_that_uses_an_application_sees_it_but_not_what_it_runs_on(tmp_path: Path) -> None:
    estate = worlds.world(
        tmp_path,
        asset=[{"asset_id": "db", "organisation_id": "it"}],
        application=[{"application_id": "app", "organisation_id": "north"}],
        component=[{"application_id": "app", "asset_id": "db", "role": "database"}],
        usage=[{"application_id": "app", "organisation_id": "south", "location_id": "l"}],
    )

    assert _seen_by(estate, "app") == {"north", "south"}
    assert _seen_by(estate, "db") == {"it", "north"}


def test_a_store_is_seen_by_controller_application_owner_and_who_owns_the_thing_under_it(
    tmp_path: Path,
) -> None:
    estate = worlds.world(
        tmp_path,
        asset=[{"asset_id": "db", "organisation_id": "it"}],
        application=[{"application_id": "app", "organisation_id": "north"}],
        data_store=[
            {
                "data_store_id": "s",
                "application_id": "app",
                "asset_id": "db",
                "controller_id": "south",
            }
        ],
    )

    assert _seen_by(estate, "s") == {"it", "north", "south"}


def test_a_thing_nobody_is_known_for_is_seen_by_nobody(tmp_path: Path) -> None:
    estate = worlds.world(tmp_path, asset=[{"asset_id": "a"}])

    assert _seen_by(estate, "a") == set()
