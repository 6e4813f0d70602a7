"""What is concluded from who talks to whom, ready to be shown: verdicts, roles, services apart, what was missed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from grunnmur.text import Voice
from grunnmur_web import grids, reading
from grunnmur_web.grids import Column, Draft
from grunnmur_web.words import voice


def verdicts(rows: list[reading.Row]) -> Draft:
    """Declared beside observed, in counts that lead to the pairs."""
    columns = [
        grids.column("dependency_match", "verdict", label=voice()("site_match"), words="match"),
        Column("pairs", "whole", voice()("site_pairs"), link="address_"),
    ]
    addressed = [{**row, "address_": f"?verdict={row['verdict']}#matched"} for row in rows]
    return grids.draft(columns, addressed, empty="site_no_neighbours")


def matched(rows: list[reading.Row], verdict: str) -> Draft:
    """Pairs of applications of one verdict, with what tells whether a silent one is still in use."""
    said = voice()
    columns = [
        Column("consumer_id", label=said("site_needed_by"), refers="application"),
        Column("provider_id", label=said("site_needs"), refers="application"),
        grids.column("dependency_match", "declared", nothing="site_not_declared"),
        grids.column("dependency_match", "observed", nothing="site_not_seen"),
        grids.column("dependency_match", "period"),
        grids.column("dependency_match", "last_seen_at", nothing="site_not_seen"),
        grids.column("dependency_match", "silent_days"),
        grids.column(
            "dependency_match", "unseen_probability", type="likelihood", label=said("site_missed")
        ),
    ]
    if verdict != "silent":  # of what was seen there is nothing to have missed
        columns.pop()
    return grids.draft(
        columns, [_hidden({**row, "period": _periods(row["period"])}) for row in rows]
    )


def pairs(rows: list[reading.Row]) -> Draft:
    """Pairs of applications of every verdict."""
    said = voice()
    columns = [
        Column("consumer_id", label=said("site_needed_by"), refers="application"),
        Column("provider_id", label=said("site_needs"), refers="application"),
        grids.column("dependency_match", "verdict", label=said("site_match"), words="match"),
        grids.column("dependency_match", "declared", nothing="site_not_declared"),
        grids.column("dependency_match", "observed", nothing="site_not_seen"),
        grids.column("dependency_match", "flows", nothing="site_dash"),
        grids.column("dependency_match", "last_seen_at", nothing="site_not_seen"),
    ]
    return grids.draft(columns, [_hidden(row) for row in rows])


def apart(rows: list[reading.Row]) -> Draft:
    """The services to treat apart, with who is hit and why that is dangerous."""
    columns = [
        grids.column("split_item", "application_id", label=voice().word("table", "application")),
        grids.column("split_item", "role", words="value"),
        grids.column("split_item", "risk"),
        grids.column("split_item", "reason", words="value"),
        *(
            grids.column("split_item", name)
            for name in ("neighbours", "trusts", "critical", "services", "weight")
        ),
    ]
    return grids.draft(columns, rows)


def roles(rows: list[reading.Row]) -> Draft:
    """Roles of what is called, in counts that lead to those who have them."""
    said = voice()
    columns = [
        Column("role_text", label=said.word("column", "role"), link="address_"),
        Column("applications", "whole", said.word("tables", "application")),
        Column("assets", "whole", said.word("tables", "asset")),
    ]
    shown = [
        {
            **row,
            "role_text": role_text(said, row),
            "address_": f"?{urlencode({'role': row['role'], 'sub_role': row['sub_role'] or ''})}#of_role",
        }
        for row in rows
    ]
    return grids.draft(columns, shown)


def of_role(rows: list[reading.Row]) -> Draft:
    """Those who have a role."""
    columns = [
        Column("entity_id", label=voice().word("column", "name"), refers="@noun"),
        Column("noun", label=voice().word("column", "kind"), words="table"),
        *(grids.column("provider_role", name) for name in ("consumers", "trusts")),
        grids.column("provider_role", "confidence", type="share", label=voice()("site_sureness")),
        grids.column("provider_role", "decided"),
    ]
    return grids.draft(columns, rows)


def role_text(said: Voice, row: reading.Row) -> str:
    """`infrastructure: directory`."""
    role = said.word("value", row["role"])
    return f"{role}: {said.word('sub_role', row['sub_role'])}" if row["sub_role"] else role


def role(row: reading.Row | None) -> dict[str, Any] | None:
    """One thing's role, with the facts it rests on as label and value."""
    if row is None:
        return None
    said = voice()
    facts = json.loads(row["facts"] or "{}")
    group = "watcher_fact" if "targets" in facts else "provider_fact"
    return {
        "text": role_text(said, row),
        "decided": row["decided"],
        "confidence": row["confidence"],
        "facts": [
            (said.word(group, name), _fact(said, name, value))
            for name, value in facts.items()
            if value is not None
        ],
    }


def unseen(rows: list[reading.Row]) -> Draft:
    """What was probably not seen of an application, by how often it is used."""
    said = voice()
    columns = [
        grids.column("unseen", "period", label=said("site_used")),
        grids.column("unseen", "probability", type="likelihood", label=said("site_missed")),
        grids.column("unseen", "watched_hours", type="whole"),
        grids.column("unseen", "coverage", type="share"),
    ]
    return grids.draft(columns, rows)


def neighbours(rows: list[reading.Row], title: str) -> Draft:
    """What a thing needs or is needed by: as declared and seen, and when last."""
    said = voice()
    columns = [
        Column("entity_id", label=said(title), refers="@noun"),
        grids.column("asset", "organisation_id"),
        *(grids.column("dependency", name) for name in ("protocol", "port")),
        grids.column("dependency_match", "verdict", label=said("site_match"), words="match"),
        grids.column("dependency", "flows", nothing="site_dash"),
        grids.column("dependency", "last_seen_at", nothing="site_not_seen"),
        grids.column(
            "dependency_match",
            "missed_probability",
            type="likelihood",
            label=said("site_missed"),
            nothing="site_dash",
        ),
    ]
    if not any(row["verdict"] == "silent" for row in rows):
        columns.pop()
    shown = [row if row["seen"] else {**row, "entity_id": "?"} for row in rows]
    return grids.draft(columns, shown, empty="site_no_neighbours")


def outside(rows: list[reading.Row]) -> Draft:
    """Whom a thing spoke with outside."""
    said = voice()
    columns = [
        Column("peer_name", label=said.word("column", "peer"), nothing="site_registered_network"),
        grids.column("outside_contact", "direction", words="direction"),
        *(
            grids.column("outside_contact", name)
            for name in ("protocol", "port", "addresses", "answered", "flows", "last_seen_at")
        ),
    ]
    return grids.draft(columns, rows, caption=said.word("tables", "outside_contact"))


def _hidden(row: reading.Row) -> reading.Row:
    """An end one may not see has no id; what cannot be found is shown as another trust's."""
    return {
        **row,
        "consumer_id": row["consumer_id"] or "?",
        "provider_id": row["provider_id"] or "?",
    }


def _periods(written: str | None) -> str | None:
    return ", ".join(_words(written.split(", "))) if written else None


def _words(codes: Iterable[str]) -> list[str]:
    return [voice().word("value", code) for code in codes]


def _fact(said: Voice, name: str, value: Any) -> str:  # noqa: ANN401 a count, a share, or several ports
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    if name == "main_port":  # a name made of digits, not an amount
        return str(value)
    return said.share(value) if name == "steadiness" else said.amount(value)
