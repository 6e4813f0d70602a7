"""The example region as it is written."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from grunnmur import example
from grunnmur.errors import SettingsError

SIZE = 0.02


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("example") / "region"
    example.write(folder, size=SIZE, seed=7)
    return folder


def _digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_same_seed_gives_the_same_bytes(region: Path, tmp_path: Path) -> None:
    example.write(tmp_path / "again", size=SIZE, seed=7)

    assert _digests(region) == _digests(tmp_path / "again")


def test_another_seed_gives_another_region(region: Path, tmp_path: Path) -> None:
    example.write(tmp_path / "other", size=SIZE, seed=8)

    assert _digests(region) != _digests(tmp_path / "other")


def test_every_source_in_the_settings_is_there(region: Path) -> None:
    written = tomllib.loads((region / "grunnmur.toml").read_text(encoding="utf-8"))

    for source in written["source"]:
        assert list(region.glob(source["path"])), source["name"]


def test_the_truth_names_only_things_there_are(region: Path) -> None:
    entities = set(pq.read_table(region / "truth" / "entity.parquet")["entity_id"].to_pylist())

    for table in ("record", "finding"):
        named = pq.read_table(region / "truth" / f"{table}.parquet")["entity_id"].to_pylist()
        assert set(named) - {None} <= entities, table


def test_the_truth_says_its_day_and_every_rule_it_tells_of(region: Path) -> None:
    judged = pq.read_table(region / "truth" / "judged.parquet")
    broken = pq.read_table(region / "truth" / "finding.parquet")["rule_id"].to_pylist()

    assert set(judged["on_date"].to_pylist()) == {example.DAY}
    assert set(broken) <= set(judged["rule_id"].to_pylist())


def test_a_record_has_one_true_thing(region: Path) -> None:
    record = pq.read_table(region / "truth" / "record.parquet")
    keys = list(zip(*(record[name].to_pylist() for name in ("source", "record_key", "noun")),
                    strict=True))  # fmt: skip

    assert len(set(keys)) == len(keys)


def test_a_directory_with_something_in_it_is_refused(region: Path) -> None:
    with pytest.raises(SettingsError) as refused:
        example.write(region, size=SIZE)

    assert refused.value.code == "example_directory_not_empty"
