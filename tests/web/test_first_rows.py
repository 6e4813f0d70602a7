"""A list that was cut says so, and what it holds is text."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from grunnmur_web import grids, reading


@pytest.mark.parametrize(("count", "said"), [(reading.MOST - 1, False), (reading.MOST, True)])
def test_a_list_as_long_as_may_be_says_that_these_are_the_first(count, said):
    rows = [{"name": str(n)} for n in range(count)]
    with translation.override("en"):
        grid = grids.grid([grids.Column("name")], rows)
        page = render_to_string("site/grid.html", {"grid": grid})

    assert (f"The first {reading.MOST} are shown." in page) is said


def test_whatever_a_cell_holds_is_text_and_never_markup():
    cells = (
        grids.Cell("<b>", href='/"x', mark='"'),
        grids.Cell("<i>", href='/"x'),
        grids.Cell("&"),
    )
    columns = (grids.Column("a"), grids.Column("b"), grids.Column("c", "whole"))
    page = render_to_string("site/grid.html", {"grid": grids.Grid(columns, (cells,))})

    assert '<span class="mark &quot;">&lt;b&gt;</span>' in page
    assert '<a href="/&quot;x">&lt;i&gt;</a>' in page
    assert '<td class="n">&amp;</td>' in page
