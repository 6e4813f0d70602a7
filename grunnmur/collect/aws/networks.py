"""describe-vpcs, describe-subnets and describe-network-interfaces."""

from __future__ import annotations

from collections.abc import Iterator

from grunnmur.collect.aws import machines
from grunnmur.collect.aws.answer import Answer, listed, place, tag, text
from grunnmur.collect.claim import Claim, Found, Note, Record


def ranges(answer: Answer) -> Iterator[Found]:
    """One record a network: a VPC, or a subnet of one."""
    key, own_id = ("Subnets", "SubnetId") if "Subnets" in answer.content else ("Vpcs", "VpcId")
    for thing in answer.things(key):
        if isinstance(thing, Note):
            yield thing
        elif (network_id := text(thing, own_id)) is None:
            yield Note("row_without_name", {"name": answer.name}, row=True)
        else:
            region = answer.region(thing)
            values = {
                "name": tag(thing, "Name") or network_id,
                "cidr": text(thing, "CidrBlock"),
                "location_id": region,
            }
            claim = Claim("network", values, (("cloud_id", network_id),))
            yield Record(network_id, (claim, *place(region)))


def interfaces(answer: Answer) -> Iterator[Found]:
    """The addresses of machines' interfaces; those of managed services belong to no machine."""
    for card in answer.things("NetworkInterfaces"):
        if isinstance(card, Note):
            yield card
            continue
        owner = text(listed(card, "Attachment"), "InstanceId")
        claims = tuple(machines.addresses(card, owner)) if owner else ()
        card_id = text(card, "NetworkInterfaceId")
        if claims and card_id:
            yield Record(card_id, claims)
        else:
            yield Note("interface_of_service", {"name": card_id}, row=True)
