"""Reads what the example wrote with the readers a run uses, in this process."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grunnmur.collect import archives, formats
from grunnmur.collect.claim import Note, Record
from grunnmur.collect.document import Document
from grunnmur.estate import TABLES

_NOT_RECORDED = ("product",)


@dataclass
class Read:
    """What one source gave: keys of the rows that are about a thing, records, notes."""

    keys: Counter[tuple[str, str]] = field(default_factory=Counter)
    records: list[Record] = field(default_factory=list)
    notes: Counter[str] = field(default_factory=Counter)
    unrecognised: list[str] = field(default_factory=list)


def read(folder: Path, source: Mapping[str, Any]) -> Read:
    """One source, its files in order of their paths, keys numbered as a run numbers them."""
    found = Read()
    times: Counter[str] = Counter()
    reader = formats.load(source["format"])
    for document in documents(folder, source):
        if source["format"] != "table" and not reader.recognise(document):
            found.unrecognised.append(document.name)
        for one in reader.parse(document):
            if isinstance(one, Note):
                found.notes[one.code] += 1
            elif isinstance(one, Record):
                found.records.append(one)
                noun = one.claims[0].table
                if TABLES[noun].noun and noun not in _NOT_RECORDED:
                    times[one.key] += 1
                    again = times[one.key]
                    found.keys[one.key if again == 1 else f"{one.key}#{again}", noun] += 1
    return found


def documents(folder: Path, source: Mapping[str, Any]) -> Iterator[Document]:
    """The source's files, archives read through."""
    for path in sorted(folder.glob(source["path"])):
        document = Document(path, str(path.relative_to(folder)), dict(source))
        with tempfile.TemporaryDirectory() as scratch:
            yield from archives.documents(document, Path(scratch))
