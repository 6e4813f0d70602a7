"""What build gives: the problem, what its workloads are made of, and notes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from grunnmur.plan.problem import Problem

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Note:
    """What was left out, unknown or taken for granted: a code, where, and the facts."""

    code: str
    place: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Built:
    """The problem; the rows of `workload`; `workload_member` as Arrow, it is long; notes.

    `stability` is what a move in another period than in an earlier plan must save, in NOK.
    """

    problem: Problem
    workloads: tuple[Row, ...]
    members: pa.Table
    notes: tuple[Note, ...]
    stability: int = 0
