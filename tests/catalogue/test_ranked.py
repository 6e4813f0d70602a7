"""Versions ranked once an edition: what runs is placed among them, whatever order its product follows."""

from __future__ import annotations

import shutil

import pytest

from grunnmur.catalogue import ranked
from grunnmur.catalogue.cpe import Reading
from grunnmur.catalogue.order import schemes
from grunnmur.kit import engine
from tests.assess.matching import Run, edition_of, verdicts

PRODUCTS = ("apache:http_server", "openbsd:openssh", "python:python", "cisco:ios", "acme:unheard")
VERSIONS = (None, "-", "2.4", "2.4.49", "9.8p1", "3.12.0rc1", "3.9", "15.2(4)M3", "0")


@pytest.fixture(scope="module")
def edition(data, tmp_path_factory):
    cves = {
        *("CVE-2021-41773", "CVE-2017-3167", "CVE-2023-38408", "CVE-2023-48795", "CVE-2016-10009"),
        *("CVE-2023-24329", "CVE-2021-3177", "CVE-2018-0171", "CVE-2017-6736"),
    }
    return edition_of(data, tmp_path_factory.mktemp("ranked"), cves)


@pytest.mark.needs_data
def test_ranks_of_the_edition_and_ranks_made_for_what_runs_give_the_same_verdicts(
    edition, tmp_path
):
    runs = [Run(Reading(product, version)) for product in PRODUCTS for version in VERSIONS]
    bare = tmp_path / "bare"
    shutil.copytree(edition.folder, bare, ignore=shutil.ignore_patterns(ranked.FOLDER))

    kept = verdicts(edition, runs)

    assert sum(map(len, kept)) > 20
    assert kept == verdicts(type(edition)(bare, *_card(edition)), runs)


def test_ranks_that_other_code_made_are_not_used(tmp_path):
    folder = tmp_path / ranked.FOLDER
    folder.mkdir()
    (folder / "key.txt").write_text("other code")
    connection = engine.connect()

    ranked.register(connection, tmp_path)

    assert not ranked.is_ready(connection)


@pytest.mark.parametrize(
    ("version", "after", "before"),
    [("3.9.1", "3.9", "3.10"), ("3.12.0rc1", "3.10", "3.12"), ("2.7", None, "3.9")],
)
def test_a_version_is_placed_between_those_its_own_system_orders(version, after, before):
    listed = ("3.9", "3.10", "3.12")
    points = {text: key.point for text, key in schemes.ordered("python", listed).items() if key}

    found = schemes.between("python", version, points)

    assert found is not None
    assert points.get(after, "") < found.point < points[before]
    assert schemes.between("python", "3.10.0", points).point == points["3.10"]
    assert schemes.between("python", "no version at all", points) is None


def _card(edition):
    return (edition.name, edition.on, edition.made_at, edition.feeds, edition.notes)
