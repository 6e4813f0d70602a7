"""Fetching from publishers: only what is new, whole, patiently; never twice what is there."""

import hashlib
import json
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest

from grunnmur.collect import feeds, formats
from grunnmur.collect.feeds import nvd as nvd_api
from grunnmur.errors import CollectError
from tests.catalogue.publisher import running
from tests.catalogue.publishers import kev, nvd, nvd_page

pytestmark = [pytest.mark.enable_socket, pytest.mark.allow_hosts(["127.0.0.1"])]

NOW = datetime(2026, 11, 22, 12)


@pytest.fixture
def publisher():
    with running() as found:
        yield found


@pytest.fixture
def ask(publisher, tmp_path):
    """Downloads some feeds; remembers the pauses."""
    paused = []

    def download(*names, until_at=NOW, key=None):
        found = feeds.download(
            tmp_path / "downloads",
            until_at=until_at,
            pause=paused.append,
            addresses=publisher.addresses(),
            feeds=names,
            nvd_key=key,
        )
        visible = sorted(
            str(path.relative_to(found.folder))
            for path in found.folder.rglob("*")
            if path.is_file()
            and not any(part.startswith(".") for part in path.relative_to(found.folder).parts)
        )
        codes = [code for code, _, _ in found.notes]
        return SimpleNamespace(download=found, files=visible, codes=codes, paused=paused)

    return download


def test_a_file_is_fetched_and_asked_for_again_only_when_it_has_changed(publisher, ask):
    publisher.put("kev", kev("CVE-1"))

    first = ask("kev")
    feeds.done(first.download, ["kev"])
    second = ask("kev")

    assert (first.files, first.codes) == (["kev.json"], [])
    assert (second.files, second.codes) == ([], ["feed_unchanged"])
    assert "If-None-Match" in publisher.asked[1][2]


def test_what_was_not_taken_in_is_fetched_again(publisher, ask):
    publisher.put("kev", kev("CVE-1"))

    feeds.done(ask("kev").download, [])

    assert ask("kev").files == ["kev.json"]


def test_a_download_that_breaks_off_goes_on_where_it_stopped(publisher, ask, tmp_path):
    body = json.dumps(kev("CVE-1")).encode()
    publisher.files["kev"] = body
    mark = f'"{hash(body) & 0xFFFF}"'
    publisher.trouble = lambda _path, turn: (
        (200, {"ETag": mark, "Content-Length": str(len(body))}, body[:100]) if turn == 1 else None
    )

    found = ask("kev")

    assert (tmp_path / "downloads" / "kev.json").read_bytes() == body
    assert publisher.asked[1][2]["Range"] == "bytes=100-"
    assert found.paused == [2.0]


def test_what_changed_meanwhile_is_fetched_from_the_beginning(publisher, ask, tmp_path):
    publisher.put("kev", kev("CVE-1"))
    publisher.trouble = lambda _path, turn: (
        (200, {"ETag": '"other"', "Content-Length": "500"}, b"x" * 100) if turn == 1 else None
    )

    ask("kev")

    assert json.loads((tmp_path / "downloads" / "kev.json").read_bytes()) == kev("CVE-1")


def test_a_publisher_that_says_wait_is_waited_for(publisher, ask):
    publisher.put("kev", kev("CVE-1"))
    publisher.trouble = lambda _path, turn: (503, {"Retry-After": "7"}, b"") if turn < 3 else None

    found = ask("kev")

    assert found.files == ["kev.json"]
    assert found.paused == [7.0, 7.0]


def test_a_publisher_that_gives_nothing_is_noted_and_the_others_are_asked(publisher, ask):
    publisher.put("epss", b"cve,epss,percentile\nCVE-1,0.5,0.9\n")
    publisher.trouble = lambda path, _turn: (500, {}, b"") if path == "kev" else None

    found = ask("epss", "kev")

    assert found.files == ["epss.csv.gz"]
    assert found.codes == ["feed_unreachable"]
    assert publisher.paths().count("kev") == 4
    assert found.paused == [2.0, 4.0, 8.0]


def test_what_is_not_there_is_not_asked_for_again_and_again(publisher, ask):
    assert ask("kev").codes == ["feed_unreachable"]
    assert publisher.paths() == ["kev"]


def serve_nvd(publisher, count, *, page=2):
    """NVD with that many vulnerabilities, so many a page."""

    def answer(path, _turn):
        asked = publisher.asked[-1][1]
        if path != "nvd":
            return None
        start = int(asked["startIndex"])
        found = [nvd(f"CVE-{n}") for n in range(start, min(start + page, count))]
        return 200, {}, json.dumps(nvd_page(*found, start=start, total=count)).encode()

    publisher.trouble = answer


def test_all_pages_are_fetched_with_a_pause_between(publisher, ask):
    serve_nvd(publisher, 5)

    found = ask("nvd")

    assert found.files == [f"nvd/all/page-{start:08}.json" for start in (0, 2, 4)]
    assert found.paused == [6.0, 6.0]
    assert "apiKey" not in publisher.asked[0][2]


def test_a_key_is_sent_as_a_header_and_shortens_the_pause(publisher, ask):
    serve_nvd(publisher, 3)

    found = ask("nvd", key="secret")

    headers = {name.lower(): value for name, value in publisher.asked[0][2].items()}
    assert headers["apikey"] == "secret"
    assert "secret" not in json.dumps(publisher.asked[0][1])
    assert found.paused == [0.6]


