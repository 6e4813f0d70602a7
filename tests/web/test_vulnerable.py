"""Updates that remove most, and scanners beside versions, as people read and follow them."""

from __future__ import annotations

import csv
import html
import io
import re

import pytest

from tests.web.reading import shown, words_of
from tests.web.region import SECRET

UPDATE = "/security/updates/one?product_id=microsoft%3Awindows_10&version=22H2"


def _rows(page: str) -> int:
    return int(re.search(r"<strong>(\d+)</strong> row", page)[1])


def test_an_update_says_what_it_removes_and_its_numbers_lead_to_it(ask):
    page = shown(ask, "chief", "/security/updates")

    assert "Windows 10 22H2 the latest update 2 2 1 0 1.5" in words_of(page)
    things = html.unescape(re.search(r'href="(/estate/asset\?mended_by=micro[^"]*)">2<', page)[1])
    assert _rows(shown(ask, "chief", things)) == 2
    assert html.unescape(re.search(r'href="([^"]*)#removed">2<', page)[1]) == UPDATE


def test_an_updates_page_tells_versions_in_words(ask):
    page = words_of(shown(ask, "chief", UPDATE, "nb"))

    assert page.count("utgaven 22H2 (Windows 10)") == 2


def test_an_updates_page_lists_the_vulnerabilities_it_removes_exploited_ones_first(ask):
    everything, exploited = (shown(ask, "chief", UPDATE + more) for more in ("", "&exploited=true"))

    assert re.findall(r">(CVE-[\d-]+)<", everything) == ["CVE-2021-1", "CVE-2021-2"]
    assert re.findall(r">(CVE-[\d-]+)<", exploited) == ["CVE-2021-1"]
    assert "by updating" in everything


def test_no_update_came_for_what_was_published_after_support_had_ended(ask):
    page = shown(ask, "chief", "/security/updates/one?product_id=maker:thing")

    assert re.findall(r">(CVE-[\d-]+)<", page) == ["CVE-2021-4"]


def test_a_findings_vulnerabilities_are_a_table_that_leads_on_to_the_update(ask):
    chief, north = (shown(ask, who, "/findings/finding-vn") for who in ("chief", "north_security"))

    assert "product Windows 10 verdict fail" in words_of(chief)
    assert "affected by (vulnerabilities) 2" in words_of(chief)
    assert "the 1 weightiest of 2" in words_of(chief)
    row = "CVE-2021-1 the release 22H2 (Windows 10) NVD, CVE record patch day by updating 8.8 50% yes attend"
    assert row in words_of(chief)
    assert 'href="https://www.cve.org/CVERecord?id=CVE-2021-1"' in chief
    assert html.unescape(re.search(r'href="([^"]*)">What the latest', chief)[1]) == UPDATE
    assert row in words_of(north)
    assert "What the latest" not in north


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("nb", "utgaven 22H2 (Windows 10) NVD, CVE-post siste oppdatering er ikke kjent ved oppdatering 8,8"),
        ("en", "the release 22H2 (Windows 10) NVD, CVE record the last patch day is not known by updating 8.8"),
    ],
)  # fmt: skip
def test_a_finding_that_is_not_known_says_which_vulnerabilities_are_possible_and_why(
    ask, language, told
):
    page = words_of(shown(ask, "north_security", "/findings/finding-vu", language))

    assert f"CVE-2021-3 {told}" in page
    heading = {
        "nb": "kan være rammet av de 1 viktigste av 3",
        "en": "perhaps affected by the 1 weightiest of 3",
    }
    assert heading[language] in page
    assert "CVE-2021-1" not in page
    assert ask.as_("north").get("/findings/finding-vu").status_code == 404


def test_what_a_scanner_calls_bad_is_said_in_ones_language(ask):
    page = words_of(shown(ask, "chief", "/security/detections", "nb"))

    assert "skannerens alvorlighet høy" in page.lower()


def test_an_update_of_no_version_has_a_page_too_and_one_that_is_none_has_not(ask):
    assert "CVE-2021-4" in shown(ask, "chief", "/security/updates/one?product_id=maker:thing")
    assert ask.as_("chief").get("/security/updates/one?product_id=x").status_code == 404


def test_sums_over_all_trusts_are_for_who_sees_them_all(ask):
    page = shown(ask, "north_security", "/security/updates")

    assert "whole group" in page
    assert "22H2" not in page
    assert ask.as_("north_security").get(UPDATE).status_code == 404


