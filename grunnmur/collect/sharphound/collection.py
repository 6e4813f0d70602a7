"""The objects of one file, read one at a time, so that a large domain takes little memory."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, BinaryIO

import orjson

from grunnmur.collect.claim import Note
from grunnmur.collect.document import Document
from grunnmur.errors import CollectError

_DIRECTORY = ("users", "computers", "groups", "domains", "ous", "gpos", "containers", "sessions")
_CERTIFICATES = "aiacas rootcas enterprisecas ntauthstores certtemplates issuancepolicies"
_KINDS = frozenset((*_DIRECTORY, *_CERTIFICATES.split()))
_TYPE = re.compile(rb'"meta"\s*:\s*\{[^{}]*"type"\s*:\s*"([a-z]+)"')
_OWN_KEY = re.compile(rb'\s*\{\s*"([a-z]+)"\s*:\s*\[')
_FIRST_KEY = re.compile(r'\{"\w+"')
_TAKEN_AT = re.compile(r"(20\d{12})_")
_BLOCK = 1 << 20
_LARGEST_OBJECT = 256 << 20
"""Characters. A group that lists a million members takes some 100 MB."""


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
    with document.open() as stream:
        reader = _Reader(stream)
        try:
            _enter_list(reader)
            yield from _listed(reader)
        except _EndedError as error:
            if not reader.count:
                raise CollectError("json_damaged", reason=str(error)) from error
            yield Note("truncated", {"reason": str(error), "read": reader.count})


def _enter_list(reader: _Reader) -> None:
    """Steps into the list of objects, past a description that stands first."""
    reader.expect("{")
    while (key := reader.value()) == "meta":
        reader.expect(":")
        reader.value()
        reader.expect(",")
    if key not in _KINDS and key != "data":
        raise CollectError("json_other_shape", wanted="SharpHound")
    reader.expect(":")
    reader.expect("[")


def _listed(reader: _Reader) -> Iterator[Thing | Note]:
    if reader.peek() == "]":
        return
    while True:
        said = reader.value()
        reader.count += 1
        if isinstance(said, dict):
            properties = said.get("Properties")
            yield Thing(said, properties if isinstance(properties, dict) else {})
        else:
            yield Note("row_unreadable", {"row": reader.count}, row=True)
        if reader.peek() == "]":
            return
        reader.expect(",")


class _EndedError(Exception):
    """The text stops being JSON."""


class _Reader:
    """JSON values one after the other from a stream, never holding much more than one."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")(errors="replace")
        self._json = json.JSONDecoder()
        self._text = ""
        self._at = 0
        self._ended = False
        self.count = 0

    def peek(self) -> str:
        """The next character that is not blank."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in " \t\r\n":
                self._at += 1
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more(_BLOCK):
                raise _EndedError("the file ends too early")

    def expect(self, character: str) -> None:
        """Steps over the character, which must be next."""
        if self.peek() != character:
            raise _EndedError(f"{character} expected")
        self._at += 1

    def value(self) -> Any:  # noqa: ANN401 any JSON value
        """The next value."""
        self.peek()
        wanted = _BLOCK
        while True:
            if (whole := self._whole_object()) is not None:
                return whole
            try:
                found, self._at = self._json.raw_decode(self._text, self._at)
                return found
            except json.JSONDecodeError as error:
                if len(self._text) > _LARGEST_OBJECT:
                    raise CollectError(
                        "json_too_large_value", characters=_LARGEST_OBJECT
                    ) from error
                if not self._more(wanted):
                    raise _EndedError(error.msg) from error
                wanted *= 2  # doubling keeps a value of any size linear
            except RecursionError as error:
                raise CollectError("json_too_deep") from error

    def _whole_object(self) -> Any:  # noqa: ANN401 any JSON object
        """The object up to where the next seems to begin, several times faster than not knowing.

        A wrong guess does no harm: no part of an object that ends early is JSON.
        """
        first_key = _FIRST_KEY.match(self._text, self._at)
        end = self._text.find("}," + first_key[0], self._at) if first_key else -1
        if end < 0:
            return None
        try:
            found = orjson.loads(self._text[self._at : end + 1])
        except orjson.JSONDecodeError:
            return None
        self._at = end + 1
        return found

    def _more(self, size: int) -> bool:
        """Reads on, forgetting what was used. False at the end."""
        if self._ended:
            return False
        try:
            block = self._stream.read(size)
        except (EOFError, OSError) as error:
            raise _EndedError(str(error)) from error
        self._ended = not block
        self._text = self._text[self._at :] + self._decoder.decode(block, final=self._ended)
        self._at = 0
        return bool(block)


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
