"""describe-regions and describe-availability-zones: places."""

from __future__ import annotations

from collections.abc import Iterator

from grunnmur.collect.aws.answer import Answer, place, text
from grunnmur.collect.claim import Claim, Found, Note, Record


def regions(answer: Answer) -> Iterator[Found]:
    """One record a region, with its country where that is known."""
    for region in answer.things("Regions"):
        if isinstance(region, Note):
            yield region
        elif (name := text(region, "RegionName")) is None:
            yield Note("row_without_name", {"name": answer.name}, row=True)
        else:
            yield Record(name, place(name))


def zones(answer: Answer) -> Iterator[Found]:
    """One record a zone, within its region."""
    for zone in answer.things("AvailabilityZones"):
        if isinstance(zone, Note):
            yield zone
        elif (name := text(zone, "ZoneName")) is None:
            yield Note("row_without_name", {"name": answer.name}, row=True)
        else:
            region = text(zone, "RegionName") or answer.region(zone)
            country = next((claim.values.get("country") for claim in place(region)), None)
            values = {"name": name, "kind": "cloud", "parent_id": region, "country": country}
            claim = Claim("location", values, (("cloud_id", name),))
            yield Record(name, (claim, *place(region)))
