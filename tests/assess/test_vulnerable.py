"""Which known vulnerabilities concern what runs, told from small worlds with a small edition beside them."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta

import pytest

from grunnmur.assess import assess
from grunnmur.catalogue import rules
from grunnmur.catalogue.editions import Edition
from tests.assess.judging import ON
from tests.worlds import world

WINDOWS_10 = {"product_id": "microsoft:windows", "os_name": "Windows 10 Pro 22H2 (64-bit)"}
BUILD = {
    "product_id": "microsoft:windows_10_22h2",
    "matches": "range",
    "end": "10.0.19045.2846",
    "end_including": False,
    "part": "o",
}
CVE = "CVE-2023-28252"
JUDGING = ("vulnerable", "unpatched", "ingredient-vulnerable")


def row(**given):
    """A row of `affected`: the NVD's, standing alone."""
    product = given.get("product_id", "acme:thing")
    vendor, _, name = product.partition(":")
    return {
        "product_id": product,
        "vulnerability_id": CVE,
        "origin": "nvd",
        "place": 0,
        "clause": 0,
        "node": "0",
        "operator": "or",
        "criterion": 0,
        "vulnerable": True,
        "status": "affected",
        "part": "a",
        "vendor": vendor,
        "product": name,
        "matches": "any",
        **given,
    }


def judged(
    folder, *, affected, exploited=(), published=date(2023, 4, 11), advisories=None, **tables
):
    """The world after the two rules have judged it by an edition of these rows."""
    ids = sorted({one["vulnerability_id"] for one in affected})
    known = [
        {"vulnerability_id": i, "status": "published", "published_on": published, "cvss_score": 7.8}
        for i in ids
    ]
    names = sorted({(one["product_id"], one["part"]) for one in affected})
    world(
        folder / "edition",
        affected=affected,
        vulnerability=known,
        exploited=[{"vulnerability_id": i} for i in exploited],
        product_name=[
            {"product_id": p, "kind": "cpe", "name": p, "part": part} for p, part in names
        ],
        **(advisories or {}),
    )
    edition = Edition(folder / "edition", "test", ON, datetime(2026, 11, 22), (), ())
    estate = world(folder / "estate", **tables)
    chosen = [rule for rule in rules.load().rules if rule.rule_id in JUDGING]
    result = assess(estate, on=ON, rules=chosen, catalogue=edition)
    assert result.broken == ()
    return estate


def verdicts(estate, rule="vulnerable"):
    query = "select subject_id, verdict, json_extract_string(facts, '$.reason') from finding where rule_id = ?"
    return {row[0]: row[1:] for row in estate.connection.execute(query, [rule]).fetchall()}


def rows(estate, query):
    return estate.connection.execute(query).fetchall()


THING = [{"product_id": "acme:thing", "name": "Acme Thing", "kind": "application"}]


def installed(*versions):
    return [
        {"asset_id": f"a{n}", "product_id": "acme:thing", "version": v}
        for n, v in enumerate(versions)
    ]


def assets(count):
    return [{"asset_id": f"a{n}", "kind": "server"} for n in range(count)]


def test_a_version_in_the_range_fails_one_outside_passes_and_none_is_unknown(tmp_path):
    affected = [row(matches="range", end="2.4.1", end_including=False)]

    estate = judged(
        tmp_path,
        affected=affected,
        asset=assets(3),
        installation=installed("2.4.0", "2.4.1", None),
        product=THING,
    )

    assert verdicts(estate) == {
        "a0": ("fail", "affected"),
        "a2": ("unknown", "version_not_known"),
    }
    assert rows(
        estate,
        "select sum(passed), sum(failed), sum(unknown) from rule_result where rule_id = 'vulnerable'",
    ) == [(1, 1, 1)]


@pytest.mark.parametrize("version", ["Unknown", "n/a", "?", "latest", "-", "ukjent"])
def test_a_version_that_says_nothing_is_none(tmp_path, version):
    affected = [row(matches="range", end="2.4.1", end_including=False)]

    estate = judged(
        tmp_path, affected=affected, asset=assets(1), installation=installed(version), product=THING
    )

    assert verdicts(estate) == {"a0": ("unknown", "version_not_known")}


def test_one_finding_holds_its_vulnerabilities_with_their_evidence(tmp_path):
    affected = [
        row(vulnerability_id=f"CVE-2023-{n}", matches="range", end="3.0.0", end_including=False)
        for n in range(1001, 1004)
    ]

    estate = judged(
        tmp_path,
        affected=affected,
        exploited=["CVE-2023-1002"],
        asset=assets(1),
        installation=installed("2.0.0"),
    )

    ((facts,),) = rows(estate, "select facts from finding where rule_id = 'vulnerable'")
    found = json.loads(facts)
    assert (found["affected"], found["exploited"]) == (3, 1)
    assert found["vulnerabilities"][0]["id"] == "CVE-2023-1002"
    assert found["vulnerabilities"][0]["range"] == "< 3.0.0 (acme:thing)"


