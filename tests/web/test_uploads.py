"""A file is sent, tried beside the estate, and taken or dropped: nothing is changed before, nothing is half done."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from grunnmur import collect, settings, workspace
from grunnmur.collect import formats, workshop
from grunnmur.errors import SettingsError
from grunnmur.estate import Estate
from grunnmur.text import words
from grunnmur_web import store
from grunnmur_web.uploads import estate, leash, offer, spool
from grunnmur_web.uploads.offer import Offer
from tests import estates
from tests.catalogue.publishers import kev, take_in

ROWS = [{"key": "1", "serial": "SERIAL01", "name": "en"}, {"key": "2", "serial": "SERIAL02"}]
SOURCES = (
    {"name": "a", "into": "asset", "rows": ROWS},
    {"name": "b", "into": "asset", "rows": [{"key": "9", "serial": "SERIAL09"}]},
)


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    """An estate directory and its workspace with a run, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("once")
    estates.run(estates.directory(folder / "estate", *SOURCES), folder / "workspace")
    return folder


@pytest.fixture
def place(once, tmp_path):
    """An estate directory, its workspace with a run, and a site that knows of both."""
    shutil.copytree(once, tmp_path, dirs_exist_ok=True)
    with override_settings(ESTATE=tmp_path / "estate", WORKSPACE=tmp_path / "workspace"):
        yield tmp_path


def _send(client, name, content, source, /, **more):
    file = SimpleUploadedFile(name, content.encode())
    answer = client.post("/sources/uploads", {"file": file, "source": source, **more})
    return answer.headers["Location"].rpartition("/")[2]


def _work(site, place, *more):
    command = [sys.executable, "-m", "django", "work", "--once"]
    command += [str(place / "workspace"), str(place / "estate"), *more]
    environment = {**os.environ, "DATABASE_OWNER_URL": site.owner, "DATABASE_URL": site.web}
    subprocess.run(command, env=environment, check=True)


def _state(ask, upload_id):
    query = f"select state from web_upload where upload_id = '{upload_id}'"
    return ask.rows("planner", query)[0]["state"]


def test_of_two_files_sent_at_once_one_is_taken_as_previewed_and_the_other_must_be_tried_again(
    ask, site, place
):
    planner = ask.as_("planner", language="en")
    before = (place / "estate" / "b.csv").read_bytes()
    first = _send(planner, "new.csv", "key;serial;name\n1;SERIAL01;to\n3;SERIAL03;tre\n;;\n", "a")
    second = _send(planner, "b.csv", "key;serial\n9;SERIAL10\n", "b")

    _work(site, place)

    page = planner.get(f"/sources/uploads/{first}").content.decode()
    assert [_state(ask, upload) for upload in (first, second)] == ["tried", "tried"]
    assert "SERIAL02" in (place / "estate" / "a.csv").read_text()
    assert len(workspace.runs(place / "workspace")) == 1
    assert "Put the file into use" in page
    assert "row gone from a" in page
    assert ">tre<" in page

    planner.post(f"/sources/uploads/{first}/confirmed")
    planner.post(f"/sources/uploads/{second}/confirmed")
    _work(site, place)

    assert [_state(ask, upload) for upload in (first, second)] == ["applied", "outdated"]
    assert "SERIAL03" in (place / "estate" / "a.csv").read_text()
    assert (place / "estate" / "b.csv").read_bytes() == before
    shown = workspace.open_run(place / "workspace")
    names = shown.connection.execute("select name from asset order by name").fetchall()
    assert names == [("to",), ("tre",), (None,)]
    assert not spool.of(place / "workspace", first).file.exists()
    asked = "select action from web_audit where subject_kind = 'upload' order by id"
    deeds = ask.rows("auditor", asked)
    assert [row["action"] for row in deeds][-5:] == [
        "send_file", "send_file", "take_file", "take_file", "apply_file",
    ]  # fmt: skip


