"""Audiences: every distinct set of organisations that may see a row, by number.

A row carries one number instead of a list, so that the database looks at a number a row; a group has
a few hundred such sets, however many things it has. Audience 0 is nobody but those who see all.
"""

from __future__ import annotations

from grunnmur.kit.engine import Steps
from grunnmur_web.store.shelves import Shelf


class Audiences:
    """Numbers for sets of organisations, as they turn up."""

    def __init__(self, steps: Steps) -> None:
        self._connection = steps.connection
        steps.run("organisation_number", "thing_seen")
        self._connection.execute(
            "create or replace temp table audience_set as "
            "select 0 as audience_id, []::integer[] as organisations"
        )

    def stage(self, name: str, query: str, shelf: Shelf) -> None:
        """Makes the temporary table `shelved_<name>`: the rows of `query` with their `audience`."""
        if shelf.seen != "things":
            self._connection.execute(
                f'create or replace temp table "shelved_{name}" as select *, 0 as audience from ({query})'
            )
            return
        self._connection.execute(
            f"create or replace temp table staged as "
            f"select row.*, {_union(shelf)} as organisations_ from ({query}) as row {_joins(shelf)}"
        )
        self._connection.execute(
            "insert into audience_set select (select max(audience_id) from audience_set) "
            "+ row_number() over (order by organisations_), organisations_ "
            "from (select distinct organisations_ from staged "
            "where organisations_ not in (select organisations from audience_set))"
        )
        self._connection.execute(
            f'create or replace temp table "shelved_{name}" as '
            "select staged.* exclude (organisations_), audience_set.audience_id::integer as audience "
            "from staged join audience_set on audience_set.organisations = staged.organisations_"
        )


def members() -> str:
    """The query for who is in each audience."""
    return (
        "select audience_id, organisation_id "
        "from (select audience_id, unnest(organisations) as number from audience_set) "
        "join organisation_number using (number) order by all"
    )


def _joins(shelf: Shelf) -> str:
    return " ".join(
        f'left join thing_seen as seen{n} on seen{n}.entity_id = row."{column}" '
        f"and seen{n}.noun = {_noun(noun)}"
        for n, (noun, column) in enumerate(shelf.things)
    )


def _noun(noun: str) -> str:
    return f'row."{noun[1:]}"' if noun.startswith("@") else f"'{noun}'"


def _union(shelf: Shelf) -> str:
    lists = [f"coalesce(seen{n}.organisations, []::integer[])" for n in range(len(shelf.things))]
    if len(lists) == 1:
        return lists[0]
    return f"list_sort(list_distinct(list_concat({', '.join(lists)})))"
