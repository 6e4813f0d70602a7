"""How tools and people write things, and files that are the same for the same cells."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pytest
from python_calamine import CalamineWorkbook

from grunnmur.example.exports import careless, sheets, spelling, workers
from grunnmur.example.exports.settings import _value
from grunnmur.example.world.frame import column_of

_DAYS = np.array(["2026-09-01", "NaT"], dtype="datetime64[D]")


def test_days_are_written_as_each_register_writes_them() -> None:
    assert spelling.days(_DAYS) == ["01.09.2026", None]
    assert spelling.days(_DAYS, "short") == ["01.09.26", None]
    assert spelling.days(_DAYS, "iso") == ["2026-09-01", None]


@pytest.mark.parametrize(
    ("style", "written"),
    [
        ("colon", "00:50:56:ab:cd:ef"),
        ("dash", "00-50-56-AB-CD-EF"),
        ("dot", "0050.56ab.cdef"),
        ("bare", "005056ABCDEF"),
    ],
)
def test_hardware_addresses_are_written_as_each_tool_writes_them(style: str, written: str) -> None:
    assert spelling.mac("00:50:56:ab:cd:ef", style) == written


def test_a_turned_uuid_turned_again_is_itself() -> None:
    uuid = "00112233-4455-6677-8899-aabbccddeeff"

    assert spelling.swapped(uuid) == "33221100-5544-7766-8899-aabbccddeeff"
    assert spelling.swapped(spelling.swapped(uuid)) == uuid


def test_typed_serials_are_genuine_only_where_they_are_right() -> None:
    true = column_of([f"SER{number:07d}" for number in range(5000)])
    models = column_of(["AirSense 10"] * 5000)

    serials = careless.typed_serials(np.random.default_rng(1), true, models)

    pairs = list(zip(serials.written, serials.genuine, true.tolist(), strict=True))
    assert all(genuine == (real if written == real else None) for written, genuine, real in pairs)
    wrong = sum(genuine is None for genuine in serials.genuine) / 5000
    stated = careless.PLACEHOLDER + careless.TRUNCATED + careless.MISTYPED + careless.MODEL_INSTEAD
    assert abs(wrong - stated) < 0.01


def test_a_workbook_of_the_same_cells_is_the_same_bytes(tmp_path: Path) -> None:
    cells = {"Navn": ["=1+1", "Å"], "Antall": [3, None]}

    first = sheets.write_workbook(tmp_path / "a.xlsx", {"Ark": cells}, above=("Tittel",))
    sheets.write_workbook(tmp_path / "b.xlsx", {"Ark": cells}, above=("Tittel",))

    assert first == 3  # a title, the headings, then the first row
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    rows = CalamineWorkbook.from_path(tmp_path / "a.xlsx").get_sheet_by_name("Ark").to_python()
    assert rows == [["Tittel", ""], ["Navn", "Antall"], ["=1+1", 3.0], ["Å", ""]]


def test_values_are_written_as_toml_reads_them() -> None:
    value = {"Krever «A\\B»": ['"sitat"', True, 3], "plain": "tab\there"}

    assert tomllib.loads(f"v = {_value(value)}")["v"] == value


def test_work_in_a_second_process_comes_back() -> None:
    with workers.another(lambda: {"sum": sum(range(10))}) as result:
        assert result() == {"sum": 45}
