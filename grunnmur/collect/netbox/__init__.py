"""NetBox, from a Django fixture (JSON) or a PostgreSQL dump: devices, machines, places, addresses.

Both hold the same objects under almost the same names; `dump` makes them one. Models that no
table has room for are noted, model by model.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from grunnmur.collect.claim import Found, Note
from grunnmur.collect.document import Document
from grunnmur.collect.netbox import addresses, places, things
from grunnmur.collect.netbox.dump import Dump, Thing

_FIXTURE = re.compile(
    rb'"model"\s*:\s*"(?:dcim|ipam|virtualization|circuits)\.'
    rb'|"app_label"\s*:\s*"(?:dcim|ipam|virtualization|circuits)"'
)
_TABLE = re.compile(rb"public\.(?:dcim|ipam|circuits|virtualization)_|Owner: netbox")
_READERS: Mapping[str, Callable[[Thing, Dump], Found]] = {
    "tenancy.tenant": places.tenant,
    "circuits.provider": places.provider,
    "tenancy.contact": places.contact,
    "dcim.site": places.site,
    "dcim.location": places.location,
    "ipam.prefix": places.prefix,
    "virtualization.cluster": things.cluster,
    "dcim.device": things.device,
    "virtualization.virtualmachine": things.machine,
    "dcim.interface": addresses.interface,
    "virtualization.vminterface": addresses.interface,
    "dcim.macaddress": addresses.mac,
    "ipam.ipaddress": addresses.ip,
}


def recognise(document: Document) -> bool:
    """Whether the document is a fixture or a dump of a NetBox database."""
    head = document.head
    if head.lstrip()[:1] == b"[":
        return b'"fields"' in head and bool(_FIXTURE.search(head))
    return b"PostgreSQL database dump" in head and bool(_TABLE.search(head))


def parse(document: Document) -> Iterator[Found]:
    """One record or note an object; those of no use are counted by model and reason."""
    dump = Dump.of(document, wanted=_READERS.keys())
    quiet: Counter[tuple[str, str]] = Counter()
    for thing in dump.things:
        found = _READERS[thing.model](thing, dump)
        if isinstance(found, Note) and found.row and not found.facts:
            quiet[found.code, thing.model] += 1
        else:
            yield found
    quiet.update({("objects_not_used", model): count for model, count in dump.unused.items()})
    for (code, model), count in sorted(quiet.items()):
        yield Note(code, {"model": model, "rows": count}, row=True)
    yield from dump.notes
