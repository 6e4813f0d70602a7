"""My trust: its numbers, its waves to approve or send back, its calendar."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from grunnmur_web import grids, reading
from grunnmur_web.access import needs, rights
from grunnmur_web.actions import waves as action
from grunnmur_web.actions.allowed import Refused
from grunnmur_web.models import User
from grunnmur_web.pages import waves
from grunnmur_web.pages.estate import in_use
from grunnmur_web.queries import plans, trusts
from grunnmur_web.queries import waves as queries
from grunnmur_web.words import voice


@needs("read")
def trust(request: HttpRequest, organisation_id: str = "") -> HttpResponse:
    """One trust; the first of mine where none is named."""
    mine = plans.my_organisations()
    chosen = next((o for o in mine if organisation_id in ("", o["organisation_id"])), None)
    if chosen is None and organisation_id:
        raise Http404
    context: dict[str, Any] = {"mine": mine, "chosen": chosen}
    if chosen:
        chosen_id = chosen["organisation_id"]
        all_waves = queries.of(chosen_id)
        waiting = [row for row in all_waves if row["waiting"]]
        only = "waiting" in request.GET
        context |= {
            "numbers": trusts.numbers(chosen_id),
            "in_use": in_use(organisation_id=chosen_id),
            "unsupported": in_use(organisation_id=chosen_id, support="unsupported"),
            "waves": waves.shown(waiting if only else all_waves),
            "gone": waves.gone(queries.gone(chosen_id)),
            "only": only,
            "all": len(all_waves),
            "waiting": len(waiting),
            "rules": _rules(chosen_id),
            "may_approve": rights(request.user).may("approve", chosen_id),
        }
    return render(request, "site/trust.html", context)


@require_POST
@needs("approve")
def wave(request: HttpRequest, organisation_id: str, wave_id: str) -> HttpResponse:
    """Approves a wave for a trust, or sends it back with a reason."""
    if not rights(request.user).may("approve", organisation_id):
        raise PermissionDenied("approve")
    found = queries.one(organisation_id, wave_id)
    kind, seen = request.POST.get("kind", ""), request.POST.get("seen", "")
    reason = request.POST.get("reason", "").strip()[:2000]
    if found is None or kind not in ("approve", "send_back"):
        raise Http404
    if kind == "send_back" and not reason:
        messages.error(request, voice()("site_send_back_reason"))
        return redirect("trust_of", organisation_id=organisation_id)
    assert isinstance(request.user, User)
    reason = reason or voice()("site_approved")
    try:
        action.answer(kind, found, organisation_id, reason, seen=seen, acting_user=request.user)
    except Refused as refused:
        messages.error(request, voice()(refused.code))
        return redirect("trust_of", organisation_id=organisation_id)
    messages.success(request, voice()("site_approved" if kind == "approve" else "site_sent_back"))
    return redirect("trust_of", organisation_id=organisation_id)


def _rules(organisation_id: str) -> grids.Grid:
    said = voice()
    columns = [
        grids.Column(
            "rule_id", label=said.word("column", "rule_id"), words="rule", link="address_"
        ),
        grids.Column("failed", "whole", said.word("column", "failed"), link="failed_at_"),
        grids.Column("unknown", "whole", said.word("column", "unknown"), link="unknown_at_"),
    ]
    rows = [{**row, **_addresses(organisation_id, row)} for row in trusts.rules(organisation_id)]
    return grids.grid(columns, rows, empty="site_no_findings")


def _addresses(organisation_id: str, row: reading.Row) -> dict[str, str]:
    """Where a rule and its numbers lead; nowhere where there is nothing."""
    asked = {"organisation_id": organisation_id, "rule_id": row["rule_id"]}
    verdicts = {"failed_at_": ("failed", "fail"), "unknown_at_": ("unknown", "unknown")}
    return {
        "address_": f"{reverse('findings')}?{urlencode(asked)}",
        **{
            name: f"{reverse('findings')}?{urlencode({**asked, 'verdict': verdict})}"
            for name, (number, verdict) in verdicts.items()
            if row[number]
        },
    }
