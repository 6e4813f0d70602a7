"""Our own bill of materials: what an installation brings, by the lock, and readable by our own reader."""

from __future__ import annotations

import json
import tomllib
from fnmatch import fnmatch
from importlib import metadata

import pytest

from grunnmur.collect import cyclonedx
from grunnmur.collect.claim import Record
from grunnmur.collect.document import Document
from grunnmur_web.assets import bill, locked


@pytest.fixture(scope="module")
def ours():
    """The bill, made once."""
    return bill.bill()


def test_it_names_what_the_site_imports_and_nothing_of_our_tools(ours):
    names = {component["name"] for component in ours["components"]}

    assert {"django", "psycopg-binary", "fido2", "duckdb", "htmx.org"} <= names
    assert {"pytest", "ruff", "mypy", "locust", "schemathesis"} & names == set()


def test_every_component_says_its_licence(ours):
    assert [c["name"] for c in ours["components"] if not c.get("licenses")] == []


def test_a_pin_has_the_version_the_hashes_and_the_extras_of_the_lock():
    pins = {pin.name: pin for pin in locked.pinned("web")}

    assert pins["django"].version == metadata.version("django")
    assert all(pin.hashes for pin in pins.values())
    assert "pyjwt" in pins  # only django-allauth[socialaccount] asks for it


def test_our_own_reader_reads_it_whole(ours, tmp_path):
    path = tmp_path / "grunnmur.cdx.json"
    path.write_text(json.dumps(ours))

    found = [x for x in cyclonedx.parse(Document(path, path.name)) if isinstance(x, Record)]

    assert len(found) == len(ours["components"]) + 1


def test_everything_the_site_shows_goes_into_the_wheel():
    settings = tomllib.loads((locked.ROOT / "pyproject.toml").read_text())
    patterns = settings["tool"]["setuptools"]["package-data"]["grunnmur_web"]
    files = (path for path in (locked.ROOT / "grunnmur_web").rglob("*") if path.is_file())

    left = [
        path.name
        for path in files
        if path.suffix not in (".py", ".pyc")
        and not any(fnmatch(path.name, p.removeprefix("**/")) for p in patterns)
    ]

    assert sorted(left) == ["package-lock.json", "package.json"]  # what `assets.build` reads