def test_a_trusts_own_officer_sees_what_helps_each_of_its_things(ask):
    page = words_of(shown(ask, "north_security", "/thing/asset/asset-n1"))

    assert re.search(r"Updates that help here .* 22H2 the latest update 2 1 act", page)
    assert "agreed both say so 1" in page
    assert "only derived the scanner reports it elsewhere only 1" in page


@pytest.mark.parametrize(
    "path",
    ["/security/updates", "/security/detections", UPDATE, "/estate/detection_check/export.csv",
     "/estate/update_gain/export.parquet"],
)  # fmt: skip
def test_without_the_security_right_they_are_shut(ask, path):
    assert ask.as_("north").get(path).status_code == 403
    assert "CVE-" not in ask.as_("north").get("/thing/asset/asset-n1").content.decode()


def test_no_update_narrows_a_list_for_who_may_not_know_of_it(ask):
    address = "/estate/asset?mended_by=microsoft:windows_10+22H2"

    assert _rows(shown(ask, "north_security", address)) == 1
    assert _rows(shown(ask, "north", address)) == 0


def test_each_outcome_is_counted_and_explained_for_ones_own_things(ask):
    page = shown(ask, "north_security", "/security/detections")

    assert SECRET not in page
    assert [
        (code, int(rows)) for code, rows in re.findall(r'<a href="\?outcome=(\w+)">(\d+)</a>', page)
    ] == [("agreed", 1), ("only_scanner", 1), ("undecided", 0), ("only_derived", 1)]
    assert "asset-n1" not in words_of(page)
    assert "nord-app01 CVE-2021-1 ● agreed".replace("● ", "") in words_of(page)
    assert "the version is not among those affected" in page


@pytest.mark.parametrize(
    ("query", "rows"),
    [("q=spooler", 1), ("q=cve-2021", 2), ("q=NORD-DB", 1), ("q=windows", 3), ("q=xyz", 0),
     ("outcome=agreed", 1), ("asset_id=asset-n1", 2), ("reason=~", 1), ("scanner_severity=high", 1)],
)  # fmt: skip
def test_reports_are_found_by_name_number_product_and_title(ask, query, rows):
    assert _rows(shown(ask, "north_security", f"/security/detections?{query}")) == rows


def test_the_counts_on_a_things_page_lead_to_as_many_reports(ask):
    page = shown(ask, "north_security", "/thing/asset/asset-n1")

    told = re.findall(r'href="(/security/detections\?[^"]*)">(\d+)<', page)

    assert len(told) == 2
    for address, rows in told:
        assert _rows(shown(ask, "north_security", html.unescape(address))) == int(rows)


def test_a_file_of_the_list_holds_what_it_shows_in_words(ask):
    address = "/estate/detection_check/export.csv?outcome=agreed&column=asset_id&column=outcome"
    response = ask.as_("north_security", language="nb").get(address)
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    response.close()

    assert list(csv.reader(io.StringIO(text))) == [["utstyr", "utfall"], ["nord-app01", "enige"]]


def test_suppliers_are_narrowed_searched_and_taken_along(ask):
    page = shown(ask, "auditor", "/estate/suppliers?q=mak&kind=supplier")

    assert _rows(page) == 1
    assert _rows(shown(ask, "auditor", "/estate/suppliers?q=nobody")) == 0
    assert "Maker AS not known 3" in words_of(page)
    response = ask.as_("auditor", language="en").get(
        "/estate/supplier/export.csv?column=name&column=without_agreement"
    )
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    response.close()
    assert list(csv.reader(io.StringIO(text))) == [
        ["name", "without processor agreement"], ["Maker AS", "0"],
    ]  # fmt: skip


def test_a_suppliers_numbers_lead_to_as_many_rows_and_count_ones_own(ask):
    for who, applications in (("auditor", 3), ("north", 2)):
        page = shown(ask, who, "/estate/suppliers")
        told = re.findall(r'href="(/[a-z/]+\?supplier_id=[^"]*)">(\d+)<', page)

        assert int(told[0][1]) == applications
        assert any("/findings" in address for address, _ in told)
        for address, rows in told:
            assert _rows(shown(ask, who, html.unescape(address))) == int(rows)


def test_an_address_names_a_supplier_by_its_name(ask):
    for path in ("/estate/application", "/findings"):
        page = shown(ask, "north", f"{path}?supplier_id=organisation-maker")

        assert "Maker AS" in page
        assert ">remove</span>" in page
