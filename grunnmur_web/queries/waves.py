"""The waves of single organisations: what moves in each, and whether that is approved."""

from __future__ import annotations

import json

from grunnmur_web import reading
from grunnmur_web.reading import Row

_WAVES = """
    select wave.*, said.kind as state, said.members as decided_members, said.decided_by, said.decided_at, said.reason,
        said.kind is not null and said.members is distinct from wave.members as changed
    from (
        select move.wave_id, organisation_id, wave.period, starts_on, ends_on, count(*) as moves, sum(cost) as cost,
            (array_agg(workload.name order by workload.name, workload_id))[1:3] as first,
            (array_agg(workload.kind order by workload.name, workload_id))[1:3] as first_kinds,
            jsonb_object_agg(workload_id, disposition) as members
        from move join workload using (workload_id) join wave using (plan_id, wave_id)
        group by move.wave_id, organisation_id, wave.period, starts_on, ends_on
    ) as wave
    left join lateral (
        select kind, members, decided_by, decided_at, reason from web_decision
        where subject_kind = 'wave' and subject_id = wave.wave_id
            and web_decision.organisation_id = wave.organisation_id
        order by decided_at desc, id desc limit 1
    ) as said on true
"""
"""Each wave of each organisation, with the last word on it: `approve`, `send_back` or null.

It is `changed` where something else moves now than what that was said of, or where that is not known.
"""
_WAITS = """
    starts_on between (select max(on_date) from run) and (select max(on_date) from run) + 120
    and (state is distinct from 'approve' or changed)
"""
"""A wave of the next four months that is not approved as it is."""
WAITING = f"""
    select organisation_id, count(*) as waves from ({_WAVES}) as told
    where {_WAITS} and ((select access.sees_all('approve'))
        or organisation_id in (select access.organisations('approve')))
    group by organisation_id order by waves desc, organisation_id
"""
"""How many waves wait for who asks, by organisation."""


def of(organisation: str) -> list[Row]:
    """One organisation's waves, in order: whether each waits for an answer, and how it differs from what had one.

    `added`, `removed` and `otherwise` name the workloads that moved in or out since the last word on the wave, and
    those that move in another way; they are null where nobody kept what moved then.
    """
    rows = reading.rows(
        f"""
        select *, coalesce({_WAITS}, false) as waiting, md5(members::text) as digest
        from ({_WAVES}) as told where organisation_id = %s order by starts_on
        """,
        [organisation],
    )
    return [_compared(row) for row in rows]


def one(organisation: str, wave_id: str) -> Row | None:
    """One wave of an organisation's, if there is one."""
    return next((row for row in of(organisation) if row["wave_id"] == wave_id), None)


def gone(organisation: str) -> list[Row]:
    """What an organisation approved, is still to come, and is no longer planned, in order.

    `members` tells of each workload that was to move then `way`, and how it stands now: `there` or not, and when it
    moves (`starts_on`, null where the plan has no place for it) and `now`, what is to become of it. Of what was decided
    before waves were known by their day that cannot be told, nor that it is gone.
    """
    rows = reading.rows(
        f"""
        select said.* from (
            select distinct on (subject_id) subject_id as wave_id, kind, members, decided_by, decided_at, reason,
                substring(subject_id from '^wave-(\\d{{4}}-\\d\\d-\\d\\d)$')::date as starts_on
            from web_decision where subject_kind = 'wave' and organisation_id = %(organisation)s
            order by subject_id, decided_at desc, id desc
        ) as said
        where kind = 'approve' and members is not null and starts_on >= (select max(on_date) from run)
            and wave_id not in (select wave_id from ({_WAVES}) as told where organisation_id = %(organisation)s)
        order by starts_on
        """,
        {"organisation": organisation},
    )
    then = [json.loads(row["members"]) for row in rows]
    now = _standing(sorted({workload for members in then for workload in members}))
    return [
        {
            **row,
            "members": [
                {"workload_id": one, "way": way, **now.get(one, _NOT_THERE)}
                for one, way in sorted(members.items())
            ],
        }
        for row, members in zip(rows, then, strict=True)
    ]


_NOT_THERE: Row = {"there": False, "starts_on": None, "now": None}


def _standing(workloads: list[str]) -> dict[str, Row]:
    """Of each of these workloads that there is, when it moves and what is to become of it."""
    if not workloads:
        return {}
    rows = reading.rows(
        """
        select workload_id, starts_on, disposition as now
        from workload left join move using (workload_id) left join wave using (plan_id, wave_id)
        where workload_id = any(%s)
        """,
        [workloads],
    )
    return {row.pop("workload_id"): {**row, "there": True} for row in rows}


def called(wave_ids: list[str]) -> list[Row]:
    """First and last day of each of these waves."""
    return reading.rows(
        "select wave_id, starts_on, ends_on from wave where wave_id = any(%s)", [wave_ids]
    )


def _compared(row: Row) -> Row:
    now = json.loads(row["members"])
    then = now if row["state"] is None else json.loads(row["decided_members"] or "null")
    differing: Row = dict.fromkeys(("added", "removed", "otherwise"))
    if then is not None:
        both = now.keys() & then.keys()
        differing = {
            "added": sorted(now.keys() - then.keys()),
            "removed": sorted(then.keys() - now.keys()),
            "otherwise": sorted(one for one in both if now[one] != then[one]),
        }
    return {
        **row,
        "members": now,
        "decided_members": None if row["state"] is None else then,
        **differing,
    }
