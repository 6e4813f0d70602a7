"""A new edition takes the place of the old at once, and only with what is whole."""

import gzip
import io
import json
import subprocess
import sys
import tarfile
import zipfile

import duckdb
import pytest
import zstandard

import grunnmur.catalogue as catalogue
from grunnmur.catalogue import editions
from grunnmur.catalogue.feeds import Unreadable
from tests.catalogue.publishers import AT, ON, kev, match, node, nvd, nvd_page, rows, take_in

EPSS = "#model_version:v2025.03.14,score_date:2026-11-20T00:00:00Z\ncve,epss,percentile\nCVE-1,0.5,0.9\n"


def _zipped(name, content):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(name, content)
    return packed.getvalue()


ENCRYPTED = bytearray(_zipped("kev.json", b"{}"))
ENCRYPTED[6] |= 1  # the flag of the member, and of its entry in the directory
ENCRYPTED[ENCRYPTED.index(b"PK\x01\x02") + 8] |= 1
DEEP = b"{}"
for _ in range(7):
    DEEP = _zipped("in.zip", DEEP)
ALIASES = b"---\na: &a [x, x]\nb: &b [*a, *a]\nreleases: [*b, *b]\n---\n"


def codes(update):
    return [note.code for note in update.notes]


def test_a_folder_without_an_edition_has_none(tmp_path):
    assert catalogue.open(tmp_path) is None
    assert editions.editions(tmp_path) == ()


def test_an_edition_says_what_it_is_made_of(tmp_path):
    update = take_in(tmp_path, {"kev.json": kev("CVE-1"), "epss_scores.csv": EPSS})

    edition = catalogue.open(tmp_path / "catalogue")
    assert edition == update.edition
    assert edition.on == ON
    assert edition.made_at == AT
    assert edition.name.startswith("2026-11-22+")
    assert [(feed["feed"], feed["as_of"], feed["rows"]) for feed in edition.feeds] == [
        ("epss", "2026-11-20", 1),
        ("kev", "2026-11-01", 1),
    ]
    assert rows(edition, "select feed, edition from feed order by feed") == [
        ("epss", "v2025.03.14"),
        ("kev", "2026.11.01"),
    ]


def test_not_known_to_be_used_by_ransomware_is_not_no(tmp_path):
    update = take_in(tmp_path, {"kev.json": kev("CVE-1")})

    assert rows(update.edition, "select ransomware, due_on::text from exploited") == [
        (None, "2026-10-22")
    ]


def test_the_same_files_give_the_same_bytes(tmp_path):
    files = {"kev.json": kev("CVE-1", "CVE-2"), "page.json": nvd_page(nvd("CVE-1"))}
    folders = [tmp_path / "a", tmp_path / "b"]
    made = []
    for folder in folders:
        folder.mkdir()
        made.append(take_in(folder, files).edition)

    assert made[0].name == made[1].name
    paths = [path for path in sorted(made[0].folder.rglob("*")) if path.is_file()]
    assert any(path.parent.name == "ranked" for path in paths)
    for path in paths:
        other = made[1].folder / path.relative_to(made[0].folder)
        assert path.read_bytes() == other.read_bytes(), path.name


def test_what_no_feed_changes_is_carried_over(tmp_path):
    first = take_in(tmp_path, {"page.json": nvd_page(nvd("CVE-1"))}).edition
    second = take_in(tmp_path, {"kev.json": kev("CVE-1")}).edition

    assert rows(second, "select vulnerability_id from vulnerability") == [("CVE-1",)]
    assert [feed["feed"] for feed in second.feeds] == ["kev", "nvd"]
    found = editions.editions(tmp_path / "catalogue")
    assert {one.name for one in found} == {first.name, second.name}


def test_an_earlier_edition_can_still_be_opened_and_is_as_it_was(tmp_path):
    first = take_in(tmp_path, {"kev.json": kev("CVE-1")}).edition
    take_in(tmp_path, {"kev.json": kev("CVE-1", "CVE-2", version="2026.11.02")})

    again = catalogue.open(tmp_path / "catalogue", first.name)

    assert rows(again, "select vulnerability_id from exploited") == [("CVE-1",)]


