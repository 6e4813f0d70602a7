"""Users and groups as accounts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from grunnmur.collect.claim import SELF, Claim, Found, Note, Record, reference
from grunnmur.collect.sharphound.collection import Collection, Thing

_SERVICE_NAME = re.compile(
    r"^(svc|srv|service|gmsa|msa|msol|task|batch|sa)[-_.]|^(svc|service)|[-_.](svc|service|srv)$|\$$",
    re.IGNORECASE,
)
_BUILT_IN = {"500": "shared", "501": "shared", "502": "service"}  # Administrator, Guest, krbtgt
_PASSWORDS = ("userpassword", "unixpassword", "unicodepassword", "sfupassword")


def account(thing: Thing, collection: Collection) -> Iterator[Found]:
    """A user with its primary group, and a note where the directory holds a readable password."""
    said = {
        "kind": _kind(thing),
        "enabled": thing.flag("enabled"),
        "last_logon_at": _last_logon(thing),
        "person_id": reference("employee_no", _employee_no(thing)),
    }
    claims = [_named(thing, said)]
    if primary := thing.said.get("PrimaryGroupSid") or thing.said.get("PrimaryGroupSID"):
        group_id = reference("sid", str(primary))
        claims.append(Claim("membership", {"account_id": SELF, "group_id": group_id}))
    yield Record(thing.sid or "", tuple(claims), None, collection.seen_at)
    if any(thing.text(name) for name in _PASSWORDS):
        yield Note("password_in_directory", {"account": thing.text("name")})


def group(thing: Thing, collection: Collection, *, strangers: Iterable[Claim] = ()) -> Found:
    """A group, with those of other domains in it. Its members come in a batch."""
    claim = _named(thing, {"kind": "group"})
    return Record(thing.sid or "", (claim, *strangers), None, collection.seen_at)


def _named(thing: Thing, said: dict[str, object]) -> Claim:
    name, domain = _name(thing)
    values = {
        **said,
        "name": name,
        "domain": domain,
        "created_on": created.date() if (created := thing.instant("whencreated")) else None,
        "privileged": thing.flag("admincount"),
    }
    identifiers = {
        "sid": thing.sid,
        "account_name": f"{name}@{domain}" if name and domain else name,
        "email": thing.text("email"),
        "employee_no": _employee_no(thing),
    }
    return Claim("account", values, tuple((k, v) for k, v in identifiers.items() if v))


def _name(thing: Thing) -> tuple[str | None, str | None]:
    """The account's name and its domain; SharpHound writes `NAME@DOMAIN` in capitals."""
    short, _, behind = (thing.text("name") or "").rpartition("@")
    domain = thing.text("domain") or behind or None
    return thing.text("samaccountname") or short or behind or None, domain


def _kind(thing: Thing) -> str:
    """Service for what has a service name, or is named like one; built-in ones as known."""
    sid = thing.sid or ""
    if sid.startswith("S-1-5-21-") and (built_in := _BUILT_IN.get(sid.rpartition("-")[2])):
        return built_in
    name, _ = _name(thing)
    if thing.flag("hasspn") or _SERVICE_NAME.search(name or ""):
        return "service"
    return "personal"


def _last_logon(thing: Thing) -> object:
    found = [at for name in ("lastlogon", "lastlogontimestamp") if (at := thing.instant(name))]
    return max(found, default=None)


def _employee_no(thing: Thing) -> str | None:
    return thing.text("employeeid") or thing.text("employeenumber")
