"""What applications are built of is judged like what runs: rule ingredient-vulnerable."""

from __future__ import annotations

import pytest

from grunnmur.catalogue.learnt import learn
from tests.assess.test_vulnerable import judged, row, rows, verdicts

RULE = "ingredient-vulnerable"
LODASH = row(product_id="lodash:lodash", matches="range", end="4.17.19", end_including=False)


def _application(number, **given):
    return {"application_id": f"p{number}", "name": f"App {number}", "status": "active", **given}


def _part(number, version, product="npm:lodash"):
    return {"application_id": f"p{number}", "product_id": product, "version": version}


@pytest.fixture
def estate(tmp_path):
    return judged(
        tmp_path,
        affected=[LODASH],
        application=[
            _application(1, criticality="A"),
            _application(2),
            _application(3),
            _application(4, status="retired"),
        ],
        ingredient=[
            _part(1, "4.17.11"),
            _part(2, "4.17.21"),
            _part(3, "1.0.0", product="nuget:fo-dicom"),
            _part(4, "4.17.11"),
        ],
    )


def test_an_application_built_of_what_is_affected_fails_and_one_of_what_is_mended_passes(estate):
    assert verdicts(estate, RULE) == {
        "p1": ("fail", "affected"),
        "p3": ("unknown", "product_not_listed"),
    }
    counted = "select sum(passed), sum(failed), sum(unknown) from rule_result where rule_id = ?"
    assert estate.connection.execute(counted, [RULE]).fetchall() == [(1, 1, 1)]


def test_its_vulnerabilities_stand_under_its_situation(estate):
    query = (
        "select application_id, vulnerability_id, range from ingredient_situation "
        "join situation_vulnerability using (situation_id)"
    )

    assert rows(estate, query) == [("p1", "CVE-2023-28252", "< 4.17.19 (lodash:lodash)")]


def test_an_application_is_no_thing(estate):
    assert rows(estate, "select * from situation") == []
    assert rows(estate, "select * from update_gain") == []
    assert verdicts(estate, "vulnerable") == {}


def test_a_part_nobody_writes_of_is_listed_with_how_many_are_built_of_it(estate):
    query = "select name, kind, assets from unmatched_name"

    assert rows(estate, query) == [("nuget:fo-dicom", "ingredient", 1)]


def test_a_person_says_what_a_part_is_and_the_next_run_uses_it(tmp_path):
    decided = {
        "decision_id": "d1",
        "kind": "name",
        "subject_id": "nuget:fo-dicom",
        "value": "lodash:lodash",
    }

    estate = judged(
        tmp_path,
        affected=[LODASH],
        application=[_application(1)],
        ingredient=[_part(1, "1.0.0", product="nuget:fo-dicom")],
        decision=[decided],
    )

    assert verdicts(estate, RULE) == {"p1": ("fail", "affected")}
    assert rows(estate, "select * from unmatched_name") == []


@pytest.mark.parametrize(
    ("package", "product"),
    [
        ("npm:lodash", "lodash:lodash"),  # its own project, though others have one of that name
        ("cargo:tar", "tar_project:tar"),
        ("com.fasterxml.jackson.core:jackson-databind", "fasterxml:jackson-databind"),
        ("npm:react", "facebook:react"),  # the only one of that name
        ("pypi:requests", "python:requests"),  # a publisher says so
        ("npm:core", None),  # several, and none is its own project's
        ("npm:nothing", None),
    ],
)
def test_a_package_is_the_product_of_its_own_project(package, product):
    known = (
        *("lodash:lodash", "other:lodash", "tar_project:tar", "gnu:tar", "facebook:react"),
        *("fasterxml:jackson-databind", "redhat:jackson-databind", "python:requests"),
        *("acme:requests", "acme:core", "other:core"),
    )
    learnt = learn([(p, "a") for p in known], None, [("pkg:pypi/requests", "python:requests")])

    assert learnt.package(package) == product
