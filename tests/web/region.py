"""A region of two trusts for the site: what is the south's own carries SØRHEMMELIG in its name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from grunnmur.catalogue import rules
from grunnmur.estate import TABLES, Estate
from grunnmur.kit.engine import Steps
from grunnmur.plan import (
    CostParts,
    Move,
    Plan,
    Problem,
    digest,
    json_form,
    plan_document,
    problem_document,
)
from grunnmur.plan.conditions import Freeze, Precedence, Resource
from grunnmur.plan.edit import Editor
from grunnmur.plan.period import months
from grunnmur.plan.workload import Disposition, Workload
from grunnmur.reconcile.stages import STEPS
from tests import worlds

NORTH, SOUTH, REGION = "organisation-north", "organisation-south", "organisation-region"
SECRET = "SØRHEMMELIG"
RUN = "20260901T080000"
_ASPECTS = {rule.rule_id: rule.aspect for rule in rules.load().rules}
BEFORE = "20260801T080000"
"""An earlier run that lies beside it."""


def make(workspace: Path) -> Path:
    """The folder of a finished run of this region."""
    folder = workspace / "runs" / RUN
    estate = worlds.world(folder, **_tables())
    estate.write(TABLES["visibility"], Steps(estate.connection, STEPS).text("out_visibility"))
    _plan(folder, _problem())
    worlds.world(workspace / "runs" / BEFORE, **_before())
    smaller = replace(_problem(), workloads=_problem().workloads[:1], precedences=())
    _plan(workspace / "scenarios" / "laid", smaller)
    return folder


def _before() -> dict[str, list[worlds.Row]]:
    """The month before: the north's server was on another platform, and the south's was the north's database."""
    return {
        "asset": [
            {**_asset("asset-n1", "nord-app01", SOUTH), "platform": "B"},
            _asset("asset-s1", f"{SECRET}-app01", SOUTH),
        ],
        "identity_change": [
            {
                "noun": "asset",
                "change": "merged",
                "entity_id": "asset-n1",
                "other_id": "asset-s1",
                "records": "[]",
            }
        ],
    }


def _problem() -> Problem:
    """What is behind the plan's tables: two servers, the south's to be moved after the north's."""
    return Problem(
        name="test",
        periods=months(date(2026, 9, 1), 2),
        workloads=tuple(
            Workload(
                name, label, (Disposition("rehost", 1, (("network", 30),), one_off=10),),
                kind="server", organisations=(trust,), exposure=(5, 5), run_before=(1, 1),
            )
            for name, label, trust in (
                ("servers/n/A", "Nordservere", NORTH), ("servers/s/A", f"{SECRET}-servere", SOUTH),
            )
        ),
        resources=(Resource("network", (40, 80), "skill", "hours"),),
        freezes=(Freeze("freeze 1", (0,), SOUTH, "", "ferie"),),
        precedences=(Precedence("servers/n/A", "servers/s/A", 0, "runs on it"),),
    )  # fmt: skip


def _plan(folder: Path, problem: Problem) -> None:
    """The problem, and the plan that moves everything in October."""
    folder.mkdir(parents=True, exist_ok=True)
    moved = tuple(Move(row.id, "rehost", 1) for row in problem.workloads)
    made = Editor(problem, Plan(digest(problem), moved, 0, 0, CostParts())).plan()
    (folder / "problem.json").write_bytes(json_form.write(problem_document(problem)))
    (folder / "plan.json").write_bytes(json_form.write(plan_document(made)))


def reopened(folder: Path) -> Estate:
    """The run's estate."""
    return Estate(folder)


