"""How each declared table is shelved: through which things its rows are seen, and with which right.

Every table of the library stands here or in LEFT_OUT; one in neither fails the tests, so that a new
table is never shown to everyone by being forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Seen = Literal["everyone", "group", "things"]


@dataclass(frozen=True, slots=True)
class Shelf:
    """A table in the store.

    `seen` by everyone who is let in, by those who see the whole group, or by those who may see one of
    the things: pairs of a noun (or `@` and the column that names it) and the column with its id.
    `right` is what a person needs besides. `index` are columns that pages look up.
    """

    seen: Seen
    things: tuple[tuple[str, str], ...] = ()
    right: str | None = None
    index: tuple[str, ...] = ()


def _everyone(*index: str, right: str | None = None) -> Shelf:
    return Shelf("everyone", right=right, index=index)


def _group(right: str | None = None, *index: str) -> Shelf:
    return Shelf("group", right=right, index=index)


def _of(*things: tuple[str, str], right: str | None = None, index: tuple[str, ...] = ()) -> Shelf:
    return Shelf("things", things, right, index or tuple(column for _, column in things))


SECURITY = "security"
"""The right that attack paths, vulnerabilities and who may log on where ask for."""
_ASSET = ("asset", "asset_id")
_APPLICATION = ("application", "application_id")
_STORE = ("data_store", "data_store_id")
_ACCOUNT = ("account", "account_id")
_OWNER = ("organisation", "organisation_id")

SHELVES: dict[str, Shelf] = {
    # provenance
    "run": _everyone(),
    "source": _everyone(),
    "coverage": _everyone(),
    "note": _group(),
    "entity": _of(("@noun", "entity_id")),
    # what there is
    "organisation": _everyone("organisation_id", right="know"),
    "location": _everyone("location_id"),
    "asset": _of(_ASSET),
    "device": _of(_ASSET),
    "safety_notice": _everyone(),
    "device_disclosure": _group(SECURITY),
    "asset_link": _of(_ASSET, ("asset", "other_id")),
    "network": _group(SECURITY),
    "address": _of(_ASSET),
    "resource_capacity": _everyone(),
    "resource_use": _of(_ASSET),
    "zone": _group(SECURITY),
    "zone_rule": _group(SECURITY),
    "product": _everyone("product_id"),
    "installation": _of(_ASSET),
    "detection": _of(_ASSET, right=SECURITY),
    "application": _of(_APPLICATION),
    "component": _of(_APPLICATION, _ASSET),
    "usage": _of(_APPLICATION),
    "ingredient": _of(_APPLICATION),
    "clinical_service": _everyone(),
    "service_member": _of(_APPLICATION),
    "dependency": _of(("@consumer_kind", "consumer_id"), ("@provider_kind", "provider_id")),
    "dependency_match": Shelf(
        "things", (("application", "consumer_id"), ("application", "provider_id"))
    ),
    "provider_role": _of(("@noun", "entity_id")),
    "split": _everyone(),
    "split_item": _of(_APPLICATION),
    "unseen": _of(_APPLICATION),
    "outside_contact": _of(_ASSET, right=SECURITY),
    "data_store": _of(_STORE, index=("data_store_id", "application_id", "asset_id")),
    "person": _of(("person", "person_id")),
    "account": _of(_ACCOUNT, right=SECURITY),
    "privilege": _of(("@target_kind", "target_id"), right=SECURITY),
    "logging": _of(_ASSET),
    "contract": _of(("contract", "contract_id"), index=("contract_id", "supplier_id")),
    "subprocessor": _of(("contract", "contract_id")),
    "assessment": _of(("assessment", "assessment_id"), index=("subject_id",)),
    # the programme
    "skill_capacity": _everyone(),
    "cutover_slot": _everyone(),
    "budget": _everyone(),
    "deadline": _everyone(),
    "fixed_cost": _everyone(),
    # knowledge
    "release_cycle": _everyone("product_id"),
    "standard": _everyone(),
    "standard_exception": _everyone(),
    "feed": _everyone(),
    # what follows
    "finding": _of(("@subject_kind", "subject_id"), index=("subject_id", "finding_id")),
    "rule_result": Shelf("things", (_OWNER,)),
    "rule": _everyone("rule_id"),
    "control": _everyone(),
    "control_rule": _everyone("rule_id"),
    "control_parameter": _everyone(),
    "control_result": Shelf("things", (_OWNER,)),
    "asset_release": _of(_ASSET),
    "access": _of(_ACCOUNT, _STORE, right=SECURITY),
    "access_violation": _of(_ACCOUNT, _STORE, right=SECURITY),
    "attack_surface": _group(SECURITY),
    "cut": _group(SECURITY),
    "cut_item": _group(SECURITY),
    "removal_wave": _group(SECURITY),
    "asset_advisory": _of(_ASSET, right=SECURITY),
    "update_gain": _group(SECURITY),
    "situation": _of(_ASSET, right=SECURITY),
    "situation_vulnerability": _group(SECURITY),
    "detection_check": _of(_ASSET, right=SECURITY),
    "workload": Shelf("things", (_OWNER,), index=("workload_id",)),
    "workload_member": _of(("@noun", "entity_id"), index=("entity_id", "workload_id")),
    "plan": _everyone(),
    "wave": _everyone(),
    "move": _of(("workload", "workload_id")),
    "risk_point": _everyone(),
    "measure": _everyone(),
}

LEFT_OUT = frozenset(
    {
        # read by key from Parquet, after the thing itself was found to be visible
        "evidence", "record", "identifier", "identity_change", "path_step",
        # became the audience of every row
        "visibility",
        # grows without end; what follows from it is in dependency, access and reach
        "flow", "logon", "membership",
        # publishers' knowledge, not the estate
        "vulnerability", "vulnerability_record", "affected", "exploited", "exploit_probability",
        "advisory", "advisory_product", "advisory_vulnerability", "product_name",
        # the site's own are in its own table, with what each is about
        "decision",
        # no page asks for it yet
        "unmatched_name", "cut_path", "directory_link", "ingredient_situation", "attack_exposure",
        # told from the problem the plan answers, to who may read its trust
        "freeze",
    }
)  # fmt: skip
