"""iCalendar as text: what is written unfolds and unescapes to itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grunnmur.kit.icalendar import document, escaped


@given(st.text(max_size=300))
def test_a_long_line_is_folded_and_unfolds_to_itself(text: str) -> None:
    line = "".join(sign for sign in f"SUMMARY:{text}" if sign not in "\r\n")
    line = line.encode(errors="ignore").decode()

    pieces = document([line]).decode().removesuffix("\r\n").split("\r\n")

    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == line
    assert all(piece.startswith(" ") for piece in pieces[1:])


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Jul, og vinter; \\", "Jul\\, og vinter\\; \\\\"),
        ("to\r\nlinjer\rtil", "to\\nlinjer\\ntil"),
        ("klokke\x07", "klokke"),
    ],
)
def test_no_text_ends_its_line(text: str, written: str) -> None:
    assert escaped(text) == written