def test_a_site_that_shows_the_run_before_shows_the_one_that_was_taken(ask, site, place):
    run = workspace.open_workspace(place / "workspace").current()
    try:
        store.load(site.owner, run)
        planner = ask.as_("planner")
        upload = _send(planner, "a.csv", "key;serial;name\n1;SERIAL01;to\n", "a")
        _work(site, place)
        names = "select name from asset where name is not null"
        assert ask.rows("planner", names) == [{"name": "en"}]
        planner.post(f"/sources/uploads/{upload}/confirmed")
        _work(site, place)

        assert ask.rows("planner", names) == [{"name": "to"}]
    finally:
        store.load(site.owner, site.run)


def test_a_file_that_was_taken_is_not_read_again(ask, site, place, monkeypatch):
    planner = ask.as_("planner")
    upload = _send(planner, "a.csv", "key;serial;name\n1;SERIAL01;to\n", "a")
    _work(site, place)
    planner.post(f"/sources/uploads/{upload}/confirmed")
    _work(site, place)
    assert _state(ask, upload) == "applied"
    read = []
    monkeypatch.setattr(workshop, "read", lambda parcels, *_, **__: read.extend(parcels) or [])

    kept = workspace.open_workspace(place / "workspace").readings
    wishes = settings.read(place / "estate")
    collect.collect(wishes, place / "claims", readings=collect.Readings(kept, growing=False))

    assert read == []
    assert (place / "claims" / "asset").is_dir()


def test_a_preview_says_how_much_of_a_file_other_sources_overrule(ask, site, tmp_path):
    """And is judged by the catalogue that the site was given."""
    edition = take_in(tmp_path, {"kev.json": kev("CVE-1")}).edition
    named = (
        {"key": "1", "serial": "SERIAL01", "name": "en"},
        {"key": "2", "serial": "SERIAL02", "name": "to"},
    )
    sources = ({"name": n, "into": "asset", "rows": named} for n in "ab")
    estates.run(estates.directory(tmp_path / "estate", *sources), tmp_path / "workspace")
    planner = ask.as_("planner", language="en")
    with override_settings(ESTATE=tmp_path / "estate", WORKSPACE=tmp_path / "workspace"):
        content = "key;serial;name\n1;SERIAL01;annet\n2;SERIAL02;to\n3;SERIAL03;tre\n"
        upload = _send(planner, "b.csv", content, "b")
        _work(site, tmp_path, "--catalogue", str(tmp_path / "catalogue"))
        page = planner.get(f"/sources/uploads/{upload}").content.decode()

    kept = spool.of(tmp_path / "workspace", upload)
    tried = Estate(kept.work / "work" / "runs" / kept.preview()["run"])
    ((judged_by,),) = tried.connection.execute("select catalogue_edition from run").fetchall()
    assert judged_by.endswith(edition.name)
    told = {row["attribute"]: row for row in kept.preview()["claims"]}
    # a, read first, says "en" of the first; the second is as before; of the third b alone tells
    assert told["name"] == {"attribute": "name", "holds": 1, "overruled": 1}
    assert "Overruled by other sources" in page


def test_a_file_nobody_can_read_is_refused_with_the_reason_and_dropped(ask, site, place):
    planner = ask.as_("planner", language="en")
    upload = _send(planner, "x.json", "\x00 no format", "+", name="new-source")

    _work(site, place)
    page = planner.get(f"/sources/uploads/{upload}").content.decode()
    planner.post(f"/sources/uploads/{upload}/discarded")
    _work(site, place)

    assert "No row of the file could be used" in page
    assert _state(ask, upload) == "discarded"
    assert not spool.of(place / "workspace", upload).file.exists()
    assert "new-source" not in (place / "estate" / "grunnmur.toml").read_text()


