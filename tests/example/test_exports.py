"""Every export is read back by the reader of its format, row for row as the truth has it."""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from grunnmur import settings
from grunnmur.example import exports, world
from grunnmur.example.exports import settings as settings_file
from grunnmur.example.world import World
from grunnmur.example.world.told import Told
from tests.example.reading_exports import Read, read

ON = date(2026, 9, 1)
_DAMAGE = {
    "class_not_used",
    "column_missing",
    "headings_not_unique",
    "json_damaged",
    "line_malformed",
    "object_without_id",
    "row_does_not_fit",
    "row_without_claim",
    "row_without_name",
    "truncated",
    "xml_damaged",
}


@dataclass(frozen=True)
class Written:
    folder: Path
    world: World
    sources: list[dict[str, Any]]
    truth: pa.Table
    told: Told
    read: dict[str, Read]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    folder = tmp_path_factory.mktemp("exports")
    region = world.build(size=0.02, seed=7, on=ON)
    sources, truth, told, _ = exports.write_all(region, folder, seed=7, flows=exports.Flows(days=2))
    found = {source["name"]: read(folder, source) for source in sources}
    return Written(folder, region, sources, truth, told, found)


def test_every_format_recognises_its_own_exports(written: Written) -> None:
    unrecognised = [name for found in written.read.values() for name in found.unrecognised]

    assert not unrecognised


def test_nothing_in_the_exports_is_damaged_or_lost(written: Written) -> None:
    damage = {
        (name, code)
        for name, found in written.read.items()
        for code in found.notes
        if code in _DAMAGE
    }

    assert not damage


def test_the_truth_has_exactly_the_keys_a_reader_gives(written: Written) -> None:
    columns = (written.truth[name].to_pylist() for name in ("source", "record_key", "noun"))
    told = Counter(zip(*columns, strict=True))
    given = Counter(
        {
            (name, *key): count
            for name, found in written.read.items()
            for key, count in found.keys.items()
        }
    )

    assert told - given == Counter()
    assert given - told == Counter()


def test_the_truth_names_things_of_the_world(written: Written) -> None:
    ids = set(written.world.asset["asset_id"].tolist())
    rows = zip(
        written.truth["noun"].to_pylist(), written.truth["entity_id"].to_pylist(), strict=True
    )

    assert {entity for noun, entity in rows if noun == "asset"} <= ids


def test_linkable_rows_share_their_group_with_another_row_of_their_thing(
    written: Written,
) -> None:
    names = ("noun", "entity_id", "link_group", "linkable")
    rows = list(zip(*(written.truth[name].to_pylist() for name in names), strict=True))
    things = {group: (noun, entity) for noun, entity, group, _ in rows}
    count = Counter(group for _, _, group, _ in rows)

    assert all(things[group] == (noun, entity) for noun, entity, group, _ in rows)
    assert all((count[group] > 1) == linkable for _, _, group, linkable in rows)


def test_every_kind_of_thing_is_claimed_by_someone(written: Written) -> None:
    nouns = set(written.truth["noun"].to_pylist())

    assert nouns == {
        "account",
        "application",
        "assessment",
        "asset",
        "clinical_service",
        "contract",
        "data_store",
        "location",
        "network",
        "organisation",
        "person",
        "zone",
    }


def test_the_settings_file_is_read_back_as_it_was_meant(written: Written) -> None:
    text = settings_file.text(written.world, written.sources)
    (written.folder / settings.FILE).write_text(text, encoding="utf-8")

    assert tomllib.loads(text)["source"] == written.sources
    wishes = settings.read(written.folder)
    assert [source.name for source in wishes.sources] == [one["name"] for one in written.sources]
    assert (wishes.country, wishes.limits.seconds) == ("NO", 120)


def test_patient_record_and_radiology_are_out_of_scope(written: Written) -> None:
    scopes = tomllib.loads(settings_file.text(written.world, written.sources))["scope"]

    assert [scope["where"]["function"] for scope in scopes] == [["patient_record"], ["radiology"]]
    assert {scope["scope"] for scope in scopes} == {"out"}


def test_what_no_register_knows_stands_in_no_register(written: Written) -> None:
    names = ("source", "noun", "entity_id")
    rows = zip(*(written.truth[name].to_pylist() for name in names), strict=True)
    registers = {s["name"] for s in written.sources if s["format"] in ("table", "servicenow")}
    listed = {entity for source, noun, entity in rows if noun == "asset" and source in registers}
    asset = written.world.asset
    unknown = set(asset["asset_id"][~asset["in_registers"]].tolist())

    assert unknown
    assert not listed & unknown


def test_what_was_told_are_rows_there_are(written: Written) -> None:
    count = len(written.world.asset)

    assert written.told.mask("asset", "register", count).sum() > count * 0.9
    assert written.told.mask("application", "owner", len(written.world.application)).all()
