"""Uploads: sending a file for a source, what it would change, and what is to become of it."""

from __future__ import annotations

import os
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
from grunnmur_web import grids, reading
from grunnmur_web.access import needs, rights
from grunnmur_web.actions import upload as action
from grunnmur_web.models import User
from grunnmur_web.queries import plans
from grunnmur_web.queries import uploads as queries
from grunnmur_web.uploads import offer as offers
from grunnmur_web.uploads import preview, spool
from grunnmur_web.uploads.offer import Offer
from grunnmur_web.words import voice

NEW = "+"
"""How the form says that the file is for a source that is not there yet."""

CHOSEN = {"for": "source", "name": "name", "organisation": "organisation"}
"""How the address of the page of sources names what was chosen in the form, by the form's own names."""

_LATEST = 20
_LONGEST_NAME = 120
_STAGES = ("read", "collect", "reconcile", "depend", "assess", "reach", "plan", "diff")
_DONE = {
    "confirmed": "site_upload_taken",
    "discarded": "site_upload_dropped",
    "waiting": "site_upload_again_said",
}


class UploadForm(forms.Form):
    """A file, and the source it is for: one there is, or a new one with a name."""

    file = forms.FileField(allow_empty_file=False, max_length=_LONGEST_NAME)
    source = forms.CharField(max_length=200)
    name = forms.CharField(max_length=41, required=False)
    organisation = forms.CharField(max_length=200, required=False)


@require_POST
@needs("plan")
def send(request: HttpRequest) -> HttpResponse:
    """Keeps the file and has it tried."""
    _allow(request)
    form = UploadForm(request.POST, request.FILES)
    if settings.ESTATE is None or settings.WORKSPACE is None:
        raise Http404
    if not form.is_valid():
        return _refused(request, _incomplete(form))
    given, file = form.cleaned_data, form.cleaned_data["file"]
    new = given["source"] == NEW
    if new and not given["name"]:
        return _refused(request, voice()("site_upload_no_name"))
    offer = Offer(
        file.name,
        given["name"] if new else given["source"],
        new,
        given["organisation"] if new else "",
    )
    try:
        offers.target(offer, offers.sources(settings.ESTATE, dict(os.environ)), settings.ESTATE)
    except GrunnmurError as error:
        return _refused(request, voice()(error.code, **error.facts))
    assert isinstance(request.user, User)
    upload = action.send(
        offer, file.chunks(), workspace=settings.WORKSPACE, acting_user=request.user
    )
    return redirect("upload", upload_id=upload.upload_id)


@needs("plan")
def upload(request: HttpRequest, upload_id: str) -> HttpResponse:
    """One upload: how far its trial is, then what the file would change."""
    _allow(request)
    row = _found(upload_id)
    context = {
        "upload": row,
        "running": row["state"] in ("waiting", "trying", "confirmed"),
        "same": queries.same(row),
    }
    kept = None if settings.WORKSPACE is None else spool.of(settings.WORKSPACE, upload_id)
    if context["running"]:
        progress = kept.progress() if kept and row["state"] == "trying" else None
        context |= {"before": queries.before(row), "stages": _stages(progress)}
    elif kept and (found := kept.preview()):
        context |= _preview(request, found)
    if row["why"]:
        context["why"] = [voice()(row["why"]["code"], **row["why"]["facts"]), *_what_to_do(context)]
    return render(request, "site/upload.html", context)


@require_POST
@needs("plan")
def say(request: HttpRequest, upload_id: str, state: str) -> HttpResponse:
    """Has the file taken, dropped, or tried again."""
    _allow(request)
    _found(upload_id)
    if state not in action.FROM:
        raise Http404
    assert isinstance(request.user, User)
    if action.say(upload_id, state, acting_user=request.user):
        messages.success(request, voice()(_DONE[state]))
    else:
        messages.error(request, voice()("site_upload_moved_on"))
    return redirect("upload", upload_id=upload_id)


def _allow(request: HttpRequest) -> None:
    """A file changes what everyone sees: only who plans for the whole group may send one."""
    if not rights(request.user).whole("plan"):
        raise PermissionDenied("plan")


