"""The neighbourhood of one thing, and the map in groups of applications."""

from __future__ import annotations

import html
import re
from urllib.parse import unquote

import pytest

from grunnmur_web.pages import around, spokes
from grunnmur_web.queries import neighbourhood as queries
from tests.web.reading import shown, words_of

AROUND = "/dependencies/around/application/application-n"


def _row(name: str, **changes: object) -> dict:
    told = {
        "noun": "application", "entity_id": f"application-{name}", "seen": True, "name": name,
        "organisation_id": None, "platform": "A", "function": None, "verdict": "confirmed", "dependencies": 1,
        "flows": 1, "shared": False, "total": 0,
    }  # fmt: skip
    return {**told, **changes}


def _lines(rows, *, by="platform", unfolded=False):
    rows = [{**row, "total": row["total"] or sum(r["seen"] for r in rows)} for row in rows]
    return around.lines(rows, by, unfolded=unfolded)


@pytest.fixture(autouse=True)
def _in_english():
    from django.utils import translation

    with translation.override("en"):
        yield


def test_what_needs_it_stands_on_one_side_and_what_it_needs_on_the_other(ask):
    page = shown(ask, "auditor", AROUND)

    assert re.search(
        r"Needed by 1 .*SØRHEMMELIG-journal .*Nordjournal patient record", words_of(page)
    )
    assert page.count('class="spokes"') == 2
    assert page.count('<path class="confirmed w') == 1
    assert page.count('<path class="silent w') == 1


def test_a_neighbour_one_may_not_see_is_another_trust_with_a_count(ask):
    page = shown(ask, "north", AROUND)

    assert "application-s" not in page
    assert re.search(r"Needed by 0 .*another trust .*Needs 0 another trust", words_of(page))


def test_one_goes_from_neighbour_to_neighbour_and_to_the_thing(ask):
    page = shown(ask, "auditor", AROUND)

    assert 'href="/dependencies/around/application/application-s"' in page
    assert 'href="/thing/application/application-n"' in page
    assert AROUND in shown(ask, "north", "/thing/application/application-n")


def test_machines_have_neighbourhoods_and_what_is_neither_has_none(ask):
    assert "nord-db01" in html.unescape(shown(ask, "north", "/dependencies/around/asset/asset-n1"))
    for path in ("data_store/data_store-n", "application/none", "nothing/x"):
        assert ask.as_("auditor").get(f"/dependencies/around/{path}").status_code == 404


def test_neighbours_stand_in_groups_the_largest_first_and_what_is_not_known_last():
    rows = [_row("a", platform=None), _row("b", platform="B"), _row("c", platform="B"), _row("d")]

    assert [line.text for line in _lines(rows)] == [
        "B (2)", "b", "c", "A (1)", "d", "not known (1)", "a",
    ]  # fmt: skip


def test_one_group_alone_has_no_heading():
    assert [line.text for line in _lines([_row("a"), _row("b")])] == ["a", "b"]


def test_what_many_share_is_folded_by_how_it_is_told_of_and_unfolded_when_asked():
    rows = [
        _row("a", shared=True), _row("b", shared=True, dependencies=3), _row("c", shared=True, verdict="silent"),
        _row("d"),
    ]  # fmt: skip

    folded, unfolded = _lines(rows), _lines(rows, unfolded=True)

    assert [(line.text, line.verdict, line.count) for line in folded] == [
        ("Shared services: 2", "confirmed", 4), ("Shared services: 1", "silent", 1), ("d", "confirmed", 1),
    ]  # fmt: skip
    assert [line.text for line in unfolded] == ["a", "b", "c", "d"]


def test_one_that_is_shared_is_not_worth_folding():
    assert [line.text for line in _lines([_row("a", shared=True), _row("b")])] == ["a", "b"]


def test_sixty_are_drawn_and_the_rest_are_told_of():
    lines = _lines([_row(f"n{n}", total=650) for n in range(200)])

    assert sum(bool(line.verdict) for line in lines) == 60
    assert lines[-1].text == "and 590 more"


def test_a_line_is_as_heavy_as_the_order_of_its_traffic():
    rows = [_row("a", flows=3000), _row("b", flows=300), _row("c", flows=3), _row("d", flows=None)]

    assert [line.weight for line in _lines(rows)] == [3, 2, 1, 1]


def test_lines_meet_their_rows_in_the_middle_of_the_height():
    lines = [spokes.Spoke(0, "confirmed", 1), spokes.Spoke(2, "silent", 2)]

    left = spokes.spokes(lines, rows=3, high=7, leftwards=True)
    right = spokes.spokes(lines, rows=3, high=7, leftwards=False)

    # three rows in seven begin at the third: 2.5 and 4.5 of 7, times ten; the middle is 3 and 4
    assert re.findall(r'd="M0 ([\d.]+)C.* 100 ([\d.]+)"', left.replace("><", ">\n<")) == [
        ("25.0", "30.0"), ("45.0", "40.0"),
    ]  # fmt: skip
    assert re.findall(r'd="M0 ([\d.]+)C.* 100 ([\d.]+)"', right.replace("><", ">\n<")) == [
        ("30.0", "25.0"), ("40.0", "45.0"),
    ]  # fmt: skip


def test_every_neighbour_is_counted_once_with_all_that_runs_between(ask):
    (row,) = ask.answer("auditor", lambda: queries.around("application", "application-n"))["needs"]

    assert (row["entity_id"], row["dependencies"], row["total"]) == ("application-s", 1, 1)
    assert row["protocols"] == "tcp 443"


@pytest.mark.parametrize(
    ("by", "who", "told"),
    [
        ("function", "auditor", {("patient_record", "~"): 1, ("patient_record", "Eget ord"): 1, ("~", "~"): 1,
                                 ("~", "patient_record"): 1}),
        ("service_id", "auditor", {("service-1", "~"): 1, ("service-1", "service-1"): 1, ("~", "~"): 1,
                                   ("~", "service-1"): 1}),
    ],
)  # fmt: skip
def test_the_map_counts_pairs_between_functions_and_services(ask, by, who, told):
    page = shown(ask, who, f"/dependencies?by={by}")

    cell = rf'href="\?by={by}&amp;from=([^&]*)&amp;to=([^#]*)#listed">.*?</span>(\d+)<'
    found = [[unquote(part) for part in parts] for parts in re.findall(cell, page)]
    assert {(consumer, provider): int(pairs) for consumer, provider, pairs in found} == told


def test_a_number_of_the_map_leads_to_as_many_pairs(ask):
    page = shown(ask, "auditor", "/dependencies?by=function&from=patient_record&to=~")

    assert "The pairs" in page
    assert "Nordjournal SØRHEMMELIG-journal declared and seen HL7v2" in words_of(page)


def test_a_function_in_a_registers_own_words_is_shown_as_written(ask):
    page = words_of(shown(ask, "auditor", "/dependencies?by=function", "nb"))

    assert "Eget ord" in page
    assert "pasientjournal" in page
    assert "Akuttmottak" in words_of(shown(ask, "auditor", "/dependencies?by=service_id", "nb"))
