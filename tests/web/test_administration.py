"""Who administers one trust gives and takes roles there: nothing of the group, nothing of another trust."""

from __future__ import annotations

import json
from datetime import date, timedelta

import psycopg
import pytest
from django.test import Client

from tests.web.region import NORTH, SOUTH
from tests.web.tokens import client as program

TODAY = date.today()  # noqa: DTZ011 a calendar day
ELSEWHERE = [
    {"role": "auditor", "organisation_id": ""},
    {"role": "administrator", "organisation_id": ""},
    {"role": "approver", "organisation_id": SOUTH},
]
REFUSED = {
    "role_organisation": {"role": "reader", "organisation_id": "organisation-nowhere"},
    "role_ended": {"role": "reader", "valid_to": (TODAY - timedelta(days=1)).isoformat()},
    "own_role": {"role": "administrator"},
}


@pytest.fixture
def admin(ask) -> Client:
    """The north's administrator in a browser."""
    return ask.as_("north_administrator", language="en")


@pytest.fixture(autouse=True)
def _as_it_was(site):
    """Takes back what a test gave."""
    with psycopg.connect(site.owner) as connection:
        connection.execute("create temp table had as select id from web_grant")
        yield
        connection.execute("delete from web_grant where id not in (select id from had)")
        connection.execute("update web_user set is_active = true")


def _grants(ask, username):
    query = (
        "select g.id, role, organisation_id as place from web_grant g join web_user u on u.id = user_id "
        f"where username = '{username}' order by 2, 3"
    )
    return ask.rows("chief", query)


def _send(who, path, body, method="post"):
    return getattr(program(who, "write"), method)(
        f"/api/v1/people{path}", body, content_type="application/json"
    )


@pytest.mark.parametrize("given", ELSEWHERE)
@pytest.mark.parametrize("to", ["north_administrator", "newcomer"])
def test_a_trusts_administrator_gives_no_role_of_the_group_or_of_another_trust(
    ask, admin, given, to
):
    before = _grants(ask, to)

    assert admin.post(f"/administration/people/{to}/give", given).status_code == 403
    refused = _send("north_administrator", f"/{to}/roles", given)

    assert (refused.status_code, refused.json()) == (403, {"detail": "administer"})
    assert _grants(ask, to) == before


def test_a_trusts_administrator_gives_and_takes_roles_of_the_trust(ask, admin):
    admin.post("/administration/people/newcomer/give", {"role": "reader", "organisation_id": NORTH})
    (given,) = _grants(ask, "newcomer")
    assert (given["role"], given["place"]) == ("reader", NORTH)

    admin.post(f"/administration/grants/{given['id']}/take")
    assert _grants(ask, "newcomer") == []


@pytest.mark.parametrize("of", ["auditor", "south"])
def test_a_trusts_administrator_takes_no_role_that_holds_elsewhere(ask, admin, of):
    grant = _grants(ask, of)[0]["id"]

    assert admin.post(f"/administration/grants/{grant}/take").status_code == 403
    assert _send("north_administrator", f"/{of}/roles/{grant}", {}, "delete").status_code == 403
    assert grant in [row["id"] for row in _grants(ask, of)]


@pytest.mark.parametrize("of", ["chief", "south", "newcomer"])
def test_a_trusts_administrator_shuts_no_account_that_is_not_the_trusts_alone(ask, admin, of):
    assert admin.post(f"/administration/people/{of}/active").status_code == 403
    assert _send("north_administrator", f"/{of}/active", {"active": False}).status_code == 403
    assert ask.as_(of).get("/me").status_code == 200


def test_a_trusts_administrator_shuts_an_account_of_the_trust(ask, admin):
    admin.post("/administration/people/north_security/active")

    assert ask.rows(
        "chief", "select is_active from web_user where username = 'north_security'"
    ) == [{"is_active": False}]


def test_a_trusts_administrator_opens_no_account_again_by_giving_it_a_role(ask, admin):
    ask.as_("chief").post("/administration/people/newcomer/active")

    given = {"role": "reader", "organisation_id": NORTH}
    assert admin.post("/administration/people/newcomer/give", given).status_code == 403
    ask.as_("chief").post("/administration/people/newcomer/give", given)
    assert admin.post("/administration/people/newcomer/active").status_code == 403
    assert "/newcomer/give" not in admin.get("/administration").content.decode()

    shut = "select is_active from web_user where username = 'newcomer'"
    assert ask.rows("chief", shut) == [{"is_active": False}]


