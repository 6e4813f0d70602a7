"""People and their grants."""

from __future__ import annotations

import secrets
from datetime import date

from django.db import transaction

from grunnmur_web.actions import audit
from grunnmur_web.models import Grant, User


@transaction.atomic
def add_person(username: str, name: str, *, acting_user: User) -> tuple[User, str]:
    """A new account without any grant, and the password it begins with."""
    password = secrets.token_urlsafe(12)
    user = User.objects.create_user(username, password=password, first_name=name)
    audit.record(
        actor=acting_user.username,
        action="make_person",
        subject=("user", username),
        after={"name": name},
    )
    return user, password


@transaction.atomic
def set_active(user: User, *, active: bool, acting_user: User) -> None:
    """Lets a person in, or shuts them out. An account is never deleted: the log names it."""
    before = {"active": user.is_active}
    user.is_active = active
    user.save(update_fields=["is_active"])
    audit.record(
        actor=acting_user.username,
        action="set_active",
        subject=("user", user.username),
        before=before,
        after={"active": active},
    )


@transaction.atomic
def give(
    user: User, role: str, organisation: str, *, valid_to: date | None, acting_user: User
) -> Grant:
    """A role for an organisation, or for the whole group where it is empty."""
    grant, _ = Grant.objects.update_or_create(
        user=user,
        role=role,
        organisation_id=organisation,
        defaults={"granted_by": acting_user.username, "valid_to": valid_to},
    )
    audit.record(
        actor=acting_user.username,
        action="give_role",
        subject=("user", user.username),
        organisation=organisation,
        after={"role": role, "organisation_id": organisation, "valid_to": valid_to},
    )
    return grant


@transaction.atomic
def take(grant: Grant, *, acting_user: User) -> None:
    """Takes a role away."""
    before = {
        "role": grant.role,
        "organisation_id": grant.organisation_id,
        "valid_to": grant.valid_to,
    }
    user = grant.user
    grant.delete()
    audit.record(
        actor=acting_user.username,
        action="take_role",
        subject=("user", user.username),
        organisation=str(before["organisation_id"]),
        before=before,
    )
