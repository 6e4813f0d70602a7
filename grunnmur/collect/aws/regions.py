"""describe-regions and describe-availability-zones: places."""

from __future__ import annotations

from collections.abc import Iterator

from grunnmur.collect.aws.answer import Answer, Thing, place, text
from grunnmur.collect.claim import Claim, Found, Note, Record


def region(thing: Thing, answer: Answer) -> Iterator[Found]:
    """A region, with its country where that is known."""
    name = text(thing, "RegionName")
    if name is None:
        yield Note("row_without_name", {"name": answer.name}, row=True)
    else:
        yield Record(name, place(name))


def zone(thing: Thing, answer: Answer) -> Iterator[Found]:
    """A zone, within its region."""
    name = text(thing, "ZoneName")
    if name is None:
        yield Note("row_without_name", {"name": answer.name}, row=True)
        return
    within = text(thing, "RegionName") or answer.region(thing)
    country = next((claim.values.get("country") for claim in place(within)), None)
    values = {"name": name, "kind": "cloud", "parent_id": within, "country": country}
    yield Record(name, (Claim("location", values, (("cloud_id", name),)), *place(within)))
