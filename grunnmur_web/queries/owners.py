"""What one person is named as owner of, as far as the one who asks may see it."""

from __future__ import annotations

from grunnmur_web import reading
from grunnmur_web.reading import FIRST, Row, Window


def applications(owner: str, window: Window = FIRST) -> list[Row]:
    """The applications, those with most that is wrong first, and when each moves."""
    return reading.rows(
        """
        select application.*, (
            select min(starts_on) from workload_member join move using (workload_id)
            join wave using (plan_id, wave_id)
            where noun = 'application' and entity_id = application.application_id
        ) as moves_on
        from application where lower(owner) = lower(%s)
        order by failed desc, criticality nulls last, name, application_id limit %s offset %s
        """,
        [owner, *window],
    )


def assets(owner: str, window: Window = FIRST) -> list[Row]:
    """The things, those out of support first."""
    return reading.rows(
        """
        select * from asset where lower(owner) = lower(%s) and status is distinct from 'retired'
        order by array_position(array['unsupported', 'unknown', 'supported'], support), name, asset_id
        limit %s offset %s
        """,
        [owner, *window],
    )


def answers_for(owner: str) -> list[Row]:
    """Risks accepted today that the person answers for, those that end first on top."""
    return reading.rows(
        """
        select accepted_now.*, finding.rule_id, finding.subject_kind as about_kind, finding.subject_id as about_id,
            valid_to - current_date as days_left
        from accepted_now left join finding on finding.finding_id = accepted_now.subject_id
        where lower(answers_for) = lower(%s) order by valid_to, accepted_now.id
        """,
        [owner],
    )


def owners(window: Window) -> list[Row]:
    """Who owns most applications."""
    return reading.rows(
        "select owner, count(*) as applications from application where owner is not null "
        "group by owner order by 2 desc, 1 limit %s offset %s",
        window,
    )
