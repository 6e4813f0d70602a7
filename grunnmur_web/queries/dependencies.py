"""Who needs whom, between groups and one by one, as far as one may see either end."""

from __future__ import annotations

from collections.abc import Iterator

from grunnmur_web import likelihood, reading
from grunnmur_web.reading import ALL, FIRST, Row, Window

GROUPS = ("organisation_id", "platform", "function", "service_id")
OF_APPLICATIONS = ("function", "service_id")
"""Groups that applications alone are in: between these, pairs of applications are counted."""
_GROUPED = {
    "function": ("application", "function"),
    "service_id": ("service_member", "service_id"),
}
"""Where the group of an application stands. It may be in several services."""


def between(by: str) -> list[Row]:
    """How many dependencies, or pairs of applications, run from group to group.

    An end one may not see is in no named group.
    """
    assert by in GROUPS
    if by in OF_APPLICATIONS:
        return reading.rows(
            f"select consumer, provider, count(*) as rows from ({_pairs(by)}) as pair "
            "group by 1, 2 order by 1 nulls last, 2 nulls last"
        )
    return reading.rows(
        f"""
        select consumer_{by} as consumer, provider_{by} as provider, sum(rows)::bigint as rows
        from dependency_between group by 1, 2 order by 1 nulls last, 2 nulls last
        """
    )


def listed(by: str, consumer: str, provider: str, window: Window = FIRST) -> list[Row]:
    """The dependencies from one group to another, or the pairs of applications, the most used first."""
    return reading.rows(_listed(by), [consumer, provider, *window])


def every_listed(by: str, consumer: str, provider: str) -> Iterator[Row]:
    """All of these, read as they are needed."""
    return reading.every(_listed(by), [consumer, provider, *ALL])


def _listed(by: str) -> str:
    assert by in GROUPS
    if by in OF_APPLICATIONS:
        return f"""
            select pair.* from ({_pairs(by)}) as pair
            where coalesce(consumer, '~') = %s and coalesce(provider, '~') = %s
            order by flows desc nulls last, consumer_id, provider_id, pair limit %s offset %s
        """
    return f"""
        select * from dependency_seen
        where coalesce(consumer_{by}, '~') = %s and coalesce(provider_{by}, '~') = %s
        order by flows desc nulls last, consumer_id, provider_id, protocol, port, origin, dependency_seen
        limit %s offset %s
    """


def _pairs(by: str) -> str:
    """Pairs of applications with the groups of both; one in several groups is a row for each."""
    table, column = _GROUPED[by]
    return f"""
        select pair.*, consumer.{column} as consumer, provider.{column} as provider
        from dependency_match_seen as pair
        left join {table} as consumer on consumer.application_id = pair.consumer_id
        left join {table} as provider on provider.application_id = pair.provider_id
    """


def hubs(window: Window) -> list[Row]:
    """What most others need."""
    return reading.rows(
        "select * from hub_tally order by needed_by desc, entity_id limit %s offset %s", window
    )


def verdicts() -> list[Row]:
    """Declared beside observed: how many pairs of applications are told of by either, and by both."""
    return reading.rows(
        """
        select verdict, count(*) as pairs,
            count(*) filter (where unseen_probability < %s) as telling,
            count(*) filter (where verdict = 'silent' and unseen_probability is null) as unknown
        from dependency_match_seen group by verdict
        order by array_position(array['confirmed', 'silent', 'undeclared'], verdict)
        """,
        [likelihood.UNLIKELY],
    )


def matched(verdict: str, window: Window = FIRST) -> list[Row]:
    """The pairs of a verdict: of silent ones those first whose silence tells most, else the most used."""
    return reading.rows(_MATCHED, [verdict, *window])


def every_matched(verdict: str) -> Iterator[Row]:
    """All of these, read as they are needed."""
    return reading.every(_MATCHED, [verdict, *ALL])


_MATCHED = """
    select * from dependency_match_seen where verdict = %s
    order by unseen_probability nulls last, flows desc nulls last, consumer_id, provider_id, dependency_match_seen
    limit %s offset %s
"""


def split() -> Row | None:
    """How the applications fall into groups once some are treated apart."""
    return reading.row("select * from split order by split_id limit 1")


def split_items() -> list[Row]:
    """The services to treat apart, the most dangerous first."""
    return reading.rows(
        """
        select * from split_item
        order by array_position(array['high', 'unknown', 'medium', 'low'], risk), neighbours desc, application_id
        """
    )


def roles() -> list[Row]:
    """How many things there are of each role, as they are called."""
    return reading.rows(
        """
        select role, sub_role, count(*) filter (where noun = 'application') as applications,
            count(*) filter (where noun = 'asset') as assets
        from provider_role group by role, sub_role order by role, count(*) desc, sub_role nulls last
        """
    )


def of_role(role: str, sub_role: str, window: Window = FIRST) -> list[Row]:
    """Who has a role, those that most call first."""
    return reading.rows(_OF_ROLE, [role, sub_role, *window])


def every_of_role(role: str, sub_role: str) -> Iterator[Row]:
    """All of these, read as they are needed."""
    return reading.every(_OF_ROLE, [role, sub_role, *ALL])


_OF_ROLE = """
    select * from provider_role where role = %s and coalesce(sub_role, '') = %s
    order by consumers desc nulls last, entity_id limit %s offset %s
"""
