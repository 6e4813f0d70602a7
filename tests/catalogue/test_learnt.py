"""Names learnt from CPE's products: taken where one fits, never guessed."""

from __future__ import annotations

import pytest

from grunnmur.catalogue.learnt import learn

PRODUCTS = [
    ("digium:asterisk", "a"),
    ("sangoma:asterisk", "a"),
    ("vmware:tools", "a"),
    ("qnap:tools", "a"),
    ("isc:bind", "a"),
    ("philips:intellivue_mx800", "h"),
    ("philips:intellivue_mx400", "h"),
    ("gehealthcare:carescape_b650_monitor", "h"),
    ("bd:alaris_gh", "h"),
    ("bd:alaris_gh_syringe_pump", "h"),
]


@pytest.mark.parametrize(
    ("name", "product"),
    [
        ("VMware Tools", "vmware:tools"),
        ("VMware, Inc. Tools 12.3.5", "vmware:tools"),
        ("BIND", "isc:bind"),
        ("ISC BIND 9.16.1", "isc:bind"),
        ("Sangoma Asterisk", "sangoma:asterisk"),
    ],
)
def test_a_name_that_is_one_product_is_taken(name, product):
    assert learn(PRODUCTS).product(name) == product


@pytest.mark.parametrize("name", ["Asterisk", "Tools", "Nobody's thing", ""])
def test_what_several_vendors_make_or_nobody_is_not_guessed(name):
    assert learn(PRODUCTS).product(name) is None


def test_the_candidates_of_an_ambiguous_name_are_told():
    assert learn(PRODUCTS).candidates("Asterisk") == ("digium:asterisk", "sangoma:asterisk")


def test_a_persons_decision_wins():
    learnt = learn(PRODUCTS, {"asterisk": ("digium:asterisk", "16.2")})

    assert (learnt.product("Asterisk"), learnt.version("Asterisk")) == ("digium:asterisk", "16.2")


@pytest.mark.parametrize(
    ("maker", "model", "products"),
    [
        ("Philips", "IntelliVue MX800", ("philips:intellivue_mx800",)),
        ("Philips Medical Systems", "INTELLIVUE-MX800", ("philips:intellivue_mx800",)),
        ("GE HealthCare", "CARESCAPE B650", ("gehealthcare:carescape_b650_monitor",)),
        ("Philips", "IntelliVue MX450", ()),
        ("Dräger", "IntelliVue MX800", ()),
        ("", "IntelliVue MX800", ()),
    ],
)
def test_a_model_is_the_makers_own(maker, model, products):
    assert learn(PRODUCTS).hardware(maker, model) == products


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("GE Medical Systems", "GE HealthCare"),
        ("Getinge/Maquet", "Getinge"),
        ("Philips Norge AS", "Philips"),
    ],
)
def test_two_names_of_a_maker_share_a_vendor(one, other):
    known = learn(())

    assert known.known_as(one) & known.known_as(other)
