"""The audit log in words: who did what, about what, and what stood there before and after."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from grunnmur.text import Voice
from grunnmur_web import grids, reading
from grunnmur_web.actions import audit
from grunnmur_web.grids import Column, Grid
from grunnmur_web.queries import decisions, plans, uploads, waves
from grunnmur_web.reading import Row
from grunnmur_web.words import few, voice

_WORDS = {
    "role": "value",
    "roles": "value",
    "scope": "value",
    "kind": "value",
    "state": "upload",
    "subject_kind": "table",
}
"""Values that are codes, and whose words say them."""
_OWN = ("active", "file", "state", "measure", "answers_for", "members")
"""Names that the log gives what it tells of, and that are no table's columns, or mean something else there."""
_EARLIER = {
    ("first_account", "make_person"): audit.SET_UP,
    ("worker", "apply_file"): audit.WORKER,
}
"""How earlier versions called who is no account, with the one deed of each: a person may be called so too."""
_MONTHS = ("value", "pin")
_MONTH = re.compile(r"\d{4}-\d\d")
"""How a pin names its month."""
_IN_COLUMNS = ("id", "kind", "subject_kind", "subject_id", "organisation_id")
"""What stands in columns of its own and is not told again of a decision."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What the rows are about, by id, as far as one may see it: names, findings, days of waves, trusts, files."""

    names: Mapping[str, str]
    findings: Mapping[str, Row]
    waves: Mapping[str, Row]
    trusts: Mapping[str, str]
    files: Mapping[str, str]


def log(entries: list[Row]) -> Grid:
    """The rows of the log. What one may not see by name stands by its id, as it was logged."""
    said, known = voice(), _known(entries)
    columns = [
        Column("id", label="#"),
        Column("at", "instant", said("site_log_at")),
        Column("who", label=said("site_log_who")),
        Column("action", label=said.word("column", "action"), words="value"),
        Column("about", label=said("site_log_about"), link="address_"),
        Column("trust", label=said.word("column", "organisation_id"), nothing="site_dash"),
        Column("old", label=said("site_before"), nothing="site_dash"),
        Column("new", label=said("site_after"), nothing="site_dash"),
    ]
    rows = [_row(said, entry, known) for entry in entries]
    return grids.grid(columns, rows, empty="site_log_none")


def _row(said: Voice, entry: Row, known: _Known) -> Row:
    about, address = _about(said, entry["subject_kind"], entry["subject_id"], known)
    organisation = entry["organisation_id"]
    return {
        **entry,
        "who": _who(said, entry),
        "about": about,
        "address_": address,
        "trust": known.trusts.get(organisation, organisation),
        "old": _told(said, entry["before"], known),
        "new": _told(said, entry["after"], known),
    }


def _who(said: Voice, entry: Row) -> str:
    """An account, or what is none and acts for nobody."""
    actor = _EARLIER.get((entry["actor"], entry["action"]), entry["actor"])
    return said.word("actor", actor, otherwise=actor)


def _about(said: Voice, kind: str, subject: str, known: _Known) -> tuple[str, str]:
    """What it is about, and its page where one may see it."""
    called = said.word("subject", kind, otherwise=said.word("table", kind))
    if subject in known.findings:
        row = known.findings[subject]
        rule, thing = said.word("rule", row["rule_id"]), known.names.get(row["subject_id"])
        return f"{called}: {', '.join(filter(None, (rule, thing)))}", reverse(
            "finding", args=[subject]
        )
    if subject in known.waves:
        row = known.waves[subject]
        return f"{called}: {said.day(row['starts_on'])}–{said.day(row['ends_on'])}", ""
    if subject in known.files:
        return (
            f"{called}: {known.files[subject]}",
            "",
        )  # its page is for planners, the log for others too
    if subject in known.names:
        address = reverse("workload", args=[subject]) if kind == "workload" else ""
        return f"{called}: {known.names[subject]}", address or grids.thing_address(kind, subject)
    return f"{called}: {subject}", ""  # fmt: skip


