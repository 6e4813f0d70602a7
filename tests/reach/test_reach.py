"""The verb on small worlds: rights, what the logs say, what can be proven, and what is not known."""

from datetime import date, datetime

import pytest

from grunnmur import assess, reach
from tests.worlds import world

ON = date(2026, 9, 1)
SID = "S-1-5-21-1-2-3"
PATIENT = {
    "data_store_id": "d",
    "asset_id": "v",
    "data_class": "patient",
    "kind": "primary",
    "controller_id": "t1",
}
RIGHT = {"account_id": "a", "target_kind": "asset", "target_id": "v", "level": "admin",
         "approved_by": "x", "valid_to": date(2027, 1, 1), "recorded": True}  # fmt: skip
BASE = {
    "account": [{"account_id": "a", "person_id": "p", "kind": "personal", "enabled": True}],
    "person": [{"person_id": "p", "organisation_id": "t1", "country": "NO"}],
    "organisation": [{"organisation_id": "t1", "kind": "trust"}, {"organisation_id": "t2", "kind": "trust"},
                     {"organisation_id": "f", "kind": "supplier"}],
    "asset": [{"asset_id": "v", "kind": "vm"}],
    "data_store": [PATIENT],
    "privilege": [RIGHT],
}  # fmt: skip


def _reached(folder, **tables):
    estate = world(folder, **{**BASE, **tables})
    reach.reach(estate, on=ON)
    return estate


def _access(estate, columns="could, did, provable, verdict"):
    return estate.connection.execute(f"select {columns} from access").fetchall()


def _broken(estate):
    return {
        (rule, verdict, reason)
        for rule, verdict, reason in estate.connection.execute(
            "select rule_id, verdict, reason from access_violation"
        ).fetchall()
    }


def test_a_known_person_with_an_approved_recorded_right_passes(tmp_path):
    estate = _reached(tmp_path)

    assert _access(estate) == [(True, None, True, "pass")]
    assert _broken(estate) == set()


def test_could_did_and_provable_are_three_things(tmp_path):
    other = {"account_id": "b", "kind": "personal", "enabled": True, "person_id": "p"}
    logon = {"account_id": "b", "asset_id": "v", "country": "NO", "at": datetime(2026, 8, 1)}
    log = {"asset_id": "x", "kind": "security"}

    estate = _reached(
        tmp_path,
        account=[*BASE["account"], other],
        privilege=[{**RIGHT, "recorded": False}],
        logon=[logon],
        logging=[log],
    )

    # a has the right and was never seen; b was seen without a right any source tells of.
    rows = estate.connection.execute(
        "select account_id, could, did, provable from access order by 1"
    ).fetchall()
    assert rows == [("a", True, False, False), ("b", None, True, False)]


@pytest.mark.parametrize(
    ("country", "logon", "basis", "expected"),
    [
        ("NO", None, None, None),
        ("MY", None, None, ("L1", "fail", "works_outside")),
        ("MY", None, "SCC", ("L3", "fail", "works_outside")),
        ("NO", "MY", None, ("L1", "fail", "logged_on_from_outside")),
        (None, None, None, ("L1", "unknown", "country_not_known")),
    ],
)
def test_residency_by_reach(tmp_path, country, logon, basis, expected):
    contract = {"contract_id": "k", "supplier_id": "t1", "transfer_basis": basis}
    estate = _reached(
        tmp_path,
        person=[{"person_id": "p", "organisation_id": "t1", "country": country}],
        logon=[{"account_id": "a", "asset_id": "pc", "country": logon}] if logon else [],
        contract=[contract] if basis else [],
    )

    rows = estate.connection.execute(
        "select layer, verdict, reason from access_violation where rule_id = 'residency-by-reach'"
    ).fetchall()
    assert rows == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("approved", "until", "expected"),
    [
        ("x", date(2026, 9, 1), None),
        (None, None, ("approval-missing", "fail", "approval_missing")),
        ("x", date(2026, 8, 31), ("approval-missing", "fail", "approval_expired")),
        ("x", None, ("approval-missing", "unknown", "approval_undated")),
    ],
)
def test_a_supplier_needs_an_approval_that_holds_on_the_day(tmp_path, approved, until, expected):
    estate = _reached(
        tmp_path,
        person=[{"person_id": "p", "organisation_id": "f", "country": "NO"}],
        privilege=[{**RIGHT, "approved_by": approved, "valid_to": until}],
    )

    assert _broken(estate) == ({expected} if expected else set())


