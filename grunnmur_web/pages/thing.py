"""The page of one thing: what it is, who said so, what is wrong, what hangs on it, when it moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from grunnmur.estate import TABLES
from grunnmur_web import grids, reading
from grunnmur_web.access import needs, rights
from grunnmur_web.grids import Column, Draft, Grid
from grunnmur_web.pages import dependence, hangs, past, vulnerable
from grunnmur_web.queries import hanging, history, listing, lists, things
from grunnmur_web.words import voice

_FIRST = 20
"""Rows of each table that are shown where nobody asked for all."""
_LEFT_OUT = ("audience", "name", "failed", "unknown", "assets")
_JUDGED = {"release": None, "support": "value", "security_until": None}
"""What is judged of a thing, and so not declared of its noun, with the words it is told in."""
_COMPUTED = {
    "first_seen_at": "site_computed_first_seen",
    "last_seen_at": "site_computed_last_seen",
    **dict.fromkeys(_JUDGED, "site_computed_release"),
}
"""What is worked out of more than one claim, and the words that say how."""

_LISTED = {
    "organisation": (
        ("asset", "organisation_id"),
        ("application", "organisation_id"),
        ("data_store", "controller_id"),
        ("contract", "customer_id"),
        ("finding", "organisation_id"),
    ),
    "location": (("asset", "location_id"),),
    "product": (("asset", "product_id"), ("finding", "product_id")),
}
"""Of what no rule judges and no plan moves: the lists of what is, and what they are narrowed by."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute: its value, and what every source said of it."""

    label: str
    cell: grids.Cell
    claims: tuple[things.Claim, ...]
    computed: str = ""
    """Where the value comes from, if it is worked out and not one that a source said."""

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
    hung, evidence = hanging.on(noun), things.evidence(noun, entity_id)
    told = things.told(noun, entity_id, *_asked(request, noun), hanging=hung)
    drafts = {name: _TABLES[name](told[name]) for name in _TABLES if name in told}
    if "checked" in told:
        whole = rights(request.user).whole("security")
        drafts["checked"] = vulnerable.checked_draft(told["checked"], asset_id=entity_id)
        drafts["mending"] = vulnerable.mending(told["mending"], whole=whole)
    drafts |= {name: hangs.table(one, told[name]) for name, one in hung.items()}
    drafts["identifiers"] = _identifiers(things.identifiers(noun, entity_id))
    made = grids.together({"row": _row(noun, row), "said": _said(noun, evidence), **drafts})
    made |= {name: _shortened(request, name, made[name]) for name in drafts}
    context = {
        "noun": noun,
        "entity_id": entity_id,
        "name": row["called"],
        "attributes": _attributes(made["row"], evidence, _called(made.pop("said"))),
        "history": told["history"],
        "past": past.past(noun, history.history(noun, entity_id))
        if "past" in request.GET
        else None,
        "lists": _lists(noun, entity_id),
        "role": dependence.role(next(iter(told.get("role", ())), None)),
        **made,
        "hanging": [(name, made[name]) for name in hung if made[name]],
    }
    return render(request, "site/thing.html", context)


def _shortened(request: HttpRequest, name: str, made: Grid) -> Grid:
    """A table as far as it leaves room for the others, unless it is the one that all is asked of."""
    if request.GET.get("all") == name:
        return made
    asked = request.GET.copy()
    asked["all"] = name
    return grids.shortened(made, _FIRST, f"?{asked.urlencode()}#{name}")


def _lists(noun: str, entity_id: str) -> list[dict[str, Any]]:
    """The lists that tell of things by this one, how many rows they have of it, and where they are."""
    found = []
    for listed, name in _LISTED.get(noun, ()):
        failed = {"verdict": "fail"} if listed == "finding" else {}
        asked = QueryDict(urlencode({name: entity_id, **failed}))
        total = listing.total(listing.wish(lists.LISTINGS[listed], asked))
        place = reverse("findings") if listed == "finding" else reverse("estate", args=[listed])
        if total:
            address = f"{place}?{asked.urlencode()}"
            found.append({"noun": listed, "total": total, "address": address})
    return found


def _asked(request: HttpRequest, noun: str) -> Iterator[str]:
    """What is told of things of this noun to who asks."""
    for name in ("history", "role", *_TABLES, *_GUARDED):
        guarded = name in _GUARDED and not rights(request.user).may("security")
        if things.has(noun, name) and not guarded:
            yield name


