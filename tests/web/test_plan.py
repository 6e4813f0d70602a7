"""A broken condition names no workload of another trust."""

from types import SimpleNamespace

from django.db import connection, transaction

from grunnmur_web import reading
from grunnmur_web.models import User
from grunnmur_web.pages import plan


def test_what_a_move_would_break_names_no_other_trusts_workload(ask):
    facts = {
        "after": "servers/s/A",
        "before": "servers/n/A",
        "workloads": ["servers/s/A", "servers/n/A"],
        "lag": 0,
    }
    with transaction.atomic():
        reading.enter(connection, User.objects.get(username="north").pk)
        said = plan._broken(
            SimpleNamespace(code="a_code_without_words", facts=facts),
            frozenset({"servers/s/A", "servers/n/A"}),
        )

    assert "servers/s" not in said
    assert said.count("Nordservere") == 2
    assert said.count("et annet foretak") == 2
