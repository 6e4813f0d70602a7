"""Computers of the directory as assets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from grunnmur.collect.claim import Claim, Found, Record
from grunnmur.collect.sharphound.collection import Collection, Thing

_CLIENTS = ("windows 1", "windows 7", "windows 8", "windows xp", "windows vista", "macos", "mac os")

_CONTROLLERS = ("498", "516", "521")  # well-known groups: of the forest, of the domain, read-only


def computer(thing: Thing, collection: Collection, *, strangers: Iterable[Claim] = ()) -> Found:
    """A computer account as the thing it stands for, with those of other domains that it lets in."""
    os_name = thing.text("operatingsystem")
    values = {
        "kind": _kind(os_name),
        "name": _short_name(thing),
        "role": "directory" if _directory_server(thing) else None,
        "os_name": os_name,
        "version": thing.text("operatingsystemversion"),
        "first_seen_at": thing.instant("whencreated"),
        "last_seen_at": _last_seen(thing),
    }
    claim = Claim("asset", values, tuple(_identifiers(thing)))
    return Record(thing.sid or "", (claim, *strangers), None, collection.seen_at)


def _kind(os_name: str | None) -> str | None:
    """Server or client where the operating system says it; Linux says neither."""
    name = (os_name or "").casefold()
    if "server" in name:
        return "server"
    return "client" if name.startswith(_CLIENTS) else None


def _directory_server(thing: Thing) -> bool:
    """Whether it runs the directory: said outright, or its primary group is one of domain controllers."""
    primary = str(thing.said.get("PrimaryGroupSID") or thing.said.get("PrimaryGroupSid") or "")
    return bool(thing.flag("isdc")) or primary.rpartition("-")[2] in _CONTROLLERS


def _short_name(thing: Thing) -> str | None:
    written = thing.text("samaccountname")
    if written:
        return written.removesuffix("$")
    return (thing.text("name") or "").partition(".")[0] or None


def _identifiers(thing: Thing) -> Iterator[tuple[str, str]]:
    if thing.sid:
        yield "sid", thing.sid
    long_name = thing.text("dnshostname") or thing.text("name")
    if long_name and "." in long_name:
        yield "fqdn", long_name
    if short_name := _short_name(thing):
        yield "hostname", short_name


def _last_seen(thing: Thing) -> object:
    found = [at for name in ("lastlogon", "lastlogontimestamp") if (at := thing.instant(name))]
    return max(found, default=None)
