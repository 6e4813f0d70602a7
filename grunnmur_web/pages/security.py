"""Security: who reaches patient data, ways of attack, the fewest removals that stop them, what to update first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from grunnmur_web import grids, reading
from grunnmur_web.access import needs, rights
from grunnmur_web.pages import vulnerable
from grunnmur_web.queries import security as queries
from grunnmur_web.words import voice

_UPDATES = reading.Window(5)


@needs("security")
def security(request: HttpRequest) -> HttpResponse:
    """The overview, with the pairs of the rule that is chosen and the removals of the chosen cut."""
    rule, cut = request.GET.get("rule", ""), request.GET.get("cut", "")
    context = {
        "updates": vulnerable.first_updates(queries.updates(_UPDATES)),
        "checked": vulnerable.checked(queries.checked()),
        "group": rights(request.user).whole("security"),
        "violations": _violations(queries.violations()),
        "rule": rule,
        "pairs": _pairs(queries.pairs(rule)) if rule else None,
        "use": _grid(
            "access",
            ("could", "did", "provable"),
            ("accounts", "stores", "pairs"),
            queries.use(),
        ),
        "countries": _grid(
            "access", ("country",), ("accounts", "stores", "failed"), queries.countries()
        ),
        "surface": _surface(queries.surface()),
        "cuts": _cuts(queries.cuts()),
        "cut": cut,
        "items": _items(queries.items(cut)) if cut else None,
    }
    return render(request, "site/security.html", context)


@needs("security")
def path(request: HttpRequest, path_id: str) -> HttpResponse:
    """One chain, link by link."""
    columns = [
        grids.column("path_step", "step"),
        grids.column("path_step", "from", refers="@from_kind"),
        grids.column("path_step", "by", words="value"),
        grids.column("path_step", "to", refers="@to_kind"),
        grids.column("path_step", "technique"),
    ]
    return render(request, "site/path.html", {"grid": grids.grid(columns, queries.path(path_id))})


def _surface(rows: list[reading.Row]) -> grids.Grid:
    numbers = ("entries", "entries_through", "targets", "targets_reached")
    columns = [
        grids.column("attack_surface", "entry_class", words="kind"),
        grids.column("attack_surface", "target", words="value"),
        *(grids.column("attack_surface", name) for name in numbers),
        grids.column("attack_surface", "distance", nothing="site_no_way"),
    ]
    return grids.grid(columns, rows)


def _violations(rows: list[reading.Row]) -> grids.Grid:
    said = voice()
    columns = [
        grids.Column(
            "rule_id", label=said.word("column", "rule_id"), words="rule", link="address_"
        ),
        grids.Column("layer", label=said.word("column", "layer"), words="value"),
        grids.column("access_violation", "verdict"),
        grids.Column("accounts", "whole", said.word("tables", "account")),
        grids.Column("stores", "whole", said.word("tables", "data_store")),
        grids.Column("pairs", "whole", said("site_pairs")),
    ]
    addressed = [{**row, "address_": f"?rule={row['rule_id']}#pairs"} for row in rows]
    return grids.grid(columns, addressed, empty="site_nobody_reaches")


def _pairs(rows: list[reading.Row]) -> grids.Grid:
    columns = [
        grids.column("access_violation", "account_id"),
        grids.column("access_violation", "data_store_id"),
        grids.column("access_violation", "verdict"),
        grids.column("access_violation", "reason", words="reason"),
        grids.column("access_violation", "organisation_id"),
        grids.column("access_violation", "country"),
        grids.Column("path_text", label=voice()("site_chain"), link="address_"),
    ]
    shown = [
        {
            **row,
            "path_text": voice()("site_chain_show"),
            "address_": reverse("path", args=[row["path_id"]]),
        }
        if row["path_id"]
        else row
        for row in rows
    ]
    return grids.grid(columns, shown)


def _cuts(rows: list[reading.Row]) -> grids.Grid:
    said = voice()
    columns = [
        grids.column("cut", "target", words="value"),
        grids.column("cut", "kind", words="value"),
        grids.column("cut", "cost", label=said("site_cost_points")),
        grids.column("cut", "bound", label=said("site_bound_points")),
        grids.column("cut", "budget", label=said("site_budget_points"), nothing="site_any"),
        grids.column("cut", "counted", words="value"),
        grids.column("cut", "entries"),
        grids.column("cut", "left"),
        grids.column("cut", "targets"),
        grids.column("cut", "targets_left"),
        grids.Column("items_text", label=said("site_removals"), link="address_"),
    ]
    shown = [
        {**row, "items_text": said("site_show"), "address_": f"?cut={row['cut_id']}#items"}
        for row in rows
    ]
    return grids.grid(columns, shown)


def _items(rows: list[reading.Row]) -> grids.Grid:
    said = voice()
    columns = [
        grids.column("cut_item", "place"),
        grids.column("cut_item", "kind", words="value"),
        grids.column("cut_item", "subject_id", refers="@subject_kind"),
        grids.column("cut_item", "other_id", refers="@other_kind"),
        grids.column("cut_item", "cost", label=said("site_cost_points")),
        grids.column("cut_item", "stops"),
        grids.column("cut_item", "closes"),
        grids.column(
            "removal_wave", "ends_on", label=said("site_plan_removes"), nothing="site_not_by_plan"
        ),
    ]
    return grids.grid(columns, rows)


def _grid(
    table: str, words: tuple[str, ...], numbers: tuple[str, ...], rows: list[reading.Row]
) -> grids.Grid:
    said = voice()
    labels = {
        "accounts": said.word("tables", "account"),
        "stores": said.word("tables", "data_store"),
        "pairs": said("site_pairs"),
    }
    columns = [grids.column(table, name) for name in words]
    columns += [grids.Column(n, "whole", labels.get(n) or said.word("column", n)) for n in numbers]
    return grids.grid(columns, rows)