def _told(said: Voice, values: object, known: _Known) -> str:
    """Names and values of what stood there; nothing that is empty is told, but that a role was for everyone is."""
    told = _read(values)
    parts = [
        f"{said.word('logged' if name in _OWN else 'column', name)}: {_value(said, name, value, known)}"
        for name, value in told.items()
        if value not in (None, "", []) and not (name in _IN_COLUMNS and "subject_id" in told)
    ]
    if "role" in told and not told.get("organisation_id"):
        parts.append(f"{said.word('column', 'organisation_id')}: {said('site_whole_group')}")
    return "; ".join(parts)


def _value(said: Voice, name: str, value: Any, known: _Known) -> str:  # noqa: ANN401 whatever was logged
    if isinstance(value, list):
        return ", ".join(_value(said, name, one, known) for one in value)
    if isinstance(value, bool):
        return said("site_yes" if value else "site_no")
    if isinstance(value, dict):
        return ", ".join(few([_way(said, one, way, known) for one, way in sorted(value.items())]))
    if name == "organisation_id":
        return known.trusts.get(str(value), str(value))
    if name in _WORDS:
        return said.word(_WORDS[name], str(value))
    if name in _MONTHS and _MONTH.fullmatch(str(value)):
        return said.month(date.fromisoformat(f"{value}-01"))
    return _moment(said, str(value)) if name.endswith(("_on", "_at", "_to")) else str(value)


def _way(said: Voice, workload: str, way: str, known: _Known) -> str:
    """A workload of a wave, and what was to become of it."""
    return said(
        "site_counted", what=known.names.get(workload, workload), unit=said.word("value", way)
    )


def _moment(said: Voice, written: str) -> str:
    """A day or an instant as people write it; what is neither, as it stands."""
    try:
        return said.day(date.fromisoformat(written))
    except ValueError:
        pass
    try:
        return said.instant(datetime.fromisoformat(written))
    except ValueError:
        return written


def _known(entries: list[Row]) -> _Known:
    kinds, sent = ("finding", "wave"), _subjects(entries, "upload")
    entries = entries if reading.current_run() else []
    asked = {kind: _subjects(entries, kind) for kind in kinds}
    findings = decisions.findings(asked["finding"]) if asked["finding"] else []
    told_waves = waves.called(asked["wave"]) if asked["wave"] else []
    others = [
        (e["subject_kind"], e["subject_id"]) for e in entries if e["subject_kind"] not in kinds
    ]
    things = [(row["subject_kind"], row["subject_id"]) for row in findings]
    return _Known(
        grids.names([*_named([*others, *things]), *_members(entries)]),
        {row["finding_id"]: row for row in findings},
        {row["wave_id"]: row for row in told_waves},
        plans.called(sorted(set(_trusts(entries)))),
        uploads.named(sent) if sent else {},
    )  # fmt: skip


def _subjects(entries: Iterable[Row], kind: str) -> list[str]:
    return sorted({e["subject_id"] for e in entries if e["subject_kind"] == kind})


def _named(subjects: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Those of nouns that have names."""
    return (one for one in subjects if one[0] in grids.NAMED)


def _members(entries: Iterable[Row]) -> Iterator[tuple[str, str]]:
    """The workloads of waves that were decided about."""
    for entry in entries:
        for told in (_read(entry["before"]), _read(entry["after"])):
            yield from (("workload", one) for one in told.get("members") or ())


def _trusts(entries: Iterable[Row]) -> Iterator[str]:
    for entry in entries:
        told = (entry, _read(entry["before"]), _read(entry["after"]))
        yield from (str(one["organisation_id"]) for one in told if one.get("organisation_id"))


def _read(values: object) -> dict[str, Any]:
    told = json.loads(values) if isinstance(values, str) else values
    return told if isinstance(told, dict) else {}