def test_after_the_first_time_only_changes_are_asked_for(publisher, ask):
    serve_nvd(publisher, 1)
    feeds.done(ask("nvd").download, ["nvd"])

    ask("nvd", until_at=NOW + timedelta(days=1))

    assert "lastModStartDate" not in publisher.asked[0][1]
    assert publisher.asked[1][1]["lastModStartDate"] == "2026-11-22T10:00:00.000"
    assert publisher.asked[1][1]["lastModEndDate"] == "2026-11-23T12:00:00.000"


def test_a_long_absence_is_asked_for_in_stretches_that_leave_no_gap():
    windows = list(nvd_api.windows(NOW - timedelta(days=300), NOW))

    assert all(window.end_at - window.start_at < timedelta(days=120) for window in windows)
    assert [window.end_at for window in windows[:-1]] == [window.start_at for window in windows[1:]]
    assert windows[-1].end_at == NOW


def test_pages_that_are_there_are_not_asked_for_again(publisher, ask):
    serve_nvd(publisher, 5)
    answer = publisher.trouble
    publisher.trouble = lambda path, turn: (404, {}, b"") if turn == 3 else answer(path, turn)

    broken = ask("nvd")
    whole = ask("nvd")

    assert (broken.files, broken.codes) == ([], ["feed_unreachable"])
    assert len(whole.files) == 3
    assert [asked["startIndex"] for _, asked, _ in publisher.asked] == ["0", "2", "4", "4"]


def test_a_page_that_is_another_than_was_asked_for_is_thrown_away(publisher, ask):
    page = json.dumps(nvd_page(nvd("CVE-1"), start=7, total=9)).encode()
    publisher.trouble = lambda _path, _turn: (200, {}, page)

    found = ask("nvd")

    assert (found.files, found.codes) == ([], ["feed_broken"])


@pytest.mark.parametrize(
    ("later", "code"),
    [
        (nvd_page(nvd("CVE-3"), start=2, total=5) | {"resultsPerPage": 2}, "feed_broken"),
        (nvd_page(start=2, total=0), "feed_page_empty"),
        ({"startIndex": 2, "totalResults": 5, "vulnerabilities": None}, "feed_broken"),
    ],
)
def test_a_page_that_is_not_whole_is_asked_for_again_next_time(publisher, ask, later, code):
    serve_nvd(publisher, 5)
    answer = publisher.trouble
    publisher.trouble = lambda path, turn: (
        (200, {}, json.dumps(later).encode()) if turn == 2 else answer(path, turn)
    )

    broken = ask("nvd")
    whole = ask("nvd")

    assert (broken.files, broken.codes) == ([], [code])
    assert len(whole.files) == 3
    assert [asked["startIndex"] for _, asked, _ in publisher.asked] == ["0", "2", "2", "4"]


def test_why_a_publisher_refuses_is_said(publisher, ask):
    publisher.trouble = lambda _path, _turn: (404, {"message": "Invalid apiKey."}, b"")

    found = ask("nvd", key="wrong").download

    assert [facts["reason"] for _, _, facts in found.notes] == ["HTTP 404, Invalid apiKey."]


def put_advisory(publisher, name, text, *, digest=None):
    body = json.dumps({"advisory": text}).encode()
    publisher.files[name] = body
    said = digest or hashlib.sha512(body).hexdigest()
    publisher.files[f"{name}.sha512"] = f"{said}  {name}\n".encode()


LIST = "csaf_files/OT/white/changes.csv"
A, B = "csaf_files/OT/white/2026/icsa-a.json", "csaf_files/OT/white/2026/icsa-b.json"


def test_only_advisories_that_changed_are_fetched(publisher, ask):
    put_advisory(publisher, A, "a")
    publisher.files[LIST] = f"{A},2026-11-01T00:00:00Z\n".encode()
    feeds.done(ask("csaf").download, ["csaf"])
    put_advisory(publisher, B, "b")
    publisher.files[LIST] += b'"2026/icsa-b.json","2026-11-02T00:00:00Z"\n'

    found = ask("csaf")

    assert found.files == [f"csaf/{B.replace('/', '_')}"]
    assert publisher.paths().count(A) == 1


def test_an_advisory_that_does_not_match_its_digest_is_left_out_and_asked_for_next_time(
    publisher, ask
):
    put_advisory(publisher, A, "a")
    put_advisory(publisher, B, "b", digest="0" * 128)
    publisher.files[LIST] = f"{A},2026-11-01T00:00:00Z\n{B},2026-11-02T00:00:00Z\n".encode()

    found = ask("csaf")
    feeds.done(found.download, ["csaf"])
    put_advisory(publisher, B, "b")

    assert (len(found.files), found.codes) == (1, ["feed_left"])
    assert f"csaf/{B.replace('/', '_')}" in ask("csaf").files


@pytest.mark.parametrize("path", ["../../etc/passwd.json", "/etc/x.json", "a/../b.json", "a.exe"])
def test_a_list_of_changes_that_leads_elsewhere_is_refused(publisher, ask, path):
    publisher.files[LIST] = f"{path},2026-11-01T00:00:00Z\n".encode()

    assert ask("csaf").codes == ["feed_broken"]
    assert publisher.paths() == [LIST]


def test_addresses_are_of_known_feeds_and_of_the_web():
    assert feeds.Addresses.of({"kev": "https://mirror.example/kev"}).kev.startswith(
        "https://mirror"
    )
    with pytest.raises(CollectError):
        feeds.Addresses.of({"kevv": "https://mirror.example/kev"})
    with pytest.raises(CollectError):
        feeds.Addresses.of({"kev": "file:///etc/passwd"})


def test_the_folder_of_feeds_is_no_format_of_sources():
    assert "feeds" not in formats.names()