@pytest.mark.parametrize(
    ("language", "same", "before"),
    [
        ("nb", "Ingen ting ville bli ny, endret eller borte.", "Den samme filen ble sendt til denne kilden"),
        ("en", "No thing would be new, changed or gone.", "The same file was sent for this source"),
    ],
)  # fmt: skip
def test_a_file_that_changes_nothing_says_so_and_that_it_was_sent_before(
    ask, site, place, language, same, before
):
    planner = ask.as_("planner", language=language)
    content = (place / "estate" / "a.csv").read_text()
    first, second = (_send(planner, "a.csv", content, "a") for _ in range(2))

    _work(site, place)
    pages = [planner.get(f"/sources/uploads/{one}").content.decode() for one in (first, second)]
    for one in (first, second):
        planner.post(f"/sources/uploads/{one}/discarded")

    assert [same in page for page in pages] == [True, True]
    assert before in pages[1]
    assert f"/sources/uploads/{first}" in pages[1]


@pytest.mark.parametrize(
    ("content", "said", "never"),
    [
        ("key;serial\n", "It has no rows. Make the export again", "Stored as"),
        ("colour\nred\n", "The notes below say why. Correct the file", "Stored as"),
    ],
)
def test_a_file_without_a_row_to_use_says_what_to_do(ask, site, place, content, said, never):
    planner = ask.as_("planner", language="en")
    upload = _send(planner, "b.csv", content, "b")

    _work(site, place)
    page = planner.get(f"/sources/uploads/{upload}").content.decode()
    planner.post(f"/sources/uploads/{upload}/discarded")

    assert said in page
    assert never not in page
    assert "table (CSV or Excel)" in page


@pytest.mark.parametrize(
    ("file", "source", "name", "said"),
    [
        (("b.xlsx", b"x"), "b", "", "Save the file in that format"),
        (("b.csv", b""), "b", "", "The file is empty."),
        ((f"{120 * 'b'}.csv", b"x"), "b", "", "longer than 120 characters"),
        (("b.csv", b"x"), "+", "", "Give the new source a name."),
        (("b.csv", b"x"), "+", "Not so", "cannot be the name of a source"),
    ],
)
def test_a_form_that_is_refused_comes_back_as_it_was_filled_in(
    ask, place, file, source, name, said
):
    planner = ask.as_("planner", language="en")
    given = {"source": source, "name": name, "organisation": "Nordre sykehus"}

    page = planner.post(
        "/sources/uploads", {"file": SimpleUploadedFile(*file), **given}, follow=True
    ).content.decode()

    assert said in page
    assert f'<option value="{source}" selected>' in page
    assert f'value="{name}" maxlength' in page
    assert "<option selected>Nordre sykehus" in page


def test_every_format_has_a_word_in_both_languages():
    assert set(formats.names()) <= words.words()["format"].keys()


def test_what_a_worker_that_was_killed_had_begun_is_done_to_the_end_by_the_next(ask, site, place):
    planner = ask.as_("planner")
    upload = _send(planner, "a.csv", "key;serial\n1;SERIAL01\n", "a")
    killed = f"update web_upload set state = 'trying' where upload_id = '{upload}' returning 1"
    ask.rows("planner", killed)  # in the middle of the trial
    _work(site, place)
    planner.post(f"/sources/uploads/{upload}/confirmed")
    kept = spool.of(place / "workspace", upload)
    kept.tell("taking", {})  # killed just after the file was put in place
    estate.install(place / "estate", Offer("a.csv", "a"), PurePosixPath("a.csv"), kept.file)

    _work(site, place)

    assert _state(ask, upload) == "applied"
    assert len(workspace.runs(place / "workspace")) == 2


def test_who_plans_for_one_trust_or_only_administers_sends_nothing(ask, place):
    for who in ("north", "chief", "administrator"):
        form = {"file": SimpleUploadedFile("a.csv", b"x"), "source": "a"}
        assert ask.as_(who).post("/sources/uploads", form).status_code == 403
        assert "Send en fil" not in ask.as_(who).get("/sources").content.decode()


