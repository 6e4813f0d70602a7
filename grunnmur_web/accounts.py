"""Who gets an account: nobody by asking. People are made by an administrator or by the directory."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Local accounts."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up."""
        return False


class Directory(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts of the organisation's own directory. A newcomer has no grant, and so sees nothing."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ANN401 allauth has no types
        """Who the directory lets in has an account."""
        return True
