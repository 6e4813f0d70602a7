"""The plan: what moves when, for those one may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from grunnmur_web import reading
from grunnmur_web.reading import FIRST, Row, Window

_MEASURES = (
    "dependencies_across_platforms",
    "dependencies_across_trusts",
    "functions_run_more_than_once",
    "applications_that_do_the_same",
)
"""The order figures are shown in; others come after."""
PARTS = ("organisation_id", "platform", "kind")
"""What moves are told by."""
_PARTS = {part: f"workload.{part}" for part in PARTS}


def plan() -> Row | None:
    """The plan that stands: one no other came from."""
    return reading.row(
        "select * from plan where plan_id not in (select parent_id from plan where parent_id is not null) "
        "order by plan_id limit 1"
    )


def waves() -> list[Row]:
    """Every period of the plan, in order."""
    return reading.rows(
        "select period, min(starts_on) as starts_on, max(ends_on) as ends_on from wave group by period order by period"
    )


def periods() -> list[Row]:
    """Every period that something could move in, in order, also those in which nothing does."""
    return reading.rows(
        """
        select period, min(starts_on) as starts_on from (
            select period, starts_on from risk_point union all select period, starts_on from wave
        ) as told where period >= 0 group by period order by period
        """
    )


def month(period: int) -> str | None:
    """The month a period begins in, as a pin names it (`2027-03`); None where there is no such period."""
    starts_on = next((row["starts_on"] for row in periods() if row["period"] == period), None)
    return f"{starts_on:%Y-%m}" if starts_on else None


def measures() -> list[Row]:
    """The region's figures before the plan (period -1) and after each of its waves, in order."""
    return reading.rows(
        """
        select measure, measure.period, value, measure."of", ends_on
        from measure
        left join (select period, max(ends_on) as ends_on from wave group by period) as wave using (period)
        where subject_kind = 'region' order by array_position(%s, measure), measure, measure.period
        """,
        [list(_MEASURES)],
    )


def service_measures() -> list[Row]:
    """The figures of each clinical service, before the plan and after its last wave, by name."""
    return reading.rows(
        """
        with ends as (select subject_id, max(period) as period from measure group by subject_id)
        select subject_id as service_id, coalesce(name, subject_id) as name, measure,
            max(value) filter (where measure.period = -1) as before,
            max(value) filter (where measure.period = ends.period) as after,
            max(measure."of") as "of"
        from measure join ends using (subject_id) left join clinical_service on service_id = subject_id
        where subject_kind = 'clinical_service'
        group by 1, 2, 3 order by 2, 1, array_position(%s, measure), measure
        """,
        [list(_MEASURES)],
    )


def cells(part: str) -> list[Row]:
    """Cutovers by organisation, platform or kind, and period."""
    return reading.rows(
        f"""
        select {_PARTS[part]} as part, period, count(*) as moves
        from move join workload using (workload_id) left join wave using (plan_id, wave_id)
        group by 1, 2 order by 1 nulls last, 2
        """
    )


def moves(period: int | None, narrowed: Mapping[str, str], window: Window = FIRST) -> list[Row]:
    """Cutovers, of one period, organisation, platform or kind where they are given; `~` is what is not known."""
    parts = [
        f"and coalesce({_PARTS[part]}, '~') = %({part})s" for part in _PARTS if narrowed.get(part)
    ]
    return reading.rows(
        f"""
        select move.workload_id, workload.name, workload.kind, workload.organisation_id, workload.platform,
            period, starts_on, ends_on, disposition, cost
        from move join workload using (workload_id) left join wave using (plan_id, wave_id)
        where (%(period)s::int is null or period = %(period)s) {" ".join(parts)}
        order by starts_on nulls last, workload.name, workload_id limit %(limit)s offset %(offset)s
        """,
        {"period": period, **narrowed, **window._asdict()},
    )


def workload(workload_id: str) -> Row | None:
    """One workload with its cutover."""
    return reading.row(
        """
        select workload.*, period, starts_on, ends_on, disposition, cost, move.wave_id
        from workload left join move using (workload_id) left join wave using (plan_id, wave_id)
        where workload_id = %s
        """,
        [workload_id],
    )


def members(workload_id: str, window: Window = FIRST) -> list[Row]:
    """What moves with it, by name."""
    return reading.rows(
        "select noun, entity_id from workload_member left join thing using (noun, entity_id) "
        "where workload_id = %s order by noun, name, entity_id limit %s offset %s",
        [workload_id, *window],
    )


def my_organisations() -> list[Row]:
    """The organisations one has a grant for; every trust where one reads the whole group."""
    return reading.rows(
        """
        select organisation_id, name from organisation
        where organisation_id in (select access.organisations('read'))
           or (kind in ('trust', 'region') and (select access.sees_all('read')))
        order by name
        """
    )


def readable(organisations: Iterable[str]) -> frozenset[str]:
    """Those of these organisations one may read; `""`, which is all of them, is everyone's."""
    return frozenset(
        row["organisation_id"]
        for row in reading.rows(
            "select organisation_id from unnest(%s::text[]) as organisation_id "
            "where organisation_id = '' or access.may('read', organisation_id)",
            [sorted(set(organisations))],
        )
    )


def called(ids: list[str]) -> dict[str, str]:
    """What trusts and clinical services are called, which everyone may know. Nothing is before the first run."""
    if not ids or reading.current_run() is None:
        return {}
    return dict(
        reading.rows_plain(
            "select organisation_id, coalesce(name, organisation_id) from organisation "
            "where organisation_id = any(%(ids)s) union all "
            "select service_id, coalesce(name, service_id) from clinical_service where service_id = any(%(ids)s)",
            {"ids": ids},
        )
    )


def organisations() -> list[Row]:
    """Trusts and the region, to give roles for. There are none before the first run."""
    if reading.current_run() is None:
        return []
    return reading.rows(
        "select organisation_id, name from organisation where kind in ('trust', 'region') order by name"
    )