def test_the_same_files_again_make_no_new_edition(tmp_path):
    first = take_in(tmp_path, {"kev.json": kev("CVE-1")})
    second = take_in(tmp_path, {"kev.json": kev("CVE-1")})

    assert second.edition == first.edition
    assert second.feeds == ()
    assert codes(second) == ["feed_unchanged"]


def test_an_edition_is_never_written_over(tmp_path):
    header = (
        "cveID,vendorProject,product,vulnerabilityName,dateAdded,shortDescription,"
        "requiredAction,dueDate,knownRansomwareCampaignUse\n"
    )
    first, other = (
        f"{header}{name},A,B,C,2026-01-01,D,E,2026-02-01,Unknown\n" for name in ("CVE-1", "CVE-2")
    )

    made = [take_in(tmp_path, {"kev.csv": one}).edition for one in (first, other, first)]

    assert made[2].name == f"{made[0].name}-2"
    assert rows(made[1], "select vulnerability_id from exploited") == [("CVE-2",)]


def csaf_of(day, title):
    document = CSAF["document"]
    tracking = {**document["tracking"], "current_release_date": f"2026-01-{day:02}T00:00:00Z"}
    return {**CSAF, "document": {**document, "title": title, "tracking": tracking}}


def test_only_what_is_known_or_older_makes_no_new_edition(tmp_path):
    first = take_in(tmp_path, {"a.json": csaf_of(5, "A pump")})

    older = take_in(tmp_path, {"b.json": csaf_of(4, "An older pump")})
    known = take_in(tmp_path, {"c.json": csaf_of(5, "A pump") | {"more": 1}})

    assert [older.edition, known.edition] == [first.edition] * 2
    assert codes(older) == ["feed_advisory_older", "feed_unchanged"]
    assert codes(known) == ["feed_unchanged"]
    assert (older.feeds, known.feeds) == ((), ())


def test_a_feed_that_is_as_before_does_not_count_as_new_beside_one_that_is(tmp_path):
    first = take_in(tmp_path, {"a.json": csaf_of(5, "A pump")})

    update = take_in(tmp_path, {"b.json": csaf_of(4, "An older pump"), "kev.json": kev("CVE-1")})

    assert update.feeds == ("kev",)
    kept = {feed["feed"]: feed for feed in update.edition.feeds}["csaf"]
    assert kept == dict(first.edition.feeds[0])


def test_an_older_file_with_something_new_does_not_take_the_day_back(tmp_path):
    newer = nvd_page(nvd("CVE-1")) | {"timestamp": "2026-11-20T00:00:00.000"}
    older = nvd_page(nvd("CVE-2")) | {"timestamp": "2026-11-10T00:00:00.000"}
    take_in(tmp_path, {"p.json": newer})

    edition = take_in(tmp_path, {"p.json": older}).edition

    assert [(feed["rows"], feed["as_of"]) for feed in edition.feeds] == [(2, "2026-11-20")]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("kev.json", b'{"catalogVersion": "2026", "vulnerabilities": [', "feed_broken"),
        ("kev.json.gz", gzip.compress(json.dumps(kev("CVE-9")).encode())[:-20], "feed_broken"),
        ("kev.json", {**kev("CVE-1"), "count": 2}, "feed_short"),
        ("kev.json", kev(version="2027"), "feed_empty"),
        ("kev.json", kev("CVE-9", released="2026-10-30", version="2026.10.30"), "feed_older"),
        ("kev.json", kev("CVE-1", released="2026-11-02", version="2026.11.02"), "feed_shrunk"),
        ("page.json", {**nvd_page(nvd("CVE-1")), "resultsPerPage": 7}, "feed_short"),
        ("epss.csv", EPSS + "CVE-1,0.6,0.9\n", "feed_contradictory"),
        ("epss.csv", EPSS + "CVE-2,much,0.9\n", "feed_values_unreadable"),
        ("epss.csv", EPSS.rstrip("\n"), "feed_cut_off"),
        ("epss.csv", EPSS + "CVE-2,0.9\n", "feed_broken"),
        ("letter.txt", b"Dear friend,\n", "feed_unknown"),
        ("kev.json", kev("CVE-9", released="2999-01-01", version="2999.01.01"), "feed_not_yet"),
        ("epss.csv.zst", zstandard.compress((EPSS * 50).encode())[:-3], "feed_broken"),
        ("closed.zip", bytes(ENCRYPTED), "feed_broken"),
        ("deep.zip", DEEP, "feed_broken"),
        ("thing.md", ALIASES, "feed_broken"),
    ],
)
def test_a_feed_that_is_not_whole_is_noted_and_the_last_good_edition_stays(
    tmp_path, name, content, code
):
    good = take_in(tmp_path, {"kev.json": kev(*(f"CVE-{n}" for n in range(10)))})

    update = take_in(tmp_path, {name: content})

    assert codes(update) == [code]
    assert update.edition == good.edition
    assert catalogue.open(tmp_path / "catalogue") == good.edition


