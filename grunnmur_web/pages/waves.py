"""Waves as a trust is shown them: what moves, whether it is approved, and what changed since it was."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from grunnmur.text import Voice
from grunnmur_web import grids
from grunnmur_web.reading import Row
from grunnmur_web.words import few, voice

_BY_PLACE = ("clients", "network", "telephony")
"""Workloads that are called by their place alone, as others there are."""
_DIFFERING = ("added", "removed", "otherwise")


def shown(rows: list[Row]) -> list[Row]:
    """The waves with what their first workloads are called, what was said of each, and what moved in and out since.

    What is no more or may not be seen stands by its id: it was this trust's when the wave was decided about.
    """
    said = voice()
    names = grids.names(
        ("workload", one) for row in rows for name in _DIFFERING for one in row[name] or ()
    )
    return [
        {
            **row,
            "called": called(said, row),
            "standing": standing(said, row),
            "mark": _mark(row),
            "by": row["state"]
            and said("site_wave_by", who=row["decided_by"], at=row["decided_at"].date()),
            "since": [
                said(f"site_wave_{name}", names=few([names.get(one, one) for one in row[name]]))
                for name in _DIFFERING
                if row[name]
            ],
        }
        for row in rows
    ]


def gone(rows: list[Row]) -> list[Row]:
    """What was approved and is no longer planned, with what became of its workloads, those that move first on top."""
    said = voice()
    names = grids.names(("workload", one["workload_id"]) for row in rows for one in row["members"])
    return [{**row, "lines": _became(said, row["members"], names)} for row in rows]


def _became(said: Voice, members: list[Row], names: Mapping[str, str]) -> list[str]:
    """A line for each month its workloads move in now, one for those without a place, and one for those gone."""
    groups: dict[tuple[bool, date], list[str]] = {}
    for one in members:
        name = names.get(one["workload_id"], one["workload_id"])
        if one["there"] and one["now"] not in (None, one["way"]):
            name = said("site_counted", what=name, unit=said.word("value", one["now"]))
        groups.setdefault((not one["there"], one["starts_on"] or date.max), []).append(name)
    lines = []
    for (away, starts_on), named in sorted(groups.items()):
        placed = not away and starts_on != date.max
        code = "site_wave_gone_to" if placed else f"site_wave_gone_{'away' if away else 'nowhere'}"
        lines.append(said(code, month=said.month(starts_on), names=few(named)))
    return lines


def standing(said: Voice, row: Row) -> str:
    """Whether the wave is approved as it is; where something else was, how it differs from that."""
    state = row["state"]
    if state is None:
        return said("site_not_approved")
    if not row["changed"]:
        return said(f"site_wave_{state}")
    if row["added"] is None:
        return said(f"site_wave_{state}_unknown")
    counts = {name: len(row[name]) for name in _DIFFERING}
    ways = "_ways" if counts["otherwise"] else ""
    return said(f"site_wave_{state}_changed{ways}", **counts)


def _mark(row: Row) -> str:
    if row["state"] is None or row["changed"]:
        return "open"
    return "good" if row["state"] == "approve" else "bad"


def called(said: Voice, row: Row) -> list[str]:
    """What the first workloads are called, told apart by what they are."""
    return [
        said("site_counted", what=name, unit=said.word("value", kind))
        if kind in _BY_PLACE
        else name
        for name, kind in zip(row["first"], row["first_kinds"], strict=True)
    ]