def test_people_of_another_trust_cross_and_an_unknown_controller_is_listed(tmp_path):
    person = [{"person_id": "p", "organisation_id": "t2", "country": "NO"}]

    crossing = _reached(tmp_path / "1", person=person)
    unknown = _reached(
        tmp_path / "2", person=person, data_store=[{**PATIENT, "controller_id": None}]
    )

    assert _broken(crossing) == {("trust-crossing", "fail", "another_trust")}
    assert _broken(unknown) == {("trust-crossing", "unknown", "controller_not_known")}


@pytest.mark.parametrize(
    ("target", "link"),
    [
        ("h", {"asset_id": "v", "other_id": "h", "relation": "hosted_on"}),
        ("h", {"asset_id": "h", "other_id": "v", "relation": "manages"}),
        ("h", {"asset_id": "v", "other_id": "h", "relation": "member_of"}),
        ("h", {"asset_id": "h", "other_id": "v", "relation": "backs_up"}),
    ],
)
def test_who_runs_what_a_machine_stands_on_reaches_its_data(tmp_path, target, link):
    estate = _reached(
        tmp_path,
        asset=[*BASE["asset"], {"asset_id": "h", "kind": "hypervisor"}],
        asset_link=[link],
        privilege=[{**RIGHT, "target_id": target}],
    )

    assert _access(estate, "could, steps, as_operator") == [(True, 3, True)]
    assert _broken(estate) == {("operator-reaches-data", "fail", "by_infrastructure")}


def test_every_pair_tells_its_employer_its_chain_and_when_its_right_ends(tmp_path):
    estate = _reached(tmp_path)

    ((path, *said),) = _access(estate, "path_id, verdict, organisation_id, valid_to")
    assert said == ["pass", "t1", date(2027, 1, 1)]
    chain = estate.connection.execute(
        'select "from", "by", "to" from path_step where path_id = ? order by step', [path]
    )
    assert chain.fetchall() == [("a", "right_admin", "v"), ("v", "holds", "d")]


@pytest.mark.parametrize(("port", "through"), [(10000, 1), (3389, 0)])
def test_what_calls_a_server_for_backups_is_reached_from_there_unless_it_only_logs_on(
    tmp_path, port, through
):
    call = {"source_id": "v", "target_id": "b", "source_ip": "1", "target_ip": "2", "port": port}
    estate = _reached(
        tmp_path,
        asset=[*BASE["asset"], {"asset_id": "b", "kind": "client", "role": "backup"}],
        privilege=[],
        flow=[{**call, "on_date": ON, "protocol": "tcp", "answered": True}],
    )

    (entries,) = estate.connection.execute(
        "select entries_through from attack_surface where entry_class = 'client' and target = 'patient_data'"
    ).fetchall()
    assert entries == (through,)
    assert _access(estate) == []


def test_an_employer_and_a_controller_nobody_knows_are_not_the_same(tmp_path):
    estate = _reached(
        tmp_path,
        account=[{"account_id": "a", "kind": "personal", "enabled": True}],
        data_store=[{**PATIENT, "controller_id": None}],
    )

    assert ("trust-crossing", "unknown", "employer_not_known") in _broken(estate)


def test_three_hundred_groups_in_each_other_lead_on(tmp_path):
    many = 300
    estate = _reached(
        tmp_path,
        account=[*BASE["account"], *({"account_id": f"g{n}", "kind": "group"} for n in range(many))],
        membership=[{"account_id": "a" if n == 0 else f"g{n - 1}", "group_id": f"g{n}"} for n in range(many)],
        privilege=[{**RIGHT, "account_id": f"g{many - 1}"}],
    )  # fmt: skip

    assert _access(estate, "steps") == [(many + 2,)]
    assert estate.connection.execute("select count(*) from path_step").fetchall()[0][0] >= many + 2