@pytest.mark.parametrize(
    ("name", "content", "notes", "known"),
    [
        ("page.json", nvd_page(nvd("CVE-3"), {**nvd("x"), "id": 17}), 1, ("CVE-1", "CVE-3")),
        ("page.json", nvd_page(nvd("CVE-3"), {**nvd("x"), "id": ["CVE-9"]}), 1, ("CVE-1", "CVE-3")),
        ("page.json", nvd_page(nvd("CVE-3", score="NaN")), 0, ("CVE-1", "CVE-3")),
        ("page.json", nvd_page(nvd("CVE-3", score=7000)), 0, ("CVE-1", "CVE-3")),
    ],
)
def test_an_entry_without_a_number_is_noted_and_a_score_that_is_none_is_not_known(
    tmp_path, name, content, notes, known
):
    take_in(tmp_path, {"page.json": nvd_page(nvd("CVE-1"))})

    update = take_in(tmp_path, {name: content})

    assert codes(update) == ["feed_entry_nameless"] * notes
    found = rows(
        update.edition, "select vulnerability_id, cvss_score from vulnerability order by 1"
    )
    assert tuple(one for one, _ in found) == known
    assert dict(found)["CVE-3"] == (9.8 if notes else None)


def _record(name, **containers):
    cna = {"affected": [], **containers}
    return {"cveMetadata": {"cveId": name, "state": "PUBLISHED"}, "containers": {"cna": cna}}


_NODE = [{"nodes": [{"cpeMatch": [match("a:acme:thing:2")]}]}]  # without its operator


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (nvd_page(nvd("CVE-3"), nvd("CVE-1", _NODE)), "CVE-1: 'operator' is missing"),
        (nvd_page(nvd("CVE-3"), {**nvd("CVE-1"), "published": 20261001}), "CVE-1: TypeError"),
        (
            [_record("CVE-1", affected=[{"versions": [{}]}]), _record("CVE-3")],
            "CVE-1: 'version' is missing",
        ),
        ([{**_record("CVE-1"), "containers": None}, _record("CVE-3")], "CVE-1: AttributeError"),
    ],
)
def test_an_entry_that_cannot_be_read_is_named_and_leaves_what_was_known_of_it_and_the_others(
    tmp_path, content, reason
):
    nodes = [{"nodes": [node(match("a:acme:thing:1"))]}]
    take_in(tmp_path, {"page.json": nvd_page(nvd("CVE-1", nodes))})

    update = take_in(tmp_path, {"feed.json": content})

    assert codes(update) == ["feed_entry_unreadable"]
    assert update.notes[0].place == "feed.json"
    assert (update.notes[0].facts["count"], reason in update.notes[0].facts["named"]) == (1, True)
    known = rows(update.edition, "select vulnerability_id from vulnerability order by 1")
    assert known == [("CVE-1",), ("CVE-3",)]
    affected = rows(update.edition, "select vulnerability_id, origin, version from affected")
    assert affected == [("CVE-1", "nvd", "1")]


