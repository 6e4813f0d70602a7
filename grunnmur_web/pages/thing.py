"""The page of one thing: what it is, who said so, what is wrong, what hangs on it, when it moves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from grunnmur.estate import TABLES
from grunnmur_web import grids, reading
from grunnmur_web.access import needs, rights
from grunnmur_web.grids import Column, Grid
from grunnmur_web.pages import dependence, past
from grunnmur_web.queries import dependencies, history, things
from grunnmur_web.words import voice

_HANGING: dict[str, tuple[tuple[str, str, tuple[str, ...]], ...]] = {
    "asset": (
        ("component", "asset_id", ("application_id", "role")),
        ("asset_link", "asset_id", ("relation", "other_id")),
        ("asset_link", "other_id", ("asset_id", "relation")),
        ("device", "asset_id", ("device_class", "ward", "inventory_no", "patch_policy", "remote_access",
            "clinical_importance", "next_service_on")),
        ("data_store", "asset_id", ("data_store_id", "kind", "data_class", "controller_id")),
        ("installation", "asset_id", ("product_id", "version")),
        ("address", "asset_id", ("ip", "mac", "realm", "to_at")),
        ("asset_advisory", "asset_id", ("advisory_id", "kind", "verdict", "remedy", "isolate_from", "replace_by")),
    ),
    "application": (
        ("component", "application_id", ("asset_id", "role")),
        ("usage", "application_id", ("organisation_id", "location_id", "users")),
        ("data_store", "application_id", ("data_store_id", "kind", "data_class", "asset_id", "location_id")),
        ("service_member", "application_id", ("service_id", "redundancy_group")),
        ("contract", "application_id", ("contract_id", "supplier_id", "processor_agreement", "valid_to")),
        ("assessment", "subject_id", ("name", "kind", "done_on", "approved_by")),
        ("ingredient", "application_id", ("product_id", "version")),
    ),
    "organisation": (
        ("application", "supplier_id", ("application_id", "organisation_id", "criticality", "platform")),
        ("contract", "supplier_id", ("contract_id", "kind", "customer_id", "processor_agreement", "valid_to")),
    ),
    "contract": (("subprocessor", "contract_id", ("organisation_id", "country")),),
    "location": (("data_store", "location_id", ("data_store_id", "kind", "data_class")),),
    "product": (("release_cycle", "product_id", ("label", "released_on", "security_until", "paid_until")),),
}  # fmt: skip
_CALLED = ("asset", "application")
_LEFT_OUT = ("audience", "name", "failed", "unknown", "assets")


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute: its value, and what every source said of it."""

    label: str
    cell: grids.Cell
    claims: tuple[things.Claim, ...]

    @property
    def disputed(self) -> bool:
        """Whether some source says otherwise than the winner."""
        return any(claim.value != self.claims[0].value for claim in self.claims)


@needs("read")
def thing(request: HttpRequest, noun: str, entity_id: str) -> HttpResponse:
    """One thing with everything one may see of it."""
    row = things.thing(noun, entity_id) if noun in grids.PAGES else None
    if row is None:
        raise Http404
    neighbours = things.neighbours(noun, entity_id)
    context = {
        "noun": noun,
        "name": row.get("name") or voice().word("table", noun),
        "attributes": _attributes(noun, row, things.evidence(noun, entity_id)),
        "history": things.history(noun, entity_id),
        "past": past.past(noun, history.history(noun, entity_id))
        if "past" in request.GET
        else None,
        "findings": _findings(things.findings(noun, entity_id)),
        "moves": _moves(things.moves(noun, entity_id)),
        "needs": dependence.neighbours(neighbours["needs"], "site_needs"),
        "needed_by": dependence.neighbours(neighbours["needed_by"], "site_needed_by"),
        "role": dependence.role(dependencies.role(noun, entity_id)) if noun in _CALLED else None,
        "unseen": dependence.unseen(dependencies.unseen(entity_id))
        if noun == "application"
        else None,
        "hanging": [grid for grid in _hanging(noun, entity_id) if grid.rows],
        "outside": dependence.outside(dependencies.outside(entity_id)) if noun == "asset" else None,
        "reached_by": _reached_by(request, noun, entity_id),
    }
    return render(request, "site/thing.html", context)


def _attributes(
    noun: str, row: reading.Row, evidence: dict[str, list[things.Claim]]
) -> list[Attribute]:
    declared = [c.name for c in TABLES[noun].columns[1:] if c.name not in _LEFT_OUT]
    more = [name for name in ("release", "support", "security_until") if name in row]
    columns = [grids.column(noun, name) for name in (*declared, *more)]
    shown = grids.grid(columns, [row]).rows[0]
    return [
        Attribute(column.label, cell, tuple(evidence.get(column.name, ())))
        for column, cell in zip(columns, shown, strict=True)
    ]


def _hanging(noun: str, entity_id: str) -> Iterator[Grid]:
    for table, key, names in _HANGING.get(noun, ()):
        columns = [grids.column(table, name) for name in names]
        own = TABLES[table].noun and names[0] == TABLES[table].id_column
        if own:  # a noun's own id is shown as its name, which leads to its page
            columns[0] = Column(names[0], label=voice().word("table", table), refers=table)
        rows = things.rows_where(table, key, entity_id, order=names[0])
        yield grids.grid(columns, rows, caption=_title(table, key))


def _title(table: str, key: str) -> str:
    said = voice().word("tables", table)
    return (
        f"{said} ({voice()('site_the_other_way')})"
        if (table, key) == ("asset_link", "other_id")
        else said
    )


def _findings(rows: list[reading.Row]) -> Grid:
    names = ("rule_id", "verdict", "severity", "layer", "reason")
    columns = [grids.column("finding", name) for name in names]
    columns[0] = Column("rule_id", label=columns[0].label, words="rule", link="address_")
    columns[-1] = Column("reason", label=columns[-1].label, words="reason")
    return grids.grid(columns, [addressed(row) for row in rows], empty="site_no_findings")


def addressed(row: reading.Row) -> reading.Row:
    """A finding's row with the address of its page."""
    from django.urls import reverse

    return {**row, "address_": reverse("finding", args=[row["finding_id"]])}


def _moves(rows: list[reading.Row]) -> Grid:
    columns = [
        Column("name", label=voice().word("table", "workload")),
        grids.column("wave", "starts_on"),
        grids.column("wave", "ends_on"),
        grids.column("move", "disposition", words="value"),
        grids.column("move", "cost", type="money"),
    ]
    return grids.grid(columns, rows, empty="site_no_move")


def _reached_by(request: HttpRequest, noun: str, entity_id: str) -> Grid | None:
    column = {
        "asset": "asset_id",
        "application": "application_id",
        "data_store": "data_store_id",
        "account": "account_id",
    }.get(noun)
    if column is None or not rights(request.user).may("security"):
        return None
    names = (
        "account_id",
        "data_store_id",
        "verdict",
        "approval",
        "valid_to",
        "could",
        "did",
        "provable",
        "organisation_id",
        "country",
        "logons",
    )
    columns = [
        *(grids.column("access", name) for name in names),
        grids.Column("path_text", label=voice()("site_chain"), link="address_"),
    ]
    chain = voice()("site_chain_show")
    rows = [
        {**row, "path_text": chain, "address_": reverse("path", args=[row["path_id"]])}
        if row["path_id"]
        else row
        for row in things.reached_by(column, entity_id)
    ]
    return grids.grid(columns, rows, empty="site_nobody_reaches")
