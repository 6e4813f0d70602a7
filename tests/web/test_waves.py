"""An approval is of a wave as it was: what moves in or out later is said, and asked for again."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date, datetime, timedelta
from html import unescape

import psycopg
import pytest

from grunnmur_web import store
from tests import worlds
from tests.web.reading import words_of
from tests.web.region import NORTH, SECRET
from tests.web.tokens import client as program

WAVE = f"/trust/{NORTH}/wave/wave-1"
WAVES = f"/api/v1/trusts/{NORTH}/waves"


@pytest.fixture
def later(site, tmp_path):
    """Shows a later run in which these of the north's workloads move in the wave, each in a way."""

    def shown(**ways):
        run = shutil.copytree(site.run, tmp_path / "20261001T080000", dirs_exist_ok=True)
        worlds.world(
            run,
            workload=[
                {"workload_id": name, "name": name.title(), "organisation_id": NORTH, "kind": "application"}
                for name in ways
            ],
            move=[
                {"plan_id": "plan-1", "workload_id": name, "wave_id": "wave-1", "disposition": way, "cost": 1}
                for name, way in ways.items()
            ],
        )  # fmt: skip
        store.load(site.owner, run)

    yield shown
    store.load(site.owner, site.run)


@pytest.fixture
def moved(site, tmp_path):
    """Shows a later run whose only wave is this day's: these of the north's workloads move in it, each in a way."""

    def shown(day, *, on="2026-09-01", **ways):
        run = shutil.copytree(site.run, tmp_path / "20261001T080000", dirs_exist_ok=True)
        wave = {
            "plan_id": "plan-1",
            "wave_id": f"wave-{day}",
            "period": 0,
            "starts_on": date.fromisoformat(day),
        }
        worlds.world(
            run,
            run=[{"run_id": "20261001T080000", "on_date": date.fromisoformat(on), "started_at": datetime(2026, 10, 1),
                  "code_version": "0", "catalogue_edition": "1", "parameters": "{}"}],
            wave=[{**wave, "ends_on": wave["starts_on"] + timedelta(days=29)}],
            workload=[
                {"workload_id": name, "name": name.title(), "organisation_id": NORTH, "kind": "application"}
                for name in ways
            ],
            move=[
                {"plan_id": "plan-1", "workload_id": name, "wave_id": wave["wave_id"] if way else None,
                 "disposition": way, "cost": 1}
                for name, way in ways.items()
            ],
        )  # fmt: skip
        store.load(site.owner, run)

    yield shown
    store.load(site.owner, site.run)


def _standing(page):
    """The wave as the page says it stands."""
    ((mark, said),) = re.findall(r'<td><span class="mark (\w+)(?: changed)?">([^<]+)</span>', page)
    return mark, unescape(said)


def _waiting(client):
    return client.get("/api/v1/overview").json()["to_decide"]["waves"]


@pytest.mark.parametrize(
    ("language", "said", "added"),
    [
        ("nb", "godkjent før den ble endret: 1 lagt til, 1 tatt ut", "Lagt til: Nytt"),
        ("en", "approved before it changed: 1 added, 1 removed", "Added: Nytt"),
    ],
)
def test_a_wave_that_changed_since_it_was_approved_is_asked_for_again(
    ask, later, language, said, added
):
    north = ask.as_("north", language=language)
    later(gammelt="rehost", fast="rehost")
    north.post(WAVE, {"kind": "approve", "reason": f"før {language}"})
    assert (_standing(north.get("/trust").content.decode())[0], _waiting(north)) == ("good", 0)

    later(nytt="rehost", fast="rehost")

    page = north.get("/trust?waiting=1").content.decode()
    assert _standing(page) == ("open", said)
    assert added in page
    assert _waiting(north) == 1
    feed = north.get(f"/trust/{NORTH}/waves.ics").content.decode().replace("\r\n ", "")
    assert said.split(":")[0] in feed

    north.post(WAVE, {"kind": "approve", "reason": f"etter {language}"})
    assert (_standing(north.get("/trust").content.decode())[0], _waiting(north)) == ("good", 0)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("nb", ["Godkjent, og ikke lenger i planen", "puljen fra 01.10.2026, godkjent av north",
                "Flyttes nå i november 2026: Annet (saneres), Senere", "Uten plass i planen nå: Utsatt",
                "Skal ikke flyttes lenger: borte"]),
        ("en", ["Approved, and no longer planned", "the wave from 1 Oct 2026, approved by north",
                "Moved in November 2026 now: Annet (retire), Senere", "Without a place in the plan now: Utsatt",
                "No longer to be moved: borte"]),
    ],
)  # fmt: skip
def test_who_approved_what_is_no_longer_planned_is_told_what_became_of_it(
    ask, moved, language, told
):
    north = ask.as_("north", language=language)
    moved("2026-10-01", senere="rehost", annet="rehost", utsatt="rehost", borte="rehost")
    wave = f"/trust/{NORTH}/wave/wave-2026-10-01"
    north.post(wave, {"kind": "approve", "reason": f"i oktober {language}"})
    assert told[0] not in north.get("/trust").content.decode()

    moved("2026-11-01", senere="rehost", annet="retire", utsatt=None)

    page = words_of(north.get("/trust").content.decode())
    assert [one for one in told if one not in page] == []
    (row,) = program("north").get(f"/api/v1/trusts/{NORTH}/approved-unplanned").json()
    assert (row["wave_id"], row["decided_by"]) == ("wave-2026-10-01", "north")
    assert {one["workload_id"]: (one["there"], one["starts_on"], one["now"]) for one in row["members"]} == {
        "annet": (True, "2026-11-01", "retire"), "borte": (False, None, None),
        "senere": (True, "2026-11-01", "rehost"), "utsatt": (True, None, None),
    }  # fmt: skip
    assert told[0] not in ask.as_("south", language=language).get("/trust").content.decode()

    moved("2026-11-01", on="2026-10-02", senere="rehost")

    assert told[0] not in north.get("/trust").content.decode()  # what has begun is not gone


