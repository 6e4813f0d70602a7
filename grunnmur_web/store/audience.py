"""Audiences: every distinct set of organisations that may see a row, by number.

A row carries one number instead of a list, so that the database looks at one bit a row; a group has a
few thousand such sets, however many things it has. Audience 0 is nobody but those who see all.
"""

from __future__ import annotations

from grunnmur.kit.engine import Steps
from grunnmur_web.store.shelves import Shelf

EVERY = "*"
"""The name under which stands who sees the whole group."""


class Audiences:
    """Numbers for sets of organisations: those of single things first, then of pairs as they turn up."""

    def __init__(self, steps: Steps) -> None:
        self._connection = steps.connection
        steps.run("organisation_number", "thing_seen", "audience_set", "thing_audience")

    def carried(self, query: str, shelf: Shelf) -> str:
        """The query for the rows of `query`, each with its `audience`."""
        if shelf.seen != "things":
            return f"select *, 0 as audience from ({query})"
        if len(shelf.things) == 1:
            return f"select row.*, {_audience(0)} as audience {_from(query, shelf)}"
        self._number_pairs(query, shelf)
        return (
            f"select row.*, coalesce(pair.audience, 0) as audience {_from(query, shelf)} "
            f"left join audience_pair as pair on pair.one = {_audience(0)} and pair.other = {_audience(1)}"
        )

    def seen(self) -> str:
        """The query for what each organisation sees: a bit an audience, set where it is among them.

        Asked once every audience has turned up.
        """
        ((last,),) = self._connection.execute(
            "select max(audience_id) from audience_set"
        ).fetchall()
        bits = f"bitstring_agg(audience_id, 0, {last:d})"
        return (
            f"select organisation_id, {bits} as seen "
            "from (select audience_id, unnest(organisations) as number from audience_set) "
            "join organisation_number using (number) group by organisation_id "
            f"union all select '{EVERY}', {bits} from audience_set"
        )

    def _number_pairs(self, query: str, shelf: Shelf) -> None:
        """Who sees either of two things is an audience as well."""
        assert len(shelf.things) == 2, shelf
        self._connection.execute(
            "create or replace temp table paired as "
            "select one, other, "
            "list_sort(list_distinct(list_concat(o.organisations, p.organisations))) as organisations "
            f"from (select distinct {_audience(0)} as one, {_audience(1)} as other {_from(query, shelf)}) "
            "join audience_set as o on o.audience_id = one join audience_set as p on p.audience_id = other"
        )
        self._connection.execute(
            "insert into audience_set select ((select max(audience_id) from audience_set) "
            "+ row_number() over (order by organisations))::integer, organisations "
            "from (select distinct organisations from paired "
            "where organisations not in (select organisations from audience_set))"
        )
        self._connection.execute(
            "create or replace temp table audience_pair as select one, other, audience_id as audience "
            "from paired join audience_set using (organisations)"
        )


def _from(query: str, shelf: Shelf) -> str:
    joins = " ".join(
        f'left join thing_audience as seen{n} on seen{n}.entity_id = row."{column}" '
        f"and seen{n}.noun = {_noun(noun)}"
        for n, (noun, column) in enumerate(shelf.things)
    )
    return f"from ({query}) as row {joins}"


def _noun(noun: str) -> str:
    return f'row."{noun[1:]}"' if noun.startswith("@") else f"'{noun}'"


def _audience(n: int) -> str:
    return f"coalesce(seen{n}.audience, 0)"