def _tables() -> dict[str, list[worlds.Row]]:
    return {
        "run": [
            {
                "run_id": RUN, "on_date": date(2026, 9, 1), "started_at": datetime(2026, 9, 1, 8),
                "code_version": "0", "catalogue_edition": "1", "parameters": "{}",
            }
        ],
        "source": [
            {"source": "ad-north", "format": "table", "path": "a.csv", "records": 10, "claimed": 9, "noted": 1}
        ],
        "note": [
            {"source": "ad-north", "place": SECRET, "code": "reader_failed", "facts": '{"reason": "x"}'},
            {"source": "other", "place": SECRET, "code": "password_in_directory", "facts": '{"account": "nina"}'},
            {"source": "other", "place": SECRET, "code": "reader_failed", "facts": '{"reason": "account-n"}'},
            {"source": "reach", "place": SECRET, "code": "reach_zone_without_rules",
             "facts": '{"zones": 1, "examples": ["DMZ"]}'},
        ],
        "organisation": [
            {"organisation_id": NORTH, "name": "Nordre sykehus", "kind": "trust", "parent_id": REGION},
            {"organisation_id": SOUTH, "name": "Søndre sykehus", "kind": "trust", "parent_id": REGION},
            {"organisation_id": REGION, "name": "Regionen", "kind": "region"},
            {"organisation_id": "organisation-maker", "name": "Maker AS", "kind": "supplier"},
        ],
        "location": [{"location_id": "location-1", "name": "Datarom", "kind": "room"}],
        "product": [
            {"product_id": "microsoft:windows_10", "name": "Windows 10", "kind": "os"},
            {"product_id": "npm:jquery", "name": "pkg:npm/jquery"},
        ],
        "ingredient": [{"application_id": "application-n", "product_id": "npm:jquery", "version": "3.4.1"}],
        "asset": [
            _asset("asset-n1", "nord-app01", NORTH),
            _asset("asset-n2", "=nord-db01", NORTH),
            {**_asset("asset-s1", f"{SECRET}-app01", SOUTH), "role": "directory"},
            _asset("asset-s2", f"{SECRET}-db01", SOUTH),
            _asset("asset-nobody", f"{SECRET}-nobody", None),
            {**_asset("asset-nameless", "", REGION), "name": None, "kind": "medical", "model": "EPK-i7010",
             "last_seen_at": datetime(2026, 8, 30, 3)},
        ],
        "asset_release": [
            {
                "asset_id": "asset-n1", "product_id": "microsoft:windows_10", "label": "Windows 10 22H2",
                "cycle": "22h2", "security_until": date(2026, 10, 14), "support": "supported",
            },
            {
                "asset_id": "asset-s1", "product_id": "microsoft:windows_10", "label": f"{SECRET} 9",
                "cycle": "9", "security_until": date(2026, 10, 14), "support": "supported",
            },
            {
                "asset_id": "asset-n2", "product_id": "maker:thing", "label": "Thing 9", "cycle": "9",
                "security_until": date(2020, 1, 14), "support": "unsupported",
            },
        ],
        "device": [{"asset_id": "asset-s1", "ward": f"{SECRET}-ward"}],
        "asset_link": [{"asset_id": "asset-s1", "other_id": "asset-s2", "relation": "hosted_on"}],
        "address": [{"asset_id": "asset-s1", "realm": "s", "mac": f"{SECRET}", "ip": "10.0.0.1"}],
        "application": [
            {**_application("application-n", "Nordjournal", NORTH), "function": "patient_record"},
            _application("application-s", f"{SECRET}-journal", SOUTH),
            {**_application("application-both", "Felleslab", REGION), "function": "Eget ord"},
        ],
        "usage": [
            {"application_id": "application-both", "organisation_id": o, "location_id": "location-1", "users": 5}
            for o in (NORTH, SOUTH)
        ],
        "component": [
            {"application_id": "application-n", "asset_id": "asset-n1", "role": "app"},
            {"application_id": "application-s", "asset_id": "asset-s1", "role": "app"},
        ],
        "dependency": [
            _dependency("application", "application-n", "application", "application-s"),
            _dependency("application", "application-s", "application", "application-n"),
            _dependency("asset", "asset-s1", "asset", "asset-s2"),
            _dependency("asset", "asset-n1", "asset", "asset-n2"),
        ],
        "dependency_match": [
            _match("application-n", "application-s", "confirmed"),
            _match("application-s", "application-n", "silent", probability=0.2, days=3.0),
            _match("application-s", "application-s", "undeclared"),
            _match("application-n", "application-both", "silent", days=3.0),
        ],
        "provider_role": [
            {"noun": "application", "entity_id": a, "role": "middleware", "sub_role": "integration_engine",
             "confidence": 0.7, "decided": False, "consumers": 9, "trusts": 2,
             "facts": '{"callers": 9, "people": 0, "ports": [2575, 443], "main_port": 2575}'}
            for a in ("application-n", "application-s")
        ],
        "split": [
            {"split_id": "groups-of-50", "group_most": 50, "applications": 3, "largest_before": 3,
             "largest_after": 1, "groups": 2, "cost": 5, "bound": 4, "certified": False}
        ],
        "split_item": [
            {"split_id": "groups-of-50", "application_id": a, "weight": 2, "role": "middleware", "neighbours": 2,
             "trusts": 2, "critical": 0, "services": 0, "risk": "medium", "reason": "several_trusts_share_it"}
            for a in ("application-n", "application-s")
        ],
        "unseen": [
            {"application_id": a, "period": period, "probability": probability, "watched_hours": 72.0}
            for a in ("application-n", "application-s")
            for period, probability in (("yearly", 0.998), ("daily", 0.25), ("monthly", None))
        ],
        "outside_contact": [
            {"asset_id": a, "direction": "out", "peer": peer, "protocol": "tcp", "port": 443, "flows": 2}
            for a, peer in (("asset-n1", "192.0.2.1"), ("asset-s1", SECRET))
        ],
        "measure": [
            {"measure": measure, "subject_kind": "region", "subject_id": "", "period": period, "value": value, "of": of}
            for measure, of, values in (
                ("dependencies_across_platforms", 9.0, (4.0, 1.0)), ("functions_run_more_than_once", 0.0, (0.0, 0.0)),
            )
            for period, value in zip((-1, 1), values, strict=True)
        ] + [
            {"measure": "dependencies_across_trusts", "subject_kind": "clinical_service", "subject_id": "service-1",
             "period": period, "value": value, "of": of}
            for period, value, of in ((-1, 7.0, 9.0), (1, 3.0, 9.0))
        ],
        "service_member": [
            {"service_id": "service-1", "application_id": a} for a in ("application-n", "application-both")
        ],
        "clinical_service": [{"service_id": "service-1", "name": "Akuttmottak"}],
        "data_store": [
            _store("data_store-n", "Nordbase", "application-n", "asset-n2", NORTH),
            _store("data_store-s", f"{SECRET}-base", "application-s", "asset-s2", SOUTH),
        ],
        "person": [
            {"person_id": "person-n", "name": "Nina", "organisation_id": NORTH},
            {"person_id": "person-s", "name": SECRET, "organisation_id": SOUTH},
        ],
        "account": [
            {"account_id": "account-n", "person_id": "person-n", "name": "nina", "kind": "personal",
             "domain": "NORD.EXAMPLE"},
            {"account_id": "account-s", "person_id": "person-s", "name": SECRET, "kind": "personal"},
        ],
        "contract": [
            {
                "contract_id": "contract-s", "name": f"{SECRET}-avtale", "customer_id": SOUTH,
                "supplier_id": "organisation-maker", "kind": "licence",
            },
            {
                "contract_id": "contract-n", "name": "Nordavtale", "customer_id": NORTH,
                "application_id": "application-s", "supplier_id": "organisation-maker", "kind": "support",
            },
        ],
        "finding": [
            _finding("finding-n", "not-secure", "asset", "asset-n1"),
            _finding("finding-s", "not-secure", "asset", "asset-s1"),
            _finding("finding-both", "not-secure", "application", "application-both"),
            {**_finding("finding-vn", "vulnerable", "asset", "asset-n1"), "product_id": "microsoft:windows_10",
             "facts": '{"reason": "affected", "affected": 2, "situation_id": "s-1", "vulnerabilities": '
                      '[{"id": "CVE-2021-1", "range": "the release 22h2 (microsoft:windows_10)", "exploited": true, '
                      '"epss": 0.5, "cvss": 8.8, "basis": "patch_day", "mended_in": null}]}'},
            {**_finding("finding-vu", "vulnerable", "asset", "asset-n1"), "product_id": "microsoft:windows_10",
             "verdict": "unknown", "facts": '{"reason": "patch_day_not_known", "affected": 0, "unknown": 3, '
                                            '"situation_id": "s-1", "vulnerabilities": null}'},
            {**_finding("finding-pn", "no-contract", "application", "application-n"), "severity": "critical",
             "facts": '{"reason": "no_contract", "application_id": "application-s"}'},
            _finding("finding-an", "leaver-enabled", "account", "account-n"),
            _finding("finding-un", "unpatched", "asset", "asset-n1"),
        ],
        "rule": [*_shipped_rules(), {"rule_id": "no-contract", "aspect": "contract", "guarded": False}],
        "update_gain": [
            {"product_id": "microsoft:windows_10", "version": "22H2", "update_to": "latest", "assets": 2, "removed": 2,
             "exploited_removed": 1, "remaining": 0, "risk_removed": 1.5},
            {"product_id": "maker:thing", "version": None, "update_to": "9.1", "assets": 1, "removed": 1,
             "exploited_removed": 0, "remaining": 3, "risk_removed": 0.25},
        ],
        "situation": [
            _situation("asset-n1", "s-1", "19045"), _situation("asset-s1", "s-1", f"{SECRET}-19045"),
            {**_situation("asset-n2", "s-2", "9"), "product_id": "maker:thing"},
            _situation("asset-n1", "s-3", "unconcerned"),
        ],
        "situation_vulnerability": [
            _mended("s-1", "CVE-2021-1", exploited=True), _mended("s-1", "CVE-2021-2", exploited=False),
            {**_mended("s-1", "CVE-2021-3", exploited=False), "verdict": "unknown",
             "reason": "patch_day_not_known"},
            {**_mended("s-2", "CVE-2021-4", exploited=False), "product_id": "maker:thing", "version": None,
             "basis": "version", "mended_in": "9.1"},
            {**_mended("s-2", "CVE-2022-5", exploited=False), "product_id": "maker:thing", "version": None,
             "published_on": date(2022, 1, 1)},
        ],
        "detection": [
            {"asset_id": "asset-n1", "product_id": None, "vulnerability_id": "cve-2021-1",
             "title": "Spooler: remote code", "severity": "high", "seen_at": datetime(2026, 8, 30, 3)},
            {"asset_id": "asset-s1", "product_id": None, "vulnerability_id": "CVE-2021-1", "title": SECRET,
             "severity": "high", "seen_at": datetime(2026, 8, 30, 3)},
        ],
        "detection_check": [
            _check("asset-n1", "CVE-2021-1", "agreed", None),
            _check("asset-n1", "CVE-2021-2", "only_derived", "scanner_is_silent"),
            _check("asset-n2", "CVE-2020-9", "only_scanner", "version_outside_range"),
            _check("asset-s1", "CVE-2021-1", "agreed", None),
        ],
        "rule_result": [
            {
                "rule_id": "not-secure", "edition": "1", "subject_kind": kind, "organisation_id": o,
                "platform": "A", "evaluated": 2, "passed": 1, "failed": 1, "unknown": 0, "not_applicable": 0,
            }
            for kind, o in (("asset", NORTH), ("asset", SOUTH), ("application", REGION))
        ],
        "access": [
            {"account_id": "account-s", "data_store_id": "data_store-s", "could": True, "verdict": "fail"},
            {"account_id": "account-n", "data_store_id": "data_store-n", "could": True, "verdict": "pass"},
        ],
        "access_violation": [
            {
                "rule_id": "trust-crossing", "account_id": "account-s", "data_store_id": "data_store-s",
                "layer": "L1", "verdict": "fail", "reason": "crosses", "path_id": "path-1",
            },
            {
                "rule_id": "trust-crossing", "account_id": "account-n", "data_store_id": "data_store-n",
                "layer": "L2", "verdict": "unknown", "reason": "crosses",
            },
        ],
        "attack_surface": [
            {"entry_class": "client", "target": target, "entries": 3, "entries_through": 1, "targets": 2,
             "targets_reached": 1, "distance": 2, "paths": 1, "path_id": "path-1"}
            for target in ("patient_data", "tier0")
        ],
        "attack_exposure": [
            {"entry_class": "client", "asset_id": asset, "distance": distance, "paths": 1, "onward": onward}
            for asset, distance, onward in (("asset-n1", 0, True), ("asset-s1", 0, False), ("asset-s2", 1, True))
        ],
        "path_step": [
            {"path_id": "path-1", "step": 1, "from_kind": "account", "from": "account-s", "to_kind": "data_store",
             "to": "data_store-s", "by": "right"}
        ],
        "workload": [
            _workload("servers/n/A", "Nordservere", NORTH),
            _workload("servers/s/A", f"{SECRET}-servere", SOUTH),
        ],
        "workload_member": [
            {"workload_id": "servers/n/A", "noun": "asset", "entity_id": "asset-n1"},
            {"workload_id": "servers/s/A", "noun": "asset", "entity_id": "asset-s1"},
        ],
        "plan": [{"plan_id": "plan-1", "status": "feasible", "cost": 100, "cost_total": 300, "violations": 0}],
        "wave": [
            {
                "plan_id": "plan-1", "wave_id": "wave-1", "period": 1,
                "starts_on": date(2026, 10, 1), "ends_on": date(2026, 10, 31),
            }
        ],
        "move": [
            {"plan_id": "plan-1", "workload_id": w, "wave_id": "wave-1", "disposition": "rehost", "cost": 10}
            for w in ("servers/n/A", "servers/s/A")
        ],
        "risk_point": [
            {"plan_id": "plan-1", "period": p, "starts_on": date(2026, 9 + p, 1), "exposure": 9.0 - p, "one_off_nok": 5}
            for p in (0, 1)
        ],
        "evidence": [
            _claim("asset-n1", "platform", "A", "ad-north", chosen=True),
            _claim("asset-n1", "platform", "B", "cmdb", chosen=False),
            _claim("asset-s1", "platform", SECRET, "cmdb", chosen=True),
            _claim("asset-s1", "role", "directory", "cmdb", chosen=True),
            _claim("asset-s1", "role", "app", "ad-north", chosen=False),
            _claim("asset-n1", "organisation_id", NORTH, "cmdb", chosen=True),
            _claim("asset-n1", "organisation_id", "Nord HF", "ad-north", chosen=False),
            {**_claim("npm:jquery", "name", "pkg:npm/jquery", "sbom", chosen=True), "noun": "product",
             "record_key": f"pkg:npm/jquery@1.0.1-{SECRET}"},
        ],
        "record": [
            {"source": "ad-north", "record_key": "row 1", "noun": "asset", "entity_id": "asset-n1"},
            {"source": "ad-north", "record_key": "row 2", "noun": "account", "entity_id": "account-s"},
        ],
        "identifier": [
            {"noun": "asset", "entity_id": "asset-n1", "kind": "serial", "value": "SN-4711", "shared": False},
            {"noun": "asset", "entity_id": "asset-s1", "kind": "serial", "value": "SN-4712", "shared": False},
            {"noun": "asset", "entity_id": "asset-n1", "kind": "fqdn", "value": "nord-app01.nord.no", "shared": True},
            {"noun": "asset", "entity_id": "asset-n2", "kind": "ip", "value": "10.1.2.3", "shared": False},
            {"noun": "application", "entity_id": "application-n", "kind": "application_no", "value": "app-00044",
             "shared": False},
        ],
        "entity": [
            {"noun": "asset", "entity_id": "asset-n1", "born_run_id": RUN},
        ],
    }  # fmt: skip


