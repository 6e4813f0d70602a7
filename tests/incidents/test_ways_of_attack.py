"""From a PC to whole domains: the auditor's chain of 2020, old machines, and unpatched file sharing.

The clean twin of each is the same estate after the computed cut: no way is left, and no new one.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.incidents.scene import answered, ask, directory, register

_OLD = 1_200


def _auditor(folder: Path, removed: frozenset[tuple[str, str]] = frozenset()):
    """pc1 → the network → a file server nobody patched → a session there → Domain Admins."""
    rules = [
        {
            "source_zone_id": "Klient",
            "target_zone_id": "Server",
            "protocol": "tcp",
            "ports": "445",
            "action": "allow",
        }
    ]
    weak = ("microsoft", "Windows Server 2008 R2 Standard")
    members = [] if ("membership", "boss") in removed else ["boss"]
    sessions = [] if ("session", "boss") in removed else ["boss"]
    return answered(
        folder,
        register(
            "soner",
            "zone",
            [{"key": z, "name": z, "pillar": "clinical"} for z in ("Klient", "Server")],
        ),
        register("regler", "zone_rule", [] if ("opening", "Klient") in removed else rules)
        if ("opening", "Klient") not in removed
        else register("regler", "zone_rule", [{**rules[0], "ports": "9999"}]),
        register(
            "nett",
            "network",
            [
                {"key": "k", "name": "nett-k", "cidr": "10.1.0.0/24", "zone_id": "Klient"},
                {"key": "s", "name": "nett-s", "cidr": "10.2.0.0/24", "zone_id": "Server"},
            ],
        ),
        register(
            "ting",
            "asset",
            [
                {
                    "key": "pc1",
                    "name": "pc1",
                    "hostname": "pc1",
                    "kind": "client",
                    "os_name": "Windows 11 Enterprise 24H2",
                },
                {
                    "key": "fs1",
                    "name": "fs1",
                    "hostname": "fs1",
                    "kind": "server",
                    "os_name": "Windows Server 2025 Standard"
                    if ("host", "fs1") in removed
                    else weak[1],
                },
            ],
        ),
        register(
            "adresser",
            "address",
            [{"asset_id": "pc1", "ip": "10.1.0.5"}, {"asset_id": "fs1", "ip": "10.2.0.5"}],
        ),
        sharphound=directory(
            ["boss"],
            {"Domain Admins:512": members},
            {
                "pc1": {"system": ["Windows 11 Enterprise"]},
                "fs1": {
                    "sessions": sessions,
                    "system": [weak[1]]
                    if ("host", "fs1") not in removed
                    else ["Windows Server 2025 Standard"],
                },
            },
        ),
    )


@pytest.fixture(scope="module")
def audited(tmp_path_factory):
    return _auditor(tmp_path_factory.mktemp("audited"))


def test_the_auditor_s_chain_is_found_with_its_techniques(audited):
    rows = ask(
        audited,
        "select \"by\", technique from path_step where path_id = 'a-client-tier0' order by step",
    )

    assert [by for by, _ in rows] == [
        "present",
        "opening",
        "exposed",
        "isolate",
        "session",
        "member",
        "domain_administrator",
    ]
    assert [technique for _, technique in rows][3:6] == ["T1210", "T1003", "T1078.002"]


def test_the_cheapest_cut_is_the_session_and_it_is_proven(audited):
    items = ask(audited, "select kind, cost from cut_item where cut_id = 'cut-tier0'")

    # A session costs 1, a membership 2, an opening 4, isolation 12: any one of them stops the chain.
    assert items == [("session", 1)]
    assert ask(audited, "select cost, bound, \"left\" from cut where cut_id = 'cut-tier0'") == [
        (1, 1, 0)
    ]


def test_after_the_cut_the_chain_is_gone_and_no_new_one_has_come(tmp_path):
    mended = _auditor(tmp_path, frozenset({("session", "boss")}))

    assert ask(mended, "select sum(entries_through) from attack_surface") == [(0,)]
    assert ask(mended, "select distinct cost from cut") == [(0,)]


@pytest.fixture(scope="module")
def old(tmp_path_factory):
    return _old(tmp_path_factory.mktemp("old"), ports="445")


def _old(folder: Path, *, ports: str):
    """1,200 machines of Windows XP with reachable file sharing, in two wards; one ward meets the server."""
    names = [f"xp{number:04}" for number in range(_OLD)]
    return answered(
        folder,
        register(
            "soner",
            "zone",
            [{"key": z, "name": z, "pillar": "clinical"} for z in ("Klient", "Lukket", "Server")],
        ),
        register(
            "regler",
            "zone_rule",
            [
                {
                    "source_zone_id": "Klient",
                    "target_zone_id": "Server",
                    "protocol": "tcp",
                    "ports": ports,
                    "action": "allow",
                }
            ],
        ),
        register(
            "nett",
            "network",
            [
                {"key": z, "name": f"nett-{z}", "cidr": f"10.{n}.0.0/20", "zone_id": z}
                for n, z in enumerate(("Klient", "Lukket", "Server"), 1)
            ],
        ),
        register(
            "ting",
            "asset",
            [
                *(
                    {
                        "key": n,
                        "name": n,
                        "kind": "client",
                        "os_name": "Windows XP Professional SP3",
                    }
                    for n in names
                ),
                {
                    "key": "pas",
                    "name": "pas",
                    "kind": "server",
                    "os_name": "Windows Server 2022 Standard",
                },
            ],
        ),
        register(
            "adresser",
            "address",
            [
                *(
                    {
                        "asset_id": n,
                        "ip": f"10.{1 if number < _OLD - 200 else 2}.{number // 250}.{number % 250 + 1}",
                    }
                    for number, n in enumerate(names)
                ),
                {"asset_id": "pas", "ip": "10.3.0.9"},
            ],
        ),
        register(
            "funn",
            "detection",
            [{"asset_id": "pas", "vulnerability_id": "CVE-2017-0144", "severity": "Critical"}],
        ),
        register(
            "lagre",
            "data_store",
            [
                {
                    "key": "d",
                    "name": "pasient",
                    "asset_id": "pas",
                    "kind": "primary",
                    "data_class": "patient",
                }
            ],
        ),
    )


def test_twelve_hundred_old_machines_are_all_entries_and_the_closed_ward_leads_nowhere(old):
    (row,) = ask(
        old,
        "select entries, entries_through from attack_surface where entry_class = 'client' and target = 'patient_data'",
    )

    assert row == (_OLD, _OLD - 200)


def test_a_supported_but_unpatched_server_with_reachable_file_sharing_is_the_way(old):
    rows = ask(
        old, "select \"by\" from path_step where path_id = 'a-client-patient_data' order by step"
    )

    assert [by for (by,) in rows] == ["present", "opening", "exposed", "patch", "holds"]


def test_one_opening_is_cheaper_to_close_than_the_server_to_patch(old):
    assert ask(old, "select kind, cost, stops from cut_item where cut_id = 'cut-patient_data'") == [
        ("opening", 4, _OLD - 200)
    ]


def test_in_the_mended_twin_the_old_machines_are_still_there_and_lead_nowhere(tmp_path):
    mended = _old(tmp_path, ports="104")

    assert ask(
        mended,
        "select entries, entries_through from attack_surface where entry_class = 'client' and target = 'patient_data'",
    ) == [(_OLD, 0)]


def _sharing(folder: Path, *, patched: bool = False, closed: bool = False):
    """A supported server nobody patched, behind a firewall of nftables, in the forms tools export them."""
    ports = "443" if closed else "{ 443, 445 }"
    ruleset = (
        "table inet filter {\n chain forward {\n"
        "  type filter hook forward priority filter; policy drop;\n"
        "  ct state established,related accept\n"
        f"  ip saddr 10.1.0.0/24 ip daddr 10.2.0.0/24 tcp dport {ports} accept\n }}\n}}\n"
    )
    finding = {"asset_id": "pas", "vulnerability_id": "CVE-2017-0144", "severity": "Critical"}
    return answered(
        folder,
        register(
            "adresser",
            "address",
            [{"asset_id": "pc1", "ip": "10.1.0.5"}, {"asset_id": "pas", "ip": "10.2.0.9"}],
        ),
        register("funn", "detection", [{**finding, "asset_id": "pc1" if patched else "pas"}]),
        register(
            "lagre",
            "data_store",
            [{"key": "d", "name": "d", "asset_id": "pas", "data_class": "patient"}],
        ),
        sharphound=directory(
            [],
            {},
            {"pc1": {"system": ["Windows 11 Enterprise"]}, "pas": {}},
        ),
        nftables=ruleset,
    )


@pytest.mark.parametrize(
    ("twin", "through"), [({}, 1), ({"patched": True}, 0), ({"closed": True}, 0)]
)
def test_a_supported_server_nobody_patched_behind_a_real_firewall_and_its_mended_twins(
    tmp_path, twin, through
):
    estate = _sharing(tmp_path, **twin)

    assert ask(
        estate,
        "select entries_through from attack_surface where entry_class = 'client' and target = 'patient_data'",
    ) == [(through,)]
    if through:
        rows = ask(
            estate,
            "select \"by\" from path_step where path_id = 'a-client-patient_data' order by step",
        )
        assert [by for (by,) in rows] == ["present", "opening", "exposed", "patch", "holds"]


def _helpdesk(folder: Path, *, clean: bool):
    """A client where the help desk logs on, which may set passwords of all, also of who runs the domain."""
    return answered(
        folder,
        register("tomt", "zone", [{"key": "z", "name": "z"}]),
        sharphound=directory(
            ["help1", "boss", "other"],
            {"Helpdesk": ["help1"], "Domain Admins:512": ["boss"]},
            {"pc1": {"system": ["Windows 11 Enterprise"], "sessions": ["help1"]}},
            {}
            if clean
            else {one: [("Helpdesk", "ForceChangePassword")] for one in ("boss", "other")},
        ),
    )


def test_a_help_desk_that_may_set_every_password_is_a_way_to_the_whole_domain(tmp_path):
    violating = _helpdesk(tmp_path / "1", clean=False)
    clean = _helpdesk(tmp_path / "2", clean=True)

    rows = ask(
        violating,
        "select \"by\", technique from path_step where path_id = 'a-client-tier0' order by step",
    )
    assert rows == [
        ("session", "T1003"),
        ("member", "T1078.002"),
        ("force_change_password", "T1098"),
        ("inherits", "T1098"),
        ("member", "T1078.002"),
        ("domain_administrator", "T1078.002"),
    ]
    assert ask(violating, "select cost, bound from cut where cut_id = 'cut-tier0'") == [(1, 1)]
    assert ask(clean, "select sum(entries_through) from attack_surface") == [(0,)]
