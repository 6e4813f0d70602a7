"""Keys for programs: made once, shown once, kept as a digest."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date

from django.db import transaction
from django.utils import timezone

from grunnmur_web.actions import audit
from grunnmur_web.models import Token, User


def digest(written: str) -> str:
    """What is kept of a token. It is random and long, so that a plain hash is enough."""
    return hashlib.sha256(written.encode()).hexdigest()


@transaction.atomic
def make(
    name: str, scope: str, expires_on: date, *, acting_user: User, organisation: str = ""
) -> str:
    """A new token of the acting user; a calendar's is of one organisation. The text is given back this once."""
    written = f"grm_{secrets.token_urlsafe(32)}"
    Token.objects.create(
        user=acting_user,
        name=name,
        scope=scope,
        organisation_id=organisation,
        expires_on=expires_on,
        digest=digest(written),
    )
    audit.record(
        actor=acting_user.username,
        action="make_token",
        subject=("user", acting_user.username),
        organisation=organisation,
        after={"name": name, "scope": scope, "expires_on": expires_on},
    )
    return written


@transaction.atomic
def revoke(token: Token, *, acting_user: User) -> None:
    """Ends a token now."""
    token.revoked_at = timezone.now()
    token.save(update_fields=["revoked_at"])
    audit.record(
        actor=acting_user.username,
        action="revoke_token",
        subject=("user", acting_user.username),
        before={"name": token.name},
    )


def bearer(written: str, *scopes: str) -> Token | None:
    """The token, if it is one of these scopes, still holds, and its person may still log in."""
    return (
        Token.objects.select_related("user")
        .filter(
            digest=digest(written),
            scope__in=scopes,
            revoked_at__isnull=True,
            expires_on__gte=date.today(),  # noqa: DTZ011 a calendar day, as the person chose it
            user__is_active=True,
        )
        .first()
    )
