"""Rows of CSV text, where quotes go wrong."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grunnmur.collect import delimited

_HEAD = "Nr;Navn;Modell;HF;Avd\n"


def _read(text: str, delimiter: str = ";", **options) -> tuple[list[tuple[int, str]], list[str]]:
    """Each row's line and second cell; and each note's code and line."""
    rows = delimited.Rows(io.StringIO(text, newline=""), delimiter, **options)
    found = [(line, cells[1] if len(cells) > 1 else "") for line, cells in rows]
    return found, [f"{note.code}:{note.line}" for note in rows.notes]


def _register(stray: dict[int, str], count: int = 40) -> str:
    names = {number: f"srv{number}" for number in range(count)} | stray
    return _HEAD + "".join(f"{number};{name};m;OUS;a\n" for number, name in names.items())


@pytest.mark.parametrize(
    "stray",
    [
        {5: '"srv5'},
        {39: '"srv39'},
        {5: '"srv5', 6: '"srv6', 20: '"srv20'},
        {5: '"srv5', 30: '"srv ""30"""'},
        {5: '"srv5', 9: 'skjerm 24"'},
    ],
)
def test_a_stray_quote_costs_no_row(stray: dict[int, str]) -> None:
    found, notes = _read(_register(stray))

    assert [line for line, _ in found] == list(range(1, 42))
    assert found[6][1] == stray.get(5, "srv5")
    torn = [number for number, name in stray.items() if name.count('"') == 1 and name[0] == '"']
    assert notes == [f"quote_unclosed:{number + 2}" for number in torn]


@pytest.mark.parametrize(
    "cell",
    [
        '"Gate 1\nOslo"',
        '"Hei,\n\n; og ""takk""\nfor sist"',
        '"' + "linje; av; mange\n" * 500 + '"',
        '"Hei\nder ""alle"""',
    ],
)
def test_cells_of_several_lines_are_one(cell: str) -> None:
    found, notes = _read(_HEAD + f"1;{cell};m;OUS;a\n2;b;m;OUS;a\n")

    assert [name for _, name in found] == ["Navn", cell[1:-1].replace('""', '"'), "b"]
    assert found[2][0] == 3 + cell.count("\n")
    assert notes == []


def test_a_stray_quote_after_a_row_of_too_many_cells_costs_no_row() -> None:
    found, notes = _read(_HEAD + ' \n1;a;m;OUS;a;b;c\n2;"b;m;OUS;a\n3;c;m;OUS;a\n')

    assert [line for line, _ in found] == [1, 2, 3, 4, 5]
    assert notes == ["quote_unclosed:4"]


def test_a_stray_quote_that_meets_another_in_its_line_is_noted() -> None:
    found, notes = _read(_HEAD + '1;"srv1;m;OUS;"a"\n2;srv2;m;OUS;"a; b"\n3;"srv3;m;OUS;"a; b"\n')

    assert found[1:3] == [(2, '"srv1'), (3, "srv2")]
    assert notes == ["quote_unclosed:2", "quote_unclosed:4"]


def test_headings_of_several_lines_below_a_title_are_one_row() -> None:
    found, notes = _read('Utstyr\nNr;"Serie\nnr";Modell\n1;S1;\n2;"S\n2";"M\n2"\n3\n4;"S\n4";m\n')

    assert [line for line, _ in found] == [1, 2, 4, 5, 8, 9]
    assert notes == []


def test_a_runaway_quote_is_told_of_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "_RUNAWAY", 200)

    found, notes = _read(
        _HEAD + '1;a;m;OUS\n2;"b;m;OUS\n' + "3;c;m;OUS;a\n" * 50 + '4;d";m;OUS;a\n'
    )

    assert [line for line, _ in found] == list(range(1, 55))
    assert notes == ["quote_unclosed:3"]


def test_a_text_cut_off_within_a_cell_keeps_its_last_row() -> None:
    found, notes = _read(_HEAD + '1;a;m;OUS;a\n2;"Lang tekst\nsom brytes\nher')

    assert found[-1] == (3, "Lang tekst\nsom brytes\nher")
    assert notes == ["quote_unclosed:3"]


def test_a_cell_too_long_costs_its_row_alone() -> None:
    found, notes = _read(_HEAD + f"1;{'x' * 200};m;OUS;a\n2;b;m;OUS;a\n", longest=100)

    assert [line for line, _ in found] == [1, 3]
    assert notes == ["cell_too_long:2"]


def test_no_line_is_too_long_to_be_passed_over() -> None:
    found, notes = _read(_HEAD + f"1;{'x' * (17 << 20)};m;OUS;a\n2;b;m;OUS;a\n")

    assert [line for line, _ in found] == [1, 3]
    assert notes == ["cell_too_long:2"]


@given(st.lists(st.lists(st.text('ab";\n ', max_size=2), min_size=3, max_size=3), max_size=6))
def test_what_is_well_written_is_read_as_written(rows: list[list[str]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL).writerows(rows)

    found = delimited.Rows(io.StringIO(text.getvalue(), newline=""), ";")

    assert [list(cells) for _, cells in found] == rows
    assert found.notes == []
