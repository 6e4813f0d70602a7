"""Two files of one update that tell one thing differently: which holds is told, and against which other."""

import pytest

from tests.catalogue.publishers import (
    kev,
    match,
    node,
    nvd,
    nvd_page,
    product,
    release,
    rows,
    take_in,
)

EPSS = "#model_version:v1,score_date:2026-11-20T00:00:00Z\ncve,epss,percentile\n"
NVD_TABLE = "cve,config,node,operator,negate,vulnerable,part,vendor,product,sw_edition,target_sw,target_hw,versions\n"
NVD_RECORDS = "cve,published,modified,cvss_version,cvss_score,cvss_vector,cwe\n"
CYCLES = "product,cycle,eol\n"


def one(version):
    return [{"nodes": [node(match(f"a:acme:thing:{version}"))]}]


def page(version="1", name="CVE-1", **said):
    return nvd_page(nvd(name, one(version), **said))


def at(clock, version):
    document = page(version)
    document["vulnerabilities"][0]["cve"]["lastModified"] = f"2026-11-01T{clock}:00.000"
    return document


def cve5(version, *, title="It breaks"):
    return {
        "cveMetadata": {
            "cveId": "CVE-1",
            "state": "PUBLISHED",
            "dateUpdated": "2026-11-03T10:00:00Z",
        },
        "containers": {
            "cna": {
                "title": title,
                "affected": [
                    {
                        "vendor": "Acme",
                        "product": "Thing",
                        "versions": [{"version": version, "status": "affected"}],
                    }
                ],
            }
        },
    }


def csaf(status):
    return {
        "document": {
            "csaf_version": "2.0",
            "title": "A pump",
            "publisher": {"name": "CISA"},
            "tracking": {
                "id": "ICSA-1",
                "initial_release_date": "2026-01-01T00:00:00Z",
                "current_release_date": "2026-01-02T00:00:00Z",
            },
        },
        "product_tree": {"full_product_names": [{"product_id": "P", "name": "Pump"}]},
        "vulnerabilities": [{"cve": "CVE-1", "product_status": {status: ["P"]}}],
    }


def told(update):
    return [
        (n.facts["feed"], n.facts["file"], n.facts["other"], n.facts["count"], n.facts["named"])
        for n in update.notes
        if n.code in ("feed_files_differ", "feed_releases_differ")
    ]


@pytest.mark.parametrize(
    ("feed", "first", "second", "named"),
    [
        ("nvd", page("1"), page("2"), "CVE-1"),
        ("nvd", page(score=9.8), page(score=3.1), "CVE-1"),
        ("nvd", page(status="Rejected"), page(), "CVE-1"),
        ("nvd", nvd_page(nvd("CVE-1")), page(), "CVE-1"),
        ("cve", cve5("1"), cve5("2"), "CVE-1"),
        ("cve", cve5("1", title="It falls"), cve5("1"), "CVE-1"),
        ("csaf", csaf("known_affected"), csaf("known_not_affected"), "ICSA-1"),
        ("kev", kev("CVE-1", "CVE-2"), kev("CVE-1", "CVE-3"), "CVE-2, CVE-3"),
    ],
)
def test_two_files_of_one_moment_that_differ_are_named_and_the_last_holds(
    tmp_path, feed, first, second, named
):
    update = take_in(tmp_path, {"a.json": first, "b.json": second})

    ((told_feed, held, other, _, names),) = told(update)
    assert (told_feed, held, other, names) == (feed, "b.json", "a.json", named)
    alone = tmp_path / "alone"
    alone.mkdir()
    second_alone = take_in(alone, {"b.json": second}).edition
    assert sorted(path.name for path in update.edition.folder.glob("*.parquet")) == sorted(
        path.name for path in second_alone.folder.glob("*.parquet")
    )
    for path in update.edition.folder.glob("*.parquet"):
        query = f"select * from read_parquet('{path}') order by all"
        beside = f"select * from read_parquet('{second_alone.folder / path.name}') order by all"
        if path.stem != "feed":
            assert rows(update.edition, query) == rows(second_alone, beside), path.name


