import pytest

from grunnmur.errors import QueryError
from grunnmur.impact import impact
from tests.worlds import world


def _dependency(consumer, provider):
    return {
        "consumer_kind": "application",
        "consumer_id": consumer,
        "provider_kind": "application",
        "provider_id": provider,
        "origin": "declared",
    }


def _names(found):
    return {(item.noun, item.entity_id): item.effect for item in found.affected}


def test_a_host_takes_its_guests_their_applications_and_those_that_need_them(tmp_path):
    estate = world(
        tmp_path,
        asset=[{"asset_id": "h", "name": "host"}, {"asset_id": "v", "name": "vm"}],
        asset_link=[{"asset_id": "v", "other_id": "h", "relation": "hosted_on"}],
        component=[{"application_id": "p", "asset_id": "v"}],
        dependency=[_dependency("q", "p")],
        application=[{"application_id": "p", "name": "P"}, {"application_id": "q", "name": "Q"}],
    )

    found = impact(estate, "host")

    assert [(item.entity_id, item.steps) for item in found.affected] == [
        ("v", 1),
        ("p", 2),
        ("q", 3),
    ]
    assert [link.entity_id for link in found.affected[-1].chain] == ["h", "v", "p", "q"]
    assert [link.reason for link in found.affected[-1].chain] == [
        "",
        "hosted_on",
        "component",
        "dependency",
    ]


def test_nothing_stands_on_a_leaf(tmp_path):
    estate = world(tmp_path, application=[{"application_id": "p", "name": "P"}])

    assert impact(estate, "p").affected == ()


def test_a_cycle_ends(tmp_path):
    estate = world(
        tmp_path,
        application=[{"application_id": "p"}, {"application_id": "q"}],
        dependency=[_dependency("p", "q"), _dependency("q", "p")],
    )

    assert _names(impact(estate, "p")) == {("application", "q"): "stops"}


def test_a_service_with_someone_to_stand_in_is_weakened(tmp_path):
    estate = world(
        tmp_path,
        application=[{"application_id": name} for name in "pqr"],
        clinical_service=[{"service_id": "s1"}, {"service_id": "s2"}],
        service_member=[
            {"service_id": "s1", "application_id": "p", "redundancy_group": "g"},
            {"service_id": "s1", "application_id": "q", "redundancy_group": "g"},
            {"service_id": "s2", "application_id": "p"},
            {"service_id": "s2", "application_id": "r"},
        ],
    )

    found = _names(impact(estate, "p"))

    assert found[("clinical_service", "s1")] == "weakened"
    assert found[("clinical_service", "s2")] == "stops"


def test_a_management_card_takes_nothing_with_it(tmp_path):
    estate = world(
        tmp_path,
        asset=[{"asset_id": "c"}, {"asset_id": "h"}],
        asset_link=[{"asset_id": "c", "other_id": "h", "relation": "manages"}],
    )

    assert impact(estate, "c").affected == ()


def test_a_thing_can_be_named_by_any_identifier(tmp_path):
    estate = world(
        tmp_path,
        asset=[{"asset_id": "a", "name": "x"}],
        identifier=[{"noun": "asset", "entity_id": "a", "kind": "serial", "value": "S1"}],
    )

    assert impact(estate, "s1").subject.entity_id == "a"


@pytest.mark.parametrize(("written", "code"), [("x", "thing_ambiguous"), ("z", "thing_unknown")])
def test_a_name_that_names_no_single_thing_is_an_error(tmp_path, written, code):
    estate = world(tmp_path, asset=[{"asset_id": "a", "name": "x"}, {"asset_id": "b", "name": "X"}])

    with pytest.raises(QueryError) as raised:
        impact(estate, written)

    assert raised.value.code == code
