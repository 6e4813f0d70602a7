"""Every number that leads to a list leads to as many rows."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.web.reading import shown, words_of
from tests.web.region import NORTH

_LINK = re.compile(r'<a (?:class="soft" )?href="(/(?:estate|findings)[^"]*)">([^<]*)</a>')
_ROWS = re.compile(r"<strong>([^<]*)</strong> row")


def _numbers(page):
    """Addresses of lists with the number that leads to them; of `1 of 7` the first."""
    for address, text in _LINK.findall(page):
        found = re.match(r"[\d,]+", unescape(text).strip())
        if found:
            yield unescape(address), int(found[0].replace(",", ""))


def _rows(client, address):
    page = client.get(address).content.decode()
    return int(_ROWS.search(page)[1].replace(",", ""))


@pytest.mark.parametrize("who", ["north", "auditor"])
@pytest.mark.parametrize("path", ["/", f"/trust/{NORTH}", f"/thing/organisation/{NORTH}"])
def test_a_number_leads_to_as_many_rows(ask, who, path):
    client = ask.as_(who, language="en")

    told = dict(_numbers(client.get(path).content.decode()))

    assert len(told) >= 3
    assert {address: _rows(client, address) for address in told} == told


def test_reasons_lead_to_what_they_count_where_one_sees_more_than_ones_own(ask):
    """The north sees what the region runs for it; the rules are counted by owner."""
    client = ask.as_("north", language="en")
    told = dict(_numbers(client.get("/").content.decode()))
    counted = {a: n for a, n in told.items() if "rule_id=not-secure&" in a and "verdict=fail" in a}

    seen = _rows(client, "/findings?rule_id=not-secure&verdict=fail")

    assert set(counted.values()) == {1}
    assert seen == 2
    assert {address: _rows(client, address) for address in counted} == counted


def test_waves_that_wait_lead_to_those_that_wait(ask):
    client = ask.as_("north", language="en")
    client.post(f"/trust/{NORTH}/wave/wave-1", {"kind": "send_back", "reason": "not yet"})
    page = client.get("/").content.decode()

    address = unescape(re.search(r'href="(/trust/[^"]*)">Nordre sykehus 1</a>', page)[1])

    waiting = client.get(address).content.decode()
    assert waiting.count('name="kind" value="approve"') == 1
    assert "waiting for approval in the next four months 1</a>" in waiting


def test_what_ends_leads_to_what_runs_it(ask):
    client = ask.as_("auditor", language="en")
    page = client.get("/").content.decode()

    address = unescape(re.search(r'href="([^"]*release=Windows[^"]*)"', page)[1])

    assert _rows(client, address) == 1
    assert ">remove</span>" in client.get(address).content.decode().lower()


def test_a_list_in_which_nothing_fits_says_what_to_do(ask):
    page = ask.as_("north", language="en").get("/estate/asset?q=nothing").content.decode()

    assert "No rows match" in page


@pytest.mark.parametrize(
    ("language", "one", "many"),
    [
        ("nb", "<strong>1</strong> rad <", "<strong>2</strong> rader <"),
        ("en", "<strong>1</strong> row <", "<strong>2</strong> rows <"),
    ],
)
def test_one_row_is_one(ask, language, one, many):
    client = ask.as_("auditor", language=language)

    assert one in client.get("/estate/asset?q=nord-app01").content.decode()
    assert many in client.get("/estate/asset?q=app01").content.decode()


def test_money_is_written_one_way_in_each_language(ask):
    pages = ("/", "/plan", "/plan/of/servers/n/A")
    nb, en = (
        " ".join(words_of(shown(ask, "auditor", page, language)) for page in pages)
        for language in ("nb", "en")
    )

    assert "september 2026: 5 kr" in nb
    assert "NOK" not in nb
    assert "September 2026: NOK 5" in en
    assert not re.search(r"\bkr\b", en)
    assert not re.search(r"Cost \(NOK\) (NOK|.{0,9}kr)", en)
