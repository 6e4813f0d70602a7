"""Tallies: how many things there are of each mix of facet values, per audience.

Counting a quarter of a million rows for every filter would be felt; adding up a few thousand tallies
is not, and the same policies hold for them.
"""

from __future__ import annotations

FACETS: dict[str, tuple[str, ...]] = {
    "asset": (
        "kind", "organisation_id", "platform", "environment", "support", "criticality", "scope", "status",
    ),
    "application": ("organisation_id", "platform", "criticality", "scope", "disposition", "status"),
    "data_store": ("kind", "data_class", "controller_id"),
    "contract": ("kind", "customer_id", "supplier_id", "processor_agreement"),
    "finding": ("rule_id", "verdict", "severity", "layer", "organisation_id", "platform", "subject_kind"),
}  # fmt: skip


def query(noun: str, *, guarded: bool) -> str:
    """The tally of a shelved table."""
    columns = ", ".join(f'"{name}"' for name in (*FACETS[noun], "audience"))
    more = ", guarded" if guarded else ""
    return f'select {columns}{more}, count(*) as rows from "shelved_{noun}" group by all'


EXPIRY = ("release", "security_until", "support", "organisation_id")
"""What the overview adds up to say what ends when."""


def expiry() -> str:
    """How many things in use run each release, and how long that is supported."""
    columns = ", ".join((*EXPIRY, "audience"))
    return (
        f"select {columns}, count(*) as rows from shelved_asset "
        "where status is distinct from 'retired' group by all"
    )