def _asset(asset_id: str, name: str, organisation: str | None) -> worlds.Row:
    return {
        "asset_id": asset_id, "kind": "server", "name": name, "organisation_id": organisation,
        "platform": "A", "status": "active", "scope": "in",
    }  # fmt: skip


def _application(application_id: str, name: str, organisation: str) -> worlds.Row:
    return {
        "application_id": application_id, "name": name, "organisation_id": organisation, "platform": "A",
        "supplier_id": "organisation-maker", "criticality": "B", "status": "active", "owner": "Nina Nord",
    }  # fmt: skip


def _dependency(consumer_kind: str, consumer: str, provider_kind: str, provider: str) -> worlds.Row:
    return {
        "consumer_kind": consumer_kind, "consumer_id": consumer, "provider_kind": provider_kind,
        "provider_id": provider, "protocol": "tcp", "port": 443, "origin": "observed", "flows": 7,
    }  # fmt: skip


def _match(
    consumer: str,
    provider: str,
    verdict: str,
    *,
    probability: float | None = None,
    days: float | None = None,
) -> worlds.Row:
    return {
        "consumer_id": consumer, "provider_id": provider, "verdict": verdict, "declared": "HL7v2",
        "period": "daily, weekly", "silent_days": days, "unseen_probability": probability,
    }  # fmt: skip


