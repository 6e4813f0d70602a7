"""One thing's page: what it is called, what identifies it, who said so, and what was worked out."""

from __future__ import annotations

import html
import re

import pytest
from django.utils import translation

from grunnmur.kit import engine
from grunnmur.kit.engine import Steps
from grunnmur.text import Voice
from grunnmur_web import grids, reading
from grunnmur_web.pages import thing
from grunnmur_web.store import staging, standing
from tests import worlds
from tests.web.reading import shown, words_of

PAGE = "/thing/asset/asset-n1"


def test_a_thing_without_a_name_is_called_the_same_everywhere(ask):
    page = shown(ask, "auditor", "/thing/asset/asset-nameless")
    found = shown(ask, "auditor", "/search?q=EPK-i7010")
    listed = shown(ask, "auditor", "/estate/asset?kind=medical")

    assert "<h1>EPK-i7010</h1>" in page
    for text in (found, listed):
        assert '<a href="/thing/asset/asset-nameless">EPK-i7010</a>' in text


def test_what_identifies_a_thing_stands_on_its_page_and_in_the_api(ask):
    told = words_of(shown(ask, "north", PAGE))
    row = ask.as_("north").get(f"/api/v1/things{PAGE.removeprefix('/thing')}").json()

    assert "serial number SN-4711 no" in told
    assert "full domain name (FQDN) nord-app01.nord.no yes" in told
    assert row["row"]["called"] == "nord-app01"
    assert row["identifiers"] == [
        {"kind": "serial", "value": "SN-4711", "shared": False},
        {"kind": "fqdn", "value": "nord-app01.nord.no", "shared": True},
    ]


def test_a_table_leaves_room_for_the_others_and_leads_to_all_of_it(ask, monkeypatch):
    monkeypatch.setattr(thing, "_FIRST", 1)
    rows = re.compile(r'<section aria-labelledby="findings">.*?</section>', re.DOTALL)

    short = rows.search(shown(ask, "auditor", f"{PAGE}?past=1")).group()
    way = re.search(r'<a href="([^"]*)">Show all 4</a>', short).group(1)
    whole = rows.search(shown(ask, "auditor", PAGE + html.unescape(way).partition("#")[0])).group()

    assert html.unescape(way) == "?past=1&all=findings#findings"
    assert (short.count("/findings/"), whole.count("/findings/")) == (1, 4)
    assert "Show all" not in whole


def test_of_a_table_that_may_go_on_no_total_is_promised():
    columns = [grids.Column("name")]
    rows = [{"name": str(n)} for n in range(reading.MOST)]

    cut = grids.shortened(grids.grid(columns, rows), 20, "?all")
    known = grids.shortened(grids.grid(columns, rows[:-1]), 20, "?all")

    assert (len(cut), cut.whole.first) == (20, reading.MOST)
    assert (known.whole.rows, known.whole.first) == (reading.MOST - 1, None)
    assert grids.shortened(grids.grid(columns, rows[:20]), 20, "?all").whole is None


def test_evidence_of_a_reference_names_it_and_keeps_what_is_no_reference(ask):
    told = words_of(shown(ask, "north", PAGE))

    assert "Nordre sykehus – cmdb, 1, 1 Sep 2026 08:00" in told
    assert "Nord HF – ad-north" in told
    assert "organisation-north" not in told


def test_a_value_that_was_worked_out_says_how(ask):
    seen = words_of(shown(ask, "auditor", "/thing/asset/asset-nameless"))
    never = words_of(shown(ask, "north", PAGE))

    assert "Worked out: the last time anything touched it" in seen
    assert "Worked out" not in never
    assert "From the catalogue, by product and version." in never


def test_what_has_no_name_model_or_maker_is_called_by_its_address(tmp_path):
    estate = worlds.world(
        tmp_path,
        asset=[{"asset_id": "asset-1"}, {"asset_id": "asset-2", "model": "R Series"}],
        address=[
            {"asset_id": one, "realm": "s", "ip": "10.0.0.1", "mac": "00:00:5e:00:53:01"}
            for one in ("asset-1", "asset-2")
        ],
    )

    standing.define(estate.connection)
    things = estate.connection.execute(Steps(estate.connection, staging.STEPS).text("thing"))

    assert {row[1]: row[2] for row in things.fetchall()} == {
        "asset-1": "10.0.0.1",
        "asset-2": "R Series",
    }


def test_what_sources_said_is_spelled_as_what_is_shown(ask):
    told = words_of(shown(ask, "south", "/thing/asset/asset-s1", "nb"))

    assert "katalogserver – cmdb" in told
    assert "applikasjonsserver – ad-north" in told


