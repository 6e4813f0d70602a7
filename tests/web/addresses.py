"""Every address of the site, with arguments that name the north's things and the south's.

An address that is in `urls` and not here fails the tests: a new page cannot be forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.urls import URLPattern, get_resolver

from tests.web.region import NORTH, SOUTH


@dataclass(frozen=True, slots=True)
class Address:
    """Arguments for the north's and the south's own; a form where it is one; who may open it."""

    north: dict[str, object] = field(default_factory=dict)
    south: dict[str, object] | None = None
    form: dict[str, str] | None = None
    who: str = "chief"


ADDRESSES: dict[str, Address] = {
    "overview": Address(),
    "search": Address(),
    "estate_first": Address(),
    "estate": Address({"noun": "asset"}),
    "export": Address({"noun": "asset", "kind": "csv"}),
    "thing": Address(
        {"noun": "asset", "entity_id": "asset-n1"}, {"noun": "asset", "entity_id": "asset-s1"}
    ),
    "findings": Address(),
    "accepted": Address(),
    "decisions_file": Address(),
    "finding": Address({"finding_id": "finding-n"}, {"finding_id": "finding-s"}),
    "finding_accept": Address({"finding_id": "finding-n"}, {"finding_id": "finding-s"}, {}),
    "finding_say": Address(
        {"finding_id": "finding-n", "kind": "comment"},
        {"finding_id": "finding-s", "kind": "comment"},
        {"reason": "x"},
    ),
    "dependencies": Address(),
    "export_dependencies": Address({"kind": "csv"}),
    "neighbourhood": Address(
        {"noun": "application", "entity_id": "application-n"},
        {"noun": "application", "entity_id": "application-s"},
    ),
    "plan": Address(),
    "workload": Address({"workload_id": "servers/n/A"}, {"workload_id": "servers/s/A"}),
    "pin": Address({"workload_id": "servers/n/A"}, {"workload_id": "servers/s/A"}, {"period": "1"}),
    "scenarios": Address(),
    "send_scenario": Address(form={}),
    "move": Address(who="planner"),
    "unpin": Address({"workload_id": "servers/n/A"}, {"workload_id": "servers/s/A"}, {}),
    "send_file": Address(form={}),
    "upload": Address({"upload_id": "0" * 16}, who="planner"),
    "upload_say": Address({"upload_id": "0" * 16, "state": "discarded"}, form={}),
    "security": Address(),
    "updates": Address(),
    "update": Address(),
    "detections": Address(),
    "path": Address({"path_id": "path-1"}),
    "sources": Address(),
    "suppliers": Address(),
    "mine": Address(),
    "trust": Address(),
    "trust_of": Address({"organisation_id": NORTH}, {"organisation_id": SOUTH}),
    "calendar": Address({"organisation_id": NORTH}, {"organisation_id": SOUTH}),
    "make_feed": Address({"organisation_id": NORTH}, {"organisation_id": SOUTH}, {}),
    "feed": Address({"organisation_id": NORTH, "token": "grm_none"}),
    "wave": Address(
        {"organisation_id": NORTH, "wave_id": "wave-1"},
        {"organisation_id": SOUTH, "wave_id": "wave-1"},
        {"kind": "approve"},
    ),
    "people": Address(),
    "add_person": Address(form={"username": "!"}),
    "give": Address({"username": "newcomer"}, form={"role": "?"}),
    "set_active": Address({"username": "newcomer"}, form={}),
    "take": Address({"grant_id": 999_999}, form={}),
    "log": Address(),
    "account": Address(),
    "make_token": Address(form={}),
    "revoke_token": Address({"token_id": 999_999}, form={}),
    "preferences": Address(form={"language": "nb"}),
    "metrics": Address(),
}


def patterns() -> dict[str, URLPattern]:
    """The site's own addresses by name; log-in and API have their own tests."""
    return {
        str(found.name): found
        for found in get_resolver().url_patterns
        if isinstance(found, URLPattern)
    }
