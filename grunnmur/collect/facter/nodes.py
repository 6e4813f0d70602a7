"""A node by its facts, structured as today or flat as before Facter 3."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from grunnmur.collect import machine, trees
from grunnmur.collect.claim import SELF, Claim, Found, Note, Record
from grunnmur.collect.document import Document
from grunnmur.errors import CollectError


def all_in(document: Document) -> Iterator[tuple[str | None, Mapping[str, Any]]]:
    """Each node's certificate name, where the file tells it, and its facts."""
    tree = trees.json(document)
    if isinstance(tree, list):
        yield from _stored(trees.objects(tree))
        return
    if not isinstance(tree, dict):
        raise CollectError("json_not_an_object")
    yield _alone(tree)


def found(name: str | None, facts: Mapping[str, Any], document: str) -> Found:
    """The node, or a note where its facts do not tell which it is."""
    identifiers = tuple(dict.fromkeys(_identifiers(facts)))
    if not identifiers and name is None:
        return Note("host_without_facts", {"host": document, "reason": "no name"}, row=True)
    names = _names(facts)
    about = Claim("asset", _attributes(facts), identifiers)
    return Record(name or (names[0][1] if names else document), (about, *_addresses(facts)))


def _alone(tree: Mapping[str, Any]) -> tuple[str | None, Mapping[str, Any]]:
    """One node's facts, as Facter prints them or within what Puppet adds."""
    for name in ("facts", "values"):
        if isinstance(tree.get(name), dict):
            return trees.words(tree.get("certname") or tree.get("name")), tree[name]
    return None, tree


def _stored(rows: list[dict[str, Any]]) -> Iterator[tuple[str | None, Mapping[str, Any]]]:
    """Rows of a fact store: one for each node and fact, or one for each node. Without a certificate's name each
    row is a node of its own: what Facter prints on several, put in one list."""
    by_node: dict[str, dict[str, Any]] = defaultdict(dict)
    for row in rows:
        node = trees.words(row.get("certname"))
        if node is None:
            yield _alone(row)
        elif isinstance(row.get("facts"), dict):
            by_node[node].update(row["facts"])
        else:
            by_node[node][str(row.get("name"))] = row.get("value")
    yield from by_node.items()


def _attributes(facts: Mapping[str, Any]) -> dict[str, object]:
    system = _first(facts, "os.name", "operatingsystem")
    release = _first(facts, "os.release.full", "operatingsystemrelease")
    windows = _first(facts, "os.windows.product_name")
    edition = " ".join(part for part in (system, release) if part) or None
    model = _first(facts, "dmi.product.name", "productname")
    chassis = _first(facts, "dmi.chassis.type", "chassistype") or ""
    server = _first(facts, "os.windows.installation_type") in ("Server", "Server Core")
    return {
        "kind": machine.kind(
            chassis=chassis,
            model=model or "",
            system="server" if server else windows or "",
            virtual=str(facts.get("is_virtual")).lower() == "true",
        ),
        "name": _first(facts, "networking.hostname", "hostname"),
        "vendor": _first(facts, "dmi.manufacturer", "manufacturer"),
        "model": model,
        "os_name": windows or edition,
        "version": _first(facts, "kernelversion") if windows else release,
    }


def _identifiers(facts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    named = (
        ("serial", _first(facts, "dmi.product.serial_number", "serialnumber")),
        ("uuid", _first(facts, "dmi.product.uuid", "uuid")),
        ("asset_tag", _first(facts, "dmi.chassis.asset_tag", "boardassettag")),
    )
    yield from ((kind, value) for kind, value in named if value)
    yield from _names(facts)
    for mac, ips in _interfaces(facts):
        if mac and machine.usable_mac(mac):
            yield "mac", mac
        yield from (("ip", ip) for ip in ips)


def _names(facts: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    full_name = _first(facts, "networking.fqdn", "fqdn")
    return machine.names(full_name, _first(facts, "networking.hostname", "hostname"))


def _addresses(facts: Mapping[str, Any]) -> Iterator[Claim]:
    for mac, ips in _interfaces(facts):
        for ip in ips:
            yield Claim("address", {"asset_id": SELF, "mac": mac, "ip": ip})


def _interfaces(facts: Mapping[str, Any]) -> Iterator[tuple[str | None, list[str]]]:
    """Hardware address and addresses of each interface that is the machine's own."""
    structured = trees.member(facts, "networking", "interfaces")
    for name, interface in structured.items() if isinstance(structured, dict) else ():
        if isinstance(interface, dict) and not machine.is_inside(name):
            bound = (trees.objects(interface.get(kind)) for kind in ("bindings", "bindings6"))
            written = [binding.get("address") for several in bound for binding in several]
            alone = [] if written else [interface.get("ip"), interface.get("ip6")]
            yield trees.words(interface.get("mac")), _usable([*written, *alone])
    if not structured:
        for name, mac in facts.items():
            interface_name = name.removeprefix("macaddress_")
            if interface_name != name and not machine.is_inside(interface_name):
                yield trees.words(mac), _usable([facts.get(f"ipaddress_{interface_name}")])


def _usable(written: list[object]) -> list[str]:
    texts = ((trees.words(value) or "").partition("%")[0] for value in written)
    return [text for text in texts if machine.usable_ip(text)]


def _first(facts: Mapping[str, Any], *paths: str) -> str | None:
    """The first fact that says something: `dmi.product.uuid` is nested, flat names are not."""
    texts = (trees.words(trees.member(facts, *path.split("."))) for path in paths)
    return next((text for text in texts if text), None)
