"""Who needs whom, between groups and one by one, as far as one may see either end."""

from __future__ import annotations

from grunnmur_web import reading
from grunnmur_web.reading import Row

GROUPS = ("organisation_id", "platform")


def between(by: str) -> list[Row]:
    """How many dependencies run from group to group. An end one may not see is in no named group."""
    assert by in GROUPS
    column = {"organisation_id": "organisation_id", "platform": "platform"}[by]
    return reading.rows(
        f"""
        select consumer_{column} as consumer, consumer_seen, provider_{column} as provider, provider_seen,
            count(*) as rows, count(*) filter (where origin = 'declared') as declared
        from dependency_seen group by 1, 2, 3, 4 order by 1 nulls last, 3 nulls last
        """
    )


def listed(by: str, consumer: str, provider: str) -> list[Row]:
    """The dependencies from one group to another, the most used first."""
    assert by in GROUPS
    column = {"organisation_id": "organisation_id", "platform": "platform"}[by]
    return reading.rows(
        f"""
        select * from dependency_seen
        where coalesce(consumer_{column}, '~') = %s and coalesce(provider_{column}, '~') = %s
        order by flows desc nulls last, consumer_id, provider_id limit 300
        """,
        [consumer, provider],
    )


def hubs(limit: int) -> list[Row]:
    """What most others need."""
    return reading.rows(
        """
        select provider_kind as noun, provider_id as entity_id, provider_organisation_id as organisation_id,
            count(distinct consumer_id) as needed_by, count(distinct consumer_organisation_id) as trusts
        from dependency_seen where provider_seen group by 1, 2, 3
        order by needed_by desc, entity_id limit %s
        """,
        [limit],
    )


def origins() -> list[Row]:
    """Declared against observed: how many of each, and how many pairs both tell of."""
    return reading.rows(
        """
        select origins, count(*) as pairs from (
            select array_agg(distinct origin order by origin)::text[] as origins from dependency_seen
            where consumer_seen and provider_seen
            group by consumer_kind, consumer_id, provider_kind, provider_id
        ) as pair group by origins order by pairs desc
        """
    )
