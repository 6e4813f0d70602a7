"""Findings: the list, one finding, and what people decide about it."""

from __future__ import annotations

import csv
import json
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from grunnmur.estate import TABLES
from grunnmur_web import exports, grids, reading, reasons
from grunnmur_web.access import needs, rights
from grunnmur_web.actions import decide
from grunnmur_web.actions.allowed import Refused
from grunnmur_web.models import User
from grunnmur_web.pages import facets, facts, shelf, vulnerable
from grunnmur_web.queries import decisions, listing, lists, security
from grunnmur_web.words import voice

_PERHAPS = reading.Window(10)
"""So many vulnerabilities that perhaps concern are shown, as many as an assessment keeps of those that do."""
_FEW = 5
"""So many of the accepted risks that end soon stand on top of all findings."""


class AcceptForm(forms.Form):
    """Accepting a risk: never without a reason, a measure, someone who answers for it, and an end."""

    reason = forms.CharField(
        max_length=2000, widget=forms.Textarea(attrs={"class": "ds-input", "rows": 3})
    )
    measure = forms.CharField(
        max_length=2000, widget=forms.Textarea(attrs={"class": "ds-input", "rows": 3})
    )
    answers_for = forms.CharField(
        max_length=150, widget=forms.TextInput(attrs={"class": "ds-input"})
    )
    valid_to = forms.DateField(
        widget=forms.DateInput(attrs={"class": "ds-input", "type": "date"}, format="%Y-%m-%d")
    )

    def clean_valid_to(self) -> date:
        """An end that is still to come, and not too far away."""
        chosen: date = self.cleaned_data["valid_to"]
        if not decide.in_time(chosen):
            raise forms.ValidationError(voice()("site_accept_end"))
        return chosen


_SAID = {"reopen": "site_reopened", "comment": "site_commented"}
"""What is said once it is done."""


class SayForm(forms.Form):
    """A reason to look again, or a comment."""

    reason = forms.CharField(
        max_length=2000, widget=forms.Textarea(attrs={"class": "ds-input", "rows": 2})
    )


@needs("read")
def findings(request: HttpRequest) -> HttpResponse:
    """The list of findings, worst first."""
    asked = listing.wish(lists.LISTINGS["finding"], request.GET)
    found = listing.find(asked)
    rows = [{**row, "address_": reverse("finding", args=[row["finding_id"]])} for row in found.rows]
    columns = [
        grids.Column("rule_id", label=column.label, words="rule", link="address_")
        if column.name == "rule_id"
        else column
        for column in shelf.columns(asked)
    ]
    first = not asked.narrowed and not asked.text and asked.page == 1
    ending = decisions.accepted(ending=True) if first else []
    context = {
        "ending": risks(ending[:_FEW], empty="site_none_accepted") if ending else None,
        "ending_all": len(ending),
        **facets.frame(asked, found),
        "grid": grids.grid(columns, rows, empty=facets.empty(asked)),
    }
    return render(request, "site/findings.html", context)


@needs("read")
def accepted(request: HttpRequest) -> HttpResponse:
    """Accepted risks, those that have ended apart on top, then those that end first."""
    said = voice()
    more = (
        grids.Column("answers_for", label=said("site_answers_for")),
        grids.Column("measure", label=said("site_measure")),
        grids.Column(
            "organisation_id", label=said.word("column", "organisation_id"), refers="organisation"
        ),
    )
    rows = decisions.accepted()
    ending = [row for row in rows if row["ending"]]
    only = "ending" in request.GET
    shown = ending if only else rows
    tables = {
        "grid": _accepted(shown, _left(), *more, empty="site_none_accepted"),
        "ended": _accepted(decisions.ended(), *more),
    }
    context = {"only": only, "all": len(rows), "ending": len(ending), **grids.together(tables)}
    return render(request, "site/accepted.html", context)


def risks(rows: list[reading.Row], *more: grids.Column, empty: str) -> grids.Grid:
    """Accepted risks: the rule, what it is about, how long it holds, and what more is asked for."""
    return grids.ready(_accepted(rows, _left(), *more, empty=empty))


def _left() -> grids.Column:
    return grids.Column("days_left", "whole", voice()("site_days_left"))


def _accepted(
    rows: list[reading.Row], *more: grids.Column, empty: str = "site_nothing_here"
) -> grids.Draft:
    said = voice()
    columns = [
        grids.Column(
            "rule_id", label=said.word("column", "rule_id"), words="rule", link="address_"
        ),
        grids.Column("about_id", label=said.word("column", "subject_id"), refers="@about_kind"),
        grids.Column("valid_to", "day", said.word("column", "valid_to")),
        *more,
    ]
    addressed = [{**row, "address_": reverse("finding", args=[row["subject_id"]])} for row in rows]
    return grids.draft(columns, addressed, empty=empty)