def test_products_nobody_writes_of_and_names_nobody_knows_are_unknown(tmp_path):
    installation = [
        {"asset_id": "a0", "product_id": "other:thing", "version": "1.0.0"},
        {"asset_id": "a1", "product_id": "unknown:gizmo", "version": "1.0.0"},
    ]
    product = [{"product_id": "unknown:gizmo", "name": "Gizmo"}]

    estate = judged(
        tmp_path, affected=[row()], asset=assets(2), installation=installation, product=product
    )

    assert verdicts(estate) == {
        "a0": ("unknown", "product_not_listed"),
        "a1": ("unknown", "name_not_matched"),
    }
    assert rows(estate, "select name, kind, assets, reason from unmatched_name order by name") == [
        ("Gizmo", "installation", 1, "unknown"),
        ("other:thing", "installation", 1, "not_listed"),
    ]


def test_a_name_is_one_however_it_is_spelt(tmp_path):
    names = ("Gizmo  Pro", "gizmo pro", "gizmo pro", "GIZMO-PRO", "***", "+++")
    asset = [
        {"asset_id": f"a{n}", "kind": "server", "os_name": name, "version": f"{n}"}
        for n, name in enumerate(names)
    ]

    estate = judged(tmp_path, affected=[row()], asset=asset)

    assert rows(estate, "select name, kind, assets, reason from unmatched_name order by name") == [
        ("***", "system", 1, "unknown"),
        ("+++", "system", 1, "unknown"),
        ("gizmo pro", "system", 4, "unknown"),
    ]


def test_a_system_nobody_recognises_is_unknown_and_one_of_a_name_alone_is_taken(tmp_path):
    affected = [row(product_id="acme:gizmo_os", matches="range", end="4.1", end_including=False)]
    asset = [
        {"asset_id": "a0", "kind": "medical", "os_name": "Embedded Linux 4.9", "version": "4.9"},
        {"asset_id": "a1", "kind": "medical", "os_name": "Acme Gizmo OS", "version": "4.0.9"},
        {"asset_id": "a2", "kind": "medical"},
    ]

    estate = judged(tmp_path, affected=affected, asset=asset)

    assert verdicts(estate) == {"a0": ("unknown", "name_not_matched"), "a1": ("fail", "affected")}
    assert rows(estate, "select asset_id, product_id from situation order by all") == [
        ("a0", "unknown:embedded_linux_4_9"),
        ("a1", "unknown:acme_gizmo_os"),
    ]
    assert rows(estate, "select name, kind, assets, reason from unmatched_name") == [
        ("Embedded Linux 4.9", "system", 1, "unknown")
    ]


def test_a_persons_decision_names_a_product(tmp_path):
    decision = [
        {
            "decision_id": "d",
            "kind": "name",
            "subject_id": "Gizmo",
            "value": "acme:thing",
            "decided_at": datetime(2026, 1, 1),
        }
    ]
    installation = [{"asset_id": "a0", "product_id": "unknown:gizmo", "version": "1.0.0"}]
    product = [{"product_id": "unknown:gizmo", "name": "Gizmo"}]

    estate = judged(
        tmp_path,
        affected=[row()],
        asset=assets(1),
        installation=installation,
        product=product,
        decision=decision,
    )

    assert verdicts(estate) == {"a0": ("fail", "affected")}


@pytest.mark.parametrize(
    ("ends", "expected"),
    [(ON, {}), (ON - timedelta(days=1), {"a0": ("unknown", "name_not_matched")})],
    ids=["its last day", "the day after"],
)
def test_a_version_decided_with_the_name_counts_while_the_decision_holds(tmp_path, ends, expected):
    decision = [
        {
            "decision_id": "d",
            "kind": "name",
            "subject_id": "Gizmo",
            "value": "acme:thing 2.0.0",
            "valid_to": ends,
        }
    ]

    estate = judged(
        tmp_path,
        affected=[row(matches="range", end="2.0.0", end_including=False)],
        asset=assets(1),
        installation=[{"asset_id": "a0", "product_id": "unknown:gizmo", "version": "1.0.0"}],
        product=[{"product_id": "unknown:gizmo", "name": "Gizmo"}],
        decision=decision,
    )

    assert verdicts(estate) == expected


def test_a_distributions_package_in_the_range_is_unknown_and_outside_it_clear(tmp_path):
    affected = [row(matches="range", end="2.4.1", end_including=False)]

    estate = judged(
        tmp_path,
        affected=affected,
        asset=assets(2),
        installation=installed("2.4.0-3.el9", "2.4.1-1.el9"),
    )

    assert verdicts(estate) == {"a0": ("unknown", "fixes_carried_back")}