def _refused(request: HttpRequest, why: str) -> HttpResponse:
    """Says why, over the form as it was filled in: only the file has to be chosen again."""
    messages.error(request, why)
    given = {name: request.POST.get(field, "") for name, field in CHOSEN.items()}
    chosen = urlencode({name: value for name, value in given.items() if value})
    return redirect(f"{reverse('sources')}?{chosen}")


def _incomplete(form: UploadForm) -> str:
    """What is wrong with a form that says no file and source."""
    wrong = {(name, one.code) for name, errors in form.errors.as_data().items() for one in errors}
    if ("file", "empty") in wrong:
        return voice()("site_upload_empty")
    if ("file", "max_length") in wrong:
        return voice()("site_upload_long_name", most=_LONGEST_NAME)
    return voice()("site_upload_incomplete")


def _found(upload_id: str) -> reading.Row:
    row = queries.upload(upload_id)
    if row is None:
        raise Http404
    return row


def _what_to_do(context: dict[str, Any]) -> list[str]:
    """What to do about a file of which no row was used: what is wrong with it stands in its notes, if it has any."""
    read = context.get("reading")
    if not read or read["claimed"]:
        return []
    return [voice()("site_upload_see_notes" if read["notes"] else "site_upload_no_rows")]


def _stages(progress: dict[str, Any] | None) -> list[tuple[str, str]]:
    """Each stage with `done`, `now` or `later`."""
    now = _STAGES.index(progress["verb"]) if progress else -1
    return [
        (stage, "done" if n < now else "now" if n == now else "later")
        for n, stage in enumerate(_STAGES)
    ]


def _preview(request: HttpRequest, found: dict[str, Any]) -> dict[str, Any]:
    """What the trial found, in words. What needs the security right is counted for who has it only."""
    said = voice()
    unguarded = None if rights(request.user).whole("security") else queries.unguarded()
    reading_ = found.get("reading")
    context: dict[str, Any] = {"reading": reading_, "place": found.get("place")}
    if reading_:
        context["format"] = said.formats(reading_["format"])
        context["notes"] = [
            {**note, "said": said.note(note["code"], note["facts"])} for note in reading_["notes"]
        ]
    if difference := found.get("difference"):
        tables = preview.seen(difference, unguarded=unguarded)
        context |= {
            "counts": _counts(tables),
            "tables": [
                (name, _rows(name, tables[name]["rows"]))
                for name in preview.THINGS
                if tables[name]["rows"]
            ],
            "findings": _findings(tables),
            "plans": _plans(*found.get("plans", (None, None))),
            "claims": _claims(found.get("claims", [])),
            "guarded": unguarded is not None,
        }
    return context


def _counts(tables: dict[str, Any]) -> grids.Grid:
    """Nouns against what would become of how many."""
    said = voice()
    nouns = sorted({noun for name in preview.THINGS for noun in tables[name]["by_noun"]})
    columns = [
        grids.Column("noun", label=said("site_upload_what"), words="tables"),
        *(
            grids.Column(name, "whole", said(f"site_upload_{name}"), nothing="site_dash")
            for name in preview.THINGS
            if tables[name]["by_noun"]
        ),
    ]
    rows = [
        {"noun": noun, **{name: tables[name]["by_noun"].get(noun) for name in preview.THINGS}}
        for noun in nouns
    ]
    return grids.grid(columns, rows, empty="site_upload_same")


def _rows(name: str, rows: list[dict[str, Any]]) -> grids.Grid:
    """The first of one table; what is there now leads to its page."""
    said = voice()
    columns = [
        grids.Column("noun", label=said.word("column", "kind"), words="table"),
        grids.Column(
            "name", label=said.word("column", "name"), link="address_", nothing="site_dash"
        ),
    ]
    if name == "changed":
        columns += [
            grids.Column("attribute", label=said("site_upload_attribute"), words="column"),
            grids.Column("old", label=said("site_before")),
            grids.Column("new", label=said("site_after")),
        ]
    columns.append(grids.Column("why", label=said.word("column", "reason")))
    there = name in ("changed", "gone", "merged")
    shown = [
        {
            **row,
            "name": row.get("name") or row["entity_id"],
            "address_": grids.thing_address(row["noun"], row["entity_id"]) if there else "",
            "why": said(f"why_{row['reason']}", **{"source": "", "sources": "", **row}),
        }
        for row in rows
    ]
    return grids.grid(columns, shown)


