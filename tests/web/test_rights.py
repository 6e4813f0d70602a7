"""The database itself holds back what is another trust's."""

from __future__ import annotations

import re

import psycopg
import pytest

from grunnmur.catalogue import rules
from grunnmur.estate import TABLES
from grunnmur_web.queries import security, uploads
from grunnmur_web.store import LEFT_OUT, SHELVES
from grunnmur_web.store.shelves import SECURITY
from grunnmur_web.uploads import preview
from tests.web.region import NORTH, SECRET

BEHIND_VIEWS = {"dependency": "dependency_seen", "dependency_match": "dependency_match_seen"}


def test_every_table_of_the_library_is_shelved_or_left_out_on_purpose():
    assert set(TABLES) - set(SHELVES) - LEFT_OUT == set()
    assert (set(SHELVES) | LEFT_OUT) - set(TABLES) == set()
    assert set(SHELVES) & LEFT_OUT == set()


def test_a_shelf_names_only_columns_there_are():
    for name, shelf in SHELVES.items():
        named = [column for _, column in shelf.things] + list(shelf.index)
        named += [noun[1:] for noun, _ in shelf.things if noun.startswith("@")]
        assert set(named) <= set(TABLES[name].by_name), name


def test_the_sites_role_owns_nothing_and_cannot_step_around_policies(site):
    with psycopg.connect(site.web) as connection:
        role = connection.execute(
            "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname = current_user"
        ).fetchone()
        owned = connection.execute(
            "select count(*) from pg_class where pg_get_userbyid(relowner) = current_user"
        ).fetchone()

    assert role == (False, False, False, False)
    assert owned == (0,)


def test_every_table_of_a_run_that_the_site_may_read_forces_its_policies(site):
    with psycopg.connect(site.web) as connection:
        open_tables = connection.execute(
            "select relname from pg_class join pg_namespace on pg_namespace.oid = relnamespace "
            "where nspname like 'run\\_%' and relkind = 'r' and not (relrowsecurity and relforcerowsecurity) "
            "and has_table_privilege(pg_class.oid, 'select')"
        ).fetchall()

    assert open_tables == []


@pytest.mark.parametrize("table", sorted(SHELVES))
def test_without_a_person_nothing_can_be_read(ask, table):
    table = BEHIND_VIEWS.get(table, table)

    assert ask.rows(None, f'select * from "{table}"') == []
    assert ask.rows("newcomer", f'select * from "{table}"') == []
    if table != "organisation":  # to give roles for them
        assert ask.rows("administrator", f'select * from "{table}"') == []


@pytest.mark.parametrize(
    "table",
    [
        *sorted(set(SHELVES) - set(BEHIND_VIEWS)),
        "thing",
        "search_word",
        *BEHIND_VIEWS.values(),
        "dependency_needs",
        "dependency_needed_by",
        "dependency_between",
        "hub_tally",
        "detection_check_tally",
        "supplier",
        "expiry_tally",
    ],
)
def test_the_north_reads_no_row_that_is_the_souths(ask, table):
    north = str(ask.rows("north", f'select * from "{table}"'))

    assert SECRET not in north
    assert SECRET.lower() not in north


def test_each_trust_sees_its_own_and_the_group_sees_all(ask):
    count = "select count(*) as n from asset"

    assert ask.rows("north", count) == [{"n": 2}]
    assert ask.rows("south", count) == [{"n": 2}]
    assert ask.rows("auditor", count) == [{"n": 6}]


def test_what_nobody_is_known_to_own_is_seen_by_those_who_see_the_group(ask):
    query = "select asset_id from asset where organisation_id is null"

    assert ask.rows("south", query) == []
    assert ask.rows("auditor", query) == [{"asset_id": "asset-nobody"}]


def test_who_uses_an_application_sees_it(ask):
    query = "select application_id from application order by 1"

    assert [r["application_id"] for r in ask.rows("north", query)] == [
        "application-both",
        "application-n",
    ]