@pytest.mark.parametrize(
    ("system", "told"),
    [
        ("canonical:ubuntu_linux", ("unknown", "fixes_carried_back")),
        ("microsoft:windows_server", ("affected", None)),
    ],
)
def test_a_makers_version_alone_on_a_distribution_is_never_surely_affected(tmp_path, system, told):
    affected = [
        {**row(matches="range", end="1.1.1g", end_including=False), "product_id": "openssl:openssl"}
    ]
    installation = [
        {"asset_id": "a0", "product_id": "openssl:openssl", "version": "1.1.1f"},
        {"asset_id": "a1", "product_id": "openssl:openssl", "version": "1.1.1g"},
    ]

    estate = judged(
        tmp_path,
        affected=affected,
        asset=[{**one, "product_id": system} for one in assets(2)],
        installation=installation,
    )

    query = "select verdict, reason from situation where product_id = 'openssl:openssl' order by asset_id"
    assert rows(estate, query) == [told, ("clear", None)]


@pytest.mark.parametrize(
    ("system", "told"),
    [
        ("suse:linux_enterprise_server", ("unknown", "fixes_carried_back")),
        ("debian:debian_linux", ("unknown", "fixes_carried_back")),
        ("redhat:enterprise_linux", ("unknown", "fixes_carried_back")),
        ("rocky:rocky", ("unknown", "fixes_carried_back")),
        ("microsoft:windows_server", ("affected", None)),
        (None, ("affected", None)),
    ],
)
def test_a_release_behind_the_version_is_a_package_where_the_system_packages(
    tmp_path, system, told
):
    affected = [row(matches="range", end="2.4.1", end_including=False)]

    estate = judged(
        tmp_path,
        affected=affected,
        asset=[{**one, "product_id": system} for one in assets(2)],
        installation=installed("2.4.0-3.49.1", "2.4.1-1"),
    )

    query = (
        "select verdict, reason from situation where product_id = 'acme:thing' order by asset_id"
    )
    assert rows(estate, query) == [told, ("clear", None)]


@pytest.mark.parametrize(
    ("patched_on", "expected"),
    [
        (date(2023, 4, 10), {"a": ("fail", "affected")}),  # the day before the update came
        (date(2023, 4, 11), {}),  # the day it came
        (None, {"a": ("unknown", "patch_day_not_known")}),
    ],
)
def test_where_the_build_does_not_tell_the_patch_day_decides(tmp_path, patched_on, expected):
    asset = [
        {
            "asset_id": "a",
            "kind": "client",
            "version": "10.0.19045",
            "patched_on": patched_on,
            **WINDOWS_10,
        }
    ]

    estate = judged(tmp_path, affected=[row(**BUILD)], asset=asset)

    assert verdicts(estate) == expected


@pytest.mark.parametrize(("build", "failed"), [("10.0.19045.2845", 1), ("10.0.19045.2846", 0)])
def test_a_whole_build_decides_whatever_the_patch_day(tmp_path, build, failed):
    asset = [
        {
            "asset_id": "a",
            "kind": "client",
            "version": build,
            "patched_on": date(2020, 1, 1),
            **WINDOWS_10,
        }
    ]
    release = row(
        product_id="microsoft:windows_10", matches="exact", version="22h2", part="o", place=1
    )

    estate = judged(tmp_path, affected=[row(**BUILD), release], asset=asset)

    assert len(verdicts(estate)) == failed


def test_supported_but_unpatched_is_a_verdict_of_its_own(tmp_path):
    cycle = [
        {
            "product_id": "redhat:enterprise_linux",
            "cycle": "9",
            "version": "9",
            "security_until": date(2032, 5, 31),
            "known_on": date(2026, 1, 1),
        }
    ]
    asset = [
        {
            "asset_id": "old",
            "kind": "server",
            "product_id": "redhat:enterprise_linux",
            "version": "9.2",
            "patched_on": date(2022, 6, 1),
        },
        {
            "asset_id": "new",
            "kind": "server",
            "product_id": "redhat:enterprise_linux",
            "version": "9.2",
            "patched_on": date(2026, 6, 1),
        },
    ]
    affected = [row(product_id="redhat:enterprise_linux", matches="exact", version="9.0", part="o")]

    estate = judged(tmp_path, affected=affected, asset=asset, release_cycle=cycle)

    assert verdicts(estate, "unpatched") == {"old": ("fail", "open_for_long")}


def test_a_platform_is_never_affected_by_itself(tmp_path):
    clause = {"joined": "and", "clause": 0}
    affected = [
        row(**clause, node="0.0", matches="exact", version="1.0.0"),
        row(
            **clause,
            node="0.1",
            place=1,
            product_id="microsoft:windows",
            matches="not_applicable",
            vulnerable=False,
            part="o",
        ),
    ]
    asset = [
        {
            "asset_id": "a0",
            "kind": "server",
            "product_id": "microsoft:windows_server",
            "version": "2019",
        },
        {
            "asset_id": "a1",
            "kind": "server",
            "product_id": "redhat:enterprise_linux",
            "version": "9.2",
        },
        {"asset_id": "a2", "kind": "server"},
    ]
    installation = installed("1.0.0", "1.0.0", "1.0.0")

    estate = judged(tmp_path, affected=affected, asset=asset, installation=installation)

    query = "select asset_id, verdict from situation where product_id = 'acme:thing' order by 1"
    assert rows(estate, query) == [("a0", "affected"), ("a1", "clear"), ("a2", "unknown")]
    assert rows(
        estate,
        "select count(*) from situation where product_id <> 'acme:thing' and verdict = 'affected'",
    ) == [(0,)]


