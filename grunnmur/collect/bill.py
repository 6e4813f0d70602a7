"""A bill of materials, whichever standard it came in: an application and what it is built from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from grunnmur.collect.claim import SELF, Claim, Found, Note, Record, reference


@dataclass(frozen=True, slots=True)
class Part:
    """A product on the bill. `kind` is a kind of product, or None where the bill does not say."""

    key: str
    name: str | None
    version: str | None = None
    kind: str | None = None
    vendor: str | None = None
    purl: str | None = None
    cpe: str | None = None


@dataclass(frozen=True, slots=True)
class Bill:
    """What one bill says. `key` names it; `left_out` counts rows that no table has room for."""

    key: str
    subject: Part | None
    parts: tuple[Part, ...]
    seen_at: datetime | None = None
    left_out: Mapping[str, int] = field(default_factory=dict)
    document: str = ""


def found(bill: Bill) -> Iterator[Found]:
    """A record for what the bill is about, one for each product on it, and notes on the rest."""
    about_product = bill.subject is not None and bill.subject.kind in ("hardware", "firmware", "os")
    if bill.subject is not None and about_product:
        yield Record(bill.key, (_product(bill.subject),), seen_at=bill.seen_at)
    else:
        yield from _application(bill)
    for part in bill.parts:
        yield _part(part, bill, about_product=about_product)
    for kind, rows in sorted(bill.left_out.items()):
        yield Note("bill_rows_not_used", {"kind": kind, "rows": rows}, row=True)


def _application(bill: Bill) -> Iterator[Found]:
    """The application; where the bill does not name it, the file it came in has to."""
    subject = bill.subject
    if subject is None or subject.name is None:
        yield Note("bill_without_subject", {"name": bill.document})
    stem = re.split(r"[\\/!]", bill.document)[-1]
    name = subject.name if subject is not None and subject.name else stem
    vendor = subject.vendor if subject is not None else None
    identifiers = () if subject is None else tuple(_identifiers(subject))
    about = Claim("application", {"name": name, "vendor": vendor}, identifiers)
    yield Record(bill.key, (about,), seen_at=bill.seen_at)


def _part(part: Part, bill: Bill, *, about_product: bool) -> Found:
    if part.name is None:
        return Note("part_unnamed", {"key": part.key}, row=True)
    if about_product:
        return Record(part.key, (_product(part),), seen_at=bill.seen_at)
    values = {
        "application_id": reference("record", bill.key),
        "product_id": SELF,
        "version": part.version,
    }
    claims = (_product(part), Claim("ingredient", values))
    return Record(part.key, claims, seen_at=bill.seen_at)


def _product(part: Part) -> Claim:
    values = {"name": part.name, "kind": part.kind}
    return Claim("product", values, tuple(_identifiers(part)))


def _identifiers(part: Part) -> Iterator[tuple[str, str]]:
    """A product is the same in all its versions, so its identifiers leave the version out."""
    if part.purl and part.purl.startswith("pkg:"):
        yield "purl", part.purl.partition("#")[0].partition("?")[0].rpartition("@")[0] or part.purl
    if part.cpe and (named := _named(part.cpe)):
        yield "cpe", named


def _named(cpe: str) -> str | None:
    """The part of a CPE that names the product: `cpe:2.3:a:vendor:product`."""
    if cpe.startswith("cpe:2.3:"):
        return ":".join(cpe.split(":")[:5])
    if cpe.startswith("cpe:/"):
        return ":".join(("cpe:2.3", *cpe[5:].split(":")[:3]))
    return None
