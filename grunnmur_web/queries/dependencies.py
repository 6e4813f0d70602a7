"""Who needs whom, between groups and one by one, as far as one may see either end."""

from __future__ import annotations

from grunnmur_web import reading
from grunnmur_web.reading import Row

GROUPS = ("organisation_id", "platform")


def between(by: str) -> list[Row]:
    """How many dependencies run from group to group. An end one may not see is in no named group."""
    assert by in GROUPS
    return reading.rows(
        f"""
        select consumer_{by} as consumer, provider_{by} as provider, sum(rows)::bigint as rows
        from dependency_between group by 1, 2 order by 1 nulls last, 2 nulls last
        """
    )


def listed(by: str, consumer: str, provider: str) -> list[Row]:
    """The dependencies from one group to another, the most used first."""
    assert by in GROUPS
    return reading.rows(
        f"""
        select * from dependency_seen
        where coalesce(consumer_{by}, '~') = %s and coalesce(provider_{by}, '~') = %s
        order by flows desc nulls last, consumer_id, provider_id limit 300
        """,
        [consumer, provider],
    )


def hubs(limit: int) -> list[Row]:
    """What most others need."""
    return reading.rows(
        "select * from hub_tally order by needed_by desc, entity_id limit %s", [limit]
    )


def origins() -> list[Row]:
    """Declared against observed: how many pairs are told of by either, and how many by both."""
    return reading.rows(
        "select origins, sum(pairs)::bigint as pairs from pair_tally group by origins order by pairs desc"
    )