def test_accounts_are_made_by_who_administers_the_group(ask, admin):
    body = {"username": "egen.konto"}

    assert admin.post("/administration/people", body).status_code == 403
    assert _send("north_administrator", "", body).status_code == 403


def test_the_page_offers_a_trusts_administrator_what_may_be_done(ask, admin):
    page = admin.get("/administration").content.decode()

    assert f'<option value="{NORTH}">' in page
    assert f'<option value="{SOUTH}">' not in page
    assert '<option value="">' not in page
    assert "New person" not in page
    own, groups = (_grants(ask, who)[0]["id"] for who in ("north_security", "auditor"))
    assert f"/grants/{own}/take" in page
    assert f"/grants/{groups}/take" not in page


@pytest.mark.parametrize("code", sorted(REFUSED))
def test_a_role_that_means_nothing_is_given_to_nobody(ask, code):
    to = "chief" if code == "own_role" else "newcomer"
    before = _grants(ask, to)

    page = ask.as_("chief", language="en").post(
        f"/administration/people/{to}/give", REFUSED[code], follow=True
    )
    refused = _send("chief", f"/{to}/roles", REFUSED[code])

    assert 'data-color="danger"' in page.content.decode()
    assert (refused.status_code, refused.json()) == (400, {"detail": code})
    assert _grants(ask, to) == before


def test_a_changed_end_is_logged_beside_the_end_before(ask):
    soon = (TODAY + timedelta(days=9)).isoformat()
    for valid_to in ("", soon):
        ask.as_("chief").post(
            "/administration/people/newcomer/give", {"role": "reader", "valid_to": valid_to}
        )

    last = ask.rows("auditor", "select before, after from web_audit order by id desc limit 1")[0]

    same = {"role": "reader", "organisation_id": ""}
    assert json.loads(last["before"]) == {**same, "valid_to": None}
    assert json.loads(last["after"]) == {**same, "valid_to": soon}


@pytest.mark.parametrize(
    "statement",
    [
        "insert into web_grant (user_id, role, organisation_id, granted_by, granted_at) "
        "values (access.person(), 'auditor', '', 'directory:', now()) returning 1",
        "update web_grant set organisation_id = '' where user_id = access.person() returning 1",
    ],
)
def test_the_database_refuses_a_role_of_the_group_too(ask, statement):
    with pytest.raises(Exception, match="row-level security"):
        ask.rows("north_administrator", statement)


def test_the_groups_auditor_reads_accounts_and_changes_none(ask):
    auditor = ask.as_("auditor", language="en")

    page = auditor.get("/administration").content.decode()

    assert "north_security" in page
    assert "<select" not in page
    assert ">remove<" not in page
    assert ">disable<" not in page
    assert program("auditor").get("/api/v1/people").json()["more"] is False
    assert program("auditor").get("/api/v1/uploads").status_code == 200
    assert program("north_auditor").get("/api/v1/uploads").status_code == 403
    assert (
        auditor.post("/administration/people/newcomer/give", {"role": "reader"}).status_code == 403
    )


def test_an_administrator_without_other_roles_begins_at_the_people(ask):
    client = ask.as_("administrator", language="en")

    assert client.get("/", follow=True).redirect_chain == [("/administration", 302)]
    refused = client.get("/plan").content.decode()
    assert '<p><a href="/administration">' in refused
    assert "/me" in ask.as_("newcomer").get("/").content.decode().split("<main")[1]


def test_who_reads_nothing_still_sees_for_which_trust_a_role_is(ask):
    page = ask.as_("north_administrator").get("/me").content.decode()

    assert "administrator, Nordre sykehus" in page


def test_a_trusts_auditor_reads_of_accounts_what_is_the_trusts(ask):
    rows = program("north_auditor").get("/api/v1/people").json()["rows"]

    assert {"north", "north_administrator"} <= {row["username"] for row in rows}
    assert not {"south", "auditor", "newcomer"} & {row["username"] for row in rows}
    assert {role["organisation_id"] for row in rows for role in row["roles"]} == {NORTH}