def test_the_database_shows_uploads_to_planners_of_the_group_and_lets_them_change_the_state_only(
    ask, place
):
    upload = _send(ask.as_("planner"), "a.csv", "key\n1\n", "a")

    assert ask.rows("north", "select * from web_upload") == []
    with pytest.raises(Exception, match="permission denied"):
        ask.rows("planner", "update web_upload set digest = 'x' returning 1")
    ask.as_("planner").post(f"/sources/uploads/{upload}/discarded")


def test_what_is_larger_than_anything_we_take_is_refused(ask):
    content = b"x" * 2_000_000

    with override_settings(UPLOAD_LIMIT=100_000):
        answer = ask.as_("planner").post(
            "/sources/uploads", content, "multipart/form-data; boundary=x"
        )

    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (Offer("../a.csv", "a"), "upload_name"),
        (Offer("grunnmur.toml", "a"), "upload_name"),
        (Offer(".a.csv", "a"), "upload_name"),
        (Offer("a.xlsx", "a"), "upload_suffix"),
        (Offer("a.txt", "many"), "upload_name_other"),
        (Offer("a.csv", "away"), "upload_source_elsewhere"),
        (Offer("a.csv", "trusts"), "upload_no_one_folder"),
        (Offer("a.csv", "nobody"), "upload_source_unknown"),
        (Offer("a.csv", "many", new=True), "upload_source_taken"),
        (Offer("a.csv", "A/B", new=True), "upload_source_name"),
    ],
)
def test_a_file_has_no_place_where_its_source_does_not_read_it(tmp_path, given, code):
    with pytest.raises(SettingsError, match=code):
        offer.target(given, _known(), tmp_path)


@pytest.mark.parametrize(
    ("given", "where"),
    [
        (Offer("other.csv", "a"), "a.csv"),
        (Offer("other.csv", "many"), "m/other.csv"),
        (Offer("other.csv", "folder"), "f/other.csv"),
        (Offer("other.csv", "deep"), "d/other.csv"),
        (Offer("a\u030arsliste.csv", "folder"), "f/årsliste.csv"),
        (Offer("na\u030a.csv", "folder"), "f/na\u030a.csv"),
        (Offer("nå.csv", "deep"), "d/nå.csv"),
        (Offer("other.csv", "fresh", new=True), "uploads/fresh/other.csv"),
    ],
)
def test_a_file_lies_where_its_source_reads_it(tmp_path, given, where):
    (tmp_path / "f").mkdir()
    (tmp_path / "f" / "na\u030a.csv").touch()

    assert offer.target(given, _known(), tmp_path) == PurePosixPath(where)


def test_a_new_source_is_added_to_the_settings_once_and_is_read_by_them(tmp_path):
    directory = estates.directory(tmp_path / "estate", SOURCES[0])
    file = tmp_path / "file"
    file.write_text("x")
    given = Offer("x.csv", "fresh", new=True, organisation='A "quoted" name')

    for _ in range(2):
        estate.install(directory, given, PurePosixPath("uploads/fresh/x.csv"), file)

    added = settings.read(directory).sources[1:]
    assert [(s.name, s.format, s.organisation) for s in added] == [
        ("fresh", "auto", 'A "quoted" name')
    ]


def test_a_file_is_tried_beside_a_linked_folder_and_not_in_it(tmp_path):
    """The exports may lie on another disk: what is there stays until the file is taken, and is seen in the trial."""
    directory = estates.directory(tmp_path / "estate", {**SOURCES[0], "name": "ours"})
    (tmp_path / "disk" / "older").mkdir(parents=True)
    (tmp_path / "disk" / "a.csv").write_text("before")
    (tmp_path / "disk" / "older" / "b.csv").write_text("older")
    (directory / "disk").symlink_to(tmp_path / "disk")
    file = tmp_path / "file"
    file.write_text("after")
    state = estate.state(directory)

    mirrored = estate.mirror(
        directory, tmp_path / "m", Offer("a.csv", "a"), PurePosixPath("disk/a.csv"), file
    )

    assert (tmp_path / "disk" / "a.csv").read_text() == "before"
    assert (mirrored / "disk" / "a.csv").read_text() == "after"
    found = {path.name for path in (mirrored / "disk").rglob("*") if path.is_file()}
    assert found == {"a.csv", "b.csv"}
    (tmp_path / "disk" / "older" / "b.csv").write_text("other")
    assert estate.state(directory) != state


