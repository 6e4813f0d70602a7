"""The audit log as people read it."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.utils import translation

import grunnmur_web
from grunnmur.text import Voice, words
from grunnmur_web.actions import audit
from grunnmur_web.models import ROLES
from grunnmur_web.pages import logged
from tests.web.region import NORTH, SECRET

AT = datetime(2026, 9, 2, 8, 5, tzinfo=UTC)


def _entry(action, subject, **changes):
    return {
        "id": 1, "at": AT, "actor": "kari", "action": action, "subject_kind": subject[0], "subject_id": subject[1],
        "organisation_id": "", "before": None, "after": None, **changes,
    }  # fmt: skip


def _log(ask, who, *entries, language="nb"):
    """The rows as they are shown, without number and moment."""
    with translation.override(language):
        grid = ask.answer(who, lambda: logged.log(list(entries)))
    return [[cell.text for cell in row[2:]] for row in grid.rows]


def test_a_role_is_told_in_words_with_the_trust_by_its_name(ask):
    given = {"role": "security", "organisation_id": NORTH, "valid_to": "2027-01-31"}
    entry = _entry("give_role", ("user", "ola"), organisation_id=NORTH, after=given)

    assert _log(ask, "auditor", entry) == [
        ["kari", "ga rolle", "bruker: ola", "Nordre sykehus", "–",
         "rolle: sikkerhetsansvarlig; organisasjon: Nordre sykehus; gjelder til: 31.01.2027"]
    ]  # fmt: skip


def test_a_role_for_everyone_says_so_and_the_directory_is_no_account(ask):
    taken = {"role": "reader", "organisation_id": "", "valid_to": None}
    entry = _entry("take_role", ("user", "ola"), actor="directory:", before=taken)

    assert _log(ask, "auditor", entry, language="en") == [
        ["the directory", "removed role", "user: ola", "–", "role: reader; organisation: the whole group", "–"]
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("actor", "action", "nb", "en"),
    [
        ("set_up:", "make_person", "oppsettet av nettstedet", "the site's set-up"),
        ("first_account", "make_person", "oppsettet av nettstedet", "the site's set-up"),
        ("worker:", "apply_file", "nettstedet", "the site itself"),
        ("worker", "apply_file", "nettstedet", "the site itself"),
        ("worker", "comment", "worker", "worker"),  # a person may be called so
        ("reader", "comment", "reader", "reader"),  # and as a role
    ],
)
def test_who_is_no_account_is_told_in_words(ask, actor, action, nb, en):
    entry = _entry(action, ("user", "ola"), actor=actor)

    assert [_log(ask, "auditor", entry, language=one)[0][0] for one in ("nb", "en")] == [nb, en]


def test_a_file_that_was_sent_is_called_by_its_name_for_who_may_see_it(ask):
    sent = "insert into web_upload (upload_id, file_name, size, digest, source, new_source, organisation, sent_by, " \
        "sent_at, state, base_run, made_run) values ('00aa', 'mars.csv', 1, 'x', 'a', false, '', 'planner', now(), " \
        "'discarded', '', '') returning 1"  # fmt: skip
    ask.rows("planner", sent)
    entry = _entry("send_file", ("upload", "00aa"))

    assert _log(ask, "planner", entry)[0][2] == "innsendt fil: mars.csv"
    assert _log(ask, "north_auditor", entry)[0][2] == "innsendt fil: 00aa"


@pytest.mark.parametrize(("language", "said"), [("nb", "er ført ennå"), ("en", "is entered yet")])
def test_an_empty_log_says_that_it_is(ask, language, said):
    with translation.override(language):
        grid = ask.answer("auditor", lambda: logged.log([]))
        assert said in Voice(language)(grid.empty)


def test_states_and_flags_are_words(ask):
    shut = _entry("set_active", ("user", "ola"), before={"active": True}, after={"active": False})
    taken = _entry("take_file", ("upload", "a1"), after={"state": "confirmed"})
    first = _entry("add_person", ("user", "ola"), after={"roles": ["reader", "owner"]})

    assert [row[-2:] for row in _log(ask, "auditor", shut, taken, first)] == [
        ["konto åpen: ja", "konto åpen: nei"], ["–", "tilstand: tas i bruk"], ["–", "roller: leser, eier"],
    ]  # fmt: skip


def test_a_decision_names_its_finding_and_does_not_tell_twice_what_it_is_about(ask):
    after = {
        "decision_id": "web-1", "kind": "accept_risk", "subject_kind": "finding", "subject_id": "finding-n",
        "reason": "byttes i mai", "measure": "eget nett", "answers_for": "Kari", "valid_to": "2027-06-01",
    }  # fmt: skip
    entry = _entry("accept_risk", ("finding", "finding-n"), organisation_id=NORTH, after=after)

    ((_, action, about, *_, told),) = _log(ask, "auditor", entry)

    assert (action, about) == ("risikoaksept", "avvik: ikke sikker, nord-app01")
    assert told == (
        "beslutning: web-1; begrunnelse: byttes i mai; tiltak: eget nett; svarer for den: Kari; "
        "gjelder til: 01.06.2027"
    )


def test_a_wave_is_told_by_its_days_and_a_workload_by_its_name(ask):
    wave = _entry("approve", ("wave", "wave-1"), organisation_id=NORTH)
    workload = _entry("pin", ("workload", "servers/n/A"))

    assert [row[2] for row in _log(ask, "auditor", wave, workload)] == [
        "pulje: 01.10.2026–31.10.2026", "flytteenhet: Nordservere",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("nb", "første dag: 01.10.2026", "september 2026"),
        ("en", "first day: 1 Oct 2026", "September 2026"),
    ],
)
def test_a_pin_is_told_with_months_and_days(ask, language, before, after):
    planner, auditor = (ask.as_(who, language=language) for who in ("planner", "auditor"))
    planner.post("/plan/pin/servers/n/A", {"period": "0", "reason": f"logg {language}"})

    page = html.unescape(auditor.get("/administration/log").content.decode())
    planner.post("/plan/unpin/servers/n/A")

    row = next(row for row in page.split("<tr>") if f"logg {language}" in row)
    assert before in row
    assert after in row
    assert "2026-09" not in row


def test_what_one_may_not_see_stands_by_its_id(ask):
    entries = [
        _entry("comment", ("finding", "finding-s")), _entry("pin", ("workload", "servers/s/A")),
    ]  # fmt: skip

    told = _log(ask, "administrator", *entries)

    assert SECRET not in str(told)
    assert [row[2] for row in told] == ["avvik: finding-s", "flytteenhet: servers/s/A"]


def test_what_was_logged_before_and_is_no_day_stands_as_it_was_written(ask):
    entry = _entry("approve", ("wave", "gone"), after={"valid_to": "snart", "odd": ["a", "b"]})

    assert _log(ask, "auditor", entry)[0][-1] == "gjelder til: snart; odd: a, b"


def test_every_deed_role_and_state_of_the_site_has_words_in_both_languages():
    site = Path(grunnmur_web.__file__).parent
    files = [*(site / "actions").glob("*.py"), site / "worker.py"]
    sources = [file.read_text(encoding="utf-8") for file in files]
    deeds = {d for text in sources for d in re.findall(r'action="(\w+)"', text)}
    deeds |= {
        "try_file",
        "take_file",
        "drop_file",
        "accept_risk",
        "reopen",
        "comment",
        "pin",
        "unpin",
        "approve",
        "send_back",
    }
    known = words.words()

    assert len(deeds) > 15
    assert deeds - set(known["value"]) == set()
    assert set(ROLES) - set(known["value"]) == set()
    assert set(logged._OWN) == set(known["logged"])
    assert {audit.DIRECTORY, audit.SET_UP, audit.WORKER} == set(known["actor"])
    for group in ("upload", "subject", "logged", "actor"):
        assert all(set(entry) == {"nb", "en"} for entry in known[group].values())  # fmt: skip


@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_page_shows_no_code_of_a_deed_that_was_just_done(ask, language):
    chief = ask.as_("chief", language=language)
    chief.post(
        "/administration/people/newcomer/give", {"role": "approver", "organisation_id": NORTH}
    )

    page = html.unescape(chief.get("/administration/log").content.decode())

    assert {"nb": "godkjenner", "en": "approver"}[language] in page
    assert "give_role" not in page
    assert NORTH not in page
    grant = ask.rows(
        "chief", "select id from web_grant where role = 'approver' and granted_by = 'chief'"
    )
    chief.post(f"/administration/grants/{grant[0]['id']}/take")
