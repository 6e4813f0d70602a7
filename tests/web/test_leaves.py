"""Lists beside others: a number leads to its rows, and a list that is cut goes on on its next leaf and in a file."""

from __future__ import annotations

import io
import re
from html import unescape

import pyarrow.parquet as pq
import pytest

from grunnmur.text import Voice
from grunnmur_web import reading
from grunnmur_web.queries import security
from grunnmur_web.queries import sources as queries
from tests.web.reading import shown, words_of
from tests.web.region import SECRET


@pytest.fixture
def leaf_of_one(monkeypatch):
    """Lists that show one row a leaf."""
    monkeypatch.setattr(reading, "MOST", 1)


def _rows(page, anchor):
    """The rows of the table under a heading."""
    part = page.split(f'id="{anchor}"')[1].split("</section>")[0]
    return re.findall(r"<tr>(<td.*?)</tr>", part)


def _to(page, way):
    """Where the link to another leaf leads."""
    found = re.search(f'rel="{way}" href="([^"]*)"', page)
    return unescape(found[1]).split("#")[0] if found else None


def test_what_a_rule_does_not_let_pass_leads_to_the_pairs_of_that_layer_and_verdict(ask):
    page = shown(ask, "chief", "/security")

    addresses = [unescape(a) for a in re.findall(r'href="(\?rule=[^"#]*)#pairs">1</a>', page)]

    assert len(addresses) == 2
    for address in addresses:
        assert len(_rows(shown(ask, "chief", f"/security{address}"), "pairs")) == 1


def test_rights_against_use_and_countries_lead_to_their_pairs(ask):
    page = shown(ask, "chief", "/security")

    told = re.findall(r'href="(\?(?:could|country)=[^"#]*)#reached">(\d+)</a>', page)

    assert {n for _, n in told} == {"1", "2"}
    for address, n in told:
        chosen = shown(ask, "chief", f"/security{unescape(address)}")
        assert len(_rows(chosen, "reached")) == int(n)


def test_a_list_that_is_cut_goes_on_on_its_next_leaf(ask, leaf_of_one):
    first = shown(ask, "auditor", "/dependencies?verdict=silent")

    second = shown(ask, "auditor", f"/dependencies{_to(first, 'next')}")

    assert _rows(first, "matched") != _rows(second, "matched")
    assert len(_rows(first, "matched")) == len(_rows(second, "matched")) == 1
    assert _to(second, "next") is None
    back = shown(ask, "auditor", f"/dependencies{_to(second, 'prev')}")
    assert _rows(back, "matched") == _rows(first, "matched")


def test_a_list_of_dependencies_is_taken_along_whole(ask, leaf_of_one):
    written = _file(ask, "north", "csv?verdict=silent").decode("utf-8-sig").splitlines()

    assert len(written) == 3
    assert "another trust" in "".join(written)
    assert SECRET not in "".join(written)


@pytest.mark.parametrize(
    "asked", ["verdict=silent", "from=~&to=~", "role=middleware&sub_role=integration_engine"]
)
@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet"])
def test_every_list_of_dependencies_is_there_as_every_kind_of_file(ask, asked, kind):
    assert _file(ask, "auditor", f"{kind}?{asked}")


def test_a_program_gets_ids_and_nothing_for_another_trusts(ask):
    table = pq.read_table(io.BytesIO(_file(ask, "north", "parquet?verdict=silent")))

    assert set(table["consumer_id"].to_pylist()) == {"application-n", None}
    assert set(table["unseen_probability"].to_pylist()) == {0.2, None}


def _file(ask, who, asked):
    response = ask.as_(who, language="en").get(f"/dependencies/export.{asked}")
    assert response.status_code == 200
    data = b"".join(response.streaming_content)
    response.close()
    return data


def test_the_log_goes_on_to_older_rows(ask, leaf_of_one):
    for text in ("first", "second"):
        ask.as_("north").post("/findings/finding-n/say/comment", {"reason": text})
    newest = shown(ask, "auditor", "/administration/log")

    older = shown(ask, "auditor", f"/administration/log{_to(newest, 'next')}")

    assert "second" in newest
    assert "first" in older
    assert _to(older, "prev") == "?"


