"""Which formats there are: every folder beside this file, and those other packages bring."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Protocol

from grunnmur.collect.claim import Found
from grunnmur.collect.document import Document
from grunnmur.errors import CollectError

_OTHER = ("feeds",)
"""Packages beside the formats that are none."""


class Format(Protocol):
    """A module with these two pure functions is a format. `OPTIONS` names the settings of a source it reads, if any."""

    def recognise(self, document: Document) -> bool:
        """Whether the document is of this format, from its name and head alone."""

    def parse(self, document: Document) -> Iterator[Found]:
        """What the document claims, row by row."""


@cache
def names() -> tuple[str, ...]:
    """All format names, sorted; `table` last, since it takes any CSV."""
    own = [
        module.name.replace("_", "-")
        for module in pkgutil.iter_modules([str(Path(__file__).parent)])
        if module.ispkg and module.name not in _OTHER
    ]
    return tuple(sorted({*own, *_brought()}, key=lambda name: (name == "table", name)))


@cache
def _brought() -> dict[str, metadata.EntryPoint]:
    """The formats of other packages: to find them, all that is installed is looked at."""
    return {point.name: point for point in metadata.entry_points(group="grunnmur.collect")}


@cache
def load(name: str) -> Format:
    """The format's module. CollectError when there is none of that name."""
    if name in _brought():
        brought: Format = _brought()[name].load()
        return brought
    if name not in names():
        raise CollectError("unknown_format", format=name, known=", ".join((*names(), "auto")))
    module: Format = importlib.import_module(f"grunnmur.collect.{name.replace('-', '_')}")
    return module


@cache
def options(name: str) -> tuple[str, ...]:
    """The settings of a source that a format reads; of `auto`, those that any format does."""
    read = [getattr(load(one), "OPTIONS", ()) for one in (names() if name == "auto" else (name,))]
    return tuple(sorted({option for one in read for option in one}))


def recognised(document: Document) -> str:
    """The one format that recognises the document. CollectError when none or several do."""
    found = [name for name in names() if name != "table" and load(name).recognise(document)]
    if len(found) == 1:
        return found[0]
    if found:
        raise CollectError("format_ambiguous", formats=", ".join(found))
    raise CollectError("unrecognised")