@needs("read")
def finding(request: HttpRequest, finding_id: str) -> HttpResponse:
    """One finding: what it rests on, and what was decided about it."""
    return _page(request, _found(finding_id))


@require_POST
@needs("decide")
def accept(request: HttpRequest, finding_id: str) -> HttpResponse:
    """Accepts the risk until a day."""
    row = _found(finding_id)
    form = AcceptForm(request.POST)
    if not form.is_valid():
        return _page(request, row, accept_form=form, status=422)
    _decide(request, row, "accept_risk", **form.cleaned_data)
    return _back(request, finding_id, "site_accepted")


@require_POST
@needs("decide")
def say(request: HttpRequest, finding_id: str, kind: str) -> HttpResponse:
    """Reopens a finding, or comments on it."""
    row = _found(finding_id)
    if kind not in _SAID:
        raise Http404
    form = SayForm(request.POST, auto_id=f"id_{kind}_%s")
    if not form.is_valid():
        return _page(request, row, status=422, **{f"{kind}_form": form})
    try:
        _decide(request, row, kind, **form.cleaned_data)
    except Refused as refused:
        messages.error(request, voice()(refused.code, **refused.facts))
        return redirect("finding", finding_id=finding_id)
    return _back(request, finding_id, _SAID[kind])


@needs("read")
def files_form(request: HttpRequest) -> HttpResponse:
    """The decisions as a file for the estate directory's `decisions/`."""
    names = [column.name for column in TABLES["decision"].columns]
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="web.csv"'
    writer = csv.writer(response)
    writer.writerow(names)
    for row in decisions.in_files_form():
        writer.writerow([exports.defused("" if row[n] is None else row[n]) for n in names])
    return response


def _found(finding_id: str) -> reading.Row:
    row = decisions.finding(finding_id)
    if row is None:
        raise Http404
    return row


def _decide(request: HttpRequest, row: reading.Row, kind: str, **given: object) -> None:
    assert isinstance(request.user, User)
    before = decisions.acceptance(row["finding_id"])
    choice = decide.Choice(
        kind=kind,
        subject_kind="finding",
        subject_id=row["finding_id"],
        organisation_id=row["organisation_id"] or "",
        guarded=row["guarded"],
        **given,  # type: ignore[arg-type]  # the form has checked them
    )
    decide.decide(choice, acting_user=request.user, before=before)


def _back(request: HttpRequest, finding_id: str, said: str) -> HttpResponse:
    messages.success(request, voice()(said))
    return redirect("finding", finding_id=finding_id)


def _listed(rule_id: str, known: dict[str, Any]) -> list[facts.Listed]:
    """What the finding lists, and of vulnerabilities those of which it is not known whether they concern it."""
    situation = known.get("situation_id", "")
    perhaps = security.perhaps_concerning(situation, _PERHAPS) if known.get("unknown") else []
    told = facts.listed(known, security.concerning(situation) if situation else {})
    return [*told, *facts.possible(perhaps, rule_id, known)]


def _page(
    request: HttpRequest, row: reading.Row, *, status: int = 200, **forms: forms.Form
) -> HttpResponse:
    """The finding; a form that was not right stands there again, with why."""
    known = json.loads(row["facts"] or "{}")
    about = [
        (row["subject_kind"], row["subject_id"]),
        ("organisation", row["organisation_id"] or ""),
    ]
    product = row["product_id"] or ""
    about += [("product", product)] if product else []
    names, last = grids.names(about), decisions.last_acceptance(row["finding_id"])
    context = {
        "finding": row,
        "subject": names.get(row["subject_id"]),
        "subject_address": grids.thing_address(row["subject_kind"], row["subject_id"]),
        "organisation": names.get(row["organisation_id"] or ""),
        "product": names.get(product) or grids.product(product),
        "product_address": grids.thing_address("product", product) if product in names else "",
        "facts": facts.told(known),
        "listed": _listed(row["rule_id"], known),
        "mended_at": vulnerable.mended_at(request.user, row["subject_id"], row["product_id"]),
        "reason": reasons.said(voice(), row["rule_id"], known["reason"])
        if known.get("reason")
        else None,
        "acceptance": None if last is None or last["has_ended"] else last,
        "ended": last if last is not None and last["has_ended"] else None,
        "decisions": decisions.about("finding", row["finding_id"]),
        "accept_form": AcceptForm(),
        **{f"{kind}_form": SayForm(auto_id=f"id_{kind}_%s") for kind in _SAID},
        **forms,
        "here": reverse("finding", args=[row["finding_id"]]),
        "may_decide": rights(request.user).may("decide", row["organisation_id"] or ""),
    }
    return render(request, "site/finding.html", context, status=status)