def test_the_log_tells_what_was_approved_then_and_now(ask, later):
    north = ask.as_("north")
    later(gammelt="rehost")
    north.post(WAVE, {"kind": "approve", "reason": "den gamle"})
    later(nytt="retire")
    north.post(WAVE, {"kind": "approve", "reason": "den nye"})

    first, second = ask.rows(
        "auditor", "select before, after from web_audit where action = 'approve' order by id desc limit 2"
    )[::-1]  # fmt: skip
    page = unescape(ask.as_("auditor").get("/administration/log").content.decode())

    assert json.loads(first["after"])["members"] == {"gammelt": "rehost"}
    assert json.loads(second["before"])["members"] == {"gammelt": "rehost"}
    assert json.loads(second["after"])["members"] == {"nytt": "retire"}
    assert "flyttes: gammelt (flyttes som den er)" in page  # no name: it is not in the run any more
    assert "flyttes: Nytt (saneres)" in page


def test_another_way_is_not_what_was_approved(ask, later):
    north = ask.as_("north", language="en")
    later(a="rehost", b="rehost")
    north.post(WAVE, {"kind": "approve", "reason": "slik"})

    later(a="retire", b="rehost")

    said = "approved before it changed: 0 added, 0 removed, 1 in another way"
    assert _standing(north.get("/trust").content.decode()) == ("open", said)
    (row,) = program("north").get(WAVES).json()
    assert (row["added"], row["removed"], row["otherwise"]) == ([], [], ["a"])


def test_a_wave_sent_back_and_changed_is_not_sent_back_as_it_is(ask, later):
    north = ask.as_("north", language="en")
    later(a="rehost")
    north.post(WAVE, {"kind": "send_back", "reason": "for tidlig"})
    assert "for tidlig" in ask.as_("planner").get(f"/trust/{NORTH}").content.decode()

    later(b="rehost")

    said = "sent back before it changed: 1 added, 1 removed"
    assert _standing(north.get("/trust").content.decode()) == ("open", said)


@pytest.mark.parametrize(("seen", "status"), [("0" * 32, 400), ("", 200)])
def test_who_saw_another_wave_approves_none(ask, later, seen, status):
    north = ask.as_("north", language="en")
    later(a="rehost")
    page = north.get("/trust").content.decode()
    (digest,) = re.findall(r'name="seen" value="(\w{32})"', page)
    later(b="rehost")

    refused = north.post(WAVE, {"kind": "approve", "seen": digest}, follow=True).content.decode()
    api = program("north", "write").post(
        f"{WAVES}/wave-1",
        {"approve": True, "reason": seen or "r", "seen": seen},
        "application/json",
    )

    assert "the wave has changed since you opened the page" in refused
    assert api.status_code == status
    if status == 400:
        assert api.json() == {"detail": "wave_changed"}


def test_what_was_approved_before_members_were_kept_is_asked_for_again(ask, site):
    north = ask.as_("north", language="en")
    north.post(WAVE, {"kind": "approve", "reason": "fra før"})
    with psycopg.connect(site.admin) as connection:
        connection.execute("update web_decision set members = null where reason = 'fra før'")

    page = north.get("/trust").content.decode()
    (row,) = program("north").get(WAVES).json()
    north.post(WAVE, {"kind": "approve", "reason": "nå"})

    assert _standing(page) == ("open", "approved before records were kept of what moves in it")
    assert (row["added"], row["changed"]) == (None, True)
    assert _standing(north.get("/trust").content.decode()) == ("good", "approved")


def test_another_trusts_workloads_are_in_no_answer(ask):
    told = program("north").get(WAVES).content.decode()

    assert SECRET not in told
    assert "servers/s/A" not in told
