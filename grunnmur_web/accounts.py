"""Who gets an account: nobody by asking. People are made by an administrator or by the directory."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from grunnmur_web import reading, roles
from grunnmur_web.actions import people
from grunnmur_web.models import User
from grunnmur_web.words import voice


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Local accounts."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up."""
        return False

    def pre_login(
        self,
        request: HttpRequest,
        user: User,
        *,
        signal_kwargs: dict[str, Any] | None,
        **more: Any,  # noqa: ANN401 passed on
    ) -> HttpResponse | None:
        """Whom the directory vouches for comes by the directory. A password or a passkey would let in who has left it,
        with the roles its groups gave.
        """
        by_directory = "sociallogin" in (signal_kwargs or {})
        if (
            _directory_is_asked()
            and not by_directory
            and SocialAccount.objects.filter(user=user).exists()
        ):
            messages.error(request, voice()("site_login_by_directory"))
            return redirect("account_login")
        answer: HttpResponse | None = super().pre_login(
            request, user, signal_kwargs=signal_kwargs, **more
        )
        return answer


class LongEnough(MinimumLengthValidator):
    """Django's own, whose complaint is not in its Norwegian catalogue."""

    def get_error_message(self) -> str:
        """Why a short password is not taken."""
        return voice()("site_password_short", least=self.min_length)


class Directory(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts of the organisation's own directory. A newcomer in no mapped group sees nothing."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ANN401 allauth has no types
        """Who the directory lets in has an account."""
        return True

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:  # noqa: ANN401 allauth has no types
        """Who comes back has the roles of their groups of today."""
        if sociallogin.is_existing:
            _follow(sociallogin.user, sociallogin)

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> User:  # noqa: ANN401 allauth has no types
        """Who comes for the first time has them from the beginning."""
        user: User = super().save_user(request, sociallogin, form)
        _follow(user, sociallogin)
        return user


def _directory_is_asked() -> bool:
    return bool(settings.SOCIALACCOUNT_PROVIDERS["openid_connect"].get("APPS"))


def _follow(user: User, sociallogin: Any) -> None:  # noqa: ANN401 allauth has no types
    """Without a mapping the directory says who somebody is, and administrators what they may."""
    if settings.OIDC_ROLES:
        # whoever was logged in in this browser before gives nothing
        reading.enter(connection, None)
        groups = _groups(sociallogin.account.extra_data)
        people.follow_directory(user, roles.held(groups, settings.OIDC_ROLES))


def _groups(told: dict[str, Any]) -> list[str]:
    """The groups the directory tells, of itself or in its token. A claim that is not there is no groups."""
    for part in (told.get("userinfo"), told.get("id_token"), told):
        groups = (part or {}).get(settings.OIDC_GROUPS_CLAIM)
        if isinstance(groups, str):
            return [groups]
        if isinstance(groups, list):
            return [str(group) for group in groups]
    return []
