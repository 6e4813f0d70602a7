"""One answer: its things, and what they share."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from grunnmur.collect import json_stream
from grunnmur.collect.claim import Claim
from grunnmur.collect.document import Document

GIBIBYTES_PER_TERABYTE = 1_000_000_000_000 / 1_073_741_824
_REGION = re.compile(r"\b((?:us|eu|ap|ca|sa|af|me|il|mx|cn)(?:-gov|-iso[bef]?)?-[a-z]+-\d)")
_COUNTRIES = {
    "us": "US", "ca": "CA", "sa-east-1": "BR", "af-south-1": "ZA", "il-central-1": "IL",
    "mx-central-1": "MX", "cn": "CN", "me-south-1": "BH", "me-central-1": "AE",
    "eu-north-1": "SE", "eu-west-1": "IE", "eu-west-2": "GB", "eu-west-3": "FR",
    "eu-central-1": "DE", "eu-central-2": "CH", "eu-south-1": "IT", "eu-south-2": "ES",
    "ap-northeast-1": "JP", "ap-northeast-2": "KR", "ap-northeast-3": "JP", "ap-south-1": "IN",
    "ap-south-2": "IN", "ap-southeast-1": "SG", "ap-southeast-2": "AU", "ap-southeast-3": "ID",
    "ap-southeast-4": "AU", "ap-southeast-5": "MY", "ap-southeast-7": "TH", "ap-east-1": "HK",
}  # fmt: skip
"""Where AWS says its regions are; by region, or by prefix where all of them are in one country."""

Thing = Mapping[str, Any]


@dataclass(frozen=True)
class Answer:
    """The answer to one call, kept in one file."""

    document: Document

    @property
    def name(self) -> str:
        """The file's name; its folders often name the region."""
        return self.document.name

    @cached_property
    def terabytes(self) -> Mapping[str, float]:
        """Storage of each machine, its volumes added up, from a reading of its own."""
        total: dict[str, float] = defaultdict(float)
        for entry in json_stream.entries(self.document):
            if entry.key == "Volumes" and isinstance(entry.value, dict):
                size = entry.value.get("Size")
                for machine in attached_to(entry.value):
                    total[machine] += size if isinstance(size, int | float) else 0
        return {one: round(size / GIBIBYTES_PER_TERABYTE, 6) for one, size in total.items() if size}

    def region(self, thing: Thing) -> str | None:
        """The region a thing is in: as it says, else as the file's folder says."""
        for field in ("AvailabilityZone", "Region", "RegionName", "DBInstanceArn", "SubnetArn"):
            if found := _REGION.search(str(thing.get(field) or "")):
                return found[1]
        placed = listed(thing, "Placement")
        found = _REGION.search(str(placed.get("AvailabilityZone") or "")) or _REGION.search(
            self.name
        )
        return found[1] if found else None


def listed(thing: Thing, key: str) -> Thing:
    """A thing within a thing; an empty one where there is none."""
    value = thing.get(key)
    return value if isinstance(value, dict) else {}


def several(thing: Thing, key: str) -> list[Thing]:
    """The things within a thing."""
    value = thing.get(key)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def text(thing: Thing, key: str) -> str | None:
    """A field as text."""
    value = thing.get(key)
    return str(value).strip() or None if value is not None else None


def attached_to(volume: Thing) -> list[str]:
    """The machines that use a volume."""
    found = (text(one, "InstanceId") for one in several(volume, "Attachments"))
    return list(dict.fromkeys(machine for machine in found if machine))


def tag(thing: Thing, *names: str) -> str | None:
    """The value of the first of the tags that is set, whatever the case of its name."""
    found = {str(one.get("Key")).casefold(): text(one, "Value") for one in several(thing, "Tags")}
    return next((value for name in names if (value := found.get(name.casefold()))), None)


def place(region: str | None) -> tuple[Claim, ...]:
    """The region as a place, with its country where that is known."""
    if region is None:
        return ()
    country = _COUNTRIES.get(region) or _COUNTRIES.get(region.partition("-")[0])
    values = {"name": region, "kind": "cloud", "country": country}
    return (Claim("location", values, (("cloud_id", region),)),)
