"""The objects of one file, read one at a time, so that a large domain takes little memory."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from grunnmur.collect import json_stream
from grunnmur.collect.claim import Note
from grunnmur.collect.document import Document
from grunnmur.errors import CollectError

_DIRECTORY = ("users", "computers", "groups", "domains", "ous", "gpos", "containers", "sessions")
_CERTIFICATES = "aiacas rootcas enterprisecas ntauthstores certtemplates issuancepolicies"
_KINDS = frozenset((*_DIRECTORY, *_CERTIFICATES.split()))
_LISTS = frozenset((*_KINDS, "data"))
_TYPE = re.compile(rb'"meta"\s*:\s*\{[^{}]*"type"\s*:\s*"([a-z]+)"')
_OWN_KEY = re.compile(rb'\s*\{\s*"([a-z]+)"\s*:\s*\[')
_TAKEN_AT = re.compile(r"(20\d{12})_")
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Collection:
    """What kind of objects the file holds and when they were collected."""

    kind: str
    seen_at: datetime | None

    @staticmethod
    def of(document: Document) -> Collection:
        """Read from the file's own description, wherever it stands, else from its name."""
        return Collection(_kind(document), _taken_at(document.name))


@dataclass(frozen=True, slots=True)
class Thing:
    """One object of the directory."""

    said: Mapping[str, Any]
    properties: Mapping[str, Any]

    @property
    def sid(self) -> str | None:
        """Its identifier; well-known ones carry their domain in front."""
        written = self.said.get("ObjectIdentifier") or self.properties.get("objectid")
        return str(written) if written else None

    def text(self, name: str) -> str | None:
        """A property as text."""
        value = self.properties.get(name)
        return str(value).strip() or None if value is not None else None

    def flag(self, name: str) -> bool | None:
        """A yes/no property; None when it was not collected."""
        value = self.properties.get(name)
        return None if value is None else str(value).casefold() in ("true", "1")

    def instant(self, name: str) -> datetime | None:
        """A property that holds Unix seconds; 0 and -1 mean never, which is not known to us."""
        try:
            seconds = int(self.properties.get(name) or 0)
            return (
                datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None) if seconds > 0 else None
            )
        except (TypeError, ValueError, OverflowError, OSError):
            return None

    def listed(self, *names: str) -> list[Mapping[str, Any]]:
        """The entries of a list, wrapped in `Results` since version 4."""
        for name in names:
            value = self.said.get(name)
            if isinstance(value, dict):
                value = value.get("Results")
            if isinstance(value, list):
                return [entry for entry in value if isinstance(entry, dict)]
        return []


def things(document: Document) -> Iterator[Thing | Note]:
    """Each object of the file's list; a note where the file ends too early."""
    count = 0
    try:
        for entry in json_stream.entries(document):
            if not entry.listed:
                continue
            if entry.key not in _LISTS:
                raise CollectError("json_other_shape", wanted="SharpHound")
            count += 1
            yield _thing(entry.value, count)
    except json_stream.DamagedError as damage:
        if not count:
            raise CollectError("json_damaged", reason=str(damage)) from damage
        yield Note("truncated", {"reason": str(damage), "read": count})


def _thing(said: object, number: int) -> Thing | Note:
    if not isinstance(said, dict):
        return Note("row_unreadable", {"row": number}, row=True)
    properties = said.get("Properties")
    return Thing(said, properties if isinstance(properties, dict) else {})


def _kind(document: Document) -> str:
    described = _TYPE.search(document.head) or _TYPE.search(_tail(document))
    if described:
        return described[1].decode()
    own = _OWN_KEY.match(document.head.removeprefix(b"\xef\xbb\xbf"))
    if own and own[1].decode() in _KINDS:
        return own[1].decode()
    name = document.name.casefold()
    for kind in sorted(_KINDS):
        if kind in name:
            return kind
    raise CollectError("kind_unknown", name=document.name)


def _tail(document: Document) -> bytes:
    """The last kilobytes: where SharpHound describes what it wrote."""
    last, before = b"", b""
    try:
        with document.open() as stream:
            while block := stream.read(_BLOCK):
                before, last = last, block
    except (EOFError, OSError):
        return b""
    return (before + last)[-4096:]


def _taken_at(name: str) -> datetime | None:
    found = _TAKEN_AT.search(name)
    try:
        return datetime.strptime(found[1], "%Y%m%d%H%M%S") if found else None  # noqa: DTZ007 collector's clock
    except ValueError:
        return None
