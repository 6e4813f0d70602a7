"""What a directory's links give: as rights in access, as moves in ways of attack, and what no source knows."""

from datetime import date

import pytest

from grunnmur import reach
from grunnmur.catalogue import attack_moves
from grunnmur.text.words import word
from tests.worlds import world

ON = date(2026, 9, 1)
SID = "S-1-5-21-1-2-3"
NUMBERS = {
    "pc": 1301,
    "v": 1300,
    "a": 1101,
    "s": 1102,
    "g": 1103,
    "da": 512,
    "users": 513,
    "b": 1104,
}


def _sids(*names):
    return [
        {"noun": "asset" if name in ("v", "pc") else "account", "entity_id": name, "kind": "sid",
         "value": f"{SID}-{NUMBERS[name]}"}
        for name in names
    ]  # fmt: skip


def _link(one, link, other, *, kinds=("principal", "principal"), inherited=False):
    """A link between things by their names here, or by identifiers as written."""
    ends = [f"{SID}-{NUMBERS[end]}" if end in NUMBERS else end for end in (one, other)]
    return {"from_kind": kinds[0], "from_id": ends[0], "to_kind": kinds[1], "to_id": ends[1],
            "link": link, "inherited": inherited}  # fmt: skip


def _reached(folder, *links, **tables):
    """a, s and b are accounts, g a group, v a server with patient data that s administers, pc a client."""
    accounts = {
        "a": "personal",
        "b": "personal",
        "s": "service",
        "g": "group",
        "da": "group",
        "users": "group",
    }
    base = {
        "account": [{"account_id": n, "kind": kind, "enabled": True, "domain": "REGION", "name": n}
                    for n, kind in accounts.items()],
        "asset": [{"asset_id": "v", "kind": "server"}, {"asset_id": "pc", "kind": "client"}],
        "data_store": [{"data_store_id": "d", "asset_id": "v", "data_class": "patient"}],
        "privilege": [{"account_id": "s", "target_kind": "asset", "target_id": "v", "level": "admin"}],
        "identifier": _sids(*NUMBERS),
        "directory_link": list(links),
    }  # fmt: skip
    estate = world(folder, **{**base, **tables})
    reach.reach(estate, on=ON)
    return estate


def _who(estate):
    found = estate.connection.execute("select account_id from access where could order by 1")
    return [name for (name,) in found.fetchall()]


def _through(estate, entry, target):
    """Whether entries of the class come through to the target."""
    ((count,),) = estate.connection.execute(
        "select entries_through from attack_surface where entry_class = ? and target = ?",
        [entry, target],
    ).fetchall()
    return count


@pytest.mark.parametrize(
    ("link", "other", "right"),
    [
        ("generic_all", "s", True),
        ("owns", "s", True),
        ("force_change_password", "s", True),
        ("generic_write", "s", False),
        ("write_spn", "s", False),
        ("add_member", "s", False),
        ("generic_all", "v", True),
        ("read_laps_password", "v", True),
        ("add_allowed_to_act", "v", False),
        ("get_changes", "v", False),
    ],
)
def test_what_one_may_change_one_reaches_and_what_takes_an_attack_is_no_right(
    tmp_path, link, other, right
):
    estate = _reached(tmp_path, _link("a", link, other))

    assert _who(estate) == (["a", "s"] if right else ["s"])


def test_who_may_add_members_reaches_what_the_group_reaches(tmp_path):
    right = {"account_id": "g", "target_kind": "asset", "target_id": "v", "level": "admin"}

    estate = _reached(tmp_path, _link("a", "add_self", "g"), privilege=[right])

    assert _who(estate) == ["a"]
    assert estate.connection.execute("select approval, as_operator from access").fetchall() == [
        ("not_known", False)
    ]


