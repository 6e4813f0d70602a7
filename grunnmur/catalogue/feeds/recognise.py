"""Which publisher's file this is, told from its content; and its rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import yaml

from grunnmur.catalogue.feeds import csaf, csv_rows, cve, doubtful, endoflife, kev, nvd, packed
from grunnmur.catalogue.feeds.reading import Note, Reading, Unreadable

Document = Any


class _Loader(yaml.SafeLoader):
    """YAML without references: a few lines of them stand for gigabytes, and no publisher uses them."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("references (*name) are not read")
        return super().compose_node(parent, index)


_JSON: tuple[tuple[Callable[[Document], bool], Callable[[str, Document], Iterator[Reading]]], ...]
_JSON = (
    (nvd.recognised, nvd.read),
    (cve.recognised, cve.read),
    (csaf.recognised, csaf.read),
    (kev.recognised, kev.read),
    (endoflife.recognised, endoflife.read),
)


def read(path: Path) -> Iterator[Reading | Note]:
    """What the file or folder holds, in order of name. What is not understood is a note."""
    for carried in packed.opened(path):
        if isinstance(carried, Unreadable):
            yield _note(carried)
            continue
        try:
            found = list(_readings(carried))
        except Unreadable as error:
            yield _note(error)
            continue
        except doubtful.WRONG as error:
            yield Note("feed_broken", carried.place, {
                "file": carried.place, "reason": doubtful.why(error)
            })  # fmt: skip
            continue
        yield from (replace(reading, digest=carried.digest) for reading in found)


def _readings(carried: packed.Carried) -> Iterator[Reading]:
    start = carried.raw[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:1] in (b"{", b"["):
        yield from _json(carried)
        return
    if start.startswith(b"---"):
        yield from _front_matter(carried)
        return
    shape = csv_rows.recognised(start.decode("utf-8", "replace"))
    if shape is None:
        raise Unreadable("feed_unknown", file=carried.place)
    found = csv_rows.read(carried.place, carried.raw, shape, sealed=carried.sealed)
    yield endoflife.consistent(found) if shape.name == "eol_cycle" else found


def _json(carried: packed.Carried) -> Iterator[Reading]:
    try:
        document = orjson.loads(carried.raw.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise Unreadable("feed_broken", file=carried.place, reason=str(error)) from error
    for recognised, reader in _JSON:
        if recognised(document):
            yield from reader(carried.place, document)
            return
    raise Unreadable("feed_unknown", file=carried.place)


def _front_matter(carried: packed.Carried) -> Iterator[Reading]:
    """A product file: YAML between two lines of dashes, then text for people."""
    parts = re.split(rb"^---\s*$", carried.raw, maxsplit=2, flags=re.MULTILINE)
    try:
        document = yaml.load(parts[1].decode("utf-8"), _Loader) if len(parts) == 3 else None  # noqa: S506 a safe loader
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise Unreadable("feed_broken", file=carried.place, reason=str(error)[:200]) from error
    if not isinstance(document, dict) or not endoflife.recognised(document):
        raise Unreadable("feed_unknown", file=carried.place)
    yield from endoflife.read(carried.place, document)


def _note(error: Unreadable) -> Note:
    return Note(error.code, str(error.facts.get("file", "")), error.facts)