@pytest.mark.parametrize(
    ("target", "windows", "linux"),
    [("windows", "affected", "clear"), ("linux", "clear", "affected")],
)
def test_what_concerns_one_system_is_clear_on_others_and_unknown_where_none_is_known(
    tmp_path, target, windows, linux
):
    systems = {
        "windows": {"product_id": "microsoft:windows_server", "version": "2019"},
        "debian": {"product_id": "debian:debian_linux", "version": "12"},
        "rocky": {"product_id": "rocky:rocky", "version": "9.3"},
        "unrecognised": {"os_name": "Embedded Linux 4.9"},
        "none": {},
    }
    asset = [{"asset_id": name, "kind": "server", **told} for name, told in systems.items()]
    installation = [
        {"asset_id": name, "product_id": "acme:thing", "version": "1.0.0"} for name in systems
    ]

    estate = judged(
        tmp_path,
        affected=[row(matches="exact", version="1.0.0", target_sw=target)],
        asset=asset,
        installation=installation,
    )

    query = "select asset_id, verdict from situation where product_id = 'acme:thing'"
    assert dict(rows(estate, query)) == {
        "windows": windows,
        "debian": linux,
        "rocky": linux,
        "unrecognised": "unknown",
        "none": "unknown",
    }


def test_what_must_not_run_beside_is_unknown_where_no_system_is_known(tmp_path):
    clause = {"joined": "and", "clause": 0}
    system = {"product_id": "microsoft:windows", "matches": "not_applicable", "part": "o"}
    affected = [
        row(**clause, node="0.0", matches="exact", version="1.0.0"),
        row(**clause, **system, node="0.1", place=1, vulnerable=False, negate=True),
    ]
    asset = [
        {
            "asset_id": "a0",
            "kind": "server",
            "product_id": "microsoft:windows_server",
            "version": "2019",
        },
        {
            "asset_id": "a1",
            "kind": "server",
            "product_id": "redhat:enterprise_linux",
            "version": "9.2",
        },
        {"asset_id": "a2", "kind": "server"},
    ]

    estate = judged(
        tmp_path, affected=affected, asset=asset, installation=installed("1.0.0", "1.0.0", "1.0.0")
    )

    query = "select asset_id, verdict from situation where product_id = 'acme:thing' order by 1"
    assert rows(estate, query) == [("a0", "clear"), ("a1", "affected"), ("a2", "unknown")]


@pytest.mark.parametrize(
    ("patched_on", "expected"),
    [
        (date(2023, 4, 10), {"a0": ("fail", "affected")}),
        (date(2023, 5, 10), {"a0": ("unknown", "patched_about_then")}),
        (date(2023, 5, 11), {}),
        (None, {"a0": ("unknown", "patch_day_not_known")}),
    ],
)
@pytest.mark.parametrize("version", ["7.2", "7.2.0.0", "7200-05-03-2148"])
def test_the_patch_day_decides_about_a_release_of_aix(tmp_path, version, patched_on, expected):
    system = {"product_id": "ibm:aix", "version": version, "patched_on": patched_on}

    estate = judged(
        tmp_path,
        affected=[row(product_id="ibm:aix", matches="exact", version="7.2", part="o")],
        asset=[{"asset_id": "a0", "kind": "server", **system}],
    )

    assert verdicts(estate) == expected


def servers(product, **runs):
    """Servers by name, each with the version of the product it runs and the day it was last mended."""
    return [
        {
            "asset_id": name,
            "kind": "server",
            "product_id": product,
            "version": version,
            "patched_on": day,
        }
        for name, (version, day) in runs.items()
    ]


@pytest.mark.parametrize("product", ["centos:centos", "oracle:linux"])
def test_what_concerns_red_hat_may_concern_what_is_built_of_its_sources(tmp_path, product):
    asset = servers(
        product,
        before=("7.9", date(2023, 1, 1)),
        since=("7.9", date(2026, 8, 30)),
        not_known=("7.9", None),
        another_release=("8.4", None),
    )
    affected = [row(product_id="redhat:enterprise_linux", matches="exact", version="7.0", part="o")]

    estate = judged(tmp_path, affected=affected, asset=asset)

    assert verdicts(estate) == {
        "before": ("unknown", "version_not_enough"),
        "not_known": ("unknown", "patch_day_not_known"),
    }


@pytest.mark.parametrize("product", ["rocky:rocky", "almalinux:almalinux", "centos:stream"])
def test_nobody_writes_of_what_concerns_kin_so_nothing_clears_it(tmp_path, product):
    asset = servers(product, since=("9.4", date(2026, 8, 30)), another_release=("8.4", None))
    affected = [row(product_id="redhat:enterprise_linux", matches="exact", version="9.0", part="o")]

    estate = judged(tmp_path, affected=affected, asset=asset)

    assert verdicts(estate) == {
        "since": ("unknown", "product_not_listed"),
        "another_release": ("unknown", "product_not_listed"),
    }
    query = "select vulnerability_id, verdict from situation_vulnerability"
    assert rows(estate, query) == [(CVE, "unknown")]