def test_the_far_end_of_a_dependency_is_another_trusts(ask):
    rows = ask.rows("north", "select * from dependency_seen where consumer_id = 'application-n'")

    assert [(r["provider_seen"], r["provider_id"], r["provider_name"]) for r in rows] == [
        (False, None, None)
    ]
    for table in ("dependency", "dependency_tally", "dependency_match"):
        with pytest.raises(Exception, match="permission denied"):
            ask.rows("north", f"select * from {table}")


def test_a_pair_declared_or_seen_is_read_from_either_end_and_names_only_ones_own(ask):
    query = (
        "select consumer_id, provider_id, verdict from dependency_match_seen order by verdict, 1, 2"
    )

    assert [tuple(r.values()) for r in ask.rows("north", query)] == [
        ("application-n", None, "confirmed"),
        ("application-n", "application-both", "silent"),
        (None, "application-n", "silent"),
    ]
    assert len(ask.rows("auditor", query)) == 4


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("provider_role", "entity_id"),
        ("split_item", "application_id"),
        ("unseen", "application_id"),
    ],
)
def test_what_is_concluded_of_an_application_is_seen_by_who_sees_the_application(
    ask, table, column
):
    query = f"select distinct {column} as id from {table} order by 1"

    assert ask.rows("north", query) == [{"id": "application-n"}]
    assert ask.rows("south", query) == [{"id": "application-s"}]
    assert len(ask.rows("auditor", query)) == 2


def test_contacts_outside_need_the_security_right(ask):
    query = "select asset_id from outside_contact"

    assert ask.rows("north", query) == []
    assert ask.rows("north_security", query) == [{"asset_id": "asset-n1"}]


def test_vulnerabilities_and_accounts_need_a_right_of_their_own(ask):
    query = "select finding_id from finding order by 1"

    assert [r["finding_id"] for r in ask.rows("north", query)] == [
        "finding-both", "finding-n", "finding-pn",
    ]  # fmt: skip
    assert [r["finding_id"] for r in ask.rows("north_security", query)] == [
        "finding-an", "finding-both", "finding-n", "finding-pn", "finding-un", "finding-vn", "finding-vu",
    ]  # fmt: skip


def test_a_rule_that_reads_what_needs_the_security_right_guards_what_it_says():
    behind = {name for name, shelf in SHELVES.items() if shelf.right == SECURITY}
    behind |= {"attack_exposure", "judged_product", "judged_ingredient", "judged_system"}
    unguarded = [
        rule.rule_id
        for rule in rules.load().rules
        if behind.intersection(re.findall(r"\w+", rule.select or ""))
        and not rule.guarded
        and rule.subject_kinds != ("account",)  # those are guarded whatever their rule says
    ]

    assert unguarded == []


def test_a_list_counts_no_guarded_finding_as_wrong_with_a_thing(ask):
    query = "select failed, unknown from asset where asset_id = 'asset-n1'"

    assert ask.rows("north", query) == ask.rows("auditor", query) == [{"failed": 1, "unknown": 0}]


def test_a_preview_tells_of_guarded_findings_whom_the_store_would_tell(ask):
    about = {"subject_kind": "asset", "verdict": "fail", "rows": 2}
    found = [
        {**about, "rule_id": "unpatched"},
        {**about, "rule_id": "not-secure"},
        {**about, "rule_id": "not-secure", "subject_kind": "account"},
        {**about, "rule_id": "a-rule-the-run-shown-did-not-have"},
    ]
    difference = {name: {"by_noun": {}, "rows": []} for name in preview.THINGS}
    difference |= {name: {"rows": found} for name in preview.FINDINGS}

    unguarded = ask.answer("planner", uploads.unguarded)

    for name in preview.FINDINGS:
        assert preview.seen(difference, unguarded=unguarded)[name] == found[1:2]
        assert preview.seen(difference, unguarded=None)[name] == found


def test_the_names_of_accounts_need_the_right_that_accounts_do(ask):
    query = "select name from thing where noun = 'account' order by 1"

    assert [ask.rows(who, query) for who in ("north", "planner", "north_reads_south")] == [[]] * 3
    assert ask.rows("north_security", query) == [{"name": "nina"}]
    assert len(ask.rows("auditor", query)) == 2


