"""One trust's numbers."""

from __future__ import annotations

from grunnmur_web import reading
from grunnmur_web.reading import Row


def numbers(organisation_id: str) -> Row:
    """How much is the trust's own, and how much of it is out of support."""
    found = reading.row(
        """
        select
            (select sum(rows)::bigint from asset_tally
                where organisation_id = %(o)s and status is distinct from 'retired') as assets,
            (select sum(rows)::bigint from asset_tally
                where organisation_id = %(o)s and status is distinct from 'retired' and support = 'unsupported')
                as unsupported,
            (select sum(rows)::bigint from application_tally where organisation_id = %(o)s) as applications,
            (select sum(rows)::bigint from finding_tally where organisation_id = %(o)s and verdict = 'fail') as failed
        """,
        {"o": organisation_id},
    )
    return found or {}


def rules(organisation_id: str) -> list[Row]:
    """What is wrong at the trust, by rule."""
    return reading.rows(
        """
        select rule_id, coalesce(sum(rows) filter (where verdict = 'fail'), 0)::bigint as failed,
            coalesce(sum(rows) filter (where verdict = 'unknown'), 0)::bigint as unknown
        from finding_tally where organisation_id = %s group by rule_id order by 2 desc, 3 desc, rule_id
        """,
        [organisation_id],
    )