def test_a_product_that_others_only_run_on_is_not_listed(tmp_path):
    """CVE-2023-32446 is of ThinOS on a Latitude 5440: that says nothing of the Latitude's own firmware."""
    beside = {"joined": "and", "clause": 0}
    affected = [
        row(product_id="dell:wyse_thinos", part="o", node="0.0", **beside),
        row(product_id="dell:latitude_5440", part="h", node="0.1", vulnerable=False, place=1,
            matches="not_applicable", **beside),
    ]  # fmt: skip
    asset = [{"asset_id": "a", "kind": "client", "vendor": "Dell", "model": "Latitude 5440"}]

    estate = judged(tmp_path, affected=affected, asset=asset)

    assert rows(estate, "select product_id, verdict, reason from situation") == [
        ("dell:latitude_5440", "unknown", "product_not_listed")
    ]
    assert rows(estate, "select name, kind, assets, reason from unmatched_name") == [
        ("Dell Latitude 5440", "equipment", 1, "not_listed")
    ]


def test_a_thing_counts_under_the_name_it_bears_not_under_every_spelling_of_its_model(tmp_path):
    affected = [row(product_id="dell:latitude_5440", part="h", vulnerable=False)]
    asset = [
        {"asset_id": f"a{n}", "kind": "client", "vendor": vendor, "model": "Latitude 5440"}
        for n, vendor in enumerate(("Dell", "Dell Inc.", "Dell Inc."))
    ]

    estate = judged(tmp_path, affected=affected, asset=asset)

    assert rows(estate, "select name, assets from unmatched_name order by name") == [
        ("Dell Inc. Latitude 5440", 2),
        ("Dell Latitude 5440", 1),
    ]


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("affected", {"a0": ("fail", "affected")}),
        ("unknown", {"a0": ("unknown", "version_not_enough")}),  # under investigation
        ("unaffected", {}),  # fixed, or never affected
    ],
)
@pytest.mark.parametrize("origin", ["csaf", "cve", "cisa"])
def test_what_a_publisher_says_of_a_version_counts(tmp_path, origin, status, expected):
    affected = [row(origin=origin, status=status, matches="exact", version="2.0")]

    estate = judged(
        tmp_path,
        affected=affected,
        asset=assets(2),
        installation=installed("2.0", "1.0"),
        product=THING,
    )

    assert verdicts(estate) == expected


@pytest.mark.parametrize("series", ["5.2.x", "5.2.X.x"])
def test_a_series_is_every_version_of_it(tmp_path, series):
    affected = [row(matches="exact", version=series)]
    versions = ("5.1.9", "5.2", "5.2.0", "5.2.17", "5.3", "5.20")

    estate = judged(
        tmp_path,
        affected=affected,
        asset=assets(len(versions)),
        installation=installed(*versions),
        product=THING,
    )

    assert verdicts(estate) == dict.fromkeys(("a1", "a2", "a3"), ("fail", "affected"))


@pytest.mark.parametrize(
    ("bounds", "failed"),
    [
        ({"start": "17.x", "start_including": True, "end": "17.5.1"}, {"17.0", "17.5"}),
        ({"end": "17.x"}, {"16.9"}),
        ({"end": "17.x", "end_including": True}, {"16.9", "17.0", "17.5", "17.5.1"}),
    ],
)
def test_a_series_at_the_end_of_a_range_is_all_of_it(tmp_path, bounds, failed):
    versions = ("16.9", "17.0", "17.5", "17.5.1", "18.0")

    estate = judged(
        tmp_path,
        affected=[row(matches="range", **{"end_including": False, **bounds})],
        asset=assets(len(versions)),
        installation=installed(*versions),
        product=THING,
    )

    assert {versions[int(name[1:])] for name in verdicts(estate)} == failed


@pytest.mark.parametrize(
    ("version", "told"),
    [("1.0", ("affected", None)), ("2.0", ("unknown", "origins_differ")), ("3.0", ("clear", None))],
)
def test_that_another_publisher_does_not_know_is_no_word_against_the_one_that_decides(
    tmp_path, version, told
):
    """NVD names what is below 2.0; the CVE record 2.0 also, and of all else that it is unknown."""
    cve = {"origin": "cve", "clause": 0}
    affected = [
        row(matches="range", end="2.0", end_including=False),
        row(**cve, place=0, matches="exact", version="2.0"),
        row(**cve, place=1, matches="any", status="unknown"),
    ]

    estate = judged(tmp_path, affected=affected, asset=assets(1), installation=installed(version))

    query = "select verdict, reason from situation where product_id = 'acme:thing'"
    assert rows(estate, query) == [told]


