"""People and their grants. Whoever administers one trust gives and takes roles there, and nothing besides.

The rules stand here, for pages and the API alike: PermissionDenied for who may not, Refused for what nobody may.
"""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from django.db import transaction

from grunnmur_web import reading
from grunnmur_web.actions import allowed, audit
from grunnmur_web.actions.allowed import Refused
from grunnmur_web.models import Grant, User


def administered_at(user: User) -> set[str]:
    """Where one must administer to shut an account: wherever it has roles; of one without, the whole group (`""`).

    So too to open again what is shut.
    """
    if not user.is_active:
        return {""}
    return {grant.organisation_id for grant in user.grants.all()} or {""}


@transaction.atomic
def add_person(username: str, name: str, *, acting_user: User) -> tuple[User, str]:
    """A new account without any grant, and the password it begins with.

    For who administers the whole group: who knows that password could come to hold what others give the account.
    """
    allowed.require("administer", "")
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
    """Lets a person in, or shuts them out; never oneself. An account is never deleted: the log names it."""
    for organisation in administered_at(user):
        allowed.require("administer", organisation)
    if user == acting_user:
        raise Refused("own_account")
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
    """A role for an organisation, or for the whole group where it is empty. By nobody: the directory.

    Nobody gives themselves administration: who has it until a day would have it for ever.
    """
    if acting_user:
        allowed.require("administer", organisation if user.is_active else "")
        _sensible(organisation, valid_to)
    if role == "administrator" and user == acting_user:
        raise Refused("own_role")
    actor = acting_user.username if acting_user else audit.DIRECTORY
    had = Grant.objects.filter(user=user, role=role, organisation_id=organisation).first()
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
        before=_told(had) if had else None,
        after=_told(grant),
    )
    return grant


@transaction.atomic
def take(grant: Grant, *, acting_user: User | None) -> None:
    """Takes a role away; never one's own last way to do so. By nobody: the directory."""
    if acting_user:
        allowed.require("administer", grant.organisation_id)
    if grant.role == "administrator" and grant.user == acting_user:
        raise Refused("own_role")
    before, user = _told(grant), grant.user
    grant.delete()
    audit.record(
        actor=acting_user.username if acting_user else audit.DIRECTORY,
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
        if grant.granted_by == audit.DIRECTORY and key not in held:
            take(grant, acting_user=None)
    for role, organisation in sorted(held - grants.keys()):
        give(user, role, organisation, valid_to=None, acting_user=None)


def _told(grant: Grant) -> dict[str, Any]:
    """A role as the log tells it."""
    return {
        "role": grant.role,
        "organisation_id": grant.organisation_id,
        "valid_to": grant.valid_to,
    }


def _sensible(organisation: str, valid_to: date | None) -> None:
    """Refuses an organisation that is none, and an end that has been."""
    known = "select 1 from organisation where organisation_id = %s"
    shown = reading.current_run() is not None
    if organisation and not (shown and reading.value(known, [organisation])):
        raise Refused("role_organisation")
    if valid_to is not None and valid_to < date.today():  # noqa: DTZ011 a calendar day, as the person means it
        raise Refused("role_ended")
