"""What people decided, newest first, as far as one may see it."""

from __future__ import annotations

from grunnmur_web import reading
from grunnmur_web.reading import Row


def about(subject_kind: str, subject_id: str) -> list[Row]:
    """Every decision about one thing."""
    return reading.rows(
        "select * from web_decision where subject_kind = %s and subject_id = %s order by decided_at desc, id desc",
        [subject_kind, subject_id],
    )


def accepted(*, ending: bool = False) -> list[Row]:
    """Risks accepted today, or of those the `ending` ones, those that end first on top."""
    return reading.rows(
        """
        select accepted_now.*, finding.rule_id, finding.subject_kind as about_kind, finding.subject_id as about_id,
            valid_to - current_date as days_left
        from accepted_now left join finding on finding.finding_id = accepted_now.subject_id
        where ending or not %s order by valid_to, accepted_now.id
        """,
        [ending],
    )


def ended() -> list[Row]:
    """Risks whose acceptance has ended and whose finding stands, those that ended last on top."""
    return reading.rows(
        """
        select accepted_last.*, finding.rule_id, finding.subject_kind as about_kind, finding.subject_id as about_id
        from accepted_last join finding on finding.finding_id = accepted_last.subject_id
        where has_ended order by valid_to desc, accepted_last.id
        """
    )


def acceptance(finding_id: str) -> Row | None:
    """The acceptance that holds for this finding today, if one does."""
    return reading.row("select * from accepted_now where subject_id = %s", [finding_id])


def last_acceptance(finding_id: str) -> Row | None:
    """The acceptance of this finding, if one is the last word on it, and whether it `has_ended`."""
    return reading.row("select * from accepted_last where subject_id = %s", [finding_id])


def pin(workload_id: str) -> Row | None:
    """The pin that holds for this workload, if one does: the last word on it."""
    found = reading.row(
        "select * from web_decision where subject_kind = 'workload' and subject_id = %s "
        "and kind in ('pin', 'unpin') order by decided_at desc, id desc limit 1",
        [workload_id],
    )
    return found if found and found["kind"] == "pin" else None


def planned(workload: Row) -> Row:
    """When a workload moves and what it is pinned to, as the log tells it."""
    return {
        "starts_on": workload["starts_on"],
        "pin": (pin(workload["workload_id"]) or {}).get("value"),
    }


def finding(finding_id: str) -> Row | None:
    """One finding."""
    return reading.row("select * from finding where finding_id = %s", [finding_id])


def findings(finding_ids: list[str]) -> list[Row]:
    """The rule and the subject of each of these findings one may see."""
    return reading.rows(
        "select finding_id, rule_id, subject_kind, subject_id from finding where finding_id = any(%s)",
        [finding_ids],
    )


def log(limit: int, below: int | None = None) -> list[Row]:
    """The newest rows of the audit log one may see, or the newest of those numbered below."""
    return reading.rows(
        "select * from web_audit where %(below)s::bigint is null or id < %(below)s order by id desc limit %(limit)s",
        {"limit": limit, "below": below},
    )


def in_files_form() -> list[Row]:
    """What holds of the decisions, in the columns of decisions/*.csv, oldest first.

    Of a risk, a wave of one trust, and where a workload is pinned, the last word counts: what was taken
    back is left out, so that two words of one person never contradict each other in a run.
    """
    return reading.rows(
        """
        select decision_id, kind, subject_kind, subject_id, organisation_id, value, reason, decided_by,
            decided_at at time zone 'UTC' as decided_at, valid_to
        from (
            select web_decision.*, row_number() over (
                partition by subject_kind, subject_id, case kind
                    when 'accept_risk' then 'risk' when 'reopen' then 'risk'
                    when 'approve' then 'wave ' || organisation_id when 'send_back' then 'wave ' || organisation_id
                    when 'pin' then 'pin' when 'unpin' then 'pin'
                    else decision_id end
                order by decided_at desc, id desc
            ) as place
            from web_decision
        ) as told
        where place = 1 and kind in ('accept_risk', 'approve', 'pin', 'forbid') order by id
        """
    )
