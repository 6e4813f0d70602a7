"""The rows of a neighbourhood's picture: neighbours in groups, what many share folded, what is hidden last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString

from grunnmur.text import Voice
from grunnmur_web import reading
from grunnmur_web.pages import groups, spokes
from grunnmur_web.words import voice

NOUNS = ("application", "asset")
"""Nouns whose things have a neighbourhood."""
_VERDICTS = ("confirmed", "undeclared", "observed", "silent", "declared")
_KIND_OF = {"declared": "silent", "observed": "undeclared"}
"""What nobody could have declared is drawn as what nobody did, and the other way round."""
_MOST = 60
"""So many rows a side are drawn; the rest stand in the table."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the picture: a heading of a group, or a neighbour with its line."""

    text: str
    verdict: str = ""
    weight: int = 1
    count: int = 0
    href: str = ""
    shared: bool = False
    quiet: bool = False

    @property
    def kind(self) -> str:
        """How its line is drawn."""
        return _KIND_OF.get(self.verdict, self.verdict)

    @property
    def sample(self) -> SafeString:
        """A short line of its kind, where there is no room for the long one."""
        return spokes.sample(self.kind)


def lines(rows: list[reading.Row], by: str, *, unfolded: bool) -> tuple[Line, ...]:
    """The rows of one side: what many share as one, then group by group, the largest first; what is hidden last."""
    if not rows:
        return ()
    said, strongest = voice(), max(row["flows"] or 0 for row in rows)
    shared = [] if unfolded else folded(rows)
    hidden = [row for row in rows if not row["seen"]]
    kept = [row for row in rows if row["seen"] and not (shared and row["shared"])]
    made = list(_folds(said, shared, strongest, by))
    grouped = _grouped(kept[:_MOST], by, said)
    for title, members in grouped:
        if len(grouped) > 1:
            made.append(Line(f"{title} ({len(members)})"))
        made += [_line(said, row, strongest) for row in members]
    made += [_line(said, row, strongest) for row in hidden]
    more = rows[0]["total"] - len(rows) + len(hidden) + max(0, len(kept) - _MOST)
    if more:
        made.append(Line(said("site_and_more", count=more)))
    return tuple(made)


def folded(rows: list[reading.Row]) -> list[reading.Row]:
    """Those that many share, where there is more than one of them to be folded."""
    shared = [row for row in rows if row["shared"] and row["seen"]]
    return shared if len(shared) > 1 else []


def _grouped(rows: list[reading.Row], by: str, said: Voice) -> list[tuple[str, list[reading.Row]]]:
    """Groups by what they are called, the largest first, what is not known last."""
    members: dict[str | None, list[reading.Row]] = {}
    for row in rows:
        members.setdefault(row[by], []).append(row)
    names = groups.names(by, [code for code in members if code], said)
    order = sorted(
        members, key=lambda code: (code is None, -len(members[code]), names.get(code or "", ""))
    )
    return [(names[code] if code else said("site_unknown"), members[code]) for code in order]


def _folds(said: Voice, shared: list[reading.Row], strongest: int, by: str) -> Iterator[Line]:
    """Those that many share as one row, or one for each way they are told of."""
    for verdict in _VERDICTS:
        rows = [row for row in shared if row["verdict"] == verdict]
        if rows:
            yield Line(
                said("site_shared_folded", count=len(rows)),
                verdict,
                _weight(sum(row["flows"] or 0 for row in rows), strongest),
                sum(row["dependencies"] for row in rows),
                "?" + urlencode({"by": by, "shared": 1}),
                shared=True,
            )


def _line(said: Voice, row: reading.Row, strongest: int) -> Line:
    if not row["seen"]:
        return Line(
            said("site_another_trust"),
            row["verdict"],
            _weight(row["flows"], strongest),
            row["dependencies"],
            quiet=True,
        )
    return Line(
        row["name"] or said.word("table", row["noun"]),
        row["verdict"],
        _weight(row["flows"], strongest),
        row["dependencies"],
        address(row["noun"], row["entity_id"]),
        shared=row["shared"],
    )


def legend(rows: Iterable[reading.Row]) -> list[tuple[str, SafeString]]:
    """The ways neighbours are told of here, each with a line like theirs."""
    there = {row["verdict"] for row in rows}
    return [(v, spokes.sample(_KIND_OF.get(v, v))) for v in _VERDICTS if v in there]


def _weight(flows: int | None, strongest: int) -> int:
    """By the order of magnitude, so that small ones show."""
    if not flows or flows * 30 < strongest:
        return 1
    return 2 if flows * 5 < strongest else 3


def address(noun: str, entity_id: str) -> str:
    """Where a thing's neighbourhood is drawn; empty for nouns that have none."""
    return reverse("neighbourhood", args=[noun, entity_id]) if noun in NOUNS else ""


def leading(rows: Iterable[reading.Row]) -> list[dict[str, Any]]:
    """The rows, each with the address of its neighbourhood."""
    return [{**row, "around_": address(row["noun"], row["entity_id"])} for row in rows]
