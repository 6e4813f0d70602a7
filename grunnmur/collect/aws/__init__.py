"""Answers of AWS's describe calls, one JSON file a call: machines, networks, databases, buckets.

What such a call answers is a list under a key of its own, and the key decides the reader. Answers
of other calls are noted with the number of things in them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from grunnmur.collect import trees
from grunnmur.collect.aws import machines, networks, regions, stores
from grunnmur.collect.aws.answer import Answer
from grunnmur.collect.claim import Found, Note
from grunnmur.collect.document import Document
from grunnmur.errors import CollectError

_READERS: Mapping[str, Callable[[Answer], Iterator[Found]]] = {
    "Reservations": machines.instances,
    "NetworkInterfaces": networks.interfaces,
    "Vpcs": networks.ranges,
    "Subnets": networks.ranges,
    "Volumes": stores.volumes,
    "DBInstances": stores.databases,
    "Buckets": stores.buckets,
    "LocationConstraint": stores.bucket_place,
    "Regions": regions.regions,
    "AvailabilityZones": regions.zones,
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
    content = trees.json(document)
    if not isinstance(content, dict):
        raise CollectError("json_other_shape", wanted="AWS")
    answer = Answer(content, document.name)
    for key, reader in _READERS.items():
        if key in content:
            yield from reader(answer)
            break
    else:
        yield from _unused(content, document.name)
    if content.get("NextToken") or content.get("Marker"):
        yield Note("more_pages", {"name": document.name})


def _unused(content: Mapping[str, Any], name: str) -> Iterator[Note]:
    lists = {key: value for key, value in content.items() if isinstance(value, list)}
    count = sum(len(value) for value in lists.values()) if lists else 1
    if count:
        keys = ", ".join(sorted(lists or content))
        yield Note("call_not_used", {"keys": keys, "name": name, "rows": count}, row=True)