def test_a_workspace_may_lie_in_the_directory(tmp_path):
    directory = estates.directory(tmp_path, SOURCES[0])
    kept = spool.of(workspace.create(directory / "work").folder, "0" * 16)
    kept.keep([b"after"])
    state = estate.state(directory)

    mirrored = estate.mirror(
        directory, kept.work / "estate", Offer("a.csv", "a"), PurePosixPath("a.csv"), kept.file
    )

    assert sorted(path.name for path in mirrored.iterdir()) == ["a.csv", "grunnmur.toml", "work"]
    assert (mirrored / "a.csv").read_text() == "after"
    assert estate.state(directory) == state


def test_links_that_go_round_in_a_ring_are_followed_once(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "up").symlink_to(tmp_path)

    assert estate.state(tmp_path) == estate.state(tmp_path)


@pytest.mark.parametrize(
    "path", ["../b.csv", "../*.csv", "../../exports/b.csv", "../estate/../b.csv", "b.csv"]
)
def test_a_trial_reads_what_lies_outside_the_directory_as_a_run_does(tmp_path, path):
    directory = estates.directory(tmp_path / "beside" / "exports" / "estate", *SOURCES)
    outside = directory / "b.csv" if path == "b.csv" else directory.parent / "b.csv"
    (directory / "b.csv").rename(outside)
    wishes = directory / "grunnmur.toml"
    wishes.write_text(wishes.read_text().replace('"b.csv"', f'"{path}"'))
    file = tmp_path / "file"
    file.write_text("key;serial\n")

    mirrored = estate.mirror(
        directory,
        tmp_path / "m",
        Offer("a.csv", "a"),
        PurePosixPath("a.csv"),
        file,
        named=["a.csv", path],
    )
    names = [
        sorted(
            e.name
            for parcel in collect.collect(settings.read(one), tmp_path / f"claims{n}").parcels
            for e in parcel.errands
        )
        for n, one in enumerate((directory, mirrored))
    ]

    assert names[0] == names[1] and len(names[0]) == 2


def test_a_file_that_there_is_no_room_for_leaves_nothing_half(tmp_path, monkeypatch):
    (tmp_path / "a.csv").write_text("before")

    def full(_file):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(estate.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        estate.put(tmp_path / "a.csv", b"after")

    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
    assert (tmp_path / "a.csv").read_text() == "before"


def test_a_trial_has_no_threads_before_it_has_left_the_network():
    """A process with threads cannot leave it for good (decision 040)."""
    asked = "import sys, grunnmur_web.uploads.trial; print('duckdb' in sys.modules)"

    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)

    assert told.stdout == "False\n"


def test_a_trial_stands_on_what_lies_outside_and_its_run_names_folders_that_stay(tmp_path):
    """Rules are read again when somebody asks what a wave changes, and the trial's own folder is gone by then."""
    directory = estates.directory(
        tmp_path / "estate", *SOURCES, extra='[rules]\nfolders = ["rules"]\n'
    )
    (directory / "rules").mkdir()
    (directory / "b.csv").rename(tmp_path / "b.csv")
    wishes = directory / "grunnmur.toml"
    wishes.write_text(wishes.read_text().replace('"b.csv"', '"../b.csv"'))
    run = estates.run(directory, tmp_path / "workspace").folder
    kept = spool.of(tmp_path / "workspace", "0" * 16)
    kept.keep([b"key;serial;name\n1;SERIAL01;en\n2;SERIAL02;\n3;SERIAL03;tre\n"])
    trial = leash.Trial(
        directory, tmp_path / "workspace", run, "2026-09-01", "reconcile",
        Offer("a.csv", "a"), PurePosixPath("a.csv"),
    )  # fmt: skip

    made = []

    with closing(leash.Leash(leash.Limits(workers=1), os.environ)) as trials:
        assert trials.run(trial, kept, made=made.append) is None

    preview = kept.preview()
    assert (preview["difference"]["appeared"]["count"], preview["difference"]["gone"]["count"]) == (
        1,
        0,
    )
    assert made == [preview["run"]]
    tried = Estate(kept.work / "work" / "runs" / preview["run"])
    ((told,),) = tried.connection.execute("select parameters from run").fetchall()
    assert json.loads(told)["rules"] == [str(directory / "rules")]
    assert json.loads(told)["reconciled_anew"] is None


