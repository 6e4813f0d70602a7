"""Everything the report says, read from the estate before a word is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import duckdb

from grunnmur.kit import quoted
from grunnmur.report.figures import Figure, Measure, Row, measure

REASONS = ("not-compatible", "not-updatable", "not-secure")
_YEAR_ROOM = 0.11
"""Share of the width a year's name takes on a phone."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The measures, by section."""

    run: Measure
    overview: Row
    kinds: Measure
    seen_by: Measure
    reasons: Measure
    standard: Measure
    support: Row
    quarters: Measure
    expiry: Measure
    updates: Measure
    detections: Measure
    notices: Measure
    unmatched: Measure
    plan: Measure
    periods: Measure
    moves: Measure
    freezes: Measure
    dispositions: Measure
    rules: Measure
    exceptions: Row
    unknowns: Measure
    notes: Measure
    sources: Measure


def read(connection: duckdb.DuckDBPyConnection) -> Contents:
    """All measures of the estate behind the connection."""
    return Contents(
        run=measure(connection, "run"),
        overview=measure(connection, "overview").one,
        kinds=measure(connection, "kinds", "kind"),
        seen_by=measure(connection, "seen_by", "kind", "format"),
        reasons=measure(connection, "reasons", "part", "name", "rule_id"),
        standard=measure(connection, "standard", "part", "name"),
        support=measure(connection, "support").one,
        quarters=measure(connection, "expiry_quarters", "starts_on"),
        expiry=measure(connection, "expiry", "label", "security_until"),
        updates=measure(connection, "updates", "product", "version", "update_to"),
        detections=measure(connection, "detections", "outcome", "reason"),
        notices=measure(connection, "notices", "advisory_id", "kind", "remedy"),
        unmatched=measure(connection, "unmatched", "name", "kind", "reason"),
        plan=measure(connection, "plan"),
        periods=measure(connection, "periods", "period", "starts_on"),
        moves=measure(connection, "moves", "part", "name", "period"),
        freezes=measure(connection, "freezes", "starts_on", "ends_on", "name", "reason"),
        dispositions=measure(connection, "dispositions", "disposition"),
        rules=measure(connection, "rules", "rule_id", "title_nb", "title_en"),
        exceptions=measure(connection, "exceptions").one,
        unknowns=measure(connection, "unknowns", "noun", "attribute"),
        notes=measure(connection, "notes", "code"),
        sources=measure(connection, "sources", "source"),
    )


def names(found: Measure, part: str) -> list[str]:
    """The names of one part (platform, organisation), in the measure's order, each once."""
    return list(dict.fromkeys(row["name"] for row in found.where(part=part)))


def moves_by_period(contents: Contents, part: str, name: str) -> list[float]:
    """How many moves a row of the timeline has in each period."""
    found = {
        row["period"]: row["moves"].number for row in contents.moves.where(part=part, name=name)
    }
    return [found.get(row["period"], 0.0) for row in contents.periods]


def moves_of(contents: Contents, part: str, name: str) -> Figure:
    """How many moves a row of the timeline has in all."""
    total = sum(int(row["moves"].number) for row in contents.moves.where(part=part, name=name))
    where = f"where part = {quoted.text(part)} and name = {quoted.text(name)}"
    return Figure(total, f"select sum(moves) as moves from ({contents.moves.query}) {where}")


def peak(contents: Contents) -> float:
    """The most moves any row of the timeline has in one period; at least one."""
    return max((row["moves"].number for row in contents.moves), default=1.0) or 1.0


def bands(contents: Contents) -> list[tuple[float, float]]:
    """Freezes for all organisations, as shares of the timeline's width."""
    if not contents.periods.rows:
        return []
    first: date = contents.periods.rows[0]["starts_on"]
    ends = [row["ends_on"].value or row["starts_on"] for row in contents.periods]
    span = (max(ends) - first).days + 1
    found = {
        (
            max(0.0, (row["starts_on"] - first).days / span),
            min(1.0, ((row["ends_on"] - first).days + 1) / span),
        )
        for row in contents.freezes
        if row["name"] == ""
    }
    return sorted((start, end) for start, end in found if end > start)


def years(contents: Contents) -> list[tuple[int, float]]:
    """The years with room on the timeline, and where each begins as a share of the width."""
    starts = [row["starts_on"] for row in contents.periods]
    found: dict[int, float] = {}
    for i, day in enumerate(starts):
        found.setdefault(day.year, i / len(starts))
    begins = [*sorted(found.items()), (0, 1.0)]
    return [
        (year, at)
        for (year, at), (_, following) in pairwise(begins)
        if following - at >= _YEAR_ROOM
    ]


def formats(contents: Contents) -> list[str]:
    """The source formats that saw anything, those that saw most first."""
    seen: dict[str, float] = {}
    for row in contents.seen_by:
        seen[row["format"]] = seen.get(row["format"], 0) + row["things"].number
    return sorted(seen, key=lambda name: (-seen[name], name))
