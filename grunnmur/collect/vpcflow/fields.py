"""Fields of an AWS flow log: which there are, and in which order a log has them."""

from __future__ import annotations

import re

V2 = (
    "version", "account-id", "interface-id", "srcaddr", "dstaddr", "srcport", "dstport", "protocol",
    "packets", "bytes", "start", "end", "action", "log-status",
)  # fmt: skip
"""The order where nobody chose another; logs in it need no heading."""

_LATER = (
    "vpc-id", "subnet-id", "instance-id", "tcp-flags", "type", "pkt-srcaddr", "pkt-dstaddr",  # version 3
    "region", "az-id", "sublocation-type", "sublocation-id",  # 4
    "pkt-src-aws-service", "pkt-dst-aws-service", "flow-direction", "traffic-path",  # 5
    "ecs-cluster-arn", "ecs-cluster-name", "ecs-container-instance-arn", "ecs-container-instance-id",
    "ecs-container-id", "ecs-second-container-id", "ecs-service-name", "ecs-task-definition-arn",
    "ecs-task-arn", "ecs-task-id",  # 7
    "reject-reason", "resource-id", "encryption-status",  # 8 and later
)  # fmt: skip
_KNOWN = frozenset((*V2, *_LATER))

WANTED = {
    "source_ip": "srcaddr",
    "target_ip": "dstaddr",
    "packet_source_ip": "pkt-srcaddr",
    "packet_target_ip": "pkt-dstaddr",
    "source_port": "srcport",
    "target_port": "dstport",
    "protocol": "protocol",
    "packets": "packets",
    "bytes": "bytes",
    "started": "start",
    "ended": "end",
    "tcp_flags": "tcp-flags",
    "action": "action",
    "status": "log-status",
}
"""Our name of each field we read, and Amazon's."""

_UNNAMED = re.compile(rb"^(\d{4}-\d\d-\d\dT[\d:.]+Z )?2 (\d{12}|unknown|-) (eni-[0-9a-f]+|-) ")
_RECEIVED = "received"


def in_heading(line: str) -> tuple[str, ...] | None:
    """The fields a heading names, or None where the line is none."""
    names = tuple(line.strip().replace("_", "-").split())
    enough = "srcaddr" in names or "pkt-srcaddr" in names
    return names if enough and sum(name in _KNOWN for name in names) * 2 > len(names) else None


def unnamed(head: bytes) -> tuple[str, ...] | None:
    """The fields of a log without heading that looks like version 2, as CloudWatch exports it too."""
    match = _UNNAMED.match(head)
    if match is None:
        return None
    return (_RECEIVED, *V2) if match[1] else V2
