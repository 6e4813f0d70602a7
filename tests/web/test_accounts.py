"""Pages of log-in, passwords, one-time codes and passkeys: all there, as ours look, in the language chosen."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.db import transaction
from django.urls import NoReverseMatch, reverse

from grunnmur_web.models import User
from tests.web.conftest import PASSWORD
from tests.web.reading import words_of

FOR_STRANGERS = (
    "account_login", "account_signup", "account_inactive", "socialaccount_login_cancelled",
)  # fmt: skip
WITHOUT = (
    "account_logout", "account_reauthenticate", "account_change_password", "mfa_index", "mfa_activate_totp",
    "mfa_list_webauthn", "mfa_add_webauthn", "socialaccount_connections",
)  # fmt: skip
WITH = (
    "account_reauthenticate", "mfa_index", "mfa_reauthenticate", "mfa_deactivate_totp", "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes", "mfa_list_webauthn",
)  # fmt: skip
"""Once there are a one-time code, recovery codes and a passkey."""


def _looked_at(client, *names, **arguments):
    for name in names:
        response = client.get(reverse(name, kwargs=arguments))
        assert response.status_code == 200, name
        page = response.content.decode()
        main = page.split("<main", 1)[1].split("</main>", 1)[0]
        assert not re.search(r"\b(Name|Not used|your|password)\b", words_of(main)), name
        for field in re.findall(r"<input[^>]*>", main):
            if not re.search(r'type="(hidden|checkbox)"', field):
                assert "ds-input" in field, (name, field)


@pytest.fixture
def key(ask):
    """Somebody with a one-time code, recovery codes and a passkey; logged in before they had them."""
    client = ask.as_(None, language="nb")
    client.post("/account/login/", {"login": "newcomer", "password": PASSWORD})
    _looked_at(client, "account_reauthenticate")
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    with transaction.atomic():
        user = User.objects.get(username="newcomer")
        totp.TOTP.activate(user, totp.generate_totp_secret())
        RecoveryCodes.activate(user)
        made = Authenticator.objects.create(
            user=user, type="webauthn", data={"name": "Min", "credential": {}}
        )
    yield client, made
    with transaction.atomic():
        Authenticator.objects.filter(user=user).delete()


def test_strangers_pages_are_there(ask):
    _looked_at(ask.as_(None, language="nb"), *FOR_STRANGERS)


def test_every_page_of_an_account_without_a_second_factor_is_there(ask):
    client = ask.as_(None, language="nb")
    client.post("/account/login/", {"login": "newcomer", "password": PASSWORD})
    client.post("/account/reauthenticate/", {"password": PASSWORD})

    _looked_at(client, *WITHOUT)


def test_every_page_of_an_account_with_second_factors_is_there(key):
    client, made = key

    _looked_at(client, *WITH)
    _looked_at(client, "mfa_edit_webauthn", "mfa_remove_webauthn", pk=made.pk)


def test_who_has_one_time_codes_is_asked_for_one(ask, key):
    _, made = key
    with transaction.atomic():
        made.delete()  # it is none that a browser could use
    client = ask.as_(None, language="nb")
    client.post("/account/login/", {"login": "newcomer", "password": PASSWORD})

    _looked_at(client, "mfa_authenticate")


@pytest.mark.parametrize("path", ["email/", "password/reset/", "confirm-email/"])
def test_what_would_send_mail_is_not_there(ask, path):
    assert ask.as_("newcomer").post(f"/account/{path}", {"email": "a@b.no"}).status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("account_reset_password")
