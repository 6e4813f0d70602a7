"""SharpHound collections of Active Directory: accounts, groups, computers, sessions, local rights.

Reads versions 3 (one key a type), 4 and 5 and later (`data`, results wrapped with whether they
could be collected). Members, sessions and local rights travel as batches of no rows of their own:
the object that lists them is the row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from grunnmur.collect.claim import Found, Note
from grunnmur.collect.document import Document
from grunnmur.collect.sharphound import accounts, computers
from grunnmur.collect.sharphound.collection import Collection, Thing, things
from grunnmur.collect.sharphound.relations import Relations

_START = re.compile(
    rb'\s*\{\s*"(?:users|computers|groups|domains|ous|gpos|containers|data|meta)"\s*:'
)
_OBJECT = re.compile(rb'"(?:ObjectIdentifier|objectid|domainsid)"\s*:')
_META = re.compile(
    rb'"meta"\s*:\s*\{[^{}]*"type"\s*:\s*"[a-z]+"[^{}]*"version"\s*:\s*\d|'
    rb'"meta"\s*:\s*\{[^{}]*"version"\s*:\s*\d[^{}]*"type"\s*:\s*"[a-z]+"'
)
_UNUSED = {
    "users": "Aces, AllowedToDelegate, HasSIDHistory, SPNTargets",
    "groups": "Aces",
    "computers": "Aces, AllowedToAct, AllowedToDelegate, HasSIDHistory",
}


def recognise(document: Document) -> bool:
    """Whether the document is one JSON file of a SharpHound collection."""
    head = document.head.removeprefix(b"\xef\xbb\xbf")
    if not _START.match(head):
        return False
    return bool(b'"Properties"' in head and _OBJECT.search(head)) or bool(_META.search(head))


def parse(document: Document) -> Iterator[Found]:
    """One record or note an object; what hangs on objects in batches; notes on what was left."""
    collection = Collection.of(document)
    relations = Relations(collection.seen_at)
    unused = 0
    for thing in things(document):
        if isinstance(thing, Note):
            yield thing
        elif collection.kind in _UNUSED:
            yield from _read(thing, collection, relations)
            yield from relations.full()
        else:
            unused += 1
    if unused:
        facts = {"type": collection.kind, "rows": unused}
        yield Note("directory_objects_not_used", facts, row=True)
    yield from relations.rest()
    yield from relations.notes()
    if collection.kind in _UNUSED:
        yield Note("fields_not_used", {"type": collection.kind, "fields": _UNUSED[collection.kind]})


def _read(thing: Thing, collection: Collection, relations: Relations) -> Iterator[Found]:
    if thing.sid is None:
        yield Note("object_without_id", {"name": thing.text("name")}, row=True)
    elif thing.said.get("IsDeleted"):
        yield Note("object_deleted", {"sid": thing.sid}, row=True)
    elif collection.kind == "users":
        yield from accounts.account(thing, collection)
    elif collection.kind == "groups":
        yield accounts.group(thing, collection)
        relations.members(thing)
    else:
        yield computers.computer(thing, collection)
        relations.sessions(thing)
        relations.local_rights(thing)
