"""Files beside the document that the same exporter wrote: they may hold the templates that it lacks."""

from __future__ import annotations

import re
from pathlib import Path

from grunnmur.collect.document import Document
from grunnmur.collect.netflow import packets
from grunnmur.collect.netflow.export import Export, Exporter
from grunnmur.collect.netflow.knowledge import Knowledge
from grunnmur.collect.netflow.packets import Packet
from grunnmur.collect.stream import Stream

_WORD = re.compile(
    r"[_.-](?:data|(?:opt)?tpls?|tmpls?|templates?|options?)(?=[_.\-\d]|$)", re.IGNORECASE
)
_MOMENT = re.compile(r"[_.-]\d{6,}")
_MOST_FILES = 50
_PACKETS = 10_000
"""Packets read of a neighbour. Exporters repeat their templates every few minutes."""


def knowledge(document: Document) -> dict[Exporter, Knowledge]:
    """What the neighbours' first packets tell. A template that two tell differently is left out."""
    found: dict[Exporter, Knowledge] = {}
    disputed: set[tuple[Exporter, int]] = set()
    for path in _files(document):
        for exporter, told in _told(Document(path, path.name)).items():
            known = found.setdefault(exporter, Knowledge())
            for number, template in told.templates.items():
                other = known.templates.setdefault(number, template)
                if other.fields != template.fields:
                    disputed.add((exporter, number))
            known.samplers |= told.samplers
            known.applications |= told.applications
    for exporter, number in disputed:
        found[exporter].templates.pop(number, None)
    return found


def prefix(name: str) -> str | None:
    """What files of one capture have in common: the name up to a word for its part, or up to a moment."""
    match = _WORD.search(name) or _MOMENT.search(name)
    return name[: match.start()] if match and match.start() else None


def _files(document: Document) -> list[Path]:
    """The neighbours, those nearest in name first. A member of an archive has none."""
    own = prefix(document.path.name)
    if own is None or document.path.name != Path(document.name).name:
        return []
    names = sorted(path for path in document.path.parent.iterdir() if prefix(path.name) == own)
    here = names.index(document.path)
    nearest = sorted(range(len(names)), key=lambda place: (abs(place - here), place))
    return [names[place] for place in nearest[1 : _MOST_FILES + 1]]


def _told(document: Document) -> dict[Exporter, Knowledge]:
    export = Export()
    with Stream(document) as stream:
        for number, found in enumerate(packets.packets(stream)):
            if isinstance(found, Packet):
                export.take(found)
                list(export.piles())
            if number >= _PACKETS or export.wants_templates:
                break
    return dict(export.known)