@pytest.mark.parametrize(
    "files",
    [
        {"a.json": page(), "b.json": page()},
        {"a.json": at("10:00", "1"), "b.json": at("15:00", "2")},
        {"a.json": page(modified="2026-10-01"), "b.json": page("2")},
        {"a.json": page(), "b.json": page("2", name="CVE-2")},
        {"a.json": kev("CVE-1"), "b.json": kev("CVE-1")},
        {"a.json": csaf("fixed"), "b.json": csaf("fixed")},
        {"a.json": cve5("1"), "b.json": cve5("1")},
    ],
)
def test_files_that_agree_or_of_which_one_is_newer_do_not_differ(tmp_path, files):
    assert told(take_in(tmp_path, files)) == []


def test_the_moment_of_the_last_change_counts_and_not_the_name_of_the_file(tmp_path):
    update = take_in(tmp_path, {"a.json": at("15:00", "2"), "b.json": at("10:00", "1")})

    assert told(update) == []
    assert rows(update.edition, "select version from affected") == [("2",)]


def test_two_lists_of_probabilities_of_one_day_that_differ_are_named(tmp_path):
    files = {"a.csv": f"{EPSS}CVE-1,0.5,0.9\n", "b.csv": f"{EPSS}CVE-1,0.6,0.9\n"}

    update = take_in(tmp_path, files)

    assert told(update) == [("epss", "b.csv", "a.csv", 1, "CVE-1")]
    assert rows(update.edition, "select probability from exploit_probability") == [(0.6,)]


def test_of_two_tables_that_name_products_of_a_vulnerability_the_last_holds(tmp_path):
    line = "CVE-1,0,0,OR,0,1,a,acme,thing,,,,"
    files = {
        "a.csv": f"{NVD_TABLE}{line}=1\n",
        "b.csv": f"{NVD_TABLE}{line}=2\nCVE-2,0,0,OR,0,1,a,acme,thing,,,,=3\n",
        "r.csv": f"{NVD_RECORDS}CVE-1,2026-01-01,2026-01-02,3.1,5.0,x,\nCVE-2,2026-01-01,2026-01-02,3.1,5.0,x,\n",
    }

    update = take_in(tmp_path, files)

    assert told(update) == [("nvd", "b.csv", "a.csv", 1, "CVE-1")]
    assert rows(update.edition, "select vulnerability_id, version from affected order by 1") == [
        ("CVE-1", "2"),
        ("CVE-2", "3"),
    ]


