"""A thing's history, ready to be shown."""

from __future__ import annotations

from grunnmur_web import grids, reading
from grunnmur_web.grids import Column, Grid
from grunnmur_web.words import voice


def past(noun: str, rows: list[reading.Row]) -> Grid:
    """One line a change: in which run, what, and what it was before."""
    said = voice()
    columns = {
        row["attribute"]: grids.column(noun, row["attribute"]) for row in rows if "attribute" in row
    }
    names = grids.names_of(
        value for row in rows for value in _ids(row, columns) if isinstance(value, str)
    )

    def text(row: reading.Row, end: str) -> str:
        name = row.get("attribute")
        return "" if name is None else grids.cell(said, columns[name], {name: row[end]}, names).text

    shown = [
        {
            "run": row["run"],
            "what": said.word("past", row["what"]),
            "attribute": row.get("attribute"),
            "old": text(row, "old"),
            "new": text(row, "new") or _other(row, names),
        }
        for row in rows
    ]
    listed = [
        Column("run", label=said.word("table", "run")),
        Column("what", label=said("site_past_what")),
        Column(
            "attribute", label=said("site_upload_attribute"), words="column", nothing="site_dash"
        ),
        Column("old", label=said("site_before"), nothing="site_dash"),
        Column("new", label=said("site_after"), nothing="site_dash"),
    ]
    return grids.grid(listed, shown, empty="site_past_none")


def _other(row: reading.Row, names: dict[str, str]) -> str:
    """The other thing; one that is no more, or not to be seen, is told of as another."""
    other = row.get("other_id")
    return names.get(other, voice()("site_past_other")) if other else ""


def _ids(row: reading.Row, columns: dict[str, Column]) -> list[object]:
    name = row.get("attribute")
    if name is None:
        return [row.get("other_id")]
    return [row["old"], row["new"]] if columns[name].refers else []