def test_a_unit_a_policy_and_a_domain_lead_on_to_what_is_in_them(tmp_path):
    estate = _reached(
        tmp_path,
        _link("a", "generic_write", "P", kinds=("principal", "policy")),
        _link("P", "applies_to", "U", kinds=("policy", "container")),
        _link("U", "contains", "W", kinds=("container", "container")),
        _link("W", "contains", "v", kinds=("container", "principal")),
        _link("b", "get_changes_all", SID, kinds=("principal", "domain")),
        privilege=[],
    )

    rows = estate.connection.execute(
        "select account_id, steps, as_operator from access order by 1"
    ).fetchall()
    assert rows == [("a", 5, True), ("b", 3, True)]


def test_everybody_in_a_domain_is_in_its_group_of_those_who_are_known(tmp_path):
    known = {"noun": "account", "entity_id": "g", "kind": "sid", "value": "REGION-S-1-5-11"}
    estate = _reached(
        tmp_path,
        _link("REGION-S-1-5-11", "generic_all", "v"),
        identifier=[*_sids("v", "a", "users"), known],
        membership=[{"account_id": "a", "group_id": "users"}],
        privilege=[],
    )

    assert _who(estate) == ["a"]


def test_built_in_administrators_control_the_domain(tmp_path):
    built_in = {"noun": "account", "entity_id": "g", "kind": "sid", "value": "REGION-S-1-5-32-544"}
    estate = _reached(
        tmp_path,
        identifier=[*_sids("v", "a", "users"), built_in],
        membership=[{"account_id": "a", "group_id": "g"}],
        privilege=[],
    )

    assert _who(estate) == ["a"]


def test_a_machine_in_a_group_gives_what_the_group_gives(tmp_path):
    right = {"account_id": "g", "target_kind": "asset", "target_id": "v", "level": "admin"}
    mine = {"account_id": "a", "target_kind": "asset", "target_id": "pc", "level": "admin"}

    estate = _reached(tmp_path, _link("pc", "member", "g"), privilege=[right, mine])

    assert _who(estate) == ["a"]


@pytest.mark.parametrize(
    ("links", "through"),
    [
        ([_link("pc", "delegates_to", "v")], True),
        ([_link("pc", "acts_on", "v")], True),
        ([_link("pc", "unconstrained", SID, kinds=("principal", "domain"))], True),
        ([_link("pc", "enroll_as_anyone", "T", kinds=("principal", "template")),
          _link("T", "offered_by", "C", kinds=("template", "authority")),
          _link("C", "issues_for", SID, kinds=("authority", "domain"))], True),
        ([_link("pc", "enroll", "T", kinds=("principal", "template")),
          _link("T", "offered_by", "C", kinds=("template", "authority")),
          _link("C", "issues_for", SID, kinds=("authority", "domain"))], False),
        ([_link("pc", "hosts_authority", "C", kinds=("principal", "authority")),
          _link("C", "issues_for", SID, kinds=("authority", "domain"))], True),
    ],
)  # fmt: skip
def test_delegation_and_certificates_are_ways_of_attack_and_no_rights(tmp_path, links, through):
    estate = _reached(tmp_path, *links)

    assert _through(estate, "client", "patient_data") == through
    assert _who(estate) == ["s"]


@pytest.mark.parametrize(
    ("may_ask", "groups", "through"),
    [
        (None, {}, True),  # no source says who may ask the authority
        ("pc", {}, True),
        ("b", {}, False),  # another than who may enrol
        ("g", {"pc": "g"}, True),  # by a group it is in
        ("g", {"b": "g"}, False),
        ("g", {"b": "users", "users": "g"}, False),
    ],
)
def test_a_certificate_takes_a_right_at_the_authority_too(tmp_path, may_ask, groups, through):
    links = [
        _link("pc", "enroll_as_anyone", "T", kinds=("principal", "template")),
        _link("T", "offered_by", "C", kinds=("template", "authority")),
        _link("C", "issues_for", SID, kinds=("authority", "domain")),
        *(_link(one, "member", group) for one, group in groups.items() if one == "pc"),
    ]
    if may_ask:
        links.append(_link(may_ask, "enroll", "C", kinds=("principal", "authority")))
    nested = [
        {"account_id": one, "group_id": group} for one, group in groups.items() if one != "pc"
    ]

    estate = _reached(tmp_path, *links, membership=nested)

    assert _through(estate, "client", "patient_data") == through


