"""Schemathesis asks every address of the API what its description allows, and holds the answers to it."""

from __future__ import annotations

import pytest

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")

from datetime import date, timedelta  # noqa: E402 nothing is worth importing without it

from django.core.wsgi import get_wsgi_application  # noqa: E402 see above
from django.db import connection, transaction  # noqa: E402 see above
from hypothesis import HealthCheck, Phase, given, settings  # noqa: E402 see above

from grunnmur_web import reading  # noqa: E402 see above
from grunnmur_web.actions import tokens  # noqa: E402 see above
from grunnmur_web.api import api  # noqa: E402 see above
from grunnmur_web.models import ROLES, Grant, User  # noqa: E402 see above
from tests.web.conftest import PASSWORD  # noqa: E402 see above

_EXAMPLES = 12
SCHEMA = schemathesis.openapi.from_dict(api.get_openapi_schema())
SCHEMA.app = get_wsgi_application()
OPERATIONS = {found.ok().label: found.ok() for found in SCHEMA.get_all_operations()}


@pytest.fixture(scope="session")
def bearer(site) -> dict[str, str]:
    """A token of somebody who may everything; made once in a database, however often this file is come back to."""
    with transaction.atomic():
        reading.enter(connection, User.objects.get(username="chief").pk)
        user = User.objects.create_user("everything", password=PASSWORD)
        Grant.objects.bulk_create(Grant(user=user, role=role) for role in ROLES)
        reading.enter(connection, user.pk)
        tomorrow = date.today() + timedelta(days=1)  # noqa: DTZ011 a calendar day
        written = tokens.make("schemathesis", "write", tomorrow, acting_user=user)
    return {"Authorization": f"Bearer {written}", "Host": "localhost"}


@pytest.mark.parametrize("label", sorted(OPERATIONS))
def test_no_question_breaks_the_server_and_every_answer_is_as_described(ask, bearer, label):
    @settings(
        max_examples=_EXAMPLES,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=OPERATIONS[label].as_strategy())
    def asked(case):
        statuses.add(case.call_and_validate(headers=bearer, checks=CHECKS).status_code)

    statuses: set[int] = set()
    asked()

    assert statuses.isdisjoint({401, 403})  # else nothing was asked of what stands behind


CHECKS = [
    schemathesis.checks.not_a_server_error,
    schemathesis.checks.status_code_conformance,
    schemathesis.checks.content_type_conformance,
    schemathesis.checks.response_schema_conformance,
]
