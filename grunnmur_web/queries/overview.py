"""What the first page tells: how much there is, how sure that is, what is wrong, what ends, what is to do."""

from __future__ import annotations

from grunnmur_web import reading
from grunnmur_web.queries import waves
from grunnmur_web.reading import Row

REASONS = ("not-compatible", "not-updatable", "not-secure")
MONTHS = 24
"""So far ahead it is told what ends."""


def told(*names: str) -> dict[str, list[Row]]:
    """What is told under these names, asked at once."""
    return reading.together(
        {name: _TOLD[name] for name in names}, {"reasons": list(REASONS), "months": MONTHS}
    )


def reasons(rows: list[Row], by: str) -> list[Row]:
    """Of the `reasons` those over `all`, or by `platform` or `organisation_id`."""
    return [row for row in rows if row["by"] == by]


_TOLD = {
    # the few numbers at the top: what there is, what is wrong, what is supported; and the day that was judged
    "totals": """
        select
            (select sum(rows)::bigint from asset_tally where status is distinct from 'retired') as assets,
            (select sum(rows)::bigint from application_tally) as applications,
            failed, unknown,
            (select sum(rows)::bigint from data_store_tally) as stores,
            (select count(*) from source) as sources,
            unsupported, support_unknown,
            (select on_date from run order by run_id desc limit 1) as on_date
        from (
            select sum(rows) filter (where verdict = 'fail')::bigint as failed,
                sum(rows) filter (where verdict = 'unknown')::bigint as unknown
            from finding_tally
        ) as judged
        cross join (
            select sum(rows) filter (where support = 'unsupported')::bigint as unsupported,
                sum(rows) filter (where support = 'unknown')::bigint as support_unknown
            from expiry_tally
        ) as supported
    """,
    # things by kind, with how many are estimated to be there: null where sources overlap too little
    "kinds": """
        select kind, things, case when sees_all and estimated <= 2 * things
            then greatest(estimated, things) end as estimated
        from (select kind, sum(rows)::bigint as things from asset_tally
              where status is distinct from 'retired' group by kind) as seen
        left join (select asset_kind, estimated from coverage where source = '*') as told on asset_kind = kind
        cross join (select access.sees_all('read') as sees_all) as asked
        order by things desc, kind
    """,
    # the three reasons to phase out: over all, by each platform, and by each organisation_id
    "reasons": """
        select
            case when grouping(platform) = 0 then 'platform'
                when grouping(organisation_id) = 0 then 'organisation_id' else 'all' end as by,
            coalesce(platform, organisation_id) as part, rule_id, sum(evaluated)::bigint as evaluated,
            sum(failed)::bigint as failed, sum(unknown)::bigint as unknown, sum(passed)::bigint as passed
        from (
            select rule_id, nullif(platform, '') as platform, nullif(organisation_id, '') as organisation_id,
                evaluated, failed, unknown, passed
            from rule_result where rule_id = any(%(reasons)s)
        ) as told
        group by grouping sets ((rule_id), (rule_id, platform), (rule_id, organisation_id))
        having sum(evaluated) > 0
        order by part nulls last, array_position(%(reasons)s, rule_id)
    """,
    # releases in use that lose security support within so many months, the first first
    "ending": """
        select release, security_until, sum(rows)::bigint as things
        from expiry_tally cross join (select on_date from run order by run_id desc limit 1) as judged
        where security_until >= on_date and security_until < on_date + make_interval(months => %(months)s)
        group by 1, 2 order by security_until, things desc, release
    """,
    # exposure that remains after each period of the plan, and what moves in it
    "risk": """
        select risk_point.period, risk_point.starts_on, exposure, one_off_nok, coalesce(moves, 0) as moves
        from risk_point
        left join (select period, count(*) as moves from move join wave using (plan_id, wave_id) group by period)
            as counted using (period)
        order by period
    """,
    # the waves that wait for an approver of a trust's, a row a trust
    "waves": waves.WAITING,
    # what else waits for a person, in counts that lead to lists
    "to_decide": """
        select
            (select sum(rows)::bigint from finding_tally where verdict = 'fail' and severity = 'critical')
                - (select count(*) from accepted_now join finding on finding_id = accepted_now.subject_id
                    where verdict = 'fail' and severity = 'critical') as critical,
            (select count(*) from accepted_now where ending) as ending,
            (select sum(rows)::bigint from asset_tally where organisation_id is null) as ownerless
    """,
}
