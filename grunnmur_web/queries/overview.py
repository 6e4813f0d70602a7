"""What the first page tells: how much there is, how sure that is, what is wrong, what ends, what is to do."""

from __future__ import annotations

from datetime import date

from grunnmur_web import reading
from grunnmur_web.reading import Row

REASONS = ("not-compatible", "not-updatable", "not-secure")


def judged_on() -> date | None:
    """The day the run judged the estate for."""
    found: date | None = reading.value("select on_date from run order by run_id desc limit 1")
    return found


def kinds() -> list[Row]:
    """Things by kind, with how many are estimated to be there: null where sources overlap too little."""
    return reading.rows(
        """
        select kind, things, case when sees_all and estimated <= 2 * things
            then greatest(estimated, things) end as estimated
        from (select kind, sum(rows)::bigint as things from asset_tally
              where status is distinct from 'retired' group by kind) as seen
        left join (select asset_kind, estimated from coverage where source = '*') as told on asset_kind = kind
        cross join (select access.sees_all('read') as sees_all) as asked
        order by things desc, kind
        """
    )


def totals() -> Row:
    """The few numbers at the top."""
    found = reading.row(
        """
        select
            (select sum(rows)::bigint from asset_tally where status is distinct from 'retired') as assets,
            (select sum(rows)::bigint from application_tally) as applications,
            (select sum(rows)::bigint from finding_tally where verdict = 'fail') as failed,
            (select sum(rows)::bigint from finding_tally where verdict = 'unknown') as unknown,
            (select sum(rows)::bigint from data_store_tally) as stores,
            (select count(*) from source) as sources
        """
    )
    return found or {}


def reasons(part: str) -> list[Row]:
    """The three reasons to phase out, over all or by `platform` or `organisation_id`."""
    by = {
        "all": "null::text",
        "platform": "nullif(platform, '')",
        "organisation_id": "nullif(organisation_id, '')",
    }
    return reading.rows(
        f"""
        select {by[part]} as part, rule_id, sum(evaluated)::bigint as evaluated, sum(failed)::bigint as failed,
            sum(unknown)::bigint as unknown, sum(passed)::bigint as passed
        from rule_result where rule_id = any(%s)
        group by 1, 2 having sum(evaluated) > 0
        order by 1 nulls last, array_position(%s, rule_id)
        """,
        [list(REASONS), list(REASONS)],
    )


def ending(day: date, months: int) -> list[Row]:
    """Releases in use that lose security support within so many months, the first first."""
    return reading.rows(
        """
        select release, security_until, sum(rows)::bigint as things from expiry_tally
        where security_until >= %s and security_until < %s::date + make_interval(months => %s)
        group by 1, 2 order by security_until, things desc, release
        """,
        [day, day, months],
    )


def unsupported() -> Row:
    """Things in use by whether their release is supported."""
    found = reading.row(
        "select sum(rows) filter (where support = 'unsupported')::bigint as unsupported, "
        "sum(rows) filter (where support = 'supported')::bigint as supported, "
        "sum(rows) filter (where support = 'unknown')::bigint as unknown from expiry_tally"
    )
    return found or {}


def risk() -> list[Row]:
    """Exposure that remains after each period of the plan, and what moves in it."""
    return reading.rows(
        """
        select risk_point.period, risk_point.starts_on, exposure, one_off_nok, coalesce(moves, 0) as moves
        from risk_point
        left join (select period, count(*) as moves from move join wave using (plan_id, wave_id) group by period)
            as counted using (period)
        order by period
        """
    )


def to_decide() -> Row:
    """What waits for a person: counts that lead to lists."""
    found = reading.row(
        """
        select
            (select sum(rows)::bigint from finding_tally where verdict = 'fail' and severity = 'critical')
                as critical,
            (select count(*) from accepted_now where valid_to < current_date + 60) as ending,
            (select count(distinct (move.wave_id, workload.organisation_id))
                from move join workload using (workload_id) join wave using (plan_id, wave_id)
                where starts_on between (select max(on_date) from run) and (select max(on_date) from run) + 120
                  and ((select access.sees_all('approve'))
                      or workload.organisation_id in (select access.organisations('approve')))
                  and not exists (select from web_decision where kind = 'approve' and subject_kind = 'wave'
                      and subject_id = move.wave_id and web_decision.organisation_id = workload.organisation_id))
                as waves,
            (select sum(rows)::bigint from asset_tally where organisation_id is null) as ownerless
        """
    )
    return found or {}