def test_notes_are_there_one_by_one(ask):
    page = shown(ask, "auditor", "/sources")

    addresses = re.findall(r'href="(\?(?:code|source)=[^"#]*)#each">1</a>', page)

    assert set(map(unescape, addresses)) == {
        "?source=ad-north", "?code=password_in_directory", "?code=reach_zone_without_rules",
    }  # fmt: skip
    for address in addresses:
        assert SECRET in shown(ask, "auditor", f"/sources{unescape(address)}")
    assert SECRET not in words_of(shown(ask, "north", "/sources?code=reader_failed"))


def test_what_was_read_of_a_source_leads_to_its_rows_and_says_which_are_not_kept(ask):
    page = shown(ask, "auditor", "/sources")
    addresses = re.findall(r'href="(\?rows=[^"#]*)#rows">([^<]*)</a>', page)
    assert addresses == [("?rows=ad-north", "10"), ("?rows=ad-north", "9")]

    chosen = shown(ask, "auditor", f"/sources{addresses[0][0]}")

    assert len(_rows(chosen, "rows")) == 2
    assert "/thing/asset/asset-n1" in chosen
    said = words_of(chosen)
    assert (
        "Read: 10. Used: 9. Noted: 1. 2 of those used are about a thing each and stand here."
        in said
    )
    assert "The others (traffic, addresses, links) were added together" in said


def test_rows_about_accounts_are_for_who_holds_the_security_right(ask):
    read = shown(ask, "planner", "/sources?rows=ad-north")
    asked = ask.as_("planner").get("/api/v1/records?source=ad-north").json()

    assert len(_rows(read, "rows")) == 1
    assert "row 2" not in read
    assert [row["record_key"] for row in asked["rows"]] == ["row 1"]


def test_what_was_noted_of_a_source_leads_to_its_notes(ask):
    page = shown(ask, "auditor", "/sources")

    assert page.count('href="?source=ad-north#each">1</a>') == 2


def test_a_source_with_notes_of_which_no_row_was_noted_leads_nowhere_from_nought(ask, monkeypatch):
    told = queries.sources
    monkeypatch.setattr(queries, "sources", lambda: [{**row, "noted": 0} for row in told()])

    page = shown(ask, "auditor", "/sources")

    assert page.count('href="?source=ad-north#each">1</a>') == 1
    assert ">0</a>" not in page


def test_rows_of_a_source_are_for_who_sees_the_whole_group(ask):
    page = shown(ask, "north", "/sources?rows=ad-north")

    assert 'id="rows"' not in page
    assert "row 1" not in page


def test_a_number_of_entries_leads_to_the_things_among_them(ask):
    page = shown(ask, "chief", "/security")
    told = {
        unescape(address): int(n)
        for address, n in re.findall(r'href="(\?entry=[^"#]*)#entries">(\d+)</a>', page)
    }
    assert told == {"?entry=client": 3, "?entry=client&onward=true": 1}

    every, onward = (shown(ask, "chief", f"/security{address}") for address in told)

    assert len(_rows(every, "entries")) == 2
    assert "2 of the entries are things and stand here." in words_of(every)
    assert len(_rows(onward, "entries")) == 1
    assert "have no row of their own" in words_of(page)


def test_a_number_of_targets_leads_to_them(ask):
    page = shown(ask, "chief", "/security")

    assert 'href="/estate/data_store?data_class=patient">2</a>' in page
    assert re.search(r'href="/estate/asset\?role=directory&amp;[^"]*">2</a>', page)
    chips = words_of(shown(ask, "chief", "/estate/asset?role=directory"))
    assert "role: directory server" in chips


def test_entries_are_for_who_holds_the_security_right_for_the_whole_group(ask):
    page = shown(ask, "north_security", "/security?entry=client")

    assert "/thing/asset/asset-n1" not in page.split('id="entries"')[1]


@pytest.mark.parametrize(
    ("language", "said"), [("nb", "en sone som ikke er kjent"), ("en", "a zone that is not known")]
)
@pytest.mark.parametrize("zone", ["", "*"])  # where a thing begins or is met of which nobody knows
def test_a_chain_says_that_a_zone_is_not_known(ask, monkeypatch, language, said, zone):
    row = {
        "from_kind": "asset",
        "from": "asset-n1",
        "to_kind": "zone",
        "to": zone,
        "by": "place_unknown",
    }
    monkeypatch.setattr(security, "path", lambda _: [{**row, "step": 1, "technique": "T1021"}])

    told = words_of(shown(ask, "chief", "/security/path/path-1", language))

    assert f"nord-app01 {Voice(language).word('step', 'place_unknown')} {said} T1021" in told
