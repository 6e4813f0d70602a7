"""What a new edition of the standard changes, before anybody has to live with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from grunnmur.catalogue.standard.departures import departures
from grunnmur.catalogue.standard.standard import Standard
from grunnmur.estate import Estate
from grunnmur.kit.engine import Steps

STEPS = Path(__file__).parent / "steps"


@dataclass(frozen=True, slots=True)
class Change:
    """A verdict that differs. Verdicts and reasons are codes; None: the edition says nothing.

    `why` is entry_added, entry_removed, entry_changed, exception_added, exception_removed,
    exception_changed, or other_entries (an entry elsewhere for the product makes the difference);
    `by` is the entry or exception.
    """

    subject_id: str
    product_id: str
    version: str | None
    before: str | None
    before_reason: str | None
    after: str | None
    after_reason: str | None
    why: str
    by: str | None


def compare_standard(
    estate: Estate, earlier: Standard, later: Standard, *, on: date
) -> tuple[Change, ...]:
    """The verdicts that differ between two editions on the same estate and day, ordered."""
    connection = estate.connection
    for name, standard in (("before", earlier), ("after", later)):
        connection.register("_answers", departures(estate, on=on, standard=standard))
        connection.execute(
            f"create or replace temp table standard_{name} as select * from _answers"
        )
        connection.unregister("_answers")
    rows = Steps(connection, STEPS).rows("standard_change")
    return tuple(_change(row, earlier, later, on) for row in rows)


def _change(row: tuple[object, ...], earlier: Standard, later: Standard, on: date) -> Change:
    subject, product, version, before, reason, entry, exception, *rest = row
    after, after_reason, after_entry, after_exception = rest
    why, by = _why(
        earlier, later, on, ids=(entry, after_entry), exceptions=(exception, after_exception)
    )
    return Change(
        *(str(subject), str(product), _text(version)),
        *(_text(before), _text(reason), _text(after), _text(after_reason)),
        *(why, _text(by)),
    )


def _why(
    earlier: Standard,
    later: Standard,
    on: date,
    *,
    ids: tuple[object, object],
    exceptions: tuple[object, object],
) -> tuple[str, object]:
    """What made the difference: the exception if one that holds on the day differs, else the entry."""
    held = {one.exception_id: one for one in earlier.exceptions}
    holds = {one.exception_id: one for one in later.exceptions}
    was, now_is = (
        one if one is not None and known[str(one)].expires_on >= on else None
        for one, known in zip(exceptions, (held, holds), strict=True)
    )
    exceptions = (was, now_is)
    entries = {one.standard_id: one for one in earlier.entries}
    now = {one.standard_id: one for one in later.entries}
    return (
        _difference("exception", exceptions, held, holds)
        or _difference("entry", ids, entries, now)
        or ("other_entries", None)
    )


def _difference(
    noun: str, ids: tuple[object, object], before: Mapping[str, object], after: Mapping[str, object]
) -> tuple[str, object] | None:
    was, now = ids
    if now is not None and now not in before:
        return f"{noun}_added", now
    if was is not None and was not in after:
        return f"{noun}_removed", was
    for one in (now, was):
        if one is not None and before[str(one)] != after[str(one)]:
            return f"{noun}_changed", one
    return None


def _text(value: object) -> str | None:
    return None if value is None else str(value)
