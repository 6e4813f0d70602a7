"""Values as cells of a table show them."""

from __future__ import annotations

from datetime import date

import pytest

from grunnmur.text import Voice
from grunnmur_web import grids
from grunnmur_web.templatetags.words import lines


@pytest.mark.parametrize(
    ("value", "nb", "en"),
    [
        (0.0, "0,0", "0.0"),
        (0.016, "<\u00a00,1", "<\u00a00.1"),
        (0.05, "0,1", "0.1"),
        (1.56, "1,6", "1.6"),
    ],
)
def test_what_is_more_than_nothing_is_not_told_as_nothing(value, nb, en):
    column = grids.Column("risk_removed", "number")

    for language, said in (("nb", nb), ("en", en)):
        assert grids.cell(Voice(language), column, {"risk_removed": value}, {}).text == said


@pytest.mark.parametrize(
    ("table", "name", "nb", "en"),
    [
        ("data_store", "data_class", "personopplysninger", "personal data"),
        ("account", "kind", "personlig", "personal"),
    ],
)
def test_personal_data_is_not_called_as_a_personal_account(table, name, nb, en):
    column = grids.column(table, name)

    for language, said in (("nb", nb), ("en", en)):
        assert grids.cell(Voice(language), column, {name: "personal"}, {}).text == said


def test_a_day_stands_on_one_line():
    cell = grids.Cell("8 Oct 2026", value=date(2026, 10, 8))
    grid = grids.Grid((grids.Column("first_end", "day"),), ((cell,),))

    assert '<td class="one">8 Oct 2026</td>' in lines(grid)
