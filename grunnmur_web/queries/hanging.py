"""What hangs on a thing: rows of other tables that name it, and the columns of them that tell most."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hanging:
    """A declared table whose rows name a thing in a column, and what is shown of them, in the first one's order."""

    table: str
    column: str
    columns: tuple[str, ...]


def on(noun: str) -> dict[str, Hanging]:
    """What hangs on things of this noun, under `table/column`."""
    return {f"{one.table}/{one.column}": one for one in _HANGING.get(noun, ())}


_HANGING: dict[str, tuple[Hanging, ...]] = {
    "asset": (
        Hanging("component", "asset_id", ("application_id", "role")),
        Hanging("asset_link", "asset_id", ("relation", "other_id")),
        Hanging("asset_link", "other_id", ("asset_id", "relation")),
        Hanging("device", "asset_id", ("device_class", "ward", "inventory_no", "patch_policy", "remote_access",
            "clinical_importance", "next_service_on")),
        Hanging("data_store", "asset_id", ("data_store_id", "kind", "data_class", "controller_id")),
        Hanging("installation", "asset_id", ("product_id", "version")),
        Hanging("address", "asset_id", ("ip", "mac", "realm", "to_at")),
        Hanging("asset_advisory", "asset_id", ("advisory_id", "kind", "verdict", "remedy", "isolate_from",
            "replace_by")),
    ),
    "application": (
        Hanging("component", "application_id", ("asset_id", "role")),
        Hanging("usage", "application_id", ("organisation_id", "location_id", "users")),
        Hanging("data_store", "application_id", ("data_store_id", "kind", "data_class", "asset_id", "location_id")),
        Hanging("service_member", "application_id", ("service_id", "redundancy_group")),
        Hanging("contract", "application_id", ("contract_id", "supplier_id", "processor_agreement", "valid_to")),
        Hanging("assessment", "subject_id", ("name", "kind", "done_on", "approved_by")),
        Hanging("ingredient", "application_id", ("product_id", "version")),
    ),
    "organisation": (
        Hanging("application", "supplier_id", ("application_id", "organisation_id", "criticality", "platform")),
        Hanging("contract", "supplier_id", ("contract_id", "kind", "customer_id", "processor_agreement", "valid_to")),
    ),
    "contract": (Hanging("subprocessor", "contract_id", ("organisation_id", "country")),),
    "location": (Hanging("data_store", "location_id", ("data_store_id", "kind", "data_class")),),
    "product": (Hanging("release_cycle", "product_id", ("label", "released_on", "security_until", "paid_until")),),
}  # fmt: skip