@pytest.mark.parametrize(
    ("language", "column", "value", "said"),
    [
        ("en", grids.Column("port", "whole"), 2575, "2575"),
        ("nb", grids.Column("port", "whole"), 49152, "49152"),
        ("en", grids.Column("flows", "whole"), 2575, "2,575"),
        ("nb", grids.Column("cost", "money"), 180000.0, "180\u202f000"),
        ("en", grids.Column("cost", "money"), 180000.0, "180,000"),
    ],
)
def test_a_port_is_a_name_and_the_unit_of_money_stands_in_the_heading(
    language, column, value, said
):
    shown = grids.cell(Voice(language), column, {column.name: value}, {})

    assert shown.text == said


@pytest.mark.parametrize(
    ("code", "nb", "en"),
    [
        ("none", "ingen", "none"),
        ("vendor_vpn", "leverandørens VPN", "the vendor's VPN"),
        ("Citrix hos X", "Citrix hos X", "Citrix hos X"),
    ],
)
def test_how_the_vendor_comes_in_is_told_in_words_and_free_text_as_it_is(code, nb, en):
    for language, said in (("nb", nb), ("en", en)):
        with translation.override(language):
            column = grids.column("device", "remote_access")
        assert grids.cell(Voice(language), column, {column.name: code}, {}).text == said


@pytest.mark.parametrize(
    ("path", "first"),
    [("organisation/organisation-north", "assets"), ("product/microsoft:windows_10", "findings")],
)
def test_what_no_rule_judges_leads_to_the_lists_of_what_is(ask, path, first):
    """A trust's page said that nothing is wrong there, because no rule judges a trust."""
    said = words_of(shown(ask, "chief", f"/thing/{path}"))
    row = ask.as_("chief").get(f"/api/v1/things/{path}").json()

    assert re.search(rf"What the lists hold of it {first} \d", said)
    assert "No findings." not in said
    assert "Not moved by the plan." not in said
    assert (row["findings"], row["moves"]) == ([], [])


@pytest.mark.parametrize(
    ("name", "product_id", "called"),
    [
        ("pkg:npm/jquery", "npm:jquery", "jquery (npm)"),
        ("pkg:npm/%40digdir/designsystemet-css@1.2", "npm:x", "@digdir/designsystemet-css (npm)"),
        (
            "pkg:maven/com.fasterxml.jackson.core/jackson-databind",
            "x:y",
            "jackson-databind (maven)",
        ),
        ("pkg:golang/github.com/a/b?type=x#y", "a:b", "github.com/a/b (golang)"),
        ("pkg:generic/openssl", "generic:openssl", "openssl"),
        ("pkg:odd", "x:odd", "pkg:odd"),
        ("Asterisk", "unknown:asterisk", "Asterisk"),
        (None, "dell:precision_3660", "dell precision 3660"),
        (None, "unknown:asterisk", "asterisk"),
    ],
)
def test_a_product_is_called_as_people_call_it(name, product_id, called):
    connection = engine.connect()
    standing.define(connection)

    told = connection.execute("select product_called(?, ?)", [name, product_id]).fetchone()

    assert told == (called,)
    assert name is not None or grids.product(product_id) == called


def test_a_package_stands_by_its_name_and_its_page_tells_its_address(ask):
    application = words_of(shown(ask, "north", "/thing/application/application-n"))
    package = words_of(shown(ask, "north", "/thing/product/npm:jquery"))

    assert "jquery (npm) 3.4.1" in application
    assert "pkg:npm" not in application
    assert "identifier npm:jquery" in package


@pytest.mark.parametrize("path", ["location/location-1", "product/microsoft:windows_10"])
def test_what_nobody_owns_is_called_by_its_name_by_whoever_is_let_in(ask, path):
    name = {"location": "Datarom", "product": "Windows 10"}[path.split("/")[0]]

    assert f"<h1>{name}</h1>" in shown(ask, "north", f"/thing/{path}")


def test_a_trust_reads_where_its_things_stand_what_they_run_and_who_supplies_them(ask):
    finding = words_of(shown(ask, "north_security", "/findings/finding-vn"))
    application, usage = (
        words_of(shown(ask, "north", f"/thing/application/application-{one}"))
        for one in ("n", "both")
    )

    assert "product Windows 10 verdict" in finding
    assert "supplier Maker AS" in application
    assert "Nordre sykehus Datarom 5" in usage
    assert "another trust" not in application.partition("What depends on it")[0]


def test_the_part_a_machine_plays_in_an_application_is_told_in_words(ask):
    page = words_of(shown(ask, "north", "/thing/application/application-n", "nb"))

    assert "nord-app01 applikasjonsserver" in page
