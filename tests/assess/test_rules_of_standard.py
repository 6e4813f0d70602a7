"""The rule of what departs from the group's standard."""

from __future__ import annotations

from datetime import date

import pytest

from tests.assess.judging import ON, counts, verdicts

LINUX = "redhat:enterprise_linux"
STANDARD = {
    "standard_id": "rhel",
    "edition": "1",
    "product_id": LINUX,
    "start": "8",
    "start_including": True,
    "end_including": True,
    "decision": "allowed",
    "allowed_until": date(2026, 11, 22),
}


def server(version: str | None, **said: object) -> dict[str, object]:
    return {"asset_id": "a", "kind": "server", "product_id": LINUX, "version": version, **said}


@pytest.mark.parametrize(
    ("version", "verdict"), [("8.9", None), ("7.9", "fail"), (None, "unknown")]
)
def test_standard_departure_is_what_runs_another_version(tmp_path, version, verdict):
    found = verdicts(tmp_path, "standard-departure", asset=[server(version)], standard=[STANDARD])

    assert found.get("a") == verdict


@pytest.mark.parametrize(("on", "verdict"), [(ON, None), (date(2026, 11, 23), "fail")])
def test_the_last_allowed_day_itself_is_allowed(tmp_path, on, verdict):
    found = verdicts(
        tmp_path, "standard-departure", asset=[server("9")], standard=[STANDARD], on=on
    )

    assert found.get("a") == verdict


def test_without_a_standard_nothing_departs_and_nothing_passes(tmp_path):
    assert counts(tmp_path, "standard-departure", asset=[server("7.9")]) == (0, 0, 0, 1)


def test_an_exception_with_an_owner_makes_a_departure_a_pass(tmp_path):
    exception = {
        "exception_id": "x",
        "edition": "1",
        "product_id": LINUX,
        "start": "7",
        "start_including": True,
        "end": "7",
        "end_including": True,
        "owner": "Kari",
        "expires_on": ON,
    }

    found = counts(
        tmp_path,
        "standard-departure",
        asset=[server("7.9")],
        standard=[STANDARD],
        standard_exception=[exception],
    )

    assert found == (1, 0, 0, 0)
