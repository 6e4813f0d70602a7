"""The plan's page and a workload's: moves tried and pinned, why, capacity and freezes; no other trust's names."""

import re
import shutil
from dataclasses import replace
from html import unescape
from importlib import resources

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import override_settings
from django.utils import translation

from grunnmur.plan.conditions import Exclusion
from grunnmur.plan.explain import Worth, explain
from grunnmur.text import words
from grunnmur_web import reading
from grunnmur_web.models import User
from grunnmur_web.pages import moves, plan, told
from grunnmur_web.queries import edits
from tests.web.region import SECRET, SOUTH
from tests.web.tokens import client as program

WORKLOAD = "/plan/of/servers/n/A"


def _text(client, address):
    return client.get(address).content.decode()


def test_what_a_move_would_break_names_no_other_trusts_workload(ask, site):
    facts = {
        "after": "servers/s/A",
        "before": "servers/n/A",
        "workloads": ["servers/s/A", "servers/n/A"],
        "lag": 0,
        "period": 1,
    }
    problem, _ = edits.documents(site.run)
    with transaction.atomic():
        reading.enter(connection, User.objects.get(username="north").pk)
        said = told.teller(problem, [facts])("a_code_without_words", facts)

    assert "servers/s" not in said
    assert said.count("Nordservere") == 2
    assert said.count("et annet foretak") == 2
    assert "oktober 2026" in said


def test_a_month_is_tried_and_says_what_it_breaks_and_costs_before_anything_is_kept(ask):
    page = _text(ask.as_("planner", language="en"), WORKLOAD + "?period=0")

    assert "Nordservere in September 2026" in page
    assert "Changes the cost by NOK\u00a0-6." in page  # a month less of exposure 5 and run 1
    assert "Breaks no condition" in page
    assert "site_" not in page


def test_a_month_that_is_shut_or_too_full_says_so(ask):
    page = _text(ask.as_("planner", language="en"), "/plan/of/servers/s/A?period=0")

    assert "Conditions broken: 2" in page  # frozen, and before what it waits for


def test_the_form_on_the_plans_page_leads_to_the_month_tried(ask):
    answer = ask.as_("planner").get("/plan/move", {"workload": "servers/n/A", "period": "0"})

    assert answer.headers["Location"] == WORKLOAD + "?period=0#tried"


def test_a_reader_tries_nothing_and_sees_why(ask):
    page = _text(ask.as_("north", language="en"), WORKLOAD + "?period=0&why=1")

    assert "Changes the cost" not in page
    assert "another trust moves in October 2026 and must wait" in page
    assert "September 2026" in page
    assert SECRET not in page


def test_what_more_would_be_worth_is_told_of_whatever_a_certificate_prices(ask, site):
    problem, made = edits.documents(site.run)
    kinds = (
        ("hours", "network"),
        ("unit", "network"),
        ("slot", SOUTH),
        ("wave", ""),
        ("budget", "2026"),
    )
    worth = tuple(Worth(kind, row, 0, "", 40.6) for kind, row in kinds)
    found = replace(explain(problem, made, "servers/n/A"), worth=worth)
    with transaction.atomic(), translation.override("en"):
        reading.enter(connection, User.objects.get(username="north").pk)
        said = moves._worth(told.teller(problem, []), found)

    assert said == [
        "One more person-month of network in September 2026: up to NOK\u00a041.",
        "One more unit of network in September 2026: up to NOK\u00a041.",
        f"One more slot at {SOUTH} in September 2026: up to NOK\u00a041.",
        "One more cutover in September 2026: up to NOK\u00a041.",
        "NOK\u00a01,000 more in the budget of 2026: up to NOK\u00a041.",
    ]


def test_a_pin_holds_until_it_is_taken_away(ask):
    planner = ask.as_("planner", language="en")

    planner.post("/plan/pin/servers/n/A", {"period": "0", "reason": "ombygging"})
    assert "To September 2026, by planner" in _text(planner, WORKLOAD)

    planner.post("/plan/unpin/servers/n/A")
    assert "To September 2026, by planner" not in _text(planner, WORKLOAD)


@pytest.mark.parametrize("period", ["7", "-1", "x", ""])
def test_nothing_is_pinned_to_a_month_that_is_not_in_the_plan(ask, period):
    assert ask.as_("planner").post("/plan/pin/servers/n/A", {"period": period}).status_code == 404


def test_capacity_and_freezes_stand_under_the_timeline(ask):
    page = _text(ask.as_("planner", language="en"), "/plan")

    assert "60 of 80 hours" in page
    assert "Søndre sykehus" in page
    assert page.count("frozen</span>") == 1


def test_a_trusts_freeze_and_its_reason_are_for_who_may_read_the_trust(ask):
    assert "ferie" in _text(ask.as_("south"), "/plan")
    assert "ferie" not in _text(ask.as_("north"), "/plan")
    told = {who: program(who).get("/api/v1/plan").json()["freezes"] for who in ("north", "south")}
    assert told["north"] == []
    assert [row["reasons"] for row in told["south"]] == [["ferie"]]


