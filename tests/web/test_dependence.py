"""What is concluded from who talks to whom, as people read it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from django.db import connection, transaction

from grunnmur import depend, measure
from grunnmur.estate.dependence import TABLES
from grunnmur.text import Voice, words
from grunnmur_web import likelihood, reading
from grunnmur_web.models import User
from grunnmur_web.pages import facts
from tests.web.reading import shown, words_of


def _read(ask, who: str, path: str, language: str = "en") -> str:
    """The words of a page, as one line."""
    return words_of(shown(ask, who, path, language))


def test_counts_of_declared_and_seen_lead_to_their_pairs(ask):
    page = ask.as_("auditor", language="en").get("/dependencies").content.decode()

    assert re.findall(r'href="\?verdict=(\w+)#matched">(\d+)<', page) == [
        ("confirmed", "1"), ("silent", "2"), ("undeclared", "1"),
    ]  # fmt: skip


def test_a_silent_pair_says_since_when_and_whether_it_may_have_been_missed(ask):
    page = _read(ask, "auditor", "/dependencies?verdict=silent")

    assert "Declared and not seen: 2. Of them 1 would probably have been seen in use." in page
    assert "For 1 it is not known." in page
    assert "HL7v2 not seen daily, weekly not seen 3.0 unlikely (20%)" in page
    assert "3.0 not known" in page


def test_the_far_end_of_a_silent_pair_is_another_trusts(ask):
    page = _read(ask, "north", "/dependencies?verdict=silent")

    assert "another trust Nordjournal" in page


def test_services_to_treat_apart_come_with_cost_bound_and_the_reason_in_words(ask):
    english, norwegian = (_read(ask, "north", "/dependencies", lang) for lang in ("en", "nb"))

    assert "They weigh 5 points. No set weighs less than 4" in english
    assert "Nordjournal middleware medium several trusts share it" in english
    assert "Nordjournal mellomvare middels flere foretak deler den" in norwegian


def test_a_role_leads_to_those_who_have_it(ask):
    page = _read(ask, "north", "/dependencies?role=middleware&sub_role=integration_engine")

    assert "Nordjournal application 9 2 70% no" in page


def test_an_applications_page_tells_its_role_and_what_was_probably_missed(ask):
    page = _read(ask, "north", "/thing/application/application-n")

    assert "Middleware: integration engine – judged by the traffic, 70% sure" in page
    assert "called by 9" in page
    assert "ports it is called on 2575, 443" in page
    assert re.search(
        r"daily unlikely \(25%\) 72 .*monthly not known 72 .*yearly very likely \(> 99%\)", page
    )
    assert "another trust" in page
    assert "● " not in page  # marks are drawn, not read
    assert "declared and seen" in page


def test_a_thing_nobody_was_seen_to_call_has_no_role(ask):
    assert "judged by the traffic" not in _read(ask, "north", "/thing/asset/asset-n1")


def test_what_a_finding_rests_on_names_nothing_of_another_trust(ask):
    rests_on = {
        "providers": ["application-n", "application-s"],
        "from_zones": ["zone-1", "zone-2"],
    }
    with transaction.atomic():
        reading.enter(connection, User.objects.get(username="north").pk)
        said = [told for _, told in facts.told(rests_on)]

    assert said == ["Nordjournal, et annet foretak", "sone"]


@pytest.mark.parametrize(("who", "seen"), [("north", False), ("north_security", True)])
def test_contacts_outside_are_for_those_with_the_security_right(ask, who, seen):
    page = _read(ask, who, "/thing/asset/asset-n1")

    assert ("192.0.2.1 opened itself" in page) is seen


def test_the_plan_shows_figures_before_and_after_and_unknown_is_no_zero(ask):
    page = _read(ask, "north", "/plan")

    assert re.search(r"[Dd]ependencies across platforms 4 of 9 1 of 9", page)
    assert re.search(r"[Ff]unctions run more than once not known not known", page)


def test_every_code_that_is_concluded_has_words():
    conclude, known = Path(depend.__file__).parent / "conclude", words.words()
    sub_roles = yaml.safe_load((conclude / "service_ports.yaml").read_text(encoding="utf-8"))
    reasons = re.findall(
        r"then '(\w+)'|else '(\w+)'",
        (conclude / "steps/out_split_item.sql").read_text(encoding="utf-8"),
    )
    measures = (Path(measure.__file__).parent / "steps/out_measure.sql").read_text(encoding="utf-8")
    codes = {"".join(found) for found in reasons} | set(re.findall(r"select '(\w+)'", measures))
    codes |= {c for table in TABLES for column in table.columns for c in column.choices or ()}

    assert len(codes) > 25
    assert codes - set(known["value"]) - set(known["direction"]) == set()
    assert set(sub_roles) - set(known["sub_role"]) == set()


@pytest.mark.parametrize(
    ("probability", "english", "norwegian"),
    [
        (0.0, "very unlikely (< 1%)", "svært usannsynlig (< 1 %)"),
        (0.2, "unlikely (20%)", "usannsynlig (20 %)"),
        (0.5, "as likely as not (50%)", "like sannsynlig som ikke (50 %)"),
        (0.7, "likely (70%)", "sannsynlig (70 %)"),
        (0.9, "very likely (90%)", "svært sannsynlig (90 %)"),
        (1.0, "very likely (> 99%)", "svært sannsynlig (> 99 %)"),
    ],
)
def test_a_probability_is_a_word_and_a_number(probability, english, norwegian):
    said = (likelihood.said(Voice("en"), probability), likelihood.said(Voice("nb"), probability))

    assert tuple(text.replace("\u00a0", " ") for text in said) == (english, norwegian)
