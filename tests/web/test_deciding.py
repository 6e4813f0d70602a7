"""What people decide: who may, what is asked of them, and that the log tells of it."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta

import psycopg
import pytest

from grunnmur.estate import TABLES
from tests.web.region import NORTH
from tests.web.tokens import client as program

TODAY = date.today()  # noqa: DTZ011 a calendar day
SOON = (TODAY + timedelta(days=30)).isoformat()
ACCEPTED = {
    "reason": "byttes i mai",
    "measure": "eget nett",
    "answers_for": "Kari Ås",
    "valid_to": SOON,
}


def test_a_risk_is_accepted_until_a_day_and_seen_by_its_trust_only(ask):
    north = ask.as_("north", language="en")

    north.post("/findings/finding-n/accept", ACCEPTED)

    assert "Kari Ås answers for it" in north.get("/findings/finding-n").content.decode()
    assert "Kari Ås" in north.get("/findings/accepted").content.decode()
    assert "Kari Ås" not in ask.as_("south").get("/findings/accepted").content.decode()


def test_what_is_decided_about_a_guarded_finding_is_as_guarded(ask):
    told = {**ACCEPTED, "measure": "brannmur 7 stenger port 445"}
    ask.as_("north_security").post("/findings/finding-vn/accept", told)

    pages = ("/findings", "/findings/accepted", "/mine?owner=Kari Ås", "/findings/decisions.csv")
    answers = ("findings/accepted", "findings/decisions", "owners/risks?owner=Kari Ås")
    for path in (*pages, *(f"/api/v1/{answer}" for answer in answers)):
        for who in ("north", "north_reads_south", "planner"):
            page = ask.as_(who).get(path).content.decode()
            assert "finding-vn" not in page, (who, path)
            assert "brannmur 7" not in page, (who, path)
    for who in ("administrator", "north_administrator"):
        for path in ("/administration/log", "/api/v1/log"):
            assert "brannmur 7" not in ask.as_(who).get(path).content.decode()
    for who in ("north_security", "auditor"):
        assert "brannmur 7" in ask.as_(who).get("/findings/accepted").content.decode()
    assert "brannmur 7" in ask.as_("auditor").get("/api/v1/log").content.decode()


def test_what_was_decided_before_it_was_kept_whether_it_is_guarded_is_guarded(ask, site):
    insert = (
        "insert into web_decision (decision_id, kind, subject_kind, subject_id, organisation_id, value, reason, "
        "decided_by, decided_at, valid_to, measure, answers_for) values (%s, 'comment', %s, 'x', %s, '', 'r', 'me', "
        "now(), null, '', '')"
    )
    with psycopg.connect(site.admin) as connection:
        for decision_id, kind in (("web-old-1", "finding"), ("web-old-2", "workload")):
            connection.execute(insert, [decision_id, kind, NORTH])

    seen = "select decision_id from web_decision where decision_id like 'web-old-%' order by 1"
    assert [row["decision_id"] for row in ask.rows("north", seen)] == ["web-old-2"]
    assert len(ask.rows("north_security", seen)) == 2


def test_an_acceptance_that_has_ended_is_told_where_the_finding_still_stands(ask, site):
    with psycopg.connect(site.admin) as connection:
        connection.execute(
            "insert into web_decision (decision_id, kind, subject_kind, subject_id, organisation_id, value, reason, "
            "decided_by, decided_at, valid_to, measure, answers_for, guarded) select 'web-' || finding, 'accept_risk', "
            "'finding', finding, %s, '', 'r', 'me', now() - interval '1 year', current_date - 1, 'm', 'Per', false "
            "from unnest(array['finding-both', 'finding-that-is-mended']) as finding",
            [NORTH],
        )

    page = ask.as_("north", language="en").get("/findings/accepted").content.decode()
    of_it = ask.as_("north", language="en").get("/findings/finding-both").content.decode()

    assert "Ended, and the finding still stands" in page
    assert page.count("/findings/finding-both") == 1
    assert "finding-that-is-mended" not in page
    assert "Per answered for it" in of_it
    assert 'id="reopen"' not in of_it


def test_a_risk_accepted_waits_for_nobody(ask):
    """It is told as accepted in the list, among what ends soon on top, and is not counted with what is not accepted."""
    north = ask.as_("north", language="en")
    north.post("/findings/finding-n/accept", ACCEPTED)
    accepted = _list(north, "acceptance=ending&severity=high")
    waiting = _list(north, "acceptance=~")
    everything = north.get("/findings").content.decode()

    north.post("/findings/finding-n/say/reopen", {"reason": "nytt funn"})

    assert accepted == ["finding-n"]
    assert waiting == ["finding-both", "finding-pn"]
    assert '<span class="mark open">ends soon</span>' in everything
    assert everything.index("/findings/finding-n") < everything.index('id="list"')
    assert _list(north, "acceptance=~") == ["finding-both", "finding-n", "finding-pn"]


def test_critical_findings_that_are_accepted_do_not_wait(ask):
    north = ask.as_("north", language="en")

    before = _waiting(north)
    north.post("/findings/finding-pn/accept", ACCEPTED)
    after = _waiting(north)
    north.post("/findings/finding-pn/say/reopen", {"reason": "nytt funn"})

    assert (before, after, _waiting(north)) == (1, 0, 1)


def _list(client, asked):
    found = client.get(f"/api/v1/lists/finding?{asked}&sort=rule_id").json()
    assert (
        found["total"] == len(found["rows"]) == sum(f["rows"] for f in found["facets"]["rule_id"])
    )
    return sorted(row["finding_id"] for row in found["rows"])


def _waiting(client):
    return client.get("/api/v1/overview").json()["to_decide"]["critical"]


@pytest.mark.parametrize("missing", sorted(ACCEPTED))
def test_a_risk_is_not_accepted_without(ask, missing):
    response = ask.as_("north").post("/findings/finding-n/accept", {**ACCEPTED, missing: ""})

    assert response.status_code == 422


@pytest.mark.parametrize("day", ["2020-01-01", "2099-01-01", "today"])
def test_a_risk_is_not_accepted_without_a_sensible_end(ask, day):
    day = TODAY.isoformat() if day == "today" else day

    assert (
        ask.as_("north")
        .post("/findings/finding-n/accept", {**ACCEPTED, "valid_to": day})
        .status_code
        == 422
    )


def test_a_risk_accepted_is_reopened(ask):
    north = ask.as_("north", language="en")
    north.post("/findings/finding-n/accept", ACCEPTED)

    north.post("/findings/finding-n/say/reopen", {"reason": "nytt funn"})

    page = north.get("/findings/finding-n").content.decode()
    assert "Accept the risk" in page
    assert "nytt funn" in page


@pytest.mark.parametrize("deed", ["accept", "say/comment", "say/reopen"])
def test_a_finding_one_reads_of_another_trust_is_not_ones_to_decide(ask, deed):
    both = ask.as_("north_reads_south")
    assert both.get("/findings/finding-s").status_code == 200
    api = program("north_reads_south", "write").post(
        f"/api/v1/findings/finding-s/{deed.removeprefix('say/')}", ACCEPTED, "application/json"
    )

    assert both.post(f"/findings/finding-s/{deed}", ACCEPTED).status_code == 403
    assert (api.status_code, api.json()) == (403, {"detail": "decide"})


def test_what_was_never_accepted_is_not_reopened(ask):
    north = ask.as_("north", language="en")
    north.post("/findings/finding-n/say/reopen", {"reason": "for a clean start"})
    count = "select count(*) as n from web_audit where action = 'reopen'"
    before = ask.rows("auditor", count)

    page = north.post("/findings/finding-n/say/reopen", {"reason": "r"}, follow=True)
    api = program("north", "write").post(
        "/api/v1/findings/finding-n/reopen", {"reason": "r"}, "application/json"
    )

    assert "is not accepted now" in page.content.decode()
    assert (api.status_code, api.json()) == (400, {"detail": "not_accepted"})
    assert ask.rows("auditor", count) == before


def test_an_empty_comment_is_answered_with_why(ask):
    response = ask.as_("north", language="en").post(
        "/findings/finding-n/say/comment", {"reason": " "}
    )

    assert response.status_code == 422
    assert "This field is required." in response.content.decode()


def test_a_reader_of_the_group_decides_nothing(ask):
    assert ask.as_("auditor").post("/findings/finding-n/accept", ACCEPTED).status_code == 403


def test_a_wave_is_approved_by_the_trust_it_hits_and_sent_back_with_a_reason(ask):
    south = ask.as_("south", language="en")
    wave = "/trust/organisation-south/wave/wave-1"

    south.post(wave, {"kind": "approve"})
    assert "approve" in str(
        ask.rows("south", "select kind from web_decision where subject_kind = 'wave'")
    )

    refused = south.post(wave, {"kind": "send_back", "reason": ""}, follow=True)
    assert "Write why" in refused.content.decode()

    assert south.post(f"/trust/{NORTH}/wave/wave-1", {"kind": "approve"}).status_code == 403


@pytest.mark.parametrize(
    ("who", "subject", "path", "form"),
    [
        ("north", "finding-n", "/findings/finding-n/accept", ACCEPTED),
        ("north", "finding-n", "/findings/finding-n/say/comment", {}),
        ("south", "wave-1", "/trust/organisation-south/wave/wave-1", {"kind": "approve"}),
    ],
)
def test_a_form_that_is_sent_twice_decides_once(ask, who, subject, path, form):
    client = ask.as_(who)
    counts = [
        f"select count(*) as n from {table} where subject_id = '{subject}'"
        for table in ("web_decision", "web_audit")
    ]
    client.post(path, {**form, "reason": "først"})
    before = [ask.rows("chief", count)[0]["n"] for count in counts]

    for _ in range(2):
        client.post(path, {**form, "reason": "så"})
    after = [ask.rows("chief", count)[0]["n"] for count in counts]
    client.post(path, {**form, "reason": "først"})
    again = ask.rows("chief", counts[0])[0]["n"]
    client.post("/findings/finding-n/say/reopen", {"reason": "as it was"})

    assert after == [number + 1 for number in before]
    assert again == after[0] + 1


@pytest.mark.parametrize(
    ("kind", "language", "said"),
    [
        ("approve", "nb", "godkjent"),
        ("approve", "en", "approved"),
        ("send_back", "nb", "sendt tilbake"),
        ("send_back", "en", "sent back"),
    ],
)
def test_a_wave_says_what_it_is_and_not_what_was_done(ask, kind, language, said):
    client = ask.as_("south", language=language)
    client.post("/trust/organisation-south/wave/wave-1", {"kind": kind, "reason": language})

    page = client.get("/trust").content.decode()

    assert re.search(rf'<span class="mark (good|bad)">{said}</span>', page)


def test_decisions_leave_in_the_form_the_library_reads(ask):
    north = ask.as_("north")
    north.post("/findings/finding-n/accept", {**ACCEPTED, "reason": "=ikke en formel"})

    lines = north.get("/findings/decisions.csv").content.decode().splitlines()
    north.post("/findings/finding-n/say/reopen", {"reason": "nytt funn"})
    after = north.get("/findings/decisions.csv").content.decode()

    assert lines[0].split(",") == [column.name for column in TABLES["decision"].columns]
    assert any("'=ikke en formel" in line for line in lines)
    assert "formel" not in after  # what was taken back holds no longer
    assert "nytt funn" not in after


def test_every_deed_is_in_the_log_with_who_and_what(ask):
    ask.as_("north").post("/findings/finding-n/say/comment", {"reason": "sett"})

    last = ask.rows("auditor", "select * from web_audit order by id desc limit 1")[0]

    assert (last["actor"], last["action"], last["subject_id"]) == ("north", "comment", "finding-n")
    assert json.loads(last["after"])["reason"] == "sett"


def test_the_log_shows_where_it_was_changed_and_where_a_row_is_gone(ask, site):
    for text in "abc":
        ask.as_("north").post("/findings/finding-n/say/comment", {"reason": text})
    with psycopg.connect(site.owner) as connection:
        assert connection.execute("select * from access.audit_broken()").fetchall() == []
        last = connection.execute("select max(id) from web_audit").fetchone()[0]
        connection.execute("alter table web_audit no force row level security")
        with pytest.raises(psycopg.errors.RaiseException), connection.transaction():
            connection.execute("update web_audit set actor = 'somebody'")
        connection.execute("alter table web_audit disable trigger audit_stays")
        connection.execute("update web_audit set actor = 'somebody' where id = %s", [last])
        connection.execute("delete from web_audit where id = %s", [last - 1])

        broken = connection.execute("select * from access.audit_broken()").fetchall()

        assert broken == [(last, "missing")]
        connection.rollback()


def test_people_get_roles_and_lose_them(ask):
    chief = ask.as_("chief", language="en")
    made = chief.post(
        "/administration/people", {"username": "ny.person", "name": "Ny"}, follow=True
    )
    assert "ny.person is created" in made.content.decode()

    chief.post(
        "/administration/people/ny.person/give", {"role": "reader", "organisation_id": NORTH}
    )
    assert ask.rows("ny.person", "select count(*) as n from asset") == [{"n": 2}]

    grant = ask.rows(
        "chief",
        "select g.id from web_grant g join web_user u on u.id = user_id where username = 'ny.person'",
    )
    chief.post(f"/administration/grants/{grant[0]['id']}/take")
    assert ask.rows("ny.person", "select count(*) as n from asset") == [{"n": 0}]


def test_nobody_takes_their_own_administration_away(ask):
    grant = ask.rows(
        "chief",
        "select g.id from web_grant g join web_user u on u.id = user_id "
        "where username = 'chief' and role = 'administrator'",
    )

    ask.as_("chief").post(f"/administration/grants/{grant[0]['id']}/take")

    assert ask.as_("chief").get("/administration").status_code == 200
