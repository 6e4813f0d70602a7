"""The lifecycle files: facts, sources, and a user's own additions."""

from __future__ import annotations

import csv
import gzip
import json
from datetime import date

import pytest
import yaml

from grunnmur import catalogue
from grunnmur.catalogue import CatalogueError, lifecycle
from grunnmur.catalogue.transcribe import transcribe
from tests.worlds import world

PRODUCTS = {product.product_id: product for product in lifecycle.load()}


def cycle(product_id, version):
    return next(c for c in PRODUCTS[product_id].cycles if c.version == version)


@pytest.mark.parametrize(
    ("product_id", "version", "last_day"),
    [
        ("microsoft:windows_server", "2008 R2 SP1", date(2020, 1, 14)),
        ("microsoft:windows_server", "2012 R2", date(2023, 10, 10)),
        ("microsoft:windows_server", "2016", date(2027, 1, 12)),
        ("microsoft:windows_server", "2019", date(2029, 1, 9)),
        ("microsoft:windows_server", "2003 SP2", date(2015, 7, 14)),
        ("microsoft:windows", "XP SP3", date(2014, 4, 8)),
        ("microsoft:windows", "7 SP1", date(2020, 1, 14)),
        ("microsoft:windows", "10 22H2", date(2025, 10, 14)),
        ("microsoft:windows_embedded", "CE 6.0", date(2018, 4, 10)),
    ],
)
def test_the_last_supported_days_of_windows_are_those_of_its_maker(product_id, version, last_day):
    assert cycle(product_id, version).security_until == last_day


def test_active_security_and_paid_support_are_three_facts():
    found = cycle("microsoft:windows_server", "2012 R2")

    days = (found.active_until, found.security_until, found.paid_until)

    assert days == (date(2018, 10, 9), date(2023, 10, 10), date(2026, 10, 13))


def test_the_sources_wording_is_kept():
    found = cycle("microsoft:windows_server", "2012 R2")

    wording = json.loads(found.wording)

    assert wording["eol"] == "2023-10-10"
    assert wording["lts"] == "true"
    assert found.source == "endoflife.date windows-server, a70eca337600, MIT"


def test_ended_without_a_day_stays_without_a_day():
    found = cycle("oracle:solaris", "11.1")

    assert (found.security_until, found.ended_undated) == (None, True)
    assert json.loads(found.wording)["eol"] == "true"


def test_not_ended_is_not_the_same_as_not_said():
    kinds = {c.ended_undated for product in PRODUCTS.values() for c in product.cycles}

    assert kinds == {True, False, None}


@pytest.mark.parametrize(
    "path", sorted(lifecycle.FOLDER.glob("*.yaml")), ids=lambda path: path.stem
)
def test_every_file_names_its_source_and_no_release_twice(path):
    text = yaml.safe_load(path.read_text(encoding="utf-8"))

    names = [c["cycle"] for c in text["cycles"]]

    assert text["source"]
    assert isinstance(text["known_on"], date)
    assert text["product_id"].count(":") == 1
    assert len(names) == len(set(names)) > 0


def test_no_two_releases_of_a_product_begin_alike():
    for product in PRODUCTS.values():
        versions = [c.version.casefold() for c in product.cycles]

        assert len(versions) == len(set(versions)), product.product_id


def test_the_catalogue_becomes_a_table(tmp_path):
    estate = world(tmp_path)

    count = lifecycle.write(estate, PRODUCTS.values())

    assert count == sum(len(product.cycles) for product in PRODUCTS.values()) > 1500
    stored = {product.product_id: product.cycles for product in lifecycle.stored(estate)}
    assert set(stored) == set(PRODUCTS)
    assert set(stored["vmware:esxi"]) == set(PRODUCTS["vmware:esxi"].cycles)


OWN = """
product_id: microsoft:windows_server
name: Windows Server
kind: os
source: our own agreement
known_on: 2026-01-01
cycles:
- {cycle: 2012-r2, version: 2012 R2, security_until: 2026-10-13}
- {cycle: special, security_until: 2030-01-01}
"""


def test_a_users_file_adds_releases_and_replaces_those_it_names(tmp_path):
    (tmp_path / "own.yaml").write_text(OWN, encoding="utf-8")

    found = {p.product_id: p for p in lifecycle.load([tmp_path])}["microsoft:windows_server"]

    by_cycle = {c.cycle: c for c in found.cycles}
    assert by_cycle["2012-r2"].security_until == date(2026, 10, 13)
    assert by_cycle["special"].source == "our own agreement"
    assert by_cycle["2019"].security_until == date(2029, 1, 9)


@pytest.mark.parametrize(
    ("text", "code"), [("a: [", "catalogue_unreadable"), ("name: x", "catalogue_incomplete")]
)
def test_a_broken_file_is_named(tmp_path, text, code):
    (tmp_path / "broken.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(CatalogueError) as raised:
        lifecycle.load([tmp_path])

    assert raised.value.code == code
    assert raised.value.facts["file"] == str(tmp_path / "broken.yaml")


def test_the_edition_names_the_day_and_the_content():
    day, digest = catalogue.edition().split("+")

    assert day == "2026-08-22"
    assert len(digest) == 8
    assert int(digest, 16) >= 0


def test_the_shipped_files_are_what_the_source_says(data, tmp_path):
    count = transcribe(data / "lifecycle", tmp_path)

    assert count > 100
    for path in tmp_path.glob("*.yaml"):
        assert path.read_bytes() == (lifecycle.FOLDER / path.name).read_bytes(), path.name


def test_every_day_the_source_gives_for_our_products_is_taken(data):
    with gzip.open(data / "lifecycle" / "eol_cycles.csv.gz", "rt", encoding="utf-8") as stream:
        rows = {(row["product"], row["cycle"]): row for row in csv.DictReader(stream)}

    for product in PRODUCTS.values():
        for found in product.cycles:
            if not found.source.startswith("endoflife.date "):
                continue
            slug = found.source.removeprefix("endoflife.date ").split(",")[0]
            said = rows[slug, found.cycle]["eol"]
            assert said == (str(found.security_until or "") or str(found.ended_undated).lower())