@pytest.mark.parametrize(("who", "said"), [("north", "another trust"), ("south", "ferie")])
def test_what_a_freeze_breaks_is_told_without_another_trusts_reason(ask, site, who, said):
    problem, _ = edits.documents(site.run)
    facts = {"freeze": "freeze 1", "reason": "ferie", "period": 0}

    with translation.override("en"):
        told_ = ask.answer(who, lambda: told.teller(problem, [facts])("binds_freeze", facts))

    assert said in told_
    assert ("ferie" in told_) == (who == "south")


def test_capacity_is_added_up_by_month(site):
    (used,) = edits.capacity(site.run)

    assert (used.used, used.limit) == ((0, 60), (40, 80))


def test_a_plan_laid_beside_the_runs_is_compared_and_wins_nothing_by_what_it_lacks(ask):
    page = _text(ask.as_("north", language="en"), "/plan/scenarios?with=laid")

    assert "laid lacks 1 workload that others have; the first is another trust" in page
    assert "laid lacks 1 order of cutovers that others have" in page
    assert "fewer than two of the plans can be compared on cost" in page
    assert "best:" not in page
    assert SECRET not in page


def test_a_clinical_services_figures_stand_before_and_after_the_plan(ask):
    page = _text(ask.as_("north", language="en"), "/plan")

    line = page[page.index("Akuttmottak") :].split("</tr>")[0]
    assert [cell.split("<")[0] for cell in line.split('class="n">')[1:]] == ["7", "3"]


def test_a_month_that_is_shut_cannot_be_pinned_for_it_would_leave_the_next_run_without_a_plan(ask):
    planner = ask.as_("planner", language="en")

    page = planner.post("/plan/pin/servers/s/A", {"period": "0"}, follow=True).content.decode()

    assert "Not pinned" in page
    assert "To September 2026, by planner" not in page


def test_a_plan_that_is_sent_lies_beside_the_runs_once_it_is_read(ask, site, tmp_path):
    planner, workspace = ask.as_("planner", language="en"), site.run.parent.parent

    def send(name, plan):
        file = SimpleUploadedFile("plan.json", plan)
        form = {"name": name, "plan": file}
        return planner.post("/plan/scenarios/send", form, follow=True).content.decode()

    with override_settings(WORKSPACE=workspace):
        plan = (site.run / "plan.json").read_bytes()
        assert "Everything can be compared" in send("egne folk", plan)
        assert "already a plan here called egne folk" in send("egne folk", plan)
        assert "cannot be the name" in send("../x", plan)
        assert "One of the plans cannot be read" in send("ingen plan", b"{")
        form = {"name": "x", "plan": SimpleUploadedFile("plan.json", plan)}
        assert ask.as_("chief").post("/plan/scenarios/send", form).status_code == 403
    laid = sorted(path.name for path in (workspace / "scenarios").iterdir())
    shutil.rmtree(workspace / "scenarios" / "egne folk")
    assert laid == ["egne folk", "laid"]


def test_what_is_moved_has_a_word_for_its_kind():
    steps = resources.files("grunnmur.plan.build") / "steps"
    written = (steps / "package.sql").read_text()
    kinds = {"servers", *re.findall(r"'(\w+)'(?: as kind)?, concat_ws", written)}

    assert len(kinds) > 3
    assert [kind for kind in kinds if not words.word("value", kind, "nb", otherwise="")] == []


@pytest.mark.parametrize("by", ["organisation_id", "platform", "kind"])
def test_a_number_in_the_timeline_leads_to_as_many_moves(ask, by):
    auditor = ask.as_("auditor", language="en")
    page = auditor.get(f"/plan?by={by}").content.decode()
    told = re.findall(
        rf'href="(\?by={by}[^"#]*period=\w+)#moves">(?:<span.*?</span>)?(\d+)</a>', page
    )
    assert len(told) >= 2

    for address, count in told:
        shown = auditor.get(f"/plan{unescape(address)}").content.decode()
        table = shown.split('id="moves-table"')[1]
        assert len(re.findall(r"<tr><td", table)) == int(count)


def test_what_moves_of_nobody_known_is_not_what_moves_of_all(ask):
    page = ask.as_("auditor", language="en").get("/plan?organisation_id=~&period=all").content

    assert "No moves here." in page.decode()


def test_what_moves_of_nobody_known_is_read_aloud_as_that():
    (line,) = plan._lines("platform", [{"part": None, "period": 0, "moves": 1}])

    assert (line["name"], line["aloud"]) == (None, "ikke kjent")


def test_trusts_stand_in_the_order_of_their_names(ask):
    page = ask.as_("auditor", language="en").get("/plan").content.decode()

    assert page.index('<th scope="row">Nordre sykehus') < page.index(
        '<th scope="row">Søndre sykehus'
    )


def test_a_service_that_moves_apart_is_called_by_its_name(site):
    problem, _ = edits.documents(site.run)
    apart = Exclusion("these two", (), service="service-1")
    problem = replace(problem, exclusions=(*problem.exclusions, apart))
    facts = {"period": 1, "exclusion": apart.id}
    with transaction.atomic():
        reading.enter(connection, User.objects.get(username="north").pk)
        said = told.teller(problem, [facts])("exclusion_broken", facts)

    assert "(Akuttmottak)" in said