def test_esxis_patches_are_in_no_order_with_its_versions(tmp_path):
    """CVE-2019-5527: 6.0 before the patch 600-201909101-sg, which is no number above 8."""
    affected = [
        row(product_id="vmware:esxi", part="o", matches="range", start="6.0", start_including=True,
            end="600-201909101-sg", end_including=False)
    ]  # fmt: skip
    host = {"asset_id": "a", "kind": "hypervisor", "product_id": "vmware:esxi", "version": "8.0.3"}

    estate = judged(tmp_path, affected=affected, asset=[host])

    assert verdicts(estate) == {"a": ("unknown", "version_not_enough")}


def test_the_update_that_removes_most_is_told(tmp_path):
    affected = [
        row(vulnerability_id="CVE-2023-1001", matches="range", end="2.1.0", end_including=False),
        row(vulnerability_id="CVE-2023-1002", matches="range", end="2.3.0", end_including=False),
        row(vulnerability_id="CVE-2023-1003"),
    ]

    estate = judged(
        tmp_path, affected=affected, asset=assets(2), installation=installed("2.0.0", "2.0.0")
    )

    query = "select version, update_to, assets, removed, remaining from update_gain"
    assert rows(estate, query) == [("2.0.0", "2.3.0", 2, 2, 1)]


def test_an_update_does_not_remove_what_the_version_it_leads_to_has_too(tmp_path):
    """2.0.0 lies below 3.0 of both; 3.0 itself is listed for the second, and 2.5 of the third is behind it."""
    affected = [
        row(vulnerability_id="CVE-2023-1001", matches="range", end="3.0", end_including=False),
        row(vulnerability_id="CVE-2023-1002", matches="range", end="3.0", end_including=False),
        row(vulnerability_id="CVE-2023-1002", matches="exact", version="3.0", place=1, clause=1),
        row(vulnerability_id="CVE-2023-1003", matches="range", end="2.5", end_including=False),
    ]

    estate = judged(tmp_path, affected=affected, asset=assets(1), installation=installed("2.0.0"))

    query = "select version, update_to, removed, remaining from update_gain"
    assert rows(estate, query) == [("2.0.0", "3.0", 2, 1)]


@pytest.mark.parametrize(
    ("last_day", "told"),
    [
        (date(2032, 5, 31), [("latest", 1, 0)]),
        (date(2023, 4, 11), [("latest", 1, 0)]),  # the last update came the last supported day
        (date(2023, 4, 10), []),  # what is found a day later is never mended
    ],
)
def test_no_update_removes_what_was_found_when_support_was_over(tmp_path, last_day, told):
    linux = {"product_id": "redhat:enterprise_linux", "version": "9.2"}
    cycle = [
        {
            "product_id": "redhat:enterprise_linux",
            "cycle": "9",
            "version": "9",
            "security_until": last_day,
            "known_on": date(2026, 1, 1),
        }
    ]
    asset = [{"asset_id": "old", "kind": "server", "patched_on": date(2022, 6, 1), **linux}]
    affected = [row(product_id="redhat:enterprise_linux", matches="exact", version="9.0", part="o")]

    estate = judged(tmp_path, affected=affected, asset=asset, release_cycle=cycle)

    assert rows(estate, "select update_to, removed, remaining from update_gain") == told


XP = {"product_id": "microsoft:windows", "os_name": "Windows XP SP3", "version": "XP SP3"}
XP_END = date(2014, 4, 8)


@pytest.mark.parametrize(
    ("published", "patched_on", "ended", "expected"),
    [
        (date(2014, 4, 8), date(2017, 6, 1), XP_END, {}),  # the last update held it
        (date(2014, 4, 9), date(2017, 6, 1), XP_END, {"a": ("unknown", "published_after_support")}),
        (
            date(2017, 3, 17),
            date(2017, 6, 1),
            XP_END,
            {"a": ("unknown", "published_after_support")},
        ),
        (date(2017, 3, 17), date(2017, 3, 16), XP_END, {"a": ("fail", "affected")}),
        (date(2017, 3, 17), None, XP_END, {"a": ("unknown", "patch_day_not_known")}),
        (date(2017, 3, 17), date(2017, 6, 1), True, {"a": ("unknown", "published_after_support")}),
        (date(2017, 3, 17), date(2017, 6, 1), False, {}),
    ],
)
def test_a_patch_day_proves_nothing_of_what_came_when_support_had_ended(
    tmp_path, published, patched_on, ended, expected
):
    day = {"security_until": ended} if isinstance(ended, date) else {"ended_undated": ended}
    cycle = {"product_id": "microsoft:windows", "cycle": "XP SP3", "version": "XP SP3"}

    estate = judged(
        tmp_path,
        affected=[
            row(product_id="microsoft:windows_xp", matches="not_applicable", update="sp3", part="o")
        ],
        published=published,
        asset=[{"asset_id": "a", "kind": "client", "patched_on": patched_on, **XP}],
        release_cycle=[{**cycle, "known_on": date(2026, 1, 1), **day}],
    )

    assert verdicts(estate) == expected


