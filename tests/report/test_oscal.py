"""OSCAL: valid under NIST's models for 1.1, whole in its references, the same twice, never too good."""

import json
import re
from datetime import date, datetime

import pytest

from grunnmur.assess import assess
from grunnmur.catalogue import lifecycle, rules
from grunnmur.report.oscal import write_oscal
from tests.worlds import world

ON = date(2026, 11, 22)
CHOSEN = ("patch-age", "owner-missing", "not-secure", "logging-missing")


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Three servers: one patched, one not, one of which nothing is known; two organisations."""
    folder = tmp_path_factory.mktemp("oscal")
    estate = world(
        folder / "run",
        run=[
            {
                "run_id": "r1",
                "on_date": ON,
                "started_at": datetime.fromisoformat("2026-11-22T10:00"),
                "code_version": "1.0",
            }
        ],
        organisation=[{"organisation_id": "a", "name": "A <HF> & sønner"}],
        asset=[
            _server("s1", date(2026, 11, 1), "a"),
            _server("s2", date(2025, 1, 1), "a"),
            _server("s3", None, None),
        ],
    )
    lifecycle.write(estate, lifecycle.load())
    assess(estate, on=ON, rules=[one for one in rules.load().rules if one.rule_id in CHOSEN])
    write_oscal(estate, folder / "nb", language="nb")
    write_oscal(estate, folder / "again", language="nb")
    write_oscal(estate, folder / "en", language="en")
    return folder


def _server(asset_id, patched_on, organisation):
    return {
        "asset_id": asset_id,
        "kind": "server",
        "status": "active",
        "organisation_id": organisation,
        "product_id": "microsoft:windows_server",
        "version": "2022",
        "patched_on": patched_on,
    }


def _read(written, name, language="nb"):
    return json.loads((written / language / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.filterwarnings("ignore")  # of what trestle itself imports
def test_every_file_is_valid_oscal_1_1_under_compliance_trestle(written, language):
    pytest.importorskip("trestle", reason="compliance-trestle is not installed")
    from trestle.oscal import assessment_results, catalog, component

    models = {
        "assessment-results.json": assessment_results.AssessmentResults,
        "component-definition.json": component.ComponentDefinition,
    }
    files = sorted((written / language).glob("*.json"))

    for path in files:
        assert models.get(path.name, catalog.Catalog).oscal_read(path) is not None, path.name
    assert len(files) == 9


def test_the_same_run_gives_the_same_bytes(written):
    for path in sorted((written / "nb").glob("*.json")):
        assert path.read_bytes() == (written / "again" / path.name).read_bytes()


def test_both_languages_have_the_same_ids(written):
    for name in ("assessment-results.json", "component-definition.json"):
        one, other = (
            set(
                re.findall(
                    r'(?:target|control|objective)-id": "([^"]+)"',
                    json.dumps(_read(written, name, language)),
                )
            )
            for language in ("nb", "en")
        )
        assert one == other != set()


def test_every_reference_leads_to_something(written):
    catalogues = {p.name: p.read_text(encoding="utf-8") for p in (written / "nb").glob("catalog-*")}
    ids = set(re.findall(r'"id": "([^"]+)"', "".join(catalogues.values())))
    results = _read(written, "assessment-results.json")["assessment-results"]
    component = _read(written, "component-definition.json")["component-definition"]

    named = set(
        re.findall(r'(?:control|objective|target)-id": "([^"]+)"', json.dumps([results, component]))
    )
    assert named <= ids
    sources = {one["source"] for one in component["components"][0]["control-implementations"]}
    assert sources <= set(catalogues)
    assert results["import-ap"]["href"] == f"#{results['back-matter']['resources'][0]['uuid']}"
    for result in results["results"]:
        seen = {one["uuid"] for one in result["observations"]}
        asked = {
            one["observation-uuid"]
            for f in result.get("findings", [])
            for one in f["related-observations"]
        }
        assert asked <= seen
    parties = {one["uuid"]: one["name"] for one in results["metadata"]["parties"]}
    subjects = set(re.findall(r'"subject-uuid": "([^"]+)"', json.dumps(results)))
    assert subjects == set(parties)
    assert list(parties.values()) == ["A <HF> & sønner"]


def test_ids_are_told_apart(written):
    for path in (written / "nb").glob("*.json"):
        text = path.read_text(encoding="utf-8")
        for pattern in (r'"uuid": "([^"]+)"', r'"id": "([^"]+)"'):
            found = re.findall(pattern, text)

            assert len(found) == len(set(found)), path.name


def test_a_failing_rule_and_an_unknown_one_are_not_satisfied(written):
    found = _statuses(written)

    assert found["nsm_2.3_obj_patch-age"] == {"state": "not-satisfied", "reason": "fail"}
    assert found["nsm_1.2_obj_owner-missing"]["state"] == "not-satisfied"


def test_a_rule_that_looked_at_nothing_gives_no_finding(written):
    assert not any("logging-missing" in target for target in _statuses(written))


def test_a_finding_is_about_what_a_rule_measures_never_about_a_whole_control(written):
    results = _read(written, "assessment-results.json")["assessment-results"]["results"]

    assert {f["target"]["type"] for r in results for f in r.get("findings", [])} == {"objective-id"}


def test_a_run_in_which_no_rule_answered_is_valid_too(tmp_path):
    estate = world(tmp_path / "run")
    assess(estate, on=ON, rules=())

    write_oscal(estate, tmp_path / "out", language="en")

    body = json.loads((tmp_path / "out" / "assessment-results.json").read_text())
    assert [one["title"] for one in body["assessment-results"]["results"]] == ["No rule answered."]


def _statuses(written):
    results = _read(written, "assessment-results.json")["assessment-results"]["results"]
    return {
        f["target"]["target-id"]: f["target"]["status"]
        for r in results
        for f in r.get("findings", [])
    }
