"""My account: what I may do, my tokens, how the site looks to me."""

from __future__ import annotations

from datetime import date, timedelta

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from grunnmur.text import LANGUAGES
from grunnmur_web import frame
from grunnmur_web.access import public, someone
from grunnmur_web.actions import tokens
from grunnmur_web.models import Token, User
from grunnmur_web.queries import plans
from grunnmur_web.words import voice

_CHOICES = {
    "language": LANGUAGES,
    "theme": frame.THEMES,
    "density": frame.DENSITIES,
}
_YEAR = 366


class TokenForm(forms.Form):
    """A new token: what it is for, what it may, when it ends."""

    name = forms.CharField(max_length=100, widget=forms.TextInput(attrs={"class": "ds-input"}))
    scope = forms.ChoiceField(
        choices=lambda: [(scope, voice().word("value", scope)) for scope in ("read", "write")],
        widget=forms.Select(attrs={"class": "ds-input"}),
    )
    expires_on = forms.DateField(
        widget=forms.DateInput(attrs={"class": "ds-input", "type": "date"}, format="%Y-%m-%d")
    )

    def clean_expires_on(self) -> date:
        """An end within a year."""
        chosen: date = self.cleaned_data["expires_on"]
        today = date.today()  # noqa: DTZ011 a calendar day, as the person means it
        if not today <= chosen <= today + timedelta(days=_YEAR):
            raise forms.ValidationError(voice()("site_token_end"))
        return chosen


@someone
def account(request: HttpRequest) -> HttpResponse:
    """What I may do, and my tokens."""
    return _page(request, TokenForm())


@require_POST
@someone
def make_token(request: HttpRequest) -> HttpResponse:
    """Makes a token; it is shown this once."""
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    assert isinstance(request.user, User)
    written = tokens.make(**form.cleaned_data, acting_user=request.user)
    messages.success(request, voice()("site_token_made", token=written))
    return redirect("account")


@require_POST
@someone
def revoke_token(request: HttpRequest, token_id: int) -> HttpResponse:
    """Ends one of my tokens."""
    assert isinstance(request.user, User)
    token = get_object_or_404(Token, pk=token_id, user=request.user, revoked_at=None)
    tokens.revoke(token, acting_user=request.user)
    return redirect("account")


@require_POST
@public
def preferences(request: HttpRequest) -> HttpResponse:
    """Language, theme and density, kept in this browser."""
    onward = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(
        onward, {request.get_host()}, require_https=request.is_secure()
    ):
        onward = "/"
    response = HttpResponseRedirect(onward)
    for name, choices in _CHOICES.items():
        chosen = request.POST.get(name)
        if chosen in choices:
            response.set_cookie(
                name,
                chosen,
                max_age=31_536_000,
                samesite="Lax",
                httponly=True,
                secure=settings.SESSION_COOKIE_SECURE,
            )
    return response


def _page(request: HttpRequest, form: TokenForm, *, status: int = 200) -> HttpResponse:
    assert isinstance(request.user, User)
    grants = list(request.user.grants.order_by("organisation_id", "role"))
    names = plans.called([grant.organisation_id for grant in grants if grant.organisation_id])
    context = {
        "grants": [
            (grant, names.get(grant.organisation_id, grant.organisation_id)) for grant in grants
        ],
        "tokens": request.user.tokens.filter(revoked_at=None).order_by("expires_on"),
        "form": form,
        "here": reverse("account"),
    }
    return render(request, "site/account.html", context, status=status)
