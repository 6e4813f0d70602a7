"""What goes in and comes out of the API."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field, StringConstraints

from grunnmur_web.api import paging

Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=2000, pattern=r"^[^\x00]*$"),
]
Word = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")]
Row = dict[str, Any]


class FacetCount(Schema):
    """How many rows have a value; null is not known."""

    value: str | None
    rows: int


class Listed(paging.Page):
    """A part of a list, and how many rows there are of each facet's values."""

    facets: dict[str, list[FacetCount]]


class AskedList(paging.Asked):
    """A part of a list: `q` words that are looked for, `sort` a column, `-` before it for the largest first."""

    q: Annotated[str, StringConstraints(max_length=100)] = ""
    sort: Annotated[str, StringConstraints(max_length=60)] = ""


class Reached(Schema):
    """What narrows pairs of account and data: `true`, `false` or a code; `~` is not known, empty is any."""

    could: Word = ""
    did: Word = ""
    provable: Word = ""
    country: Word = ""
    verdict: Word = ""


class Claim(Schema):
    """What a source said of an attribute."""

    attribute: str
    value: str | None
    source: str
    record_key: str | None
    chosen: bool
    seen_at: datetime | None


class Thing(Schema):
    """One thing with what hangs on it."""

    noun: str
    row: Row
    evidence: list[Claim]
    identifiers: list[Row]
    findings: list[Row]
    needs: list[Row]
    needed_by: list[Row]
    more: list[str]
    moves: list[Row]
    role: Row | None
    unseen: list[Row]
    hanging: list[str]


class Finding(Schema):
    """A finding with what was decided about it."""

    row: Row
    accepted: Row | None
    decisions: list[Row]


class Acceptance(Schema):
    """Accepting a risk: until a day, with who answers for it."""

    reason: Text
    measure: Text
    answers_for: Annotated[Text, StringConstraints(max_length=150)]
    valid_to: date


class Said(Schema):
    """A reason or a comment."""

    reason: Text


class Pinned(Schema):
    """The period a workload is to move in."""

    period: Annotated[int, Field(ge=0, le=9999)]
    reason: Text


class WaveAnswer(Schema):
    """Approving a wave, or sending it back; `seen` is the digest of the wave that is meant."""

    approve: bool
    reason: Text
    seen: Word = ""


class Decided(Schema):
    """The decision that was added."""

    decision_id: str


class Offered(Schema):
    """The source a file is for; a `new` one may have an owner for what the file does not say of itself."""

    source: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]
    new: bool = False
    organisation: Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")] = ""


class Sent(Schema):
    """A file that is to be tried."""

    upload_id: str


class Moved(Schema):
    """Whether it was still where it was thought to be."""

    moved: bool


class Person(Schema):
    """A new account."""

    username: Annotated[str, StringConstraints(pattern=r"^[\w.@+-]{2,100}$")]
    name: Annotated[str, StringConstraints(max_length=150, pattern=r"^[^\x00]*$")] = ""


class Made(Schema):
    """The account that was made, with the password it begins with, told this once."""

    username: str
    password: str


class Granted(Schema):
    """A role for an organisation, for the whole group where that is empty, perhaps until a day."""

    role: Literal["reader", "owner", "planner", "approver", "security", "auditor", "administrator"]
    organisation_id: Word = ""
    valid_to: date | None = None


class Grants(Schema):
    """A role that somebody has."""

    grant_id: int
    role: str
    organisation_id: str
    valid_to: date | None
    granted_by: str


class Active(Schema):
    """Whether somebody may log in."""

    active: bool


class Refused(Schema):
    """Why not: a code."""

    detail: Any


REFUSALS: dict[int, Any] = dict.fromkeys((400, 401, 403, 404), Refused)
"""What any address may answer instead."""
