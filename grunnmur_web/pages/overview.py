"""The first page: size and certainty, the three reasons, what ends, what waits for a person."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from grunnmur_web import grids, reading
from grunnmur_web.access import needs, rights
from grunnmur_web.pages.estate import in_use
from grunnmur_web.queries import overview as queries
from grunnmur_web.queries import plans
from grunnmur_web.words import voice

_SHOWN = 8


@needs("read")
def overview(request: HttpRequest) -> HttpResponse:
    """The first page."""
    told = queries.told("totals", "kinds", "reasons", "ending", "risk", "waves", "to_decide")
    (totals,), (to_decide,) = told["totals"], told["to_decide"]
    day = totals["on_date"] or date.today()  # noqa: DTZ011 a run always has its day
    by_trust = queries.reasons(told["reasons"], "organisation_id")
    names = _names([*by_trust, *told["waves"]])
    # rules are counted of what a trust owns; who may see more reads those trusts' rows
    own = [] if rights(request.user).group else sorted({row["part"] for row in by_trust})
    ending, risk = told["ending"], told["risk"]
    context = {
        "day": day,
        "totals": totals,
        "to_decide": to_decide,
        "waves": [{**row, "name": names.get(row["organisation_id"])} for row in told["waves"]],
        "waves_in_all": sum(row["waves"] for row in told["waves"]),
        "kinds": _kinds(told["kinds"]),
        "in_use": in_use(),
        "unsupported": in_use(support="unsupported"),
        "support_unknown": in_use(support="unknown"),
        "reasons": [
            {**row, "address": _findings(own, rule_id=row["rule_id"])}
            for row in queries.reasons(told["reasons"], "all")
        ],
        "own": [names.get(one, one) for one in own],
        "by_platform": _parts(queries.reasons(told["reasons"], "platform"), {}, own),
        "by_trust": _parts(by_trust, names, []),
        "ending": _ending(ending[:_SHOWN]),
        "ending_more": _ending(ending[_SHOWN:]) if ending[_SHOWN:] else None,
        "quarters": _quarters(day, ending),
        "risk": risk,
        "risk_values": [float(point["exposure"] or 0) for point in risk],
        "move_values": [float(point["moves"]) for point in risk],
        "move_most": max((point["moves"] for point in risk), default=0),
    }
    return render(request, "site/overview.html", context)


def _kinds(rows: list[reading.Row]) -> grids.Grid:
    said = voice()
    columns = [
        grids.Column("kind", label=said.word("column", "kind"), words="kinds", link="address_"),
        grids.Column("things", "whole", said("site_things")),
        grids.Column("estimated", "whole", said("site_estimated")),
    ]
    addressed = [{**row, "address_": in_use(kind=row["kind"] or "~")} for row in rows]
    return grids.grid(columns, addressed, caption=said("site_kinds_caption"))


def _ending(rows: list[reading.Row]) -> grids.Grid:
    said = voice()
    columns = [
        grids.Column("release", label=said.word("column", "label"), link="address_"),
        grids.Column("security_until", "day", said.word("column", "security_until")),
        grids.Column("things", "whole", said("site_things")),
    ]
    addressed = [{**row, "address_": in_use(release=row["release"])} for row in rows]
    return grids.grid(columns, addressed, empty="site_nothing_ends")


def _names(rows: list[reading.Row]) -> dict[str, str]:
    ids = {row.get("part") or row.get("organisation_id") for row in rows}
    return plans.called(sorted(one for one in ids if one))


def _findings(own: list[str], **narrowed: str) -> str:
    """The list of findings, narrowed, and to what these organisations own where some are given."""
    asked = [*narrowed.items(), *(("organisation_id", one) for one in own)]
    return f"{reverse('findings')}?{urlencode(asked)}"


def _parts(rows: list[reading.Row], names: dict[str, str], own: list[str]) -> list[dict[str, Any]]:
    """One line a platform or trust, with the three reasons beside each other."""
    parts: dict[str | None, dict[str, Any]] = {}
    for row in rows:
        part = row["part"]
        line = parts.setdefault(
            part, {"name": names.get(part, part) if part else None, "rules": {}}
        )
        narrowed = {"rule_id": row["rule_id"], "verdict": "fail", row["by"]: part or "~"}
        address = _findings(own, **narrowed)
        line["rules"][row["rule_id"].replace("-", "_")] = {**row, "address": address}
    return sorted(parts.values(), key=lambda line: (line["name"] is None, line["name"]))


def _quarters(day: date, ending: list[reading.Row]) -> dict[str, Any]:
    """How many things lose support in each quarter, from the quarter judged."""
    first = day.year * 4 + (day.month - 1) // 3
    counted: Counter[int] = Counter()
    for row in ending:
        until = row["security_until"]
        counted[until.year * 4 + (until.month - 1) // 3 - first] += row["things"]
    said = voice()
    values = [float(counted[n]) for n in range(queries.MONTHS // 3 + 1)]
    rows = [
        ((first + n) // 4, said("report_quarter", quarter=(first + n) % 4 + 1), int(value))
        for n, value in enumerate(values)
    ]
    return {"values": values, "rows": rows}