def test_where_the_release_may_be_several_the_first_end_counts(tmp_path):
    """Windows 10 1809 of an edition nobody stated: the usual one ended in 2020, the long-term one has not."""
    cycles = [
        {
            "product_id": "microsoft:windows",
            "cycle": name,
            "version": name,
            "security_until": until,
            "known_on": date(2026, 1, 1),
        }
        for name, until in (("10 1809 Pro", date(2020, 11, 10)), ("10 1809 LTSC", date(2029, 1, 9)))
    ]
    assets = [
        {
            "asset_id": name,
            "kind": "client",
            "product_id": "microsoft:windows",
            "os_name": "Windows 10",
            "version": version,
            "patched_on": date(2023, 6, 1),
        }
        for name, version in (("either", "10 1809"), ("long", "10 1809 LTSC"))
    ]
    affected = [row(product_id="microsoft:windows_10_1809", matches="not_applicable", part="o")]

    estate = judged(tmp_path, affected=affected, asset=assets, release_cycle=cycles)

    assert verdicts(estate) == {"either": ("unknown", "published_after_support")}


def test_what_scanners_say_is_held_against_what_versions_tell(tmp_path):
    affected = [
        row(matches="range", end="2.0.0", end_including=False),
        row(vulnerability_id="CVE-2023-2", matches="exact", version="1.0.0"),
    ]
    seen = {"seen_at": datetime(2026, 11, 1)}
    detection = [
        {"asset_id": "a0", "vulnerability_id": CVE, **seen},
        {"asset_id": "a1", "vulnerability_id": CVE, **seen},
        {"asset_id": "a2", "vulnerability_id": "CVE-1999-9999", **seen},
    ]

    estate = judged(
        tmp_path,
        affected=affected,
        asset=assets(3),
        installation=installed("1.0.0", "2.0.0", "1.0.0"),
        detection=detection,
    )

    query = "select asset_id, vulnerability_id, outcome, reason from detection_check order by all"
    assert rows(estate, query) == [
        ("a0", "CVE-2023-2", "only_derived", "scanner_reports_it_nowhere"),
        ("a0", CVE, "agreed", None),
        ("a1", CVE, "only_scanner", "version_outside_range"),
        ("a2", "CVE-1999-9999", "only_scanner", "not_in_edition"),
        ("a2", "CVE-2023-2", "only_derived", "scanner_reports_it_nowhere"),
        ("a2", CVE, "only_derived", "scanner_is_silent"),
    ]


def test_why_only_the_scanner_says_so_tells_a_name_of_several_from_a_product_that_is_not_here(
    tmp_path,
):
    affected = [
        row(product_id="haxx:curl", matches="any"),
        row(product_id="curl:curl", vulnerability_id="CVE-2023-2", matches="any"),
        row(product_id="gnu:bash", vulnerability_id="CVE-2023-3", matches="any"),
        row(product_id="gnu:bash", vulnerability_id="CVE-2023-4", matches="any", vulnerable=False),
    ]
    cves = sorted({one["vulnerability_id"] for one in affected})

    estate = judged(
        tmp_path,
        affected=affected,
        asset=assets(1),
        product=[{"product_id": "unknown:curl", "name": "curl"}],
        installation=[{"asset_id": "a0", "product_id": "unknown:curl", "version": "7.64.0"}],
        detection=[{"asset_id": "a0", "vulnerability_id": cve} for cve in cves],
    )

    query = "select vulnerability_id, outcome, reason, version from detection_check order by all"
    assert rows(estate, query) == [
        ("CVE-2023-2", "undecided", "name_not_told_apart", "7.64.0"),
        (CVE, "undecided", "name_not_told_apart", "7.64.0"),
        ("CVE-2023-3", "only_scanner", "product_not_seen_here", None),
        ("CVE-2023-4", "only_scanner", "products_not_listed", None),
    ]


@pytest.mark.parametrize(
    ("here", "reported", "told"),
    [
        ("gnu:bash", None, ("only_scanner", "product_not_seen_here")),
        ("unknown:libxyz3", None, ("undecided", "name_not_known")),
        ("gnu:bash", "unknown:libxyz3", ("undecided", "name_not_known")),
        ("gnu:bash", "gnu:bash", ("only_scanner", "product_not_seen_here")),
    ],
)
def test_a_name_nobody_knows_may_be_what_the_scanner_reports(tmp_path, here, reported, told):
    estate = judged(
        tmp_path,
        affected=[
            row(product_id="xyz:xyz", matches="any"),
            row(product_id="gnu:bash", vulnerability_id="CVE-2023-2", matches="exact", version="1"),
        ],
        asset=assets(1),
        installation=[{"asset_id": "a0", "product_id": here, "version": "5.1"}],
        detection=[{"asset_id": "a0", "vulnerability_id": CVE, "product_id": reported}],
    )

    assert rows(estate, "select outcome, reason from detection_check") == [told]


