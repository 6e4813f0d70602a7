"""Control lists, containment, policies, trusts, delegation and certificates, as each version writes them."""

import json

import pytest
from reading import batches, codes, rows, written

from grunnmur.collect import sharphound

DOMAIN, OTHER = "S-1-5-21-1-2-3", "S-1-5-21-7-8-9"
KARI, OLA, PC = f"{DOMAIN}-1101", f"{DOMAIN}-1102", f"{DOMAIN}-1300"
UNIT, POLICY = "11111111-AAAA-0000-0000-000000000001", "22222222-BBBB-0000-0000-000000000002"
TEMPLATE, AUTHORITY = "33333333-CCCC-0000-0000-000000000003", "44444444-DDDD-0000-0000-000000000004"


def _links(folder, kind, *objects, version=5):
    """(from, link, to) of a file with these objects; version 3 has one key a type."""
    key = kind if version == 3 else "data"
    content = {
        key: list(objects),
        "meta": {"type": kind, "count": len(objects), "version": version},
    }
    path = written(folder, f"20260830060000_{kind}.json", json.dumps(content))
    assert sharphound.recognise(path)
    found = list(sharphound.parse(path))
    assert rows(found) == len(objects)
    return {
        (row["from_id"], row["link"], row["to_id"]) for row in batches(found, "directory_link")
    }, found


def _thing(sid, *aces, **more):
    return {"ObjectIdentifier": sid, "Properties": {"name": "X"}, "Aces": list(aces), **more}


def _ace(holder, right, **more):
    return {"PrincipalSID": holder, "PrincipalType": "User", "RightName": right, **more}


@pytest.mark.parametrize(
    ("version", "entry", "link"),
    [
        (3, _ace(KARI, "Owner", AceType=""), "owns"),
        (
            3,
            _ace(KARI, "ExtendedRight", AceType="User-Force-Change-Password"),
            "force_change_password",
        ),
        (3, _ace(KARI, "ExtendedRight", AceType="All"), "all_extended_rights"),
        (3, _ace(KARI, "WriteProperty", AceType="AddMember"), "add_member"),
        (4, _ace(KARI, "Owns"), "owns"),
        (5, _ace(KARI, "ForceChangePassword", IsInherited=False), "force_change_password"),
        (5, _ace(KARI, "AddKeyCredentialLink"), "add_key_credential_link"),
        (6, _ace(KARI, "WriteOwnerLimitedRights", InheritanceHash=""), "write_owner"),
        (6, _ace(KARI, "OwnsRaw"), "owns"),
        (6, _ace(KARI, "ReadLAPSPassword"), "read_laps_password"),
    ],
)
def test_a_right_has_one_word_whatever_the_version_calls_it(tmp_path, version, entry, link):
    found, _ = _links(tmp_path, "users", _thing(OLA, entry), version=version)

    assert found == {(KARI, link, OLA)}


def test_a_right_given_both_here_and_above_counts_as_given_here(tmp_path):
    twice = [_ace(KARI, "GenericAll", IsInherited=above) for above in (True, False, True)]

    _, found = _links(tmp_path, "users", _thing(OLA, *twice))

    assert [row["inherited"] for row in batches(found, "directory_link")] == [False]


@pytest.mark.parametrize(
    ("version", "unit"),
    [
        (3, {"Users": [OLA], "Computers": [PC], "Links": [{"Guid": POLICY}]}),
        (4, {"ChildObjects": [{"ObjectIdentifier": OLA, "ObjectType": "User"},
                              {"ObjectIdentifier": PC, "ObjectType": "Computer"}],
             "Links": [{"GUID": POLICY, "IsEnforced": True}]}),
    ],
)  # fmt: skip
def test_a_unit_holds_things_and_policies_apply_to_it(tmp_path, version, unit):
    found, _ = _links(tmp_path, "ous", _thing(UNIT, **unit), version=version)

    assert found == {
        (UNIT, "contains", OLA),
        (UNIT, "contains", PC),
        (POLICY, "applies_to", UNIT),
    }


def test_newer_versions_say_of_each_object_what_holds_it(tmp_path):
    above = {"ObjectIdentifier": UNIT, "ObjectType": "OU"}

    found, _ = _links(tmp_path, "users", _thing(OLA, ContainedBy=above), version=6)

    assert found == {(UNIT, "contains", OLA)}


@pytest.mark.parametrize(
    ("version", "place"),
    [
        (3, {"LocalAdmins": [{"MemberId": KARI, "MemberType": "User"}], "Computers": [PC]}),
        (5, {"GPOChanges": {"LocalAdmins": [{"ObjectIdentifier": KARI, "ObjectType": "User"}],
                            "AffectedComputers": [{"ObjectIdentifier": PC, "ObjectType": "Computer"}]}}),
    ],
)  # fmt: skip
def test_local_administrators_that_a_policy_sets_are_rights(tmp_path, version, place):
    _, found = _links(tmp_path, "ous", _thing(UNIT, **place), version=version)

    (row,) = batches(found, "privilege")
    assert (row["account_id"][-4:], row["target_id"][-4:], row["level"]) == (
        "1101",
        "1300",
        "admin",
    )