def test_what_is_no_entry_at_all_is_noted_and_leaves_the_others(tmp_path):
    page = nvd_page(nvd("CVE-3"))
    page["vulnerabilities"] += [None, {}]
    page["resultsPerPage"] = 3

    update = take_in(tmp_path, {"page.json": page})

    assert [(note.code, note.facts["count"]) for note in update.notes] == [
        ("feed_entry_nameless", 2)
    ]
    assert rows(update.edition, "select vulnerability_id from vulnerability") == [("CVE-3",)]


def test_many_entries_that_cannot_be_read_are_told_in_one_note(tmp_path):
    wrong = [nvd(f"CVE-{n}", _NODE) for n in range(10, 30)]

    update = take_in(tmp_path, {"page.json": nvd_page(nvd("CVE-3"), *wrong)})

    assert [note.facts["count"] for note in update.notes] == [20]
    assert update.notes[0].facts["named"].count("CVE-") == 5


def test_an_entry_of_the_list_without_a_number_is_noted(tmp_path):
    listed = kev("CVE-1", "CVE-2")
    listed["vulnerabilities"][0]["cveID"] = None

    update = take_in(tmp_path, {"kev.json": listed})

    assert codes(update) == ["feed_entry_nameless"]
    assert rows(update.edition, "select vulnerability_id from exploited") == [("CVE-2",)]


def test_a_release_that_stands_twice_with_different_days_leaves_what_was_known(tmp_path):
    said = [{"cycle": "1", "eol": "2027-01-01"}, {"cycle": "2", "eol": "2028-01-01"}]
    good = take_in(tmp_path, {"thing.json": said})

    update = take_in(tmp_path, {"thing.json": [*said, {"cycle": "1", "eol": True}]})

    assert codes(update) == ["feed_release_contradictory", "feed_unchanged"]
    query = "select cycle, security_until, superseded_on from release_cycle order by 1"
    assert rows(update.edition, query) == rows(good.edition, query)
    assert len(rows(good.edition, query)) == 2


@pytest.mark.parametrize("day", ["2O27-04-01", "2024-02-30", {"a": 1}])
def test_a_day_that_is_none_leaves_what_was_known(tmp_path, day):
    good = take_in(tmp_path, {"thing.json": [{"cycle": "1", "eol": "2027-01-01"}]})

    update = take_in(tmp_path, {"thing.json": [{"cycle": "1", "eol": day}]})

    assert codes(update) == ["feed_release_undated", "feed_unchanged"]
    query = "select cycle, security_until, superseded_on from release_cycle"
    assert rows(update.edition, query) == rows(good.edition, query)


def test_one_feed_of_those_there_can_be_asked_for(tmp_path):
    (tmp_path / "kev.json").write_text(json.dumps(kev("CVE-1")))
    (tmp_path / "epss.csv").write_text(EPSS)

    made = editions.update(tmp_path, tmp_path / "new", only=["epss"], on=ON, made_at=AT)

    assert made.feeds == ("epss",)


def test_a_list_that_says_one_thing_twice_is_no_contradiction(tmp_path):
    update = take_in(tmp_path, {"epss.csv": EPSS + "CVE-1,0.5,0.9\n"})

    assert rows(update.edition, "select probability from exploit_probability") == [(0.5,)]


def test_a_broken_feed_does_not_keep_the_others_out(tmp_path):
    update = take_in(tmp_path, {"epss.csv": EPSS, "kev.json": b"{"})

    assert codes(update) == ["feed_broken"]
    assert update.feeds == ("epss",)


def test_of_two_lists_the_newest_holds(tmp_path):
    newer = kev("CVE-2", released="2026-11-09", version="2026.11.09")

    update = take_in(tmp_path, {"a.json": newer, "b.json": kev("CVE-1")})

    assert rows(update.edition, "select vulnerability_id from exploited") == [("CVE-2",)]


def one(version):
    return [{"nodes": [node(match(f"a:acme:thing:{version}"))]}]


