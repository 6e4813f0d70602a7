"""What departs from the standard: one answer a thing and product."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pyarrow as pa

from grunnmur.catalogue import lifecycle
from grunnmur.catalogue.naming import Names
from grunnmur.catalogue.standard.standard import Entry, Span, Standard, stored
from grunnmur.estate import Estate
from grunnmur.kit.engine import Steps, give

STEPS = Path(__file__).parent / "steps"
_WINDOWS = "microsoft:windows"  # versions are builds there; the release is what a standard names
_BUILD = re.compile(r"\d+\.\d")

_Verdict = tuple[str, str, Entry | None]


def departures(estate: Estate, *, on: date, standard: Standard | None = None) -> pa.Table:
    """One row an asset and product that the standard speaks of: subject, verdict, facts.

    An asset with no such product gets one row, `not_applicable`. The standard is that of the
    estate's tables unless given. An exception that holds on the day makes a departure a pass.
    """
    held = stored(estate) if standard is None else standard
    steps = Steps(estate.connection, STEPS)
    _products(estate, held)
    steps.run("standard_version")
    _judge(estate, held, on)
    steps.run("standard_subject", "standard_answer", on=on)
    return estate.connection.execute("select * from standard_answer").to_arrow_table()


def _products(estate: Estate, standard: Standard) -> None:
    rows = sorted({(entry.product_id,) for entry in standard.entries})
    _table(estate, "standard_product", {"product_id": pa.string()}, rows)


def _judge(estate: Estate, standard: Standard, on: date) -> None:
    """Makes `standard_verdict` of every version, and `standard_excepted` of those with an exception."""
    products = lifecycle.stored(estate)
    names = Names(products)
    releases = {
        (product.product_id, cycle.cycle): cycle.version
        for product in products
        for cycle in product.cycles
    }
    verdicts: list[tuple[object, ...]] = []
    excepted: list[tuple[object, ...]] = []
    query = "select product_id, version, name from standard_version order by all"
    for written in estate.connection.execute(query).fetchall():
        product_id, version, name = written
        cycles = names.cycles(product_id, version or None, name or None)
        told_releases = tuple(releases[product_id, cycle] for cycle in cycles)
        possible = _possible(product_id, version, told_releases)
        entries = [entry for entry in standard.entries if entry.product_id == product_id]
        verdict, reason, entry = _verdict(entries, possible, on)
        told = (entry.standard_id, entry.allowed_until, entry.replacement) if entry else (None,) * 3
        verdicts.append((*written, verdict, reason, *told))
        excepted += [
            (*written, one.exception_id, one.organisation, one.subject, one.owner, one.expires_on)
            for one in standard.exceptions
            if one.product_id == product_id and _surely(one.span, possible)
        ]
    keys = {name: pa.string() for name in ("product_id", "version", "name")}
    _table(
        estate,
        "standard_verdict",
        keys
        | {"verdict": pa.string(), "reason": pa.string(), "standard_id": pa.string()}
        | {"allowed_until": pa.date32(), "replacement": pa.string()},
        verdicts,
    )
    _table(
        estate,
        "standard_excepted",
        keys
        | {"exception_id": pa.string(), "organisation": pa.string(), "subject": pa.string()}
        | {"owner": pa.string(), "expires_on": pa.date32()},
        excepted,
    )


def _possible(product_id: str, version: str, releases: tuple[str, ...]) -> tuple[str, ...]:
    """The versions that what was written may stand for; none when it does not say."""
    if product_id.startswith(_WINDOWS) and (releases or _BUILD.match(version)):
        return releases
    return (version,) if any(sign.isdigit() for sign in version) else ()


def _surely(span: Span, possible: tuple[str, ...]) -> bool:
    return span.everything or (bool(possible) and all(span.holds(one) for one in possible))


def _verdict(entries: list[Entry], possible: tuple[str, ...], on: date) -> _Verdict:
    """The verdict when all that the version may be agree; else unknown."""
    everything = [entry for entry in entries if entry.span.everything]
    if not possible and len(everything) < len(entries):
        return "unknown", "version_not_known", None
    spoken = [
        [entry for entry in entries if entry.span.holds(version)] for version in possible
    ] or [everything]
    found = [
        _together(holding, on) or ("fail", "not_in_standard", _nearest(entries))
        for holding in spoken
    ]
    verdicts = {verdict for verdict, _, _ in found}
    if len(verdicts) > 1:
        return "unknown", "version_not_told_apart", None
    return found[0]


def _together(holding: list[Entry], on: date) -> _Verdict | None:
    """Of several entries that hold a version the most lenient counts, but a ban before all."""
    told = [_entry_verdict(entry, on) for entry in holding]
    banned = [one for one in told if one[1] == "forbidden"]
    allowed = [one for one in told if one[0] == "pass"]
    return next(iter(banned + allowed + told), None)


def _entry_verdict(entry: Entry, on: date) -> _Verdict:
    if entry.decision == "forbidden":
        if entry.allowed_until is not None and on <= entry.allowed_until:
            return "pass", "allowed", entry
        return "fail", "forbidden", entry
    if entry.allowed_from is not None and on < entry.allowed_from:
        return "fail", "not_yet_allowed", entry
    if entry.allowed_until is not None and on > entry.allowed_until:
        return "fail", "no_longer_allowed", entry
    return "pass", "allowed", entry


def _nearest(entries: list[Entry]) -> Entry | None:
    """The entry that says what to run instead."""
    return next((entry for entry in entries if entry.replacement), None)


def _table(
    estate: Estate, name: str, columns: dict[str, pa.DataType], rows: Sequence[tuple[object, ...]]
) -> None:
    given = {
        column: pa.array([row[place] for row in rows], kind)
        for place, (column, kind) in enumerate(columns.items())
    }
    give(estate.connection, name, pa.table(given))
