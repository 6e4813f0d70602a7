"""ArchiMate models: the Open Group's exchange format (2.1, 3) and Archi's own files."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from grunnmur.collect import trees
from grunnmur.collect.archimate import model
from grunnmur.collect.archimate.model import Element, Model, Relation
from grunnmur.collect.archimate.ownership import CARRYING, Ownership
from grunnmur.collect.claim import Claim, Found, Note, Record, reference
from grunnmur.collect.document import Document
from grunnmur.errors import CollectError

_ROOT = re.compile(
    rb"<(?:\w+:)?model\s[^>]*(?:opengroup\.org/xsd/archimate|archimatetool\.com/archimate)"
)
_HOSTNAME = re.compile(r"^(?=.*\d)[A-Za-z0-9][A-Za-z0-9.-]*$")
"""A node's name that can be a machine's: one word with a number in it."""


def recognise(document: Document) -> bool:
    """Whether its root is a model of one of the two."""
    return _ROOT.search(document.head[:8192]) is not None


def parse(document: Document) -> Iterator[Found]:
    """One record an application or node, and one a relation that says who needs whom."""
    found = model.of(trees.xml(document))
    if not found.elements:
        raise CollectError("model_empty")
    owners = Ownership(found)
    yield from _things(found, owners)
    yield from _relations(found, owners)


def _things(found: Model, owners: Ownership) -> Iterator[Found]:
    names = Counter(element.name for element in found.elements.values())
    unused: Counter[str] = Counter()
    for element in found.elements.values():
        noun = owners.noun(element.key)
        if noun is None:
            unused[element.kind] += 1
        elif element.name is None:
            yield Note("model_element_unnamed", {"key": element.key}, row=True)
        else:
            yield Record(element.key, (_thing(element, noun, alone=names[element.name] == 1),))
    for kind, count in sorted(unused.items()):
        yield Note("model_element_not_used", {"kind": kind, "rows": count}, row=True)


def _thing(element: Element, noun: str, *, alone: bool) -> Claim:
    identifiers: tuple[tuple[str, str], ...] = ()
    if noun == "asset" and alone and element.name and _HOSTNAME.match(element.name):
        identifiers = (("hostname", element.name),)
    return Claim(noun, {"name": element.name}, identifiers)


def _relations(found: Model, owners: Ownership) -> Iterator[Found]:
    left_out: Counter[tuple[str, str]] = Counter()
    for relation in found.relations:
        if relation.source not in found.elements or relation.target not in found.elements:
            yield Note("model_relation_broken", {"key": relation.key}, row=True)
        elif claims := _claims(relation, owners):
            yield Record(relation.key, claims)
        else:
            left_out[_reason(relation, owners), relation.kind] += 1
    for (code, kind), count in sorted(left_out.items()):
        yield Note(code, {"kind": kind, "rows": count}, row=True)


def _claims(relation: Relation, owners: Ownership) -> tuple[Claim, ...]:
    """What the relation says of things, through the services and functions they stand behind."""
    sources, targets = owners.things(relation.source), owners.things(relation.target)
    if relation.kind in (
        "serving",
        "flow",
    ):  # who serves is needed by who is served; who receives needs the sender
        pairs = [(needs, needed) for needs in targets for needed in sources if needs != needed]
        return tuple(_dependency(owners, needs, needed) for needs, needed in pairs)
    if (
        relation.kind in ("realization", "assignment")
        and owners.noun(relation.target) == "application"
    ):
        return tuple(
            _component(relation.target, one) for one in sources if owners.noun(one) == "asset"
        )
    return ()


def _dependency(owners: Ownership, consumer: str, provider: str) -> Claim:
    return Claim(
        "dependency",
        {
            "consumer_kind": owners.noun(consumer),
            "consumer_id": reference("record", consumer),
            "provider_kind": owners.noun(provider),
            "provider_id": reference("record", provider),
            "origin": "declared",
        },
    )


def _component(application: str, asset: str) -> Claim:
    return Claim(
        "component",
        {
            "application_id": reference("record", application),
            "asset_id": reference("record", asset),
        },
    )


def _reason(relation: Relation, owners: Ownership) -> str:
    """Why a relation claims nothing: it was a step on the way to things, or says nothing of them."""
    step = (
        relation.kind in CARRYING
        and owners.things(relation.source)
        and owners.things(relation.target)
    )
    return "model_relation_followed" if step else "model_relation_not_used"
