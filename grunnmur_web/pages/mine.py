"""My systems: what I am named as owner of, what is wrong with it, when it moves, and what I answer for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from grunnmur_web import grids, reading
from grunnmur_web.access import needs
from grunnmur_web.models import User
from grunnmur_web.pages import findings
from grunnmur_web.queries import owners as queries
from grunnmur_web.words import voice

_OWNERS = 60


@needs("read")
def mine(request: HttpRequest) -> HttpResponse:
    """My systems, or those of the owner that the address names."""
    assert isinstance(request.user, User)
    owner = request.GET.get("owner", "").strip()[:150] or str(request.user)
    context = {
        "owner": owner,
        "applications": _applications(queries.applications(owner)),
        "assets": _assets(queries.assets(owner)),
        "risks": findings.risks(queries.answers_for(owner), empty="site_mine_no_risks"),
        "owners": queries.owners(reading.Window(_OWNERS)),
    }
    return render(request, "site/mine.html", context)


def _applications(rows: list[reading.Row]) -> grids.Grid:
    names = ("organisation_id", "criticality", "platform", "users")
    columns = [
        grids.column("application", "name", link="address_"),
        *(grids.column("application", name) for name in names),
        grids.Column("failed", "whole", voice().word("column", "failed")),
        grids.Column("unknown", "whole", voice().word("column", "unknown")),
        grids.Column("moves_on", "day", voice()("site_moves_on"), nothing="site_no_move_short"),
    ]
    addressed = [
        {**row, "address_": grids.thing_address("application", row["application_id"])}
        for row in rows
    ]
    return grids.grid(columns, addressed, empty="site_mine_none")


def _assets(rows: list[reading.Row]) -> grids.Grid:
    columns = [
        grids.column("asset", "name", link="address_"),
        grids.column("asset", "kind"),
        grids.column("asset", "organisation_id"),
        grids.Column("release", label=voice().word("column", "release")),
        grids.Column("support", label=voice().word("column", "support"), words="value"),
        grids.Column("security_until", "day", voice().word("column", "security_until")),
    ]
    addressed = [{**row, "address_": grids.thing_address("asset", row["asset_id"])} for row in rows]
    return grids.grid(columns, addressed, empty="site_mine_no_assets")