def _store(store: str, name: str, application: str, asset: str, controller: str) -> worlds.Row:
    return {
        "data_store_id": store, "name": name, "application_id": application, "asset_id": asset,
        "kind": "primary", "data_class": "patient", "controller_id": controller,
    }  # fmt: skip


def _workload(workload: str, name: str, organisation: str) -> worlds.Row:
    return {
        "workload_id": workload, "name": name, "organisation_id": organisation,
        "kind": "application", "platform": "A",
    }  # fmt: skip


def _finding(finding_id: str, rule: str, kind: str, subject: str) -> worlds.Row:
    return {
        "finding_id": finding_id, "rule_id": rule, "subject_kind": kind, "subject_id": subject,
        "verdict": "fail", "severity": "high", "layer": "L2", "blocking": True,
        "aspect": _ASPECTS.get(rule, "contract"),
        "facts": f'{{"reason": "out_of_support_not_isolated", "asset_id": "{subject}"}}',
    }  # fmt: skip


def _shipped_rules() -> Iterator[worlds.Row]:
    for rule in rules.load().rules:
        yield {
            "rule_id": rule.rule_id, "edition": rule.edition, "title_nb": rule.title["nb"],
            "title_en": rule.title["en"], "aspect": rule.aspect, "layer": rule.layer, "severity": rule.severity,
            "blocking": rule.blocking, "guarded": rule.guarded,
        }  # fmt: skip


