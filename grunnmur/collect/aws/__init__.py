"""Answers of AWS's describe calls, one JSON file a call: machines, networks, databases, buckets.

What such a call answers is a list under a key of its own, and the key decides the reader. Answers
of other calls are noted with the number of things in them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from grunnmur.collect import json_stream
from grunnmur.collect.aws import machines, networks, regions, stores
from grunnmur.collect.aws.answer import Answer, Thing
from grunnmur.collect.claim import Found, Note
from grunnmur.collect.document import Document
from grunnmur.errors import CollectError

_READERS: Mapping[str, Callable[[Thing, Answer], Iterator[Found]]] = {
    "Reservations": machines.instances,
    "NetworkInterfaces": networks.interface,
    "Vpcs": networks.vpc,
    "Subnets": networks.subnet,
    "Volumes": stores.volume,
    "DBInstances": stores.database,
    "Buckets": stores.bucket,
    "Regions": regions.region,
    "AvailabilityZones": regions.zone,
}
_CALLS = "describe|list|get|generate"
_SERVICES = (
    "accessana[a-z]+|autoscaling|cloudfront|cloudtrail|cloudwatch|config|dynamodb|ec2|ecr|ecs|efs|eks|elasticache|elb|elbv2"
    "|es|guardduty|iam|kafka|kms|lambda|logs|organizations|rds|redshift|route53|s3|secretsmanager|sns|sqs|ssm|sts"
)
_NAMED = re.compile(rf"(?:^|[/!])(?:(?:{_SERVICES})-(?:{_CALLS})-|describe-[a-z-]+\.json)")
_KEYED = re.compile(
    rb'\s*\{\s*"(?:Reservations|NetworkInterfaces|Vpcs|Subnets|Volumes|DBInstances|Buckets|Regions'
    rb'|AvailabilityZones|SecurityGroups|LoadBalancers|LoadBalancerDescriptions|Snapshots)"\s*:\s*\['
)
_SIGNS = re.compile(
    rb'arn:aws|amazonaws|"(?:VpcId|InstanceId|OwnerId|AvailabilityZone|ZoneName|CreationDate|Region)"'
)


def recognise(document: Document) -> bool:
    """Whether the document is an answer to a call, by the tool's file names or AWS's own keys."""
    if document.head.lstrip()[:1] != b"{":
        return False
    if _NAMED.search(document.name):
        return True
    return bool(_KEYED.match(document.head) and _SIGNS.search(document.head))


def parse(document: Document) -> Iterator[Found]:
    """One record or note a thing in the answer."""
    answer = Answer(document)
    unused: Counter[str] = Counter()
    whole: list[str] = []
    lists = 0
    for entry in _entries(document):
        if isinstance(entry, Note):
            yield entry
            continue
        key = str(entry.key)
        lists += entry.listed or entry.value == []
        if key == "LocationConstraint" or (key in _READERS and entry.listed):
            yield from _read(key, entry.value, answer)
        elif entry.listed:
            unused[key] += 1
        elif key in ("NextToken", "Marker") and entry.value:
            yield Note("more_pages", {"name": document.name})
        elif key not in _READERS:
            whole.append(key)
    if not lists and whole:
        unused[", ".join(whole)] = 1
    for key, count in sorted(unused.items()):
        yield Note("call_not_used", {"keys": key, "name": document.name, "rows": count}, row=True)


def _entries(document: Document) -> Iterator[json_stream.Entry | Note]:
    count = 0
    try:
        for entry in json_stream.entries(document):
            if entry.key is None:
                raise CollectError("json_other_shape", wanted="AWS")
            count += 1
            yield entry
    except json_stream.DamagedError as damage:
        if not count:
            raise CollectError("json_damaged", reason=str(damage)) from damage
        yield Note("truncated", {"reason": str(damage), "read": count})


def _read(key: str, value: object, answer: Answer) -> Iterator[Found]:
    if key == "LocationConstraint":
        yield stores.bucket_place(value, answer)
    elif isinstance(value, dict):
        yield from _READERS[key](value, answer)
    else:
        yield Note("row_unreadable", {"row": key}, row=True)
