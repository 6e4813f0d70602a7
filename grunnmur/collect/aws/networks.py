"""describe-vpcs, describe-subnets and describe-network-interfaces."""

from __future__ import annotations

from collections.abc import Iterator

from grunnmur.collect.aws import machines
from grunnmur.collect.aws.answer import Answer, Thing, listed, place, tag, text
from grunnmur.collect.claim import Claim, Found, Note, Record


def vpc(thing: Thing, answer: Answer) -> Iterator[Found]:
    """A private cloud's range."""
    yield _network(thing, answer, network_id=text(thing, "VpcId"))


def subnet(thing: Thing, answer: Answer) -> Iterator[Found]:
    """A subnet."""
    yield _network(thing, answer, network_id=text(thing, "SubnetId"))


def _network(thing: Thing, answer: Answer, *, network_id: str | None) -> Found:
    if network_id is None:
        return Note("row_without_name", {"name": answer.name}, row=True)
    region = answer.region(thing)
    values = {
        "name": tag(thing, "Name") or network_id,
        "cidr": text(thing, "CidrBlock"),
        "location_id": region,
    }
    claim = Claim("network", values, (("cloud_id", network_id),))
    return Record(network_id, (claim, *place(region)))


def interface(card: Thing, answer: Answer) -> Iterator[Found]:
    """The addresses of a machine's interface; that of a managed service belongs to no machine."""
    owner = text(listed(card, "Attachment"), "InstanceId")
    claims = tuple(machines.addresses(card, owner)) if owner else ()
    card_id = text(card, "NetworkInterfaceId")
    if claims and card_id:
        yield Record(card_id, claims)
    else:
        yield Note("interface_of_service", {"name": card_id}, row=True)
