"""The one way into the audit log."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils import timezone
from psycopg.types.json import Jsonb

DIRECTORY, SET_UP, WORKER = "directory:", "set_up:", "worker:"
"""Who does things and is no person: no account can be called so."""


def record(
    *,
    actor: str,
    action: str,
    subject: tuple[str, str],
    organisation: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Adds a row; the database numbers and chains it. Belongs in the transaction of what it tells of."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into web_audit (at, actor, action, subject_kind, subject_id, organisation_id, before, after, "
            "previous_hash, hash) values (%s, %s, %s, %s, %s, %s, %s, %s, '', '')",
            [
                timezone.now(), actor, action, *subject, organisation, _json(before), _json(after),
            ],
        )  # fmt: skip


def _json(values: dict[str, Any] | None) -> Any:  # noqa: ANN401 Django does not know psycopg's JSON
    if values is None:
        return None
    return Jsonb({name: _plain(value) for name, value in values.items()})


def _plain(value: Any) -> Any:  # noqa: ANN401 whatever a model holds
    return value.isoformat() if isinstance(value, date | datetime) else value