def _situation(asset: str, situation: str, version: str) -> worlds.Row:
    return {
        "asset_id": asset, "product_id": "microsoft:windows_10", "version": version, "situation_id": situation,
        "verdict": "affected", "affected": 2, "exploited": 1, "decision": "act",
    }  # fmt: skip


def _mended(situation: str, vulnerability: str, *, exploited: bool) -> worlds.Row:
    return {
        "situation_id": situation, "vulnerability_id": vulnerability, "product_id": "microsoft:windows_10",
        "version": "22H2", "verdict": "affected", "basis": "patch_day", "origin": "nvd cve",
        "range": "the release 22h2 (microsoft:windows_10)",
        "exploited": exploited, "epss": 0.5, "cvss": 8.8, "decision": "attend",
    }  # fmt: skip


def _check(asset: str, vulnerability: str, outcome: str, reason: str | None) -> worlds.Row:
    return {
        "asset_id": asset, "vulnerability_id": vulnerability, "outcome": outcome, "reason": reason,
        "product_id": "microsoft:windows_10", "version": "19045",
        "range": "the release 22h2 (microsoft:windows_10)",
    }  # fmt: skip


def _claim(asset: str, attribute: str, value: str, source: str, *, chosen: bool) -> worlds.Row:
    return {
        "noun": "asset", "entity_id": asset, "attribute": attribute, "value": value, "source": source,
        "record_key": "1", "chosen": chosen, "seen_at": datetime(2026, 9, 1, 8),
    }  # fmt: skip
