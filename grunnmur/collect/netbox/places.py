"""Sites, rooms, networks, and the organisations and people around them."""

from __future__ import annotations

from grunnmur.collect.claim import Claim, Found, Note, Record
from grunnmur.collect.netbox.dump import Dump, Thing, refer


def tenant(thing: Thing, dump: Dump) -> Found:
    """A tenant, as the organisation it is."""
    return _record(thing, Claim("organisation", {"name": thing.text("name")}))


def provider(thing: Thing, dump: Dump) -> Found:
    """A provider of circuits, as a supplier."""
    return _record(thing, Claim("organisation", {"name": thing.text("name"), "kind": "supplier"}))


def contact(thing: Thing, dump: Dump) -> Found:
    """A contact, as a person."""
    email = thing.text("email")
    identifiers = (("email", email),) if email else ()
    return _record(thing, Claim("person", {"name": thing.text("name")}, identifiers))


def site(thing: Thing, dump: Dump) -> Found:
    """A site and the tenant that has it."""
    tenant_name = dump.name("tenancy.tenant", thing.points_at("tenant"))
    values = {"name": thing.text("name"), "kind": "site", "organisation_id": tenant_name}
    return _record(thing, Claim("location", values))


def location(thing: Thing, dump: Dump) -> Found:
    """A place within a site."""
    above = dump.find("dcim.location", thing.points_at("parent"))
    parent = above or dump.find("dcim.site", thing.points_at("site"))
    values = {"name": thing.text("name"), "kind": "room", "parent_id": refer(parent)}
    return _record(thing, Claim("location", values))


def prefix(thing: Thing, dump: Dump) -> Found:
    """A network. A container only sums up the networks in it."""
    if thing.text("status") == "container":
        return Note("prefix_is_container", {}, row=True)
    vlan = dump.find("ipam.vlan", thing.points_at("vlan"))
    values = {
        "cidr": thing.text("prefix"),
        "name": thing.text("description") or (vlan.text("name") if vlan else None),
        "vlan": vlan.text("vid") if vlan else None,
        "realm": dump.name("ipam.vrf", thing.points_at("vrf")),
        "location_id": refer(_site(thing, dump)),
    }
    return _record(thing, Claim("network", values))


def _site(thing: Thing, dump: Dump) -> Thing | None:
    """The site of a prefix: its own field, or since version 4.2 its scope."""
    return dump.find("dcim.site", thing.points_at("site") or thing.points_at("_site"))


def _record(thing: Thing, claim: Claim) -> Record:
    return Record(thing.key, (claim,), thing.line, thing.seen_at)