def test_notes_that_name_what_is_guarded_need_the_security_right(ask):
    query = "select code from note order by 1"

    assert ask.rows("north_security", query) == []
    assert ask.rows("planner", query) == [{"code": "reader_failed"}]
    assert [row["code"] for row in ask.rows("auditor", query)] == [
        "password_in_directory", "reach_zone_without_rules", "reader_failed", "reader_failed",
    ]  # fmt: skip


def test_a_row_of_a_register_about_a_product_is_keyed_for_who_sees_the_whole_group(ask):
    def keys(who):
        told = ask.as_(who).get("/api/v1/things/product/npm:jquery").json()["evidence"]
        return {claim["record_key"] for claim in told}

    assert keys("north") == {None}
    assert keys("planner") == {f"pkg:npm/jquery@1.0.1-{SECRET}"}
    assert SECRET not in ask.as_("north").get("/thing/product/npm:jquery").content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/lists/contract", "/api/v1/things/contract/contract-n", "/api/v1/lists/finding",
        "/api/v1/findings/finding-pn", "/estate/contract/export.parquet?column=application_id",
    ],
)  # fmt: skip
def test_a_program_is_told_no_id_of_what_its_person_may_not_see(ask, path):
    def told(who):
        answer = ask.as_(who).get(path)
        assert answer.status_code == 200, path
        return b"".join(answer) if answer.streaming else answer.content

    assert b"application-s" not in told("north")
    assert b"application-s" in told("auditor")


def test_attack_paths_are_not_for_readers_nor_for_one_trusts_officer(ask):
    assert ask.rows("north", "select * from access") == []
    assert [r["account_id"] for r in ask.rows("north_security", "select * from access")] == [
        "account-n"
    ]
    assert ask.answer("north_security", lambda: security.path("path-1")) == []
    assert len(ask.answer("auditor", lambda: security.path("path-1"))) == 1


@pytest.mark.parametrize(
    ("who", "kind"),
    [("north", "accept_risk"), ("north", "approve"), ("auditor", "comment"), ("chief", "approve")],
)
def test_the_database_refuses_a_decision_for_whom_one_may_not_decide(ask, who, kind):
    insert = (
        "insert into web_decision (decision_id, kind, subject_kind, subject_id, organisation_id, value, reason, "
        "decided_by, decided_at, valid_to, measure, answers_for) values "
        f"('x', '{kind}', 'finding', 'finding-s', 'organisation-south', '', 'r', 'me', now(), "
        "current_date + 1, 'm', 'a') returning 1"
    )

    with pytest.raises(Exception, match="row-level security"):
        ask.rows(who, insert)


def test_a_decision_cannot_be_changed_or_removed(ask):
    for statement in (
        "update web_decision set reason = 'x'",
        "delete from web_decision",
        "delete from web_audit",
    ):
        with pytest.raises(Exception, match="permission denied"):
            ask.rows("chief", statement)


def test_a_connection_handed_on_knows_nobody(ask):
    ask.rows("auditor", "select 1 as x")

    assert ask.rows(None, "select * from asset") == []


def test_a_grant_that_has_ended_gives_nothing(ask, site):
    with psycopg.connect(site.owner) as connection:
        connection.execute(
            "update web_grant set valid_to = current_date - 1 where role = 'planner'"
        )
    try:
        assert ask.rows("planner", "select * from asset") == []
    finally:
        with psycopg.connect(site.owner) as connection:
            connection.execute("update web_grant set valid_to = null where role = 'planner'")


@pytest.mark.parametrize(
    "path", ["/", "/dependencies", "/plan", "/estate/application", "/findings", f"/trust/{NORTH}"]
)
def test_trusts_are_called_by_their_names_and_never_by_their_ids(ask, path):
    page = ask.as_("north").get(path).content.decode()

    assert not re.search(r">[^<]*organisation-(?:north|south|region)[^<]*<", page)
