"""What a JSON file holds, value by value, so that a large file takes little memory."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

import orjson

from grunnmur.collect.document import Document
from grunnmur.errors import CollectError

_BLOCK = 1 << 20
LARGEST_VALUE = 24 << 20
"""Characters. A group with 300,000 members takes as much; empty lists of this length, 500 MB."""
_FIRST_KEY = re.compile(r'\{"\w+"')


class DamagedError(Exception):
    """The file stops being JSON; what came before was given."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A value under a key of the file's own object, or one of the list under it.

    A file that is a list has no key; an empty list is a value.
    """

    key: str | None
    value: Any
    listed: bool


def entries(document: Document) -> Iterator[Entry]:
    """Each element of the file's list, or each key's value, lists element by element.

    Raises CollectError for what is nested too deeply or too large for one value, DamagedError
    where the file stops being JSON.
    """
    with document.open() as stream:
        reader = _Reader(stream)
        if reader.peek() == "[":
            yield from (Entry(None, value, listed=True) for value in _elements(reader))
            return
        reader.expect("{")
        while reader.peek() != "}":
            key = str(reader.value())
            reader.expect(":")
            yield from _under(reader, key)
            if reader.peek() == ",":
                reader.expect(",")


def _under(reader: _Reader, key: str) -> Iterator[Entry]:
    if reader.peek() != "[":
        yield Entry(key, reader.value(), listed=False)
        return
    count = 0
    for value in _elements(reader):
        count += 1
        yield Entry(key, value, listed=True)
    if not count:
        yield Entry(key, [], listed=False)


def _elements(reader: _Reader) -> Iterator[Any]:
    reader.expect("[")
    while reader.peek() != "]":
        yield reader.value()
        if reader.peek() == ",":
            reader.expect(",")
    reader.expect("]")


class _Reader:
    """JSON values one after the other from a stream, never holding much more than one."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")(errors="replace")
        self._json = json.JSONDecoder()
        self._text = ""
        self._at = 0
        self._ended = False

    def peek(self) -> str:
        """The next character that is not blank."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in " \t\r\n":
                self._at += 1
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more(_BLOCK):
                raise DamagedError("the file ends too early")

    def expect(self, character: str) -> None:
        """Steps over the character, which must be next."""
        if self.peek() != character:
            raise DamagedError(f"{character} expected")
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
                if len(self._text) - self._at > LARGEST_VALUE:
                    raise CollectError("json_too_large_value", characters=LARGEST_VALUE) from error
                if not self._more(wanted):
                    raise DamagedError(error.msg) from error
                wanted *= 2  # doubling keeps a value of any size linear
            except (RecursionError, ValueError) as error:
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
            raise DamagedError(str(error)) from error
        self._ended = not block
        self._text = self._text[self._at :] + self._decoder.decode(block, final=self._ended)
        self._at = 0
        return bool(block)