@pytest.mark.parametrize(
    ("seconds", "wanted", "told"),
    [
        (0.1, True, ("upload_too_slow", {"minutes": 0})),
        (60.0, False, ("upload_not_wanted", {})),
    ],
)
def test_a_trial_over_its_time_or_no_longer_wanted_is_ended(tmp_path, seconds, wanted, told):
    directory = estates.directory(tmp_path / "estate", *SOURCES)
    kept = spool.of(tmp_path / "workspace", "0" * 16)
    kept.keep([b"key\n1\n"])
    trial = leash.Trial(
        directory, tmp_path / "workspace", Path("/nowhere"), "2026-09-01", "reconcile",
        Offer("a.csv", "a"), PurePosixPath("a.csv"),
    )  # fmt: skip

    trials = leash.Leash(replace(leash.Limits(), seconds=seconds), environment={})

    ended = trials.run(trial, kept, wanted=lambda: wanted)

    assert ended == told
    assert kept.preview() is None


def test_a_process_that_died_while_it_waited_is_replaced(tmp_path):
    trials = leash.Leash(leash.Limits(), environment={})
    trials.make_ready()
    first = trials._ready

    first.kill()
    first.wait()
    trials.make_ready()
    second = trials._ready

    assert second.poll() is None and second.pid != first.pid
    trials.close()  # as when whoever started it ends: nothing is asked for, and it goes
    assert second.returncode == 0


_GREEDY = """
from grunnmur_web.uploads import trial
trial._trial = lambda spool, told, made: bytearray(told["megabytes"] << 20)
raise SystemExit(trial.main())
"""


def test_a_trial_that_asks_for_more_memory_than_it_may_says_so(tmp_path):
    kept = spool.of(tmp_path, "0" * 16)
    kept.keep([b"key\n1\n"])
    told = json.dumps({"megabytes": 1500, "spool": str(kept.folder)})

    subprocess.run([sys.executable, "-c", _GREEDY, "1500"], input=told, text=True, check=True)

    refused = {"code": "upload_too_much_memory", "facts": {"megabytes": 1500}}
    assert kept.preview() == {"refused": refused}


def _known():
    def source(name, path):
        return settings.SourceSettings(name, "table", path)

    return (
        source("a", "a.csv"),
        source("many", "m/*.csv"),
        source("folder", "f"),
        source("deep", "d/**/*.csv"),
        source("trusts", "t/*/a.csv"),
        source("away", "../away/a.csv"),
    )


def test_what_was_decided_here_is_read_by_the_next_run_and_what_was_taken_back_is_not(
    ask, site, place
):
    planner = ask.as_("planner")
    for reason in ("først", "så"):
        planner.post("/plan/pin/servers/n/A", {"period": "1", "reason": reason})
    planner.post("/plan/pin/servers/s/A", {"period": "1"})
    planner.post("/plan/unpin/servers/s/A")

    _work(site, place)
    shown = estates.run(place / "estate", place / "workspace")

    said = "select subject_id, value, reason from decision where kind = 'pin'"
    assert shown.connection.execute(said).fetchall() == [("servers/n/A", "2026-10", "så")]