def test_of_two_records_of_a_vulnerability_the_one_changed_last_holds_with_its_versions(tmp_path):
    take_in(tmp_path, {"p.json": nvd_page(nvd("CVE-1", one("1"), modified="2026-11-01"))})
    older = nvd("CVE-1", one("0"), modified="2026-10-01", score=1.0)
    newer = nvd("CVE-1", one("2"), modified="2026-11-02", score=5.0)

    stale = take_in(tmp_path, {"p.json": nvd_page(older)})
    fresh = take_in(tmp_path, {"p.json": nvd_page(newer)})

    assert codes(stale) == ["feed_vulnerability_older", "feed_unchanged"]
    assert rows(stale.edition, "select version from affected") == [("1",)]
    assert rows(fresh.edition, "select version from affected") == [("2",)]
    assert rows(fresh.edition, "select cvss_score, severity from vulnerability") == [
        (5.0, "medium")
    ]


def test_a_record_without_versions_takes_those_away_that_were_there(tmp_path):
    take_in(tmp_path, {"p.json": nvd_page(nvd("CVE-1", one("1")), nvd("CVE-2", one("1")))})
    rejected = nvd("CVE-1", modified="2026-11-05", status="Rejected")

    update = take_in(tmp_path, {"p.json": nvd_page(rejected)})

    assert rows(update.edition, "select vulnerability_id from affected") == [("CVE-2",)]
    assert rows(update.edition, "select status from vulnerability order by vulnerability_id") == [
        ("rejected",),
        ("published",),
    ]


def test_a_vulnerability_twice_on_a_page_counts_once_and_not_at_all_when_they_differ(tmp_path):
    same, differs = nvd("CVE-1", one("1")), nvd("CVE-2", one("1"))
    other = nvd("CVE-2", one("9"))

    update = take_in(tmp_path, {"p.json": nvd_page(same, same, differs, other, nvd("CVE-3"))})

    assert codes(update) == ["feed_duplicate", "feed_vulnerability_contradictory"]
    assert rows(update.edition, "select vulnerability_id from vulnerability order by 1") == [
        ("CVE-1",),
        ("CVE-3",),
    ]
    assert rows(update.edition, "select count(*) from affected") == [(1,)]


def test_what_publishers_say_is_put_together_and_each_word_is_kept(tmp_path):
    record = {
        "cveMetadata": {
            "cveId": "CVE-1",
            "state": "PUBLISHED",
            "assignerShortName": "acme",
            "dateUpdated": "2026-11-03T00:00:00Z",
        },
        "containers": {
            "cna": {
                "title": "Thing breaks",
                "descriptions": [{"lang": "en", "value": "It breaks"}],
            },
            "adp": [
                {
                    "providerMetadata": {"shortName": "CISA-ADP"},
                    "metrics": [
                        {
                            "other": {
                                "type": "ssvc",
                                "content": {
                                    "options": [
                                        {"Exploitation": "active"},
                                        {"Automatable": "No"},
                                        {"Technical Impact": "total"},
                                    ]
                                },
                            }
                        }
                    ],
                }
            ],
        },
    }

    edition = take_in(tmp_path, {"c.json": record, "p.json": nvd_page(nvd("CVE-1"))}).edition

    columns = "title, cvss_score, assigner, exploitation, automatable, technical_impact, origins"
    assert rows(edition, f"select {columns} from vulnerability") == [
        ("Thing breaks", 9.8, "acme", "active", False, "total", "nvd cve cisa")
    ]
    assert rows(edition, "select origin, cvss_score from vulnerability_record order by origin") == [
        ("cisa", None),
        ("cve", None),
        ("nvd", 9.8),
    ]


def test_a_packed_folder_of_files_is_read_through(tmp_path):
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:xz") as archive:
        raw = gzip.compress(json.dumps(kev("CVE-1")).encode())
        entry = tarfile.TarInfo("stick/kev.json.gz")
        entry.size = len(raw)
        archive.addfile(entry, io.BytesIO(raw))

    update = take_in(tmp_path, {"stick.tar.xz": packed.getvalue()})

    assert update.feeds == ("kev",)


def test_a_file_that_unpacks_without_end_is_noted(tmp_path):
    from grunnmur.catalogue.feeds import packed

    bomb = tmp_path / "bomb.gz"
    bomb.write_bytes(gzip.compress(b"0" * 100_000))

    (found,) = packed.opened(bomb, most=10_000)

    assert isinstance(found, Unreadable)
    assert found.code == "feed_too_large"


