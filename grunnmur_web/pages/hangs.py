"""What hangs on a thing, a table each on its page."""

from __future__ import annotations

from grunnmur.estate import TABLES
from grunnmur_web import grids, reading
from grunnmur_web.grids import Column, Draft
from grunnmur_web.queries.hanging import Hanging
from grunnmur_web.words import voice


def table(one: Hanging, rows: list[reading.Row]) -> Draft:
    """The rows of one table that hang on a thing."""
    columns = [grids.column(one.table, name) for name in one.columns]
    declared = TABLES[one.table]
    if declared.noun and one.columns[0] == declared.id_column:
        # a noun's own id is shown as its name, which leads to its page
        columns[0] = Column(
            one.columns[0], label=voice().word("table", one.table), refers=one.table
        )
    return grids.draft(columns, rows, caption=_title(one))


def _title(one: Hanging) -> str:
    said = voice().word("tables", one.table)
    return (
        f"{said} ({voice()('site_the_other_way')})"
        if (one.table, one.column) == ("asset_link", "other_id")
        else said
    )
