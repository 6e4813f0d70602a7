"""My systems, suppliers, and what became of a thing: never a word of another trust's."""

import re

from tests.web.region import SECRET


def _text(client, address):
    return client.get(address).content.decode()


def test_an_owner_sees_the_systems_of_that_name_that_one_may_see(ask):
    north = _text(ask.as_("north", language="en"), "/mine?owner=nina nord")
    auditor = _text(ask.as_("auditor"), "/mine?owner=Nina Nord")

    assert "Nordjournal" in north
    assert SECRET not in north
    assert f"{SECRET}-journal" in auditor


def test_a_risk_stands_with_who_answers_for_it(ask):
    north = ask.as_("north", language="en")
    given = {"reason": "r", "measure": "m", "answers_for": "Nina Nord", "valid_to": "2027-06-01"}
    north.post("/findings/finding-n/accept", given)

    page = _text(north, "/mine?owner=Nina Nord")
    north.post("/findings/finding-n/say/reopen", {"reason": "x"})

    assert "/findings/finding-n" in page
    assert "/findings/finding-n" not in _text(north, "/mine?owner=Nina Nord")


def test_suppliers_are_counted_over_what_one_may_see(ask):
    def counts(who):
        page = _text(ask.as_(who, language="en"), "/estate/suppliers")
        line = page[page.index(">Maker AS<") :].split("</tr>")[0]
        return re.findall(r'class="n">(?:<a [^>]*>)?([^<]*)<', line)

    assert counts("north")[0] == "2"  # its own, and what it uses of the region's
    assert counts("auditor")[0] == "3"


def test_what_became_of_a_thing_is_told_by_run_and_names_no_other_trusts(ask):
    page = _text(ask.as_("north", language="en"), "/thing/asset/asset-n1?past=1")
    past = page[page.index('id="past"') :]

    assert "another trust" in past  # whose it was before
    assert past.index(">B<") < past.index(">A<")
    assert SECRET not in page
    assert "asset-s1" not in page
