"""Security: who reaches patient data, ways of attack, the fewest removals that stop them, what to update first."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from grunnmur_web import grids, reading
from grunnmur_web.access import needs, rights
from grunnmur_web.pages import leaves, thing, vulnerable
from grunnmur_web.pages.estate import in_use
from grunnmur_web.queries import listing
from grunnmur_web.queries import security as queries
from grunnmur_web.words import voice

_UPDATES = reading.Window(5)
_ANY_ZONE = "*"
"""The zone in which a thing is met of which nobody knows where it stands (`attack_move.sql`)."""


@needs("security")
def security(request: HttpRequest) -> HttpResponse:
    """The overview, with the pairs of the rule that is chosen and the removals of the chosen cut."""
    rule, cut = request.GET.get("rule", ""), request.GET.get("cut", "")
    layer, verdict = request.GET.get("layer", ""), request.GET.get("verdict", "")
    entry, onward = request.GET.get("entry", ""), "onward" in request.GET
    narrowed = {name: request.GET[name] for name in queries.REACHED if name in request.GET}
    context = {
        "updates": vulnerable.first_updates(queries.updates(_UPDATES)),
        "checked": vulnerable.checked(queries.checked()),
        "group": rights(request.user).whole("security"),
        "violations": _violations(queries.violations()),
        "rule": rule,
        "layer": layer,
        "verdict": verdict,
        "pairs": _pairs(request, rule, layer, verdict) if rule else None,
        "use": _grid(("could", "did", "provable"), ("accounts", "stores", "pairs"), queries.use()),
        "countries": _grid(
            ("country",), ("accounts", "stores", "pairs", "failed"), queries.countries()
        ),
        "reached": _reached(request, narrowed) if narrowed and not rule else None,
        "narrowed": _said(narrowed),
        "surface": _surface(queries.surface()),
        "entry": entry,
        "entries": _entries(request, entry, onward=onward) if entry else None,
        "entries_kept": queries.entries_kept(entry, onward=onward) if entry else None,
        "cuts": _cuts(queries.cuts()),
        "cut": cut,
        "items": _items(queries.items(cut)) if cut else None,
    }
    return render(request, "site/security.html", context)


@needs("security")
def path(request: HttpRequest, path_id: str) -> HttpResponse:
    """One chain, link by link. A zone without an id is one nobody knows: there, or in any, a thing may stand."""
    columns = [
        grids.column("path_step", "step"),
        grids.column("path_step", "from", refers="@from_kind", nothing="site_unknown_zone"),
        grids.column("path_step", "by", words="step"),
        grids.column("path_step", "to", refers="@to_kind", nothing="site_unknown_zone"),
        grids.column("path_step", "technique"),
    ]
    ends = ("from", "to")
    rows = [
        {**row, **{end: None for end in ends if row[end] == _ANY_ZONE}}
        for row in queries.path(path_id)
    ]
    return render(request, "site/path.html", {"grid": grids.grid(columns, rows)})


def _surface(rows: list[reading.Row]) -> grids.Grid:
    leading = ("entries", "entries_through", "targets")
    columns = [
        grids.column("attack_surface", "entry_class", words="kind"),
        grids.column("attack_surface", "target", words="value"),
        *(grids.column("attack_surface", name, link=f"{name}_at_") for name in leading),
        grids.column("attack_surface", "targets_reached"),
        grids.column("attack_surface", "distance", nothing="site_no_way"),
        _chain(),
    ]
    return grids.grid(columns, [{**_with_chain(row), **_at_ends(row)} for row in rows])


def _at_ends(row: reading.Row) -> dict[str, str]:
    """Where the numbers of entries and targets lead; nowhere where there is nothing."""
    begun = {"entry": row["entry_class"]}
    targets = {
        "patient_data": f"{reverse('estate', args=['data_store'])}?data_class=patient",
        "tier0": in_use(role="directory"),
    }
    found = {
        "entries": _address("entries", **begun),
        "entries_through": _address("entries", **begun, onward=True),
        "targets": targets.get(row["target"], ""),
    }
    return {f"{name}_at_": address if row[name] else "" for name, address in found.items()}


def _entries(request: HttpRequest, entry: str, *, onward: bool) -> grids.Grid:
    """The things an attacker begins with, of the class that is chosen."""
    rows, leaf = leaves.leaf(
        request, partial(queries.entries, entry, onward=onward), anchor="entries"
    )
    columns = [grids.column("attack_exposure", name) for name in ("asset_id", "onward")]
    return grids.grid(columns, rows, empty="site_no_entries", leaf=leaf)


def _chain() -> grids.Column:
    return grids.Column(
        "path_text", label=voice()("site_chain"), link="address_", nothing="site_dash"
    )


def _with_chain(row: reading.Row) -> reading.Row:
    """The row with the address of its chain, where it has one."""
    if not row["path_id"]:
        return row
    address = reverse("path", args=[row["path_id"]])
    return {**row, "path_text": voice()("site_chain_show"), "address_": address}


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
        grids.Column("pairs", "whole", said("site_pairs"), link="address_"),
    ]
    addressed = [
        {
            **row,
            "address_": _address(
                "pairs", rule=row["rule_id"], layer=row["layer"], verdict=row["verdict"]
            ),
        }
        for row in rows
    ]
    return grids.grid(columns, addressed, empty="site_nobody_reaches")


def _address(anchor: str, **narrowed: object) -> str:
    """This page with what is chosen; `~` is what is not known."""
    written = {name: _code(value) for name, value in narrowed.items()}
    return f"?{urlencode(written)}#{anchor}"


def _code(value: object) -> str:
    if value is None:
        return listing.UNKNOWN
    return str(value).lower() if isinstance(value, bool) else str(value)


def _pairs(request: HttpRequest, rule: str, layer: str, verdict: str) -> grids.Grid:
    rows, leaf = leaves.leaf(
        request, partial(queries.pairs, rule, layer=layer, verdict=verdict), anchor="pairs"
    )
    columns = [
        grids.column("access_violation", "account_id"),
        grids.column("access_violation", "data_store_id"),
        grids.column("access_violation", "verdict"),
        grids.column("access_violation", "reason", words="reason"),
        grids.column("access_violation", "organisation_id"),
        grids.column("access_violation", "country"),
        _chain(),
    ]
    return grids.grid(columns, [_with_chain(row) for row in rows], leaf=leaf)


def _reached(request: HttpRequest, narrowed: dict[str, str]) -> grids.Grid:
    """The pairs behind the count that is chosen."""
    rows, leaf = leaves.leaf(request, partial(queries.reached, narrowed), anchor="reached")
    return grids.ready(replace(thing.reached_by(rows), leaf=leaf))


def _said(narrowed: dict[str, str]) -> str:
    """What is chosen, in words: `could: yes, did: not known`."""
    values = {"true": True, "false": False, listing.UNKNOWN: None}
    columns = [grids.column("access", name) for name in narrowed]
    row = {name: values.get(value, value) for name, value in narrowed.items()}
    cells = (grids.cell(voice(), column, row, {}) for column in columns)
    return ", ".join(
        f"{column.label}: {cell.text}" for column, cell in zip(columns, cells, strict=True)
    )


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
        grids.column("cut_item", "place", label=said("site_number")),
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


def _grid(words: tuple[str, ...], numbers: tuple[str, ...], rows: list[reading.Row]) -> grids.Grid:
    """Counts of pairs of account and data; those of pairs lead to them."""
    said = voice()
    leading = {"pairs": "pairs_at_", "failed": "failed_at_"}
    labels = {
        "accounts": said.word("tables", "account"),
        "stores": said.word("tables", "data_store"),
        "pairs": said("site_pairs"),
    }
    columns = [grids.column("access", name) for name in words]
    columns += [
        grids.Column(n, "whole", labels.get(n) or said.word("column", n), link=leading.get(n))
        for n in numbers
    ]
    return grids.grid(columns, [_leading(row, words) for row in rows])


def _leading(row: reading.Row, words: tuple[str, ...]) -> reading.Row:
    """The row with where its numbers lead; nowhere where there is nothing."""
    chosen = {name: row[name] for name in words}
    return {
        **row,
        "pairs_at_": _address("reached", **chosen),
        "failed_at_": _address("reached", **chosen, verdict="fail") if row.get("failed") else "",
    }
