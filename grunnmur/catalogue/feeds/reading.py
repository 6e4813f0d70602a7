"""What reading a publisher's file gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pyarrow as pa

from grunnmur.errors import GrunnmurError


class Unreadable(GrunnmurError):
    """A file cannot be used as knowledge. It becomes a note; what was known before stays."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something left out or doubtful: a code, where, and the facts its sentence needs."""

    code: str
    place: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """Rows of one shape from one file. `edition` and `as_of` are the publisher's own words.

    `whole` says that each row's subject is told completely, so that what is not there is gone;
    `part` that other tables of the same feed complete it.
    """

    shape: str
    place: str
    rows: pa.Table
    edition: str | None = None
    as_of: str | None = None
    whole: bool = False
    part: bool = False
    digest: str = ""
    notes: tuple[Note, ...] = ()