def test_groups_in_groups_in_a_ring_lead_on(tmp_path):
    groups = [{"account_id": g, "kind": "group"} for g in ("g1", "g2", "g3")]
    pairs = [("a", "g1"), ("g1", "g2"), ("g2", "g1"), ("g2", "g3"), ("g3", "missing")]
    estate = _reached(
        tmp_path,
        account=[*BASE["account"], *groups],
        membership=[{"account_id": one, "group_id": other} for one, other in pairs],
        privilege=[{**RIGHT, "account_id": "g3"}],
    )

    assert _access(estate, "account_id, steps") == [("a", 5)]


def test_domain_administrators_reach_what_is_joined(tmp_path):
    sids = [("account", "da", "512"), ("asset", "v", "4711")]
    estate = _reached(
        tmp_path,
        account=[*BASE["account"], {"account_id": "da", "kind": "group"}],
        membership=[{"account_id": "a", "group_id": "da"}],
        identifier=[
            {"noun": n, "entity_id": e, "kind": "sid", "value": f"{SID}-{r}"} for n, e, r in sids
        ],
        privilege=[],
    )

    rows = estate.connection.execute('select "by" from path_step order by step').fetchall()
    assert [by for (by,) in rows][:4] == ["member", "domain_administrator", "joined", "holds"]


def test_a_right_over_an_account_is_a_right_to_what_it_reaches(tmp_path):
    estate = _reached(
        tmp_path,
        account=[*BASE["account"], {"account_id": "s", "kind": "service", "enabled": True}],
        privilege=[
            {**RIGHT, "account_id": "s"},
            {**RIGHT, "target_kind": "account", "target_id": "s"},
        ],
    )

    assert sorted(_access(estate, "account_id, steps")) == [("a", 3), ("s", 2)]


def test_a_closed_account_reaches_nothing(tmp_path):
    estate = _reached(tmp_path, account=[{**BASE["account"][0], "enabled": False}])

    assert _access(estate) == []


def test_a_right_to_log_on_to_a_machine_is_no_right_to_its_data(tmp_path):
    estate = _reached(tmp_path, privilege=[{**RIGHT, "level": "logon"}])

    assert _access(estate) == []


def test_a_right_in_the_application_reaches_its_own_store(tmp_path):
    store = {**PATIENT, "application_id": "emr", "asset_id": None}
    estate = _reached(
        tmp_path,
        application=[{"application_id": "emr"}],
        data_store=[store],
        privilege=[{**RIGHT, "target_kind": "application", "target_id": "emr", "level": "read"}],
    )

    assert _access(estate, "account_id, could, as_operator") == [("a", True, False)]


def test_a_store_of_unknown_content_is_never_passed_and_never_failed(tmp_path):
    estate = _reached(
        tmp_path,
        data_store=[{**PATIENT, "data_class": None}],
        person=[{"person_id": "p", "organisation_id": "t1", "country": "MY"}],
    )

    assert _broken(estate) == {("residency-by-reach", "unknown", "content_not_known")}


def test_the_rules_count_every_account_after_reach_and_keep_what_stood_there(tmp_path):
    estate = _reached(tmp_path, person=[{"person_id": "p", "organisation_id": "f", "country": None}],
                      privilege=[{**RIGHT, "approved_by": None}])  # fmt: skip
    assess.assess(estate, on=ON)
    before = set(estate.connection.execute("select rule_id from finding").fetchall())

    assess.assess(estate, on=ON, after="reach")

    after = estate.connection.execute("select distinct rule_id from finding").fetchall()
    assert before <= set(after)
    assert set(after) - before == {("approval-missing",), ("residency-by-reach",)}


def test_the_same_estate_gives_the_same_bytes(tmp_path):
    names = (
        "access",
        "access_violation",
        "path_step",
        "cut",
        "cut_item",
        "cut_path",
        "attack_exposure",
    )

    written = []
    for turn in ("1", "2"):
        estate = _reached(tmp_path / turn, person=[{"person_id": "p", "organisation_id": "f"}])
        written.append([(estate.folder / f"{name}.parquet").read_bytes() for name in names])

    assert written[0] == written[1]


def test_an_empty_estate_is_answered(tmp_path):
    estate = world(tmp_path)

    reach.reach(estate, on=ON)

    assert (estate.count("access"), estate.count("access_violation")) == (0, 0)
    assert estate.connection.execute('select distinct cost, "left" from cut').fetchall() == [(0, 0)]