@pytest.mark.parametrize(
    ("direction", "kind", "filtered", "expected"),
    [
        (3, 0, False, {(DOMAIN, "trusted_by", OTHER), (OTHER, "trusted_by", DOMAIN)}),
        ("Inbound", "External", False, {(DOMAIN, "trusted_by", OTHER)}),
        ("Outbound", "Forest", True, {(OTHER, "trusted_by_filtered", DOMAIN)}),
        ("Outbound", "ParentChild", True, {(OTHER, "trusted_by", DOMAIN)}),
        (0, 3, False, set()),
    ],
)
def test_a_trust_leads_from_the_trusted_to_the_one_that_trusts(
    tmp_path, direction, kind, filtered, expected
):
    trust = {"TargetDomainSid": OTHER, "TrustDirection": direction, "TrustType": kind,
             "SidFilteringEnabled": filtered}  # fmt: skip

    found, said = _links(tmp_path, "domains", _thing(DOMAIN, Trusts=[trust]))

    assert found == expected
    assert codes(said).get("directory_objects_bare", 0) == (not expected)


def test_delegation_of_every_kind(tmp_path):
    ends = {"ObjectIdentifier": PC, "ObjectType": "Computer"}
    server = _thing(f"{DOMAIN}-1400", AllowedToDelegate=[ends], AllowedToAct=[{"ObjectIdentifier": KARI}],
                    HasSIDHistory=[{"ObjectIdentifier": f"{OTHER}-512"}], PrimaryGroupSID=f"{DOMAIN}-515",
                    DumpSMSAPassword=[{"ObjectIdentifier": OLA}])  # fmt: skip
    server["Properties"]["unconstraineddelegation"] = True

    found, _ = _links(tmp_path, "computers", server)

    me = f"{DOMAIN}-1400"
    assert found == {
        (me, "delegates_to", PC),
        (KARI, "acts_on", me),
        (me, "sid_history", f"{OTHER}-512"),
        (me, "service_password", OLA),
        (me, "unconstrained", DOMAIN),
        (me, "member", f"{DOMAIN}-515"),
    }


@pytest.mark.parametrize(
    ("said", "link"),
    [
        ({}, "enroll_as_anyone"),
        ({"requiresmanagerapproval": True}, "enroll"),
        ({"authorizedsignatures": 1}, "enroll"),
        ({"authorizedsignatures": 1, "schemaversion": 1}, "enroll_as_anyone"),
        ({"enrolleesuppliessubject": False}, "enroll"),
        ({"authenticationenabled": False}, "enroll"),
    ],
)
def test_a_template_for_anybody_is_told_from_others(tmp_path, said, link):
    template = _thing(TEMPLATE, _ace(KARI, "Enroll"))
    template["Properties"] |= {"enrolleesuppliessubject": True, "authenticationenabled": True,
                               "requiresmanagerapproval": False, "authorizedsignatures": 0, **said}  # fmt: skip

    found, _ = _links(tmp_path, "certtemplates", template, version=6)

    assert found == {(KARI, link, TEMPLATE)}


def test_an_authority_offers_templates_and_issues_for_its_domain(tmp_path):
    authority = _thing(AUTHORITY, _ace(KARI, "ManageCA"), HostingComputer=PC, DomainSID=DOMAIN,
                       EnabledCertTemplates=[{"ObjectIdentifier": TEMPLATE, "ObjectType": "CertTemplate"}])  # fmt: skip

    found, _ = _links(tmp_path, "enterprisecas", authority, version=6)

    assert found == {
        (KARI, "manage_ca", AUTHORITY),
        (PC, "hosts_authority", AUTHORITY),
        (TEMPLATE, "offered_by", AUTHORITY),
        (AUTHORITY, "issues_for", DOMAIN),
    }


def test_what_leads_nowhere_is_noted_and_what_is_odd_does_no_harm(tmp_path):
    odd = _thing(
        UNIT,
        {"PrincipalSID": None, "RightName": "GenericAll"},
        {},
        Links=None,
        ChildObjects=7,
        Computers=7,
        GPOChanges=[3],
        ContainedBy="x",
    )

    found, said = _links(tmp_path, "ous", odd)

    assert found == set()
    assert codes(said) == {"directory_objects_bare": 1}


def test_who_may_ask_an_authority_stands_in_its_own_settings(tmp_path):
    settings = {
        "CASecurity": {
            "Collected": True,
            "Data": [
                _ace(KARI, "Enroll"),
                _ace(OLA, "ManageCertificates"),
                _ace(PC, "Read"),
            ],
        }
    }

    found, _ = _links(tmp_path, "enterprisecas", _thing(AUTHORITY, CARegistryData=settings))

    assert found == {(KARI, "enroll", AUTHORITY), (OLA, "manage_certificates", AUTHORITY)}


def test_a_right_nobody_knows_how_to_use_is_counted_by_its_name(tmp_path):
    strange = [_ace(KARI, "ExtendedRight", AceType="Send-As") for _ in range(2)]

    found, said = _links(tmp_path, "users", _thing(OLA, *strange), version=3)

    assert found == set()
    assert [
        (one.code, one.facts) for one in said if getattr(one, "code", "").endswith("followed")
    ] == [("directory_right_not_followed", {"right": "ExtendedRight Send-As", "links": 2})]