def test_of_two_groups_the_one_within_the_other_holds_the_certificate(tmp_path):
    estate = _reached(
        tmp_path,
        _link("users", "enroll_as_anyone", "T", kinds=("principal", "template")),
        _link("g", "enroll", "C", kinds=("principal", "authority")),
        _link("T", "offered_by", "C", kinds=("template", "authority")),
        membership=[
            {"account_id": "a", "group_id": "g"},
            {"account_id": "g", "group_id": "users"},
            {"account_id": "b", "group_id": "users"},
        ],
    )

    rows = estate.connection.execute("select from_id, template_id from certificate_enrolment")
    assert rows.fetchall() == [("g", "T")]


@pytest.mark.parametrize(("link", "through"), [("trusted_by", 1), ("trusted_by_filtered", 0)])
def test_a_trust_without_filtering_leads_from_one_domain_to_another(tmp_path, link, through):
    other = "S-1-5-21-9-9-9"

    estate = _reached(
        tmp_path,
        _link("pc", "unconstrained", other, kinds=("principal", "domain")),
        _link(other, link, SID, kinds=("domain", "domain")),
    )

    assert _through(estate, "client", "patient_data") == through


def test_what_is_inherited_is_taken_away_once_where_it_is_set(tmp_path):
    estate = _reached(
        tmp_path,
        *(_link("pc", "generic_all", one, inherited=True) for one in ("s", "v", "b")),
    )

    items = estate.connection.execute(
        "select kind, through, subject_id, other_id, cost from cut_item where cut_id = 'cut-patient_data'"
    ).fetchall()
    assert items == [("control", "generic_all", "pc", None, 3)]


def test_what_those_who_control_the_domain_hold_by_default_is_said_once(tmp_path):
    estate = _reached(
        tmp_path,
        _link("da", "generic_all", "s"),
        membership=[{"account_id": "a", "group_id": "da"}],
    )

    (steps,) = estate.connection.execute(
        "select list(\"by\" order by step) from path_step p join access a using (path_id) where account_id = 'a'"
    ).fetchall()[0]
    assert steps == ["member", "domain_administrator", "joined", "holds"]


def test_ends_no_source_has_are_noted(tmp_path):
    """Old collections name what may be delegated to by host, not by number."""
    estate = _reached(tmp_path, _link("a", "delegates_to", "DB.EXAMPLE.LOCAL"))

    ((links,),) = estate.connection.execute(
        "select facts->>'links' from note where code = 'reach_end_not_known'"
    ).fetchall()
    assert links == "1"


def test_holders_no_source_has_and_links_nobody_follows_are_noted(tmp_path):
    estate = _reached(
        tmp_path,
        _link("S-1-5-21-6-6-6-1001", "generic_all", "v"),
        _link("a", "something_new", "v"),
        _link("S-1-1-0", "get_changes", "v"),
    )

    rows = dict(
        estate.connection.execute("select code, facts from note where source = 'reach'").fetchall()
    )
    assert '"links":1,"holders":1' in rows["reach_holder_not_known"].replace(" ", "")
    assert "something_new" in rows["reach_link_not_known"]
    assert "get_changes" not in rows["reach_link_not_known"]
    assert _who(estate) == ["s"]


@pytest.mark.needs_data
def test_every_technique_is_one_of_attack(data):
    import gzip

    text = gzip.decompress((data / "security" / "attack_techniques.csv.gz").read_bytes()).decode()
    known = {
        line.split(",")[1] for line in text.splitlines() if line.startswith(("enterprise,", "ics,"))
    }
    moves = attack_moves.load()

    named = {move.technique for move in moves.moves.values()} | set(moves.entries.values())
    assert named - known == set()


def test_every_move_has_words_in_both_languages():
    for name in attack_moves.load().moves:
        for language in ("nb", "en"):
            assert word("value", name, language, otherwise="") != ""
