"""The objects of a NetBox database, however they were written down."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from grunnmur.collect import json_stream, plain, values
from grunnmur.collect.claim import Note, reference
from grunnmur.collect.document import Document
from grunnmur.errors import CollectError

_COPY = re.compile(r'COPY (?:"?\w+"?\.)?"?(\w+)"? \((.*)\) FROM stdin;\s*$', re.IGNORECASE)
_LOOKED_UP = frozenset(
    f"dcim.{name}" for name in ("manufacturer", "devicetype", "devicerole", "platform")
) | {"ipam.vlan", "ipam.vrf", "django.content_type"}
_ESCAPED = re.compile(r"\\(.)")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v"}


@dataclass(frozen=True, slots=True)
class Thing:
    """One object: its model, primary key and fields."""

    model: str
    pk: str
    fields: Mapping[str, Any]
    line: int | None = None

    @property
    def key(self) -> str:
        """The object's key among all objects of the database."""
        return f"{self.model}:{self.pk}"

    @property
    def seen_at(self) -> datetime | None:
        """When the object was last changed."""
        written = self.fields.get("last_updated")
        return values.moment(written) if written else None

    def text(self, name: str) -> str | None:
        """A field as text."""
        value = self.fields.get(name)
        return str(value).strip() or None if value is not None else None

    def number(self, name: str) -> float | None:
        """A field as a number."""
        try:
            return float(self.fields[name])
        except (KeyError, TypeError, ValueError):
            return None

    def points_at(self, name: str) -> str | None:
        """The primary key a field points at; a dump's columns end in `_id`."""
        return self.text(name) or self.text(f"{name}_id")


@dataclass(frozen=True, slots=True)
class Dump:
    """The objects that are read or looked up, in the order they stand; the others are counted."""

    things: tuple[Thing, ...]
    notes: tuple[Note, ...] = ()
    unused: Mapping[str, int] = field(default_factory=dict)
    by_model: Mapping[str, Mapping[str, Thing]] = field(default_factory=dict)
    addresses: Mapping[str, tuple[Thing, ...]] = field(default_factory=dict)
    """Addresses, hardware ones too, by the key of the interface they are assigned to."""
    interfaces: Mapping[str, tuple[Thing, ...]] = field(default_factory=dict)
    """Interfaces by the key of the device or machine they belong to."""

    @staticmethod
    def of(document: Document, *, wanted: Set[str]) -> Dump:
        """Read from either form. CollectError when the document is neither."""
        start = document.head.lstrip()[:1]
        things, notes, unused = [], [], Counter[str]()
        by_model: dict[str, dict[str, Thing]] = defaultdict(dict)
        for found in _fixture(document) if start == b"[" else _sql(document):
            if isinstance(found, Note):
                notes.append(found)
                continue
            if found.model in wanted or found.model in _LOOKED_UP:
                by_model[found.model][found.pk] = found
            if found.model in wanted:
                things.append(found)
            else:
                unused[found.model] += 1
        return Dump(tuple(things), tuple(notes), unused, by_model).joined()

    def joined(self) -> Dump:
        """The same, with what is assigned to what looked up once."""
        numbers = (*self._all("ipam.ipaddress"), *self._all("dcim.macaddress"))
        cards = (*self._all("dcim.interface"), *self._all("virtualization.vminterface"))
        addresses = _grouped((self.assigned_to(thing), thing) for thing in numbers)
        interfaces = _grouped((self.owner(thing), thing) for thing in cards)
        return replace(self, addresses=addresses, interfaces=interfaces)

    def _all(self, model: str) -> Iterable[Thing]:
        return self.by_model.get(model, {}).values()

    def find(self, model: str, pk: str | None) -> Thing | None:
        """The object, or None."""
        return self.by_model.get(model, {}).get(pk) if pk else None

    def name(self, model: str, pk: str | None) -> str | None:
        """The name of an object."""
        found = self.find(model, pk)
        return found.text("name") if found else None

    def assigned_to(self, thing: Thing) -> Thing | None:
        """The interface an address is assigned to."""
        kind = thing.fields.get("assigned_object_type") or thing.text("assigned_object_type_id")
        model = ".".join(kind) if isinstance(kind, list) else self._content_type(kind)
        return self.find(model, thing.text("assigned_object_id")) if model else None

    def owner(self, interface: Thing) -> Thing | None:
        """The device or machine an interface belongs to."""
        return self.find("dcim.device", interface.points_at("device")) or self.find(
            "virtualization.virtualmachine", interface.points_at("virtual_machine")
        )

    def _content_type(self, written: object) -> str | None:
        found = self.find("django.content_type", str(written)) if written else None
        if found:
            return f"{found.text('app_label')}.{found.text('model')}"
        return str(written) if written and "." in str(written) else None


def refer(thing: Thing | None) -> str | None:
    """A reference to the object's own record."""
    return reference("record", thing.key) if thing else None


def _grouped(pairs: Iterable[tuple[Thing | None, Thing]]) -> dict[str, tuple[Thing, ...]]:
    found: dict[str, list[Thing]] = defaultdict(list)
    for owner, thing in pairs:
        if owner:
            found[owner.key].append(thing)
    return {key: tuple(several) for key, several in found.items()}


def _fixture(document: Document) -> Iterator[Thing | Note]:
    number = 0
    try:
        for entry in json_stream.entries(document):
            if entry.key is not None:
                raise CollectError("json_other_shape", wanted="NetBox")
            number += 1
            yield _written(entry.value, number)
    except json_stream.DamagedError as damage:
        if not number:
            raise CollectError("json_damaged", reason=str(damage)) from damage
        yield Note("truncated", {"reason": str(damage), "read": number})


def _written(said: object, number: int) -> Thing | Note:
    if isinstance(said, dict) and isinstance(said.get("fields"), dict):
        return Thing(str(said.get("model")), str(said.get("pk", number)), said["fields"])
    return Note("row_unreadable", {"row": number}, row=True)


def _sql(document: Document) -> Iterator[Thing | Note]:
    encoding = plain.encoding(document)
    lines = enumerate(plain.lines(document, encoding=encoding), 1)
    count = 0
    for _, line in lines:
        if copy := _COPY.match(line):
            columns = [name.strip().strip('"') for name in copy[2].split(",")]
            for found in _block(lines, copy[1].replace("_", ".", 1), columns):
                count += 1
                yield found
    if not count:
        raise CollectError("sql_without_copy")


def _block(
    lines: Iterator[tuple[int, str]], model: str, columns: list[str]
) -> Iterator[Thing | Note]:
    """The rows of one COPY, up to the line that ends it."""
    for number, written in lines:
        line = written.rstrip("\r\n")
        if line == "\\.":
            return
        cells = line.split("\t")
        if len(cells) != len(columns):
            facts = {"cells": len(cells), "headings": len(columns)}
            yield Note("row_does_not_fit", facts, number, row=True)
            continue
        fields = {name: _cell(cell) for name, cell in zip(columns, cells, strict=True)}
        yield Thing(model, fields.get("id") or str(number), fields, number)
    yield Note("truncated", {"reason": f"COPY {model}"})


def _cell(written: str) -> str | None:
    if written == "\\N":
        return None
    if "\\" not in written:
        return written
    return _ESCAPED.sub(lambda match: _ESCAPES.get(match[1], match[1]), written)
