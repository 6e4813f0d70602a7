"""Deciding: a row is added to the decisions, and one to the log. Nothing decided is ever changed."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from grunnmur_web.actions import allowed, audit
from grunnmur_web.models import Decision, User

_RIGHTS = {
    "approve": "approve",
    "send_back": "approve",
    "pin": "plan",
    "unpin": "plan",
    "forbid": "plan",
}
"""The right a kind of decision asks for, where that is not to decide."""
_LONGEST_DAYS = 731
"""Two years: a risk nobody looked at for longer is not accepted, it is forgotten."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person decided about a subject, on behalf of an organisation; of a wave with what it consists of.

    What is decided about a `guarded` finding is guarded as that is: the reason tells what the finding is about.
    """

    kind: str
    subject_kind: str
    subject_id: str
    organisation_id: str
    reason: str
    value: str = ""
    valid_to: date | None = None
    measure: str = ""
    answers_for: str = ""
    members: Mapping[str, str] | None = None
    guarded: bool = False


def in_time(valid_to: date) -> bool:
    """Whether a risk may be accepted until this day: one to come, and not too far away."""
    today = date.today()  # noqa: DTZ011 a calendar day, as the person means it
    return today < valid_to <= today + timedelta(days=_LONGEST_DAYS)


@transaction.atomic
def decide(choice: Choice, *, acting_user: User, before: dict[str, Any] | None = None) -> Decision:
    """Adds the decision; `before` is what holds now.

    What is the same person's last word on the subject already is not said twice: a form is easily sent two times.

    PermissionDenied on behalf of whom the user may not decide for; the database refuses that too.
    """
    allowed.require(_RIGHTS.get(choice.kind, "decide"), choice.organisation_id)
    if choice.kind == "reopen" and before is None:
        raise allowed.Refused("not_accepted")
    said = _last_word(choice, acting_user)
    if said is not None:
        return said
    decision = Decision(
        decision_id=f"web-{secrets.token_hex(8)}",
        decided_by=acting_user.username,
        decided_at=timezone.now(),
        **asdict(choice),
    )
    decision.save(force_insert=True)
    audit.record(
        actor=acting_user.username,
        action=choice.kind,
        subject=(choice.subject_kind, choice.subject_id),
        organisation=choice.organisation_id,
        before=before,
        after={"decision_id": decision.decision_id, **asdict(choice)},
    )
    return decision


def _last_word(choice: Choice, user: User) -> Decision | None:
    """The newest decision on the subject, if it is this one and the same person's.

    Two that are sent at once wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"decide {choice.subject_kind} {choice.subject_id}"],
        )
    about = Decision.objects.filter(
        subject_kind=choice.subject_kind,
        subject_id=choice.subject_id,
        organisation_id=choice.organisation_id,
    )
    newest = about.order_by("-decided_at", "-pk").first()
    if newest is None or newest.decided_by != user.username:
        return None
    same = all(getattr(newest, name) == value for name, value in asdict(choice).items())
    return newest if same else None
