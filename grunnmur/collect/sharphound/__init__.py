"""SharpHound collections of Active Directory: accounts, groups, computers, and what leads from one to another.

Reads versions 3 (one key a type), 4, and 5 and later (`data`, results wrapped with whether they
could be collected). Members, sessions, local rights and links travel as batches: the object that
lists them is the row, and gives a record where it is an account or a computer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from grunnmur.collect.claim import Found, Note
from grunnmur.collect.document import Document
from grunnmur.collect.sharphound import accounts, computers
from grunnmur.collect.sharphound.collection import Collection, Thing, things
from grunnmur.collect.sharphound.links import KINDS, Links
from grunnmur.collect.sharphound.relations import Relations, strangers

_START = re.compile(
    rb'\s*\{\s*"(?:users|computers|groups|domains|ous|gpos|containers|data|meta)"\s*:'
)
_OBJECT = re.compile(rb'"(?:ObjectIdentifier|objectid|domainsid)"\s*:')
_META = re.compile(
    rb'"meta"\s*:\s*\{[^{}]*"type"\s*:\s*"[a-z]+"[^{}]*"version"\s*:\s*\d|'
    rb'"meta"\s*:\s*\{[^{}]*"version"\s*:\s*\d[^{}]*"type"\s*:\s*"[a-z]+"'
)


def recognise(document: Document) -> bool:
    """Whether the document is one JSON file of a SharpHound collection."""
    head = document.head.removeprefix(b"\xef\xbb\xbf")
    if not _START.match(head):
        return False
    return bool(b'"Properties"' in head and _OBJECT.search(head)) or bool(_META.search(head))


def parse(document: Document) -> Iterator[Found]:
    """One record or note an object; what hangs on objects in batches; notes on what was left."""
    collection = Collection.of(document)
    if collection.kind not in KINDS:
        yield from _unused(document, collection.kind)
        return
    links = Links(collection.kind)
    relations = Relations(collection.seen_at, links)
    bare = 0
    for thing in things(document):
        if isinstance(thing, Note):
            yield thing
        elif thing.sid is None:
            yield Note("object_without_id", {"name": thing.text("name")}, row=True)
        elif thing.said.get("IsDeleted"):
            yield Note("object_deleted", {"sid": thing.sid}, row=True)
        elif KINDS[collection.kind] == "principal":
            yield from _principal(thing, collection, relations)
            links.take(thing)
        elif links.take(thing) | relations.policy_rights(thing):
            links.count_row()
        else:
            bare += 1
        yield from relations.full()
        yield from links.full()
    if bare:
        yield Note("directory_objects_bare", {"type": collection.kind, "rows": bare}, row=True)
    yield from relations.rest()
    yield from links.rest()
    yield from relations.notes()
    yield from links.notes()


def _principal(thing: Thing, collection: Collection, relations: Relations) -> Iterator[Found]:
    if collection.kind == "users":
        yield from accounts.account(thing, collection)
    elif collection.kind == "groups":
        yield accounts.group(thing, collection, strangers=strangers(thing))
        relations.members(thing)
    else:
        yield computers.computer(thing, collection, strangers=strangers(thing))
        relations.sessions(thing)
        relations.local_rights(thing)


def _unused(document: Document, kind: str) -> Iterator[Found]:
    rows = 0
    for thing in things(document):
        if isinstance(thing, Note):
            yield thing
        else:
            rows += 1
    if rows:
        yield Note("directory_objects_not_used", {"type": kind, "rows": rows}, row=True)
