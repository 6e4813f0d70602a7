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
    "detection_check": ("outcome", "reason", "scanner_severity", "kind", "organisation_id", "platform"),
    "update_gain": ("kind", "removes_exploited", "removes_all"),
    "supplier": ("kind", "country", "criticality", "processor_agreement"),
}  # fmt: skip

EXPIRY = ("release", "security_until", "support", "organisation_id")
"""What the overview adds up to say what ends when."""

_ENDS = tuple(
    f"{end}_{what}"
    for end in ("consumer", "provider")
    for what in ("organisation_id", "platform", "audience")
)


def queries(noun: str, *, guarded: bool) -> dict[str, str]:
    """The tallies of a shelved table, by name. Each row carries an audience."""
    made: dict[str, str] = {}
    if noun in FACETS:
        more = ("guarded",) if guarded else ()
        made[f"{noun}_tally"] = _added(noun, (*FACETS[noun], "audience", *more))
    if noun == "asset":
        in_use = "where status is distinct from 'retired'"
        made["expiry_tally"] = _added(noun, (*EXPIRY, "audience"), where=in_use)
    if noun == "dependency":
        made["dependency_tally"] = _added(noun, (*_ENDS, "audience"))
        made["hub_tally"] = _HUBS
    return made


def _added(noun: str, columns: tuple[str, ...], *, where: str = "") -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    return f'select {names}, count(*) as rows from "shelved_{noun}" {where} group by all'


# Whoever sees a provider sees every row about it, if not who is at the other end: so its counts are theirs.
_HUBS = """
select
    provider_kind as noun, provider_id as entity_id, provider_organisation_id as organisation_id,
    provider_audience as audience,
    count(distinct consumer_id) as needed_by, count(distinct consumer_organisation_id) as trusts
from shelved_dependency where provider_audience is not null
group by all having count(distinct consumer_id) > 1
"""
