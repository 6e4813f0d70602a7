"""The columns of a list as people read them: as they are declared, and what the store adds."""

from __future__ import annotations

from grunnmur_web import grids, reading
from grunnmur_web.queries import listing
from grunnmur_web.words import voice

_COUNTED = frozenset(
    ("failed", "unknown", "assets", "helped", "applications", "most_critical", "contracts", "trusts",
        "without_agreement", "agreement_unknown")
)  # fmt: skip
"""Numbers of rows that the store has counted."""
_ADDED: dict[str, dict[str, str]] = {
    "finding.subject_id": {"refers": "@subject_kind"},
    "finding.product_id": {"refers": "product", "nothing": "site_dash"},
    "finding.supplier_id": {"refers": "organisation"},
    "detection_check.kind": {"words": "kind"},
    "detection_check.reason": {"words": "value", "nothing": "site_both_say_so"},
    "detection_check.product_id": {"nothing": "site_dash"},
    "detection_check.version": {"nothing": "site_dash"},
    "detection_check.range": {"nothing": "site_dash"},
    "organisation.users": {"type": "whole"},
    "update_gain.kind": {"words": "value"},
    "update_gain.update_to": {"words": "update_to"},
    "acceptance": {"words": "value", "nothing": "site_not_accepted"},
    "support": {"words": "value"},
    "security_until": {"type": "day"},
    "organisation_id": {"refers": "organisation"},
    "reason": {"words": "reason"},
    "first_end": {"type": "day", "nothing": "site_dash"},
    "scanned_at": {"type": "instant", "nothing": "site_not_reported"},
    "scanner_title": {"nothing": "site_not_reported"},
    "scanner_severity": {"words": "scanner_severity", "nothing": "site_not_reported"},
}
"""What is told of a column besides its declaration, of one table or of all."""


def column(table: str, name: str) -> grids.Column:
    """One column of the table's list. What it is called in full may have a shorter heading there."""
    told: dict[str, str] = {}
    if heading := voice().word("heading", name, otherwise=""):
        told["label"] = heading
    if name in _COUNTED:
        return grids.column(table, name, type="whole", nothing="site_dash", **told)
    told |= _ADDED.get(f"{table}.{name}") or _ADDED.get(name) or {}
    return grids.column(table, name, **told)


def columns(asked: listing.Wish) -> tuple[grids.Column, ...]:
    """The chosen columns; what a row is called links to its page.

    Where nobody chose, a column of which the list is narrowed to one value is left out: it stands above the list.
    """
    table, names = asked.listing.declared, asked.columns
    if names == asked.listing.shown:
        names = tuple(name for name in names if len(asked.facets.get(name, ())) != 1)
    made = (column(table, name) for name in names)
    named = table in grids.PAGES
    return tuple(grids.linked(c, "address_") if named and c.name == "name" else c for c in made)


def addressed(asked: listing.Wish, rows: list[reading.Row]) -> list[reading.Row]:
    """The rows, each with the address of its thing's page, and called there as everywhere where it has no name."""
    noun, key = asked.listing.declared, asked.listing.key[0]
    return [{**row, "address_": grids.thing_address(noun, row[key])} for row in called(asked, rows)]


def called(asked: listing.Wish, rows: list[reading.Row]) -> list[reading.Row]:
    """The rows, those without a name with what they are called."""
    noun, key = asked.listing.declared, asked.listing.key[0]
    nameless = [row[key] for row in rows if not row.get("name", "-")]
    if not nameless:
        return rows
    names = grids.names((noun, one) for one in nameless)
    return [row if row["name"] else {**row, "name": names.get(row[key])} for row in rows]