def _row(noun: str, row: reading.Row) -> Draft:
    declared = [c.name for c in TABLES[noun].columns[1:] if c.name not in _LEFT_OUT]
    columns = [grids.column(noun, name) for name in declared]
    if noun == "product":  # whose id says who makes it and what it is
        columns.insert(0, Column("product_id", label=voice().word("table", "identifier")))
    columns += [
        grids.column(noun, name, words=words) for name, words in _JUDGED.items() if name in row
    ]
    return grids.draft(columns, [row])


def _attributes(
    made: Grid, evidence: dict[str, list[things.Claim]], called: dict[str, str]
) -> list[Attribute]:
    return [
        Attribute(
            column.label,
            cell,
            tuple(
                replace(claim, value=_spelled(column, called.get(claim.value, claim.value)))
                for claim in evidence.get(column.name, ())
            ),
            _COMPUTED.get(column.name, ""),
        )
        for column, cell in zip(made.columns, made.rows[0], strict=True)
    ]


def _spelled(column: Column, value: str) -> str:
    """A claim as the attribute is shown: a code by its word, what is none as it was written."""
    if column.words:
        return voice().word(column.words, value, otherwise=value)
    if column.type == "flag" and value in ("true", "false"):
        return voice()("site_yes" if value == "true" else "site_no")
    return value


def _said(noun: str, evidence: dict[str, list[things.Claim]]) -> Draft:
    """What sources named where an attribute refers to a thing, to be called by its name."""
    refers = {c.name: c.refers for c in TABLES[noun].columns if c.refers}
    rows = [
        {"noun": refers[attribute], "value": claim.value, "called": claim.value}
        for attribute, claims in evidence.items()
        for claim in claims
        if attribute in refers
    ]
    columns = [Column("noun"), Column("value"), Column("called", refers="@noun")]
    return grids.draft(columns, rows)


def _called(made: Grid) -> dict[str, str]:
    """Names by id. Without one for what is no thing's id: that stands as it was written."""
    return {
        value.text: called.text
        for noun, value, called in made.rows
        if not called.quiet or value.text.startswith(f"{noun.text}-")
    }


def _identifiers(rows: list[reading.Row]) -> Draft:
    columns = [
        grids.column("identifier", "kind", words="identifier"),
        *(grids.column("identifier", name) for name in ("value", "shared")),
    ]
    return grids.draft(columns, rows)


def _findings(rows: list[reading.Row]) -> Draft:
    names = ("rule_id", "product_id", "verdict", "severity", "reason")
    columns = [grids.column("finding", name) for name in names]
    columns[1] = replace(columns[1], refers="product", nothing="site_dash")
    columns[0] = Column("rule_id", label=columns[0].label, words="rule", link="address_")
    columns[-1] = Column("reason", label=columns[-1].label, words="reason")
    return grids.draft(columns, [addressed(row) for row in rows], empty="site_no_findings")


def addressed(row: reading.Row) -> reading.Row:
    """A finding's row with the address of its page."""
    return {**row, "address_": reverse("finding", args=[row["finding_id"]])}


def _moves(rows: list[reading.Row]) -> Draft:
    columns = [
        Column("name", label=voice().word("table", "workload"), link="address_"),
        grids.column("wave", "starts_on"),
        grids.column("wave", "ends_on"),
        grids.column("move", "disposition", words="value"),
        grids.column("move", "cost", type="money"),
    ]
    addressed = [
        {**row, "address_": reverse("workload", args=[row["workload_id"]])} for row in rows
    ]
    return grids.draft(columns, addressed, empty="site_no_move")


def reached_by(given: list[reading.Row]) -> Draft:
    """Who reaches which data: what rights and logs say of it, and the chain."""
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
        for row in given
    ]
    return grids.draft(columns, rows, empty="site_nobody_reaches")


_GUARDED = ("reached_by", "checked", "mending")
"""What only the security right shows."""
_TABLES: dict[str, Callable[[list[reading.Row]], Draft]] = {
    "findings": _findings,
    "moves": _moves,
    "needs": partial(dependence.neighbours, title="site_needs"),
    "needed_by": partial(dependence.neighbours, title="site_needed_by"),
    "unseen": dependence.unseen,
    "outside": dependence.outside,
    "reached_by": reached_by,
}
"""What is told of a thing as a table, under the names of query and template."""