@pytest.mark.parametrize(
    ("one", "other", "holds"),
    [
        ("2027-01-01", "2028-01-01", ("2027-01-01", None, True)),
        ("2027-01-01", "true", (None, True, True)),
        ("2027-01-01", "false", ("2027-01-01", None, True)),
        ("false", "true", (None, True, True)),
        ("2027-01-01", "", ("2027-01-01", None, False)),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_of_two_tables_of_releases_the_earliest_day_holds_and_is_disputed(
    tmp_path, one, other, holds, turned
):
    first, second = (other, one) if turned else (one, other)
    files = {
        "a.csv": f"{CYCLES}thing,1,{first}\nthing,2,false\n",
        "b.csv": f"{CYCLES}thing,1,{second}\nother,1,2027-01-01\n",
    }

    update = take_in(tmp_path, files)

    assert [note.code for note in update.notes] == ["feed_releases_differ"]
    assert told(update) == [("endoflife", "a.csv", "b.csv", 1, "thing")]
    query = "select product_id, cycle, security_until::text, ended_undated, disputed from release_cycle order by 1, 2"
    assert rows(update.edition, query) == [
        ("endoflife.date:other", "1", "2027-01-01", None, False),
        ("endoflife.date:thing", "1", *holds),
        ("endoflife.date:thing", "2", None, False, False),
    ]


@pytest.mark.parametrize("names", [("a.json", "b.json"), ("b.json", "a.json")])
def test_the_later_moment_of_a_day_tells_of_releases(tmp_path, names):
    clocks = ("2026-11-20T06:00:00+00:00", "2026-11-20T06:30:00-01:00")
    files = {
        name: product("thing", release("1", eolFrom=day)) | {"generated_at": clock}
        for name, clock, day in zip(names, clocks, ("2027-01-01", "2028-01-01"), strict=True)
    }

    update = take_in(tmp_path, files)

    assert update.notes == ()
    query = "select security_until::text, disputed from release_cycle"
    assert rows(update.edition, query) == [("2028-01-01", False)]


def test_what_is_no_longer_disputed_is_no_more(tmp_path):
    tables = {
        name: f"{CYCLES}thing,1,{day}\n"
        for name, day in (("a.csv", "2027-01-01"), ("b.csv", "2028-01-01"))
    }
    take_in(tmp_path, tables)

    update = take_in(tmp_path, {"c.csv": f"{CYCLES}thing,1,2027-01-01\n"})

    query = "select security_until::text, disputed from release_cycle"
    assert rows(update.edition, query) == [("2027-01-01", False)]


def test_a_file_from_a_day_that_has_not_come_counts_as_of_today(tmp_path):
    early = take_in(tmp_path, {"eol-2036-01-01.csv": f"{CYCLES}thing,1,2027-01-01\n"})

    update = take_in(tmp_path, {"thing.csv": f"{CYCLES}thing,1,2028-01-01\n"})

    assert [note.code for note in early.notes] == ["feed_ahead"]
    query = "select security_until::text from release_cycle where superseded_on is null"
    assert rows(update.edition, query) == [("2028-01-01",)]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ("thing,1,2027-01-01\nthing,1,2028-01-01\n", "feed_release_contradictory"),
        ("thing,1,2O27-01-01\n", "feed_release_undated"),
    ],
)
def test_a_table_of_releases_that_says_two_things_or_no_day_leaves_what_was_known(
    tmp_path, lines, code
):
    good = take_in(tmp_path, {"a.csv": f"{CYCLES}thing,1,2027-01-01\n"})

    update = take_in(tmp_path, {"a.csv": f"{CYCLES}{lines}other,1,true\n"})

    assert [note.code for note in update.notes] == [code]
    query = "select product_id, security_until::text from release_cycle where superseded_on is null order by 1"
    assert rows(good.edition, query) == [("endoflife.date:thing", "2027-01-01")]
    assert rows(update.edition, query) == [
        ("endoflife.date:other", None),
        ("endoflife.date:thing", "2027-01-01"),
    ]


def test_many_pairs_of_files_are_told_in_few_notes(tmp_path):
    files = {
        f"{turn}{n:02d}.json": page(turn, name=f"CVE-{n}") for turn in ("1", "2") for n in range(25)
    }

    update = take_in(tmp_path, files)

    assert len(told(update)) == 20
    (more,) = [n for n in update.notes if n.code == "feed_more_files_differ"]
    assert (more.facts["files"], more.facts["count"]) == (5, 5)


def test_tables_that_tell_a_vulnerability_twice_are_named(tmp_path):
    files = {
        "a.csv": f"{NVD_RECORDS}CVE-1,2026-01-01,2026-01-02,3.1,5.0,x,\n",
        "b.csv": f"{NVD_RECORDS}CVE-1,2026-01-01,2026-01-02,3.1,6.0,x,\n",
    }

    update = take_in(tmp_path, files)

    note, nothing_new = update.notes
    assert (note.code, note.facts["files"]) == ("feed_vulnerability_contradictory", "a.csv, b.csv")
    assert nothing_new.code == "feed_unchanged"
    assert update.edition is None
