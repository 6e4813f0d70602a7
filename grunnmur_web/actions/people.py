"""People and their grants."""

from __future__ import annotations

import secrets
from datetime import date

from django.db import transaction

from grunnmur_web.actions import audit
from grunnmur_web.models import Grant, User

DIRECTORY = "directory:"
"""Who gives what groups of the organisation's own directory give. No account can be called so."""


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
    user: User, role: str, organisation: str, *, valid_to: date | None, acting_user: User | None
) -> Grant:
    """A role for an organisation, or for the whole group where it is empty. By nobody: the directory."""
    actor = acting_user.username if acting_user else DIRECTORY
    grant, _ = Grant.objects.update_or_create(
        user=user,
        role=role,
        organisation_id=organisation,
        defaults={"granted_by": actor, "valid_to": valid_to},
    )
    audit.record(
        actor=actor,
        action="give_role",
        subject=("user", user.username),
        organisation=organisation,
        after={"role": role, "organisation_id": organisation, "valid_to": valid_to},
    )
    return grant


@transaction.atomic
def take(grant: Grant, *, acting_user: User | None) -> None:
    """Takes a role away. By nobody: the directory."""
    before = {
        "role": grant.role,
        "organisation_id": grant.organisation_id,
        "valid_to": grant.valid_to,
    }
    user = grant.user
    grant.delete()
    audit.record(
        actor=acting_user.username if acting_user else DIRECTORY,
        action="take_role",
        subject=("user", user.username),
        organisation=str(before["organisation_id"]),
        before=before,
    )


@transaction.atomic
def follow_directory(user: User, held: frozenset[tuple[str, str]]) -> None:
    """Gives the roles the directory gives now, and takes those it gave before.

    What an administrator gave stays, and is not given twice.
    """
    grants = {(grant.role, grant.organisation_id): grant for grant in user.grants.all()}
    for key, grant in sorted(grants.items()):
        if grant.granted_by == DIRECTORY and key not in held:
            take(grant, acting_user=None)
    for role, organisation in sorted(held - grants.keys()):
        give(user, role, organisation, valid_to=None, acting_user=None)