def _findings(tables: dict[str, Any]) -> grids.Grid:
    """Findings that would open and close, by rule and verdict."""
    said = voice()
    counted: dict[tuple[str, str], dict[str, Any]] = {}
    for name in preview.FINDINGS:
        for row in tables[name]:
            line = counted.setdefault(
                (row["rule_id"], row["verdict"]),
                {"rule_id": row["rule_id"], "verdict": row["verdict"]},
            )
            line[name] = line.get(name, 0) + row["rows"]
    columns = [
        grids.Column("rule_id", label=said.word("column", "rule_id"), words="rule"),
        grids.Column("verdict", label=said.word("column", "verdict"), words="value"),
        grids.Column("opened", "whole", said("site_upload_opened"), nothing="site_dash"),
        grids.Column("closed", "whole", said("site_upload_closed"), nothing="site_dash"),
    ]
    return grids.grid(
        columns, [row for _, row in sorted(counted.items())], empty="site_upload_no_findings"
    )


def _claims(rows: list[dict[str, Any]]) -> grids.Grid:
    """Of what the file says and its source did not say before, how much holds and how much others overrule."""
    said = voice()
    columns = [
        grids.Column("attribute", label=said("site_upload_attribute"), words="column"),
        grids.Column("holds", "whole", said("site_upload_holds")),
        grids.Column("overruled", "whole", said("site_upload_overruled")),
    ]
    return grids.grid(columns, rows)


def _plans(before: dict[str, Any] | None, after: dict[str, Any] | None) -> grids.Grid | None:
    """What the plan costs and breaks, and how many move in another month than before."""
    if before is None or after is None:
        return None
    said, was, now = voice(), before["moves"], after["moves"]
    lines = [
        (said("figure_cost_total"), before["cost_total"], after["cost_total"]),
        (said("figure_cost_avoidable"), before["cost"], after["cost"]),
        (said("figure_violations"), before["violations"], after["violations"]),
        (said.word("tables", "move"), len(was), len(now)),
        (said("site_upload_moved"), None, sum(was[w] != now[w] for w in was if w in now)),
    ]
    columns = [
        grids.Column("what", label=said("site_scenario_figure")),
        grids.Column("before", "whole", said("site_before"), nothing="site_dash"),
        grids.Column("after", "whole", said("site_after")),
    ]
    rows = [{"what": what, "before": b, "after": a} for what, b, a in lines]
    return grids.grid(columns, rows)


def choices(request: HttpRequest) -> dict[str, Any] | None:
    """What the form on the page of sources is made of; None for who may not send, or where none may."""
    if not rights(request.user).whole("plan"):
        return None
    if settings.ESTATE is None or settings.WORKSPACE is None:
        return {"off": True}
    try:
        known = offers.sources(settings.ESTATE, dict(os.environ))
    except GrunnmurError as error:
        return {"off": True, "why": voice()(error.code, **error.facts)}
    return {
        "known": [(source.name, source.path) for source in known],
        "new": NEW,
        "chosen": {field: request.GET.get(name, "") for name, field in CHOSEN.items()},
        "organisations": plans.organisations(),
        "megabytes": settings.UPLOAD_LIMIT // 1_000_000,
        "latest": _latest(),
    }


def _latest() -> grids.Grid:
    said = voice()
    columns = [
        grids.Column("file_name", label=said("site_upload_file"), link="address_"),
        grids.Column("source", label=said.word("table", "source")),
        grids.Column("sent_by", label=said("site_upload_by")),
        grids.Column("sent_at", "instant", said("site_upload_at")),
        grids.Column("state", label=said.word("column", "status"), words="upload"),
    ]
    rows = [
        {**row, "address_": reverse("upload", args=[row["upload_id"]])}
        for row in queries.latest(_LATEST)
    ]
    return grids.grid(columns, rows, empty="site_upload_none")
