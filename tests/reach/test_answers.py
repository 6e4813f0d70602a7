"""What a person is told of a run: totals, pairs, chains, removals and names, as plain values."""

from datetime import date, datetime

import pytest

from grunnmur import reach
from grunnmur.errors import QueryError
from grunnmur.reach.answers import about, names, removals, totals
from tests.worlds import world


@pytest.fixture(scope="module")
def estate(tmp_path_factory):
    """Kari works at a client PC and administers the server that holds patient data."""
    right = {"account_id": "a1", "target_kind": "asset", "target_id": "m1", "level": "admin"}
    made = world(
        tmp_path_factory.mktemp("answers"),
        account=[{"account_id": "a1", "name": "kari", "kind": "personal", "enabled": True,
                  "domain": "nord.no"}],
        identifier=[{"noun": "account", "entity_id": "a1", "kind": "sid", "value": "S-1-5-21-9-1"}],
        asset=[{"asset_id": "m0", "name": "pc1", "kind": "client"},
               {"asset_id": "m1", "name": "journal01.nord.no", "kind": "server"}],
        logon=[{"account_id": "a1", "asset_id": "m0", "at": datetime(2026, 8, 30)}],
        privilege=[right],
        person=[{"person_id": "p", "name": "Ola"}],
        data_store=[{"data_store_id": "d1", "name": "journal", "asset_id": "m1", "data_class": "patient"}],
    )  # fmt: skip
    reach.reach(made, on=date(2026, 9, 1))
    return made


def test_totals_count_accounts_stores_and_pairs_under_named_columns(estate):
    used = totals.total(estate, "use")

    assert used.columns == ("right", "used", "provable", "accounts", "stores", "pairs")
    assert used.rows == (("right_held", None, None, 1, 1, 1),)
    assert not totals.is_assessed(estate)


def test_a_pair_is_found_by_the_name_of_its_account_store_or_machine(estate):
    (by_account,) = about.pairs(estate, "KARI")

    assert about.pairs(estate, "journal01") == about.pairs(estate, "journal") == (by_account,)
    assert (by_account.account_id, by_account.data_store_id) == ("a1", "d1")
    assert ("approval-missing", "unknown") in by_account.rules
    links = about.chain(estate, by_account.path_id)
    assert [link.by for link in links] == ["right_admin", "holds"]
    assert (links[0].start, links[-1].end) == (("account", "a1"), ("data_store", "d1"))


def test_the_harmless_has_no_pairs_and_nobody_is_a_complaint(estate):
    assert about.pairs(estate, "ola") == ()
    with pytest.raises(QueryError, match="thing_unknown"):
        about.pairs(estate, "nobody")


def test_a_removal_says_whose_what_is_taken_what_it_costs_and_what_it_stops(estate):
    (removal,) = removals.removals(estate)

    # The only way: kari's session at pc1. Without it nobody at a client PC comes to the server.
    assert (removal.place, removal.kind) == (1, "session")
    assert (removal.subject, removal.other) == (("asset", "m0"), ("account", "a1"))
    assert (removal.cost, removal.stops, removal.closes, removal.ends_on) == (1, 1, 1, None)
    assert totals.standing(estate)["cost", "any", None] == removal.cost


@pytest.mark.parametrize(
    ("noun", "entity", "name"),
    [
        ("asset", "m1", "journal01"),
        ("account", "a1", "kari"),
        ("domain", "S-1-5-21-9", "NORD.NO"),
        ("domain", "S-1-5-21-8", "S-1-5-21-8"),
        ("account", "a9", "a9"),
        ("service", "m1", "m1"),
    ],
)
def test_a_thing_is_called_what_people_call_it_and_else_its_id(estate, noun, entity, name):
    assert names.name(estate, noun, entity) == name