def test_only_one_update_is_at_work_at_a_time(tmp_path):
    import fcntl

    folder = tmp_path / "catalogue"
    folder.mkdir()
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        with pytest.raises(Unreadable) as raised:
            take_in(tmp_path, {"kev.json": kev("CVE-1")})

    assert raised.value.code == "catalogue_locked"


def test_what_a_killed_update_left_is_cleared(tmp_path):
    left = tmp_path / "catalogue" / "editions" / ".partial"
    left.mkdir(parents=True)
    (left / "affected.parquet").write_bytes(b"half")

    update = take_in(tmp_path, {"kev.json": kev("CVE-1")})

    assert not left.exists()
    assert update.edition.path("affected") is None


_KILLED = """
import os, signal, sys
from datetime import date, datetime
from pathlib import Path
from grunnmur.catalogue import editions

def killed_at(moment, touched):
    reached = 0
    def hook(event, args):
        nonlocal reached
        writes = event in ("os.rename", "os.link") or (event == "open" and args[1] == "w")
        if writes and touched in str(args):
            reached += 1
            if reached == moment:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(hook)

files, folder = map(Path, sys.argv[1:])
for moment in range(1, 1000):
    child = os.fork()  # nothing has begun a thread yet
    if not child:
        killed_at(moment, str(folder))
        editions.update(files, folder, on=date(2026, 11, 23), made_at=datetime(2026, 11, 23, 9))
        os._exit(0)
    _, how = os.waitpid(child, 0)
    if not os.WIFSIGNALED(how):
        sys.exit(how)
    print((folder / "current").read_text().strip(), flush=True)
"""


def test_an_update_killed_at_any_of_its_steps_leaves_a_whole_edition_and_the_next_one_works(
    tmp_path,
):
    first = take_in(tmp_path, {"kev.json": kev("CVE-1"), "epss.csv": EPSS}).edition
    files = tmp_path / "next"
    files.mkdir()
    page = nvd_page(nvd("CVE-1", [{"nodes": [node(match("a:acme:thing:1.0"))]}]))
    for name, content in (("nvd.json", page), ("kev.json", kev("CVE-1", "CVE-2"))):
        (files / name).write_text(json.dumps(content), encoding="utf-8")

    killed = subprocess.run(
        [sys.executable, "-c", _KILLED, files, first.folder.parent.parent],
        capture_output=True,
        text=True,
    )

    assert killed.returncode == 0, killed.stderr
    left = killed.stdout.split()
    assert len(left) > 10
    assert set(left) == {first.name}
    edition = catalogue.open(tmp_path / "catalogue")
    told = "select count(*) from exploited, exploit_probability, affected"
    assert rows(edition, told) == [(2,)]
    assert not list((tmp_path / "catalogue").rglob(".[!l]*"))


CSAF = {
    "document": {
        "csaf_version": "2.0",
        "title": "ICSMA-26-001-01_Acme Pump",
        "publisher": {"name": "CISA"},
        "tracking": {
            "id": "ICSMA-26-001-01",
            "version": "1",
            "initial_release_date": "2026-01-01T00:00:00Z",
            "current_release_date": "2026-01-02T00:00:00Z",
        },
    },
    "product_tree": {
        "branches": [
            {
                "category": "vendor",
                "name": "Acme",
                "branches": [
                    {
                        "category": "product_name",
                        "name": "Pump 7",
                        "branches": [
                            {
                                "category": "product_version_range",
                                "name": "< 2.0",
                                "product": {"product_id": "P1", "name": "Acme Pump 7 < 2.0"},
                            }
                        ],
                    }
                ],
            }
        ]
    },
    "vulnerabilities": [
        {
            "cve": "CVE-7",
            "product_status": {"known_affected": ["P1"]},
            "scores": [{"cvss_v3": {"baseScore": 9.1, "vectorString": "CVSS:3.1/AV:N"}}],
            "remediations": [
                {"category": "no_fix_planned", "details": "There will be none."},
                {"category": "mitigation", "details": "Isolate it."},
            ],
        },
        {"product_status": {"under_investigation": ["P1"]}},
    ],
}


