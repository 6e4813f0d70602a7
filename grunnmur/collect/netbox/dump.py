"""The objects of a NetBox database, however they were written down."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from grunnmur.collect import trees, values
from grunnmur.collect.claim import Note, reference
from grunnmur.collect.document import Document
from grunnmur.errors import CollectError

_COPY = re.compile(r'COPY (?:"?\w+"?\.)?"?(\w+)"? \((.*)\) FROM stdin;$', re.IGNORECASE)
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
    """All objects in the order they stand, and by model and primary key."""

    things: tuple[Thing, ...]
    notes: tuple[Note, ...] = ()
    by_model: Mapping[str, Mapping[str, Thing]] = field(default_factory=dict)
    addresses: Mapping[str, tuple[Thing, ...]] = field(default_factory=dict)
    """Addresses, hardware ones too, by the key of the interface they are assigned to."""
    interfaces: Mapping[str, tuple[Thing, ...]] = field(default_factory=dict)
    """Interfaces by the key of the device or machine they belong to."""

    @staticmethod
    def of(document: Document) -> Dump:
        """Read from either form. CollectError when the document is neither."""
        start = document.head.lstrip()[:1]
        things, notes = _fixture(document) if start == b"[" else _sql(document)
        by_model: dict[str, dict[str, Thing]] = defaultdict(dict)
        for thing in things:
            by_model[thing.model][thing.pk] = thing
        draft = Dump(things, notes, by_model)
        numbers = (*by_model["ipam.ipaddress"].values(), *by_model["dcim.macaddress"].values())
        cards = (
            *by_model["dcim.interface"].values(),
            *by_model["virtualization.vminterface"].values(),
        )
        addresses = _grouped((draft.assigned_to(thing), thing) for thing in numbers)
        interfaces = _grouped((draft.owner(thing), thing) for thing in cards)
        return Dump(things, notes, by_model, addresses, interfaces)

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


def _fixture(document: Document) -> tuple[tuple[Thing, ...], tuple[Note, ...]]:
    content = trees.json(document)
    if not isinstance(content, list):
        raise CollectError("json_other_shape", wanted="NetBox")
    things, notes = [], []
    for number, entry in enumerate(content, 1):
        if isinstance(entry, dict) and isinstance(entry.get("fields"), dict):
            pk = entry.get("pk", number)
            things.append(Thing(str(entry.get("model")), str(pk), entry["fields"]))
        else:
            notes.append(Note("row_unreadable", {"row": number}, row=True))
    return tuple(things), tuple(notes)


def _sql(document: Document) -> tuple[tuple[Thing, ...], tuple[Note, ...]]:
    things: list[Thing] = []
    notes: list[Note] = []
    lines = document.lines()
    for _, line in lines:
        copy = _COPY.match(line)
        if copy is None:
            continue
        model = copy[1].replace("_", ".", 1)
        columns = [name.strip().strip('"') for name in copy[2].split(",")]
        for found in _block(lines, model, columns):
            (things if isinstance(found, Thing) else notes).append(found)  # type: ignore[arg-type]
    if not things:
        raise CollectError("sql_without_copy")
    return tuple(things), tuple(notes)


def _block(
    lines: Iterator[tuple[int, str]], model: str, columns: list[str]
) -> Iterator[Thing | Note]:
    """The rows of one COPY, up to the line that ends it."""
    for number, line in lines:
        if line == "\\.":
            return
        cells = line.split("\t")
        if len(cells) != len(columns):
            facts = {"cells": len(cells), "headings": len(columns)}
            yield Note("row_does_not_fit", facts, number, row=True)
            continue
        fields = {name: _cell(cell) for name, cell in zip(columns, cells, strict=True)}
        yield Thing(model, fields.get("id") or str(number), fields, number)
    yield Note("truncated", {"reason": f"COPY {model}", "read": 0})


def _cell(written: str) -> str | None:
    if written == "\\N":
        return None
    if "\\" not in written:
        return written
    return _ESCAPED.sub(lambda match: _ESCAPES.get(match[1], match[1]), written)
