"""Scenarios side by side: the same figures of each plan, which is best at what, and what cannot be compared."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from grunnmur.errors import GrunnmurError
from grunnmur.plan.compare import Comparison, Figure
from grunnmur.plan.names import Names
from grunnmur_web import reading
from grunnmur_web.access import needs, rights
from grunnmur_web.actions import scenarios as action
from grunnmur_web.models import User
from grunnmur_web.pages import told
from grunnmur_web.pages.told import Teller
from grunnmur_web.queries import edits, plans
from grunnmur_web.queries import scenarios as queries
from grunnmur_web.words import voice

_MOST = 3
"""Beside the plan that is shown; more do not stand side by side on a screen."""


class ScenarioForm(forms.Form):
    """A plan, the problem it answers unless that is the run's own, and what the two are called."""

    name = forms.CharField(max_length=60)
    plan = forms.FileField()
    problem = forms.FileField(required=False)


@needs("read")
def scenarios(request: HttpRequest) -> HttpResponse:
    """The plan shown beside those that are chosen in the address."""
    run = reading.current_run()
    if run is None or not edits.has_plan(run.folder):
        raise Http404
    offered = queries.offered(run.folder)
    wanted = request.GET.getlist("with")
    chosen = [one for one in offered if one.name in wanted][:_MOST]
    context: dict[str, Any] = {
        "offered": offered,
        "chosen": [one.name for one in chosen],
        "most": _MOST,
        "may_send": rights(request.user).whole("plan") and settings.WORKSPACE is not None,
    }
    if chosen:
        try:
            context |= _side_by_side(run, chosen)
        except (GrunnmurError, ValueError) as error:  # a file laid there by hand may hold anything
            context["refused"] = _refusal(error)
    return render(request, "site/scenarios.html", context)


@require_POST
@needs("plan")
def send(request: HttpRequest) -> HttpResponse:
    """Lays a plan beside the runs. It is seen by everyone, so only who plans for the whole group may."""
    if not rights(request.user).whole("plan"):
        raise PermissionDenied("plan")
    form, run = ScenarioForm(request.POST, request.FILES), reading.current_run()
    if run is None or settings.WORKSPACE is None:
        raise Http404
    if not form.is_valid():
        messages.error(request, voice()("site_scenario_incomplete"))
        return redirect("scenarios")
    given = form.cleaned_data
    own = (run.folder / "problem.json").read_bytes
    problem = given["problem"].chunks() if given["problem"] else [own()]
    assert isinstance(request.user, User)
    try:
        action.lay(
            given["name"],
            {"plan.json": given["plan"].chunks(), "problem.json": problem},
            workspace=settings.WORKSPACE,
            acting_user=request.user,
        )
    except GrunnmurError as error:
        messages.error(request, voice()(error.code, **error.facts))
        return redirect("scenarios")
    return redirect(f"{reverse('scenarios')}?{urlencode({'with': given['name']})}")


def _refusal(error: GrunnmurError | ValueError) -> str:
    if isinstance(error, GrunnmurError):
        return voice()(error.code, **error.facts)
    return voice()("site_scenario_not_read")


def _side_by_side(run: reading.Run, chosen: list[queries.Offered]) -> dict[str, Any]:
    found = queries.compared(run.folder, chosen)
    facts = [lack.facts for row in found.figures for lacks in row.lacks for lack in lacks]
    problems = [edits.documents(folder)[0] for folder in (run.folder, *(o.folder for o in chosen))]
    tells = [told.teller(problem, facts) for problem in problems]
    names = Names(problems[0], voice(), *problems[1:])
    return {
        "names": found.names,
        "figures": [_line(row, names) for row in found.figures],
        "lacks": _lacks(found, tells, names),
        "order": list(_order(found)),
    }


def _line(row: Figure, names: Names) -> dict[str, Any]:
    """One figure: what it is, and of each scenario its value, whether it is best, whether it cannot be compared."""
    cells = [
        {"text": _value(row, value), "best": n in row.best, "lacks": bool(row.lacks[n])}
        for n, value in enumerate(row.values)
    ]
    subject = names.resource(row.subject) if row.code == "peak" else row.subject
    return {"what": voice()(f"figure_{row.code}"), "subject": subject, "cells": cells}


def _value(row: Figure, value: float | date | None) -> str:
    said = voice()
    if value is None:
        return said("site_unknown")
    if isinstance(value, date):
        return said.day(value)
    return said.share(value, 1) if row.code == "gap" else said.amount(value)


def _lacks(
    found: Comparison, tells: list[Teller], names: Names
) -> list[tuple[str, str, list[str]]]:
    """Of each scenario why it cannot be compared, and at which figures."""
    why: dict[tuple[int, str], list[str]] = {}
    trusts = _trusts(found)
    for row in found.figures:
        for n, lacks in enumerate(row.lacks):
            for lack in lacks:
                facts = dict(lack.facts)
                if "names" in facts:
                    facts["names"] = [
                        trusts.get(str(name), names.resource(str(name))) for name in facts["names"]
                    ]
                figures = why.setdefault((n, _lack(tells, n, lack.code, facts)), [])
                figure = voice()(f"figure_{row.code}")
                if figure not in figures:
                    figures.append(figure)
    return [(found.names[n], sentence, figures) for (n, sentence), figures in sorted(why.items())]


def _lack(tells: list[Teller], n: int, code: str, facts: dict[str, Any]) -> str:
    """A workload that one lacks is known to another: whoever knows it says its name."""
    first = facts.get("first")
    knows = next((tell for tell in tells if first in tell.known), tells[n])
    return knows(code, facts)


def _trusts(found: Comparison) -> dict[str, str]:
    names = {
        str(name)
        for row in found.figures
        for lacks in row.lacks
        for lack in lacks
        for name in lack.facts.get("names", ())
    }
    return plans.called(sorted(names))


def _order(found: Comparison) -> Iterator[str]:
    """What the order rests on: at which price another scenario becomes cheapest."""
    said = voice()
    for row in {row.part: row for row in found.sensitivities}.values():
        part = said(f"figure_{row.part}")
        if row.turns_at is None:
            yield said("cli_plan_compare_stands", part=part)
        else:
            yield said("cli_plan_compare_turns", part=part, factor=said.amount(row.turns_at, 2))