def test_an_advisory_keeps_what_the_vendor_says_and_is_known_for_medical(tmp_path):
    edition = take_in(tmp_path, {"csaf.json": CSAF}).edition

    assert rows(edition, "select title, medical from advisory") == [("Acme Pump", True)]
    assert rows(
        edition,
        "select vulnerability_id, status, remedies, remedy from advisory_vulnerability order by 1",
    ) == [
        ("CVE-7", "affected", "mitigation no_fix_planned", "There will be none. Isolate it."),
        ("ICSMA-26-001-01#2", "unknown", None, None),
    ]
    assert rows(
        edition, "select product_id, \"end\", origin from affected where status = 'affected'"
    ) == [("acme:pump_7", "2.0", "csaf")]
    assert rows(
        edition,
        "select cvss_score, severity, origins from vulnerability where vulnerability_id = 'CVE-7'",
    ) == [(9.1, "critical", "csaf")]


def test_a_remedy_is_offered_to_the_products_it_is_for(tmp_path):
    tree = {
        "full_product_names": [{"product_id": key, "name": f"Pump {key}"} for key in ("P1", "P2", "P3")],
        "product_groups": [{"group_id": "old", "product_ids": ["P2"]}],
    }  # fmt: skip
    said = {
        "cve": "CVE-7",
        "product_status": {"known_affected": ["P1", "P2"], "known_not_affected": ["P3"]},
        "remediations": [
            {"category": "vendor_fix", "details": "Update.", "product_ids": ["P1"]},
            {"category": "no_fix_planned", "details": "None.", "group_ids": ["old"]},
            {"category": "mitigation", "details": "Isolate it."},
            {
                "category": "workaround",
                "details": "Of a group there is none of.",
                "group_ids": ["gone"],
            },
        ],
    }
    advisory = CSAF | {"product_tree": tree, "vulnerabilities": [said]}

    edition = take_in(tmp_path, {"csaf.json": advisory}).edition

    query = "select product_key, status, remedies, remedy from advisory_vulnerability order by 1"
    assert rows(edition, query) == [
        ("P1", "affected", "mitigation vendor_fix", "Update. Isolate it."),
        ("P2", "affected", "mitigation no_fix_planned", "None. Isolate it."),
        ("P3", "unaffected", "mitigation", "Isolate it."),
    ]


def test_lists_name_vulnerabilities_however_they_are_spelt(tmp_path):
    files = {"kev.json": kev("cve-2026-1 "), "epss.csv": EPSS.replace("CVE-1", "Cve-2026-1")}

    edition = take_in(tmp_path, files).edition

    assert rows(edition, "select vulnerability_id from exploited") == [("CVE-2026-1",)]
    assert rows(edition, "select vulnerability_id from exploit_probability") == [("CVE-2026-1",)]


def test_names_are_learnt_from_what_stands_beside_a_cpe(tmp_path):
    record = {
        "cveMetadata": {"cveId": "CVE-1", "state": "PUBLISHED"},
        "containers": {
            "cna": {
                "affected": [
                    {
                        "vendor": "Acme Inc.",
                        "product": "The Thing",
                        "defaultStatus": "unaffected",
                        "cpes": ["cpe:2.3:a:acme:thing:*:*:*:*:*:*:*:*"],
                        "versions": [{"version": "1.0", "status": "affected"}],
                    }
                ]
            }
        },
    }

    edition = take_in(tmp_path, {"c.json": record}).edition

    assert rows(edition, "select product_id, kind, name, uses from product_name order by kind") == [
        ("acme:thing", "cpe", "acme thing", 1),
        ("acme:thing", "cve", "Acme Inc. The Thing", 1),
    ]


