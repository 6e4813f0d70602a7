"""Lists: narrowed, searched, ordered, and taken along as files."""

from __future__ import annotations

import csv
import io

import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook

from grunnmur_web import exports, grids
from tests.web.reading import words_of


def _get(client, url):
    response = client.get(url)
    data = b"".join(response.streaming_content) if response.streaming else response.content
    response.close()
    return data


def test_a_facet_counts_only_what_one_may_see(ask):
    page = _get(ask.as_("north", language="en"), "/estate/asset").decode()

    assert "<strong>2</strong> rows" in page
    assert "Nordre sykehus" in page
    assert "Søndre sykehus" not in page


def test_a_list_is_narrowed_and_searched_in_its_address(ask):
    auditor = ask.as_("auditor", language="en")

    assert (
        "<strong>2</strong>"
        in _get(auditor, "/estate/asset?organisation_id=organisation-north").decode()
    )
    assert "<strong>1</strong>" in _get(auditor, "/estate/asset?q=nord+app").decode()
    assert "<strong>1</strong>" in _get(auditor, "/estate/asset?organisation_id=~").decode()


@pytest.mark.parametrize(("language", "said"), [("nb", "«nord app» ×"), ("en", "“nord app” ×")])
def test_what_was_searched_for_is_quoted_as_the_language_does(ask, language, said):
    page = _get(ask.as_("auditor", language=language), "/estate/asset?q=nord+app").decode()

    assert said in words_of(page)


def test_what_is_chosen_and_has_no_rows_is_called_by_its_name(ask):
    chosen = "organisation_id=organisation-south&rule_id=no-contract"
    page = words_of(_get(ask.as_("auditor", language="en"), f"/findings?{chosen}").decode())

    assert "organisation: Søndre sykehus × remove" in page
    assert "organisation-south" not in page


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=99999999999",
        "page=²",
        "sort=nothing",
        "column=nothing",
        "kind=%27--",
        "sort=-",
        "q=" + "x" * 5000,
    ],
)
def test_an_address_that_makes_no_sense_is_answered_with_sense(ask, query):
    assert ask.as_("north").get(f"/estate/asset?{query}").status_code in (200, 400)


def test_a_serial_number_is_found_by_its_owner_only(ask):
    assert b"nord-app01" in _get(ask.as_("north"), "/search?q=SN-4711")
    assert b"/thing/asset" not in _get(ask.as_("north"), "/search?q=SN-4712")
    assert b"/thing/asset/asset-n2" in _get(ask.as_("north"), "/search?q=10.1.2.3")
    assert b"/thing/asset/asset-n2" in _get(ask.as_("north"), "/search?q=10.1.2")
    assert b"/thing/asset" not in _get(ask.as_("south"), "/search?q=10.1.2.3")
    assert b"/thing/application/application-n" in _get(ask.as_("north"), "/search?q=APP-00044")


def test_every_attribute_shows_who_said_so_and_who_disagreed(ask):
    page = _get(ask.as_("north", language="en"), "/thing/asset/asset-n1").decode()

    assert "disputed, evidence: 2" in page
    assert "cmdb" in page
    assert "ad-north" in page


def test_a_spreadsheet_runs_no_formula_of_ours(ask):
    rows = list(
        csv.reader(
            io.StringIO(_get(ask.as_("north"), "/estate/asset/export.csv").decode("utf-8-sig"))
        )
    )

    assert sorted(row[0] for row in rows[1:]) == ["'=nord-db01", "nord-app01"]
    assert exports.defused("@x") == "'@x"
    assert exports.defused(-5) == -5


def test_a_file_asks_for_names_by_what_the_row_says_it_is_about(monkeypatch):
    columns = (
        grids.Column("subject_kind", words="table"),
        grids.Column("subject_id", refers="@subject_kind"),
    )
    ids = [("network", "net-1"), ("network", "net-2"), ("asset", "asset-1")]
    rows = [{"subject_kind": noun, "subject_id": one} for noun, one in ids]
    known = {("network", "net-1"): "klinisk nett"}
    monkeypatch.setattr(
        grids, "names", lambda asked: {one[1]: known[one] for one in asked if one in known}
    )

    sent = exports.export("csv", "findings", columns, rows)

    lines = b"".join(sent.streaming_content).decode("utf-8-sig").splitlines()
    sent.close()
    assert lines[1:] == ["nett,klinisk nett", "nett,nett", "utstyr,et annet foretak"]


def test_the_workbook_holds_what_is_shown(ask):
    data = _get(
        ask.as_("north"), "/estate/asset/export.xlsx?column=name&column=organisation_id&q=app"
    )

    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()

    assert rows == [["navn", "organisasjon"], ["nord-app01", "Nordre sykehus"]]


@pytest.mark.parametrize("kind", exports.KINDS)
def test_what_has_no_name_is_called_in_a_file_as_on_the_page(ask, kind):
    auditor = ask.as_("auditor")
    address = "/estate/asset{}?kind=medical&column=name&column=model"

    page = _get(auditor, address.format("")).decode()
    data = _get(auditor, address.format(f"/export.{kind}"))

    assert ">EPK-i7010</a>" in page
    assert _first_row(kind, data)[0] == "EPK-i7010"


def _first_row(kind, data):
    if kind == "parquet":
        return list(pq.read_table(io.BytesIO(data)).to_pylist()[0].values())
    if kind == "xlsx":
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return book.get_sheet_by_index(0).to_python()[1]
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))[1]


def test_a_file_says_of_findings_what_the_page_says(ask):
    north = ask.as_("north", language="en")
    asked = "?rule_id=not-secure&column=subject_id&column=reason"

    shown = words_of(_get(north, f"/findings{asked}").decode())
    row = _first_row("csv", _get(north, f"/estate/finding/export.csv{asked}"))

    assert row[1] == "out of support and not isolated"
    assert " ".join(row) in shown


def test_a_program_gets_codes_and_types(ask):
    table = pq.read_table(
        io.BytesIO(_get(ask.as_("south"), "/estate/asset/export.parquet?column=name&column=failed"))
    )

    assert table.column_names == ["name", "failed"]
    assert str(table.schema.field("failed").type) == "int64"
    assert table.num_rows == 2


def test_why_a_finding_is_one_is_said_in_the_rules_own_words(ask):
    north = ask.as_("north", language="en")

    shown = north.get("/findings?column=rule_id&column=reason").content.decode()
    page = north.get("/findings/finding-n").content.decode()

    for text in (shown, page):
        assert "out of support and not isolated" in text
        assert "out_of_support" not in text


def test_a_domain_is_no_platform(ask):
    page = _get(ask.as_("chief", language="en"), "/findings?rule_id=leaver-enabled").decode()

    assert "nina" in page
    assert "NORD.EXAMPLE" not in page
