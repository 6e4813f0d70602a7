"""Administration: people, their roles, and the log of what was done."""

from __future__ import annotations

from dataclasses import replace

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from grunnmur_web.access import needs, rights
from grunnmur_web.actions import people
from grunnmur_web.actions.allowed import Refused
from grunnmur_web.models import ROLES, Grant, User
from grunnmur_web.pages import leaves, logged
from grunnmur_web.queries import accounts, decisions, plans
from grunnmur_web.words import voice


class PersonForm(forms.Form):
    """A new account."""

    username = forms.RegexField(
        r"^[\w.@+-]{2,100}$",
        widget=forms.TextInput(attrs={"class": "ds-input", "autocomplete": "off"}),
    )
    name = forms.CharField(
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"class": "ds-input", "autocomplete": "off"}),
    )

    def clean_username(self) -> str:
        """Not one that is taken."""
        username: str = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=username).exists():
            raise forms.ValidationError(voice()("site_username_taken"))
        return username


class GrantForm(forms.Form):
    """A role for somebody."""

    role = forms.ChoiceField(choices=[(role, role) for role in ROLES])
    organisation_id = forms.CharField(max_length=200, required=False)
    valid_to = forms.DateField(required=False)


@needs("audit")
def people_page(request: HttpRequest) -> HttpResponse:
    """Everyone with an account, and their roles."""
    return _people(request, PersonForm())


@require_POST
@needs("administer")
def add_person(request: HttpRequest) -> HttpResponse:
    """Makes an account; its password is shown once."""
    form = PersonForm(request.POST)
    if not form.is_valid():
        return _people(request, form, status=422)
    assert isinstance(request.user, User)
    user, password = people.add_person(**form.cleaned_data, acting_user=request.user)
    messages.success(request, voice()("site_person_made", name=user.username, password=password))
    return redirect("people")


@require_POST
@needs("administer")
def give(request: HttpRequest, username: str) -> HttpResponse:
    """Gives a role."""
    user = get_object_or_404(User, username=username)
    form = GrantForm(request.POST)
    if form.is_valid():
        assert isinstance(request.user, User)
        given = form.cleaned_data
        try:
            people.give(
                user,
                given["role"],
                given["organisation_id"],
                valid_to=given["valid_to"],
                acting_user=request.user,
            )
        except Refused as refused:
            return _refused(request, refused)
        messages.success(request, voice()("site_role_given"))
    else:
        messages.error(request, voice()("site_role_not_given"))
    return redirect("people")


@require_POST
@needs("administer")
def take(request: HttpRequest, grant_id: int) -> HttpResponse:
    """Takes a role away; never one's own last way to do so."""
    grant = get_object_or_404(Grant, pk=grant_id)
    assert isinstance(request.user, User)
    try:
        people.take(grant, acting_user=request.user)
    except Refused as refused:
        return _refused(request, refused)
    messages.success(request, voice()("site_role_taken"))
    return redirect("people")


@require_POST
@needs("administer")
def set_active(request: HttpRequest, username: str) -> HttpResponse:
    """Shuts an account, or opens it again."""
    user = get_object_or_404(User, username=username)
    assert isinstance(request.user, User)
    try:
        people.set_active(user, active=not user.is_active, acting_user=request.user)
    except Refused as refused:
        return _refused(request, refused)
    return redirect("people")


@needs("audit")
def log(request: HttpRequest) -> HttpResponse:
    """The newest rows of the audit log, or those before a number."""
    rows, leaf = leaves.newest(request, decisions.log)
    return render(request, "site/log.html", {"grid": replace(logged.log(rows), leaf=leaf)})


def _refused(request: HttpRequest, refused: Refused) -> HttpResponse:
    messages.error(request, voice()(refused.code, **refused.facts))
    return redirect("people")


def _people(request: HttpRequest, form: PersonForm, *, status: int = 200) -> HttpResponse:
    organisations, held = plans.organisations(), rights(request.user)
    names = {row["organisation_id"]: row["name"] for row in organisations}
    shown = [
        {
            "user": user,
            "may_shut": user != request.user
            and all(held.may("administer", place) for place in people.administered_at(user)),
            "may_give": user.is_active or held.whole("administer"),
            "grants": [
                {
                    "grant": grant,
                    "organisation": names.get(grant.organisation_id, grant.organisation_id),
                    "may_take": held.may("administer", grant.organisation_id),
                }
                for grant in sorted(user.grants.all(), key=lambda g: (g.organisation_id, g.role))
            ],
        }
        for user in accounts.seen()
    ]
    context = {
        "people": shown,
        "form": form,
        "here": reverse("people"),
        "roles": ROLES,
        "organisations": [o for o in organisations if held.may("administer", o["organisation_id"])],
        "whole": held.whole("administer"),
    }
    return render(request, "site/people.html", context, status=status)