def test_what_an_advisory_says_of_one_version_comes_before_what_it_says_of_many(tmp_path):
    branches = [
        {"category": kind, "name": name, "product": {"product_id": key, "name": name}}
        for key, kind, name in (
            ("P1", "product_version_range", "< 2.0"),
            ("P2", "product_version", "1.5"),
            ("P3", "product_version", "the one with the blue label"),
        )
    ]
    pump = {"category": "product_name", "name": "Pump 7", "branches": branches}
    tree = {"branches": [{"category": "vendor", "name": "Acme", "branches": [pump]}]}
    status = {"known_affected": ["P1"], "fixed": ["P2", "P3"]}
    document = {
        **CSAF,
        "product_tree": tree,
        "vulnerabilities": [{"cve": "CVE-7", "product_status": status}],
    }

    edition = take_in(tmp_path, {"csaf.json": document}).edition

    query = 'select clause, place, status, version, "end" from affected order by place'
    assert rows(edition, query) == [
        (0, 0, "unaffected", "1.5", None),
        (0, 1, "affected", None, "2.0"),
    ]
    query = "select count(*) from advisory_vulnerability where status = 'fixed'"
    assert rows(edition, query) == [(2,)]


def _named(key, name, helper):
    return {"product_id": key, "name": name, "product_identification_helper": helper}


def test_a_version_that_only_the_cpe_or_the_package_url_tells_is_read(tmp_path):
    tree = {
        "full_product_names": [
            _named("P1", "Pump 7", {"cpe": "cpe:2.3:a:acme:pump:7.1\\(a\\):*:*:*:*:*:*:*"}),
            _named("P2", "Any", {"cpe": "cpe:/o:acme:system"}),
            _named("P3", "Lib", {"purl": "pkg:rpm/acme/lib%2Bx@1.1.1k-9.el8?arch=x86_64&epoch=1"}),
        ]
    }

    edition = take_in(tmp_path, {"csaf.json": {**CSAF, "product_tree": tree}}).edition

    query = "select product_id, product, version from advisory_product order by product_key"
    assert rows(edition, query) == [
        ("acme:pump", "Pump 7", "7.1(a)"),
        ("acme:system", "Any", None),
        (":lib+x", "lib+x", "1.1.1k-9.el8"),
    ]


def test_what_is_said_of_a_component_on_a_platform_is_not_known_elsewhere(tmp_path):
    """As Red Hat writes it: the system and the package are branches, and a relation makes one of both."""
    package = _named("lib-1.1.1k-9", "lib-1.1.1k-9.x86_64", {"purl": "pkg:rpm/acme/lib@1.1.1k-9"})
    system = _named("system-8", "Acme System 8", {"cpe": "cpe:/o:acme:system:8"})
    branches = [
        {"category": "product_name", "name": "Acme System 8", "product": system},
        {"category": "product_version", "name": "lib-1.1.1k-9.x86_64", "product": package},
    ]

    def related(key):
        return {
            "category": "default_component_of",
            "product_reference": "lib-1.1.1k-9",
            "relates_to_product_reference": "system-8",
            "full_product_name": {"product_id": key, "name": "lib as a component of Acme System 8"},
        }

    tree = {
        "branches": [{"category": "vendor", "name": "Acme", "branches": branches}],
        "relationships": [related("system-8:lib"), related("system-8:mended")],
    }
    status = {"known_affected": ["system-8:lib"], "fixed": ["system-8:mended"]}
    document = {
        **CSAF,
        "product_tree": tree,
        "vulnerabilities": [{"cve": "CVE-7", "product_status": status}],
    }

    edition = take_in(tmp_path, {"csaf.json": document}).edition

    query = "select product_id, version, platform from advisory_product where product_key = 'system-8:lib'"
    assert rows(edition, query) == [("acme:lib", "1.1.1k-9", "Acme System 8")]
    query = "select product_id, status, version from affected"
    assert rows(edition, query) == [("acme:lib", "unknown", "1.1.1k-9")]


def test_an_edition_made_before_a_column_was_there_has_nothing_in_it(tmp_path):
    edition = take_in(tmp_path, {"csaf.json": CSAF}).edition
    path = edition.path("advisory_product")
    with duckdb.connect() as connection:
        connection.execute(
            f"create table t as select * exclude (platform) from read_parquet('{path}')"
        )
        connection.execute(f"copy t to '{path}'")

    assert rows(edition, "select product_key, platform from advisory_product") == [("P1", None)]
    later = take_in(tmp_path, {"kev.json": kev("CVE-7")}).edition
    assert rows(later, "select product_key, platform from advisory_product") == [("P1", None)]