def test_what_is_known_to_be_exploited_is_said_to_be_also_where_nothing_else_is_known(tmp_path):
    estate = judged(
        tmp_path,
        affected=[row()],
        exploited=["CVE-2020-8888"],
        asset=assets(1),
        detection=[
            {"asset_id": "a0", "vulnerability_id": name}
            for name in ("CVE-2020-8888", "CVE-2020-9999")
        ],
    )

    query = "select vulnerability_id, outcome, reason, exploited from detection_check order by all"
    assert rows(estate, query) == [
        ("CVE-2020-8888", "only_scanner", "exploited_not_described", True),
        ("CVE-2020-9999", "only_scanner", "not_in_edition", False),
    ]


@pytest.mark.parametrize(
    ("patched_on", "told"),
    [
        (date(2023, 4, 10), [("agreed", None)]),
        (date(2023, 4, 12), [("only_scanner", "patched_since")]),
        (None, [("undecided", "version_does_not_tell")]),
    ],
)
def test_what_the_patch_day_clears_is_not_said_to_be_outside_the_versions(
    tmp_path, patched_on, told
):
    server = {"product_id": "microsoft:windows_server", "version": "2012 R2"}
    affected = [
        row(product_id="microsoft:windows_server_2012", matches="exact", version="r2", part="o")
    ]

    estate = judged(
        tmp_path,
        affected=affected,
        asset=[{"asset_id": "a0", "kind": "server", "patched_on": patched_on, **server}],
        detection=[
            {"asset_id": "a0", "vulnerability_id": CVE, "seen_at": datetime(2026, 11, 1)},
        ],
    )

    assert rows(estate, "select outcome, reason from detection_check") == told


def test_a_device_no_update_is_offered_for_is_isolated_now_and_replaced_later(tmp_path):
    advisories = {
        "advisory": [{"advisory_id": "ICSMA-1", "medical": True}],
        "advisory_product": [
            {
                "advisory_id": "ICSMA-1",
                "product_key": "1",
                "vendor": "Philips",
                "product": "IntelliVue MX800",
                "version": "vers:all/*",
                "name": "IntelliVue MX800: all",
            }
        ],
        "advisory_vulnerability": [
            {
                "advisory_id": "ICSMA-1",
                "vulnerability_id": CVE,
                "product_key": "1",
                "status": "affected",
                "remedies": "no_fix_planned",
                "remedy": "No update is planned.",
            }
        ],
    }
    asset = [
        {
            "asset_id": "a",
            "kind": "medical",
            "vendor": "Philips Medical",
            "model": "IntelliVue MX800",
        },
        {"asset_id": "b", "kind": "medical", "vendor": "Philips", "model": "IntelliVue MX400"},
    ]

    estate = judged(tmp_path, affected=[row()], advisories=advisories, asset=asset)

    query = (
        "select asset_id, verdict, remedy, statement, isolate_from, replace_by from asset_advisory"
    )
    assert rows(estate, query) == [
        ("a", "affected", "none", "No update is planned.", ON, date(2028, 11, 21))
    ]


def test_without_an_edition_nothing_is_judged_and_a_note_says_so(tmp_path):
    estate = world(tmp_path, asset=assets(1), installation=installed("1.0.0"))

    assess(estate, on=ON)

    assert verdicts(estate) == {}
    assert rows(estate, "select code from note") == [("no_catalogue_edition",)]


def test_the_same_world_gives_the_same_bytes(tmp_path):
    affected = [
        row(
            vulnerability_id=f"CVE-2023-{n}", matches="range", end="3.0.0", end_including=n % 2 == 0
        )
        for n in range(1001, 1050)
    ]
    tables = {"asset": assets(9), "installation": installed(*(f"{n}.0.0" for n in range(9)))}

    for name in ("one", "two"):
        judged(tmp_path / name, affected=affected, **tables)

    for table in ("finding", "situation", "situation_vulnerability", "update_gain"):
        one, two = (tmp_path / n / "estate" / f"{table}.parquet" for n in ("one", "two"))
        assert one.read_bytes() == two.read_bytes(), table


def test_a_record_that_says_only_not_applicable_does_not_say_which_versions(tmp_path):
    affected = [
        row(vulnerability_id="CVE-2023-1001", matches="not_applicable"),
        row(vulnerability_id="CVE-2023-1002", matches="not_applicable"),
        row(vulnerability_id="CVE-2023-1002", origin="cve", matches="range", end="2.0.0", end_including=False),
        row(vulnerability_id="CVE-2023-1003", matches="not_applicable"),
        row(vulnerability_id="CVE-2023-1003", place=1, matches="exact", version="1.0.0"),
    ]  # fmt: skip

    estate = judged(
        tmp_path, affected=affected, asset=assets(2), installation=installed("1.5.0", "3.0.0")
    )

    query = (
        "select asset_id, vulnerability_id, v.verdict from situation "
        "join situation_vulnerability v using (situation_id) order by all"
    )
    assert rows(estate, query) == [
        ("a0", "CVE-2023-1001", "unknown"),
        ("a0", "CVE-2023-1002", "affected"),
        ("a1", "CVE-2023-1001", "unknown"),
    ]
