"""How long releases are supported: what we knew when, and what nobody knows."""

from datetime import date

import pytest

from grunnmur.catalogue import lifecycle
from grunnmur.catalogue.editions import cycles
from tests.catalogue.publishers import ON, product, release, rows, take_in

_DAYS = "cycle, security_until::text, ended_undated, known_on::text, superseded_on::text"


def releases(edition, columns=_DAYS):
    return rows(edition, f"select {columns} from release_cycle order by cycle, first_known_on")


def test_a_date_is_the_last_day_and_true_or_false_is_no_date(tmp_path):
    file = product(
        "acme",
        release("1", isEol=True, eolFrom="2024-06-30"),
        release("2", isEol=True, eolFrom=None),
        release("3", isEol=False, eolFrom=None),
        release("4"),
        day="2026-11-20",
    )

    edition = take_in(tmp_path, {"acme.json": file}).edition

    assert releases(edition) == [
        ("1", "2024-06-30", None, "2026-11-20", None),
        ("2", None, True, "2026-11-20", None),
        ("3", None, False, "2026-11-20", None),
        ("4", None, None, "2026-11-20", None),
    ]


def test_every_form_of_the_publisher_says_the_same(tmp_path):
    newer = product("acme", release("1", eolFrom="2024-06-30", eoasFrom="2023-06-30"))
    older = [
        {"cycle": "1", "releaseDate": "2020-01-01", "eol": "2024-06-30", "support": "2023-06-30"}
    ]
    file = (
        "---\ntitle: Acme\npermalink: /acme\nreleases:\n-   releaseCycle: '1'\n"
        "    releaseDate: 2020-01-01\n    eoas: 2023-06-30\n    eol: 2024-06-30\n---\nText\n"
    )
    table = [
        ("product", "cycle", "releaseDate", "eoas", "eol"),
        ("acme", "1", "2020-01-01", "2023-06-30", "2024-06-30"),
    ]
    said = []
    for name, content in {
        "a.json": newer,
        "acme.json": older,
        "a.md": file,
        "a.csv": table,
    }.items():
        (tmp_path / name).mkdir()
        edition = take_in(tmp_path / name, {name: content}).edition
        columns = "released_on, active_until, security_until, wording"
        said.append(releases(edition, columns))

    day = date(2020, 1, 1), date(2023, 6, 30), date(2024, 6, 30)
    wording = '{"eoas":"2023-06-30","eol":"2024-06-30","releaseDate":"2020-01-01"}'
    assert said == [[(*day, wording)]] * 4


def test_what_was_said_before_is_kept_with_the_day_it_was_superseded(tmp_path):
    first = product("acme", release("1", eolFrom="2024-06-30"), release("2"), day="2026-01-01")
    second = product("acme", release("1", eolFrom="2025-06-30"), release("2"), day="2026-06-01")
    take_in(tmp_path, {"acme.json": first})

    edition = take_in(tmp_path, {"acme.json": second}).edition

    assert releases(edition) == [
        ("1", "2024-06-30", None, "2026-01-01", "2026-06-01"),
        ("1", "2025-06-30", None, "2026-06-01", None),
        ("2", None, None, "2026-06-01", None),  # still said: known again, and nothing superseded
    ]


def test_a_release_that_is_no_longer_mentioned_is_superseded(tmp_path):
    take_in(tmp_path, {"a.json": product("acme", release("1"), release("2"), day="2026-01-01")})

    edition = take_in(tmp_path, {"a.json": product("acme", release("2"), day="2026-06-01")}).edition

    assert [row[0] for row in releases(edition) if row[4] is None] == ["2"]


def test_older_knowledge_does_not_replace_newer(tmp_path):
    take_in(
        tmp_path, {"a.json": product("acme", release("1", eolFrom="2025-01-01"), day="2026-06-01")}
    )
    older = product("acme", release("1", eolFrom="2024-01-01"), day="2026-01-01")

    update = take_in(tmp_path, {"a.json": older})

    assert [note.code for note in update.notes] == ["feed_release_older", "feed_unchanged"]
    assert [row[1] for row in releases(update.edition)] == ["2025-01-01"]


def test_a_file_without_a_day_is_of_the_day_it_is_taken_in(tmp_path):
    edition = take_in(tmp_path, {"a.json": product("acme", release("1"))}).edition

    assert [row[3] for row in releases(edition)] == [str(ON)]


def test_a_product_is_named_by_the_cpe_only_it_has_and_else_by_its_publisher(tmp_path):
    shared = product("one", release("1")), product("two", release("1"))
    for document in shared:
        document["result"]["identifiers"] = [{"type": "cpe", "id": "cpe:/a:both:thing"}]

    edition = take_in(
        tmp_path,
        {"1.json": shared[0], "2.json": shared[1], "3.json": product("acme", release("1"))},
    ).edition

    assert rows(edition, "select distinct product_id from release_cycle order by 1") == [
        ("acme:acme_os",),
        ("endoflife.date:one",),
        ("endoflife.date:two",),
    ]


def test_windows_is_spelt_as_inventories_write_it(tmp_path):
    file = product("windows-server", release("2012-r2", eolFrom="2023-10-10"), day="2026-11-01")

    edition = take_in(tmp_path, {"w.json": file}).edition

    assert rows(edition, "select product_id, version from release_cycle") == [
        ("microsoft:windows_server", "2012 R2")
    ]


def shipped(until, *, source="endoflife.date acme, MIT", known_on=date(2026, 8, 22)):
    cycle = lifecycle.Cycle(
        "1", "1", "1", None, None, until, None, None, known_on, "{}", source
    )  # fmt: skip
    return [lifecycle.Product("acme:acme_os", "Acme OS", "os", (), (), (cycle,))]


def test_of_one_publisher_what_is_known_last_holds(tmp_path):
    file = product("acme", release("1", eolFrom="2030-01-01"), day="2026-11-20")
    edition = take_in(tmp_path, {"a.json": file}).edition

    (found,) = cycles.products(edition, shipped(date(2029, 1, 1)))

    assert (found.name, found.kind) == ("Acme OS", "os")
    assert [(cycle.security_until, cycle.disputed) for cycle in found.cycles] == [
        (date(2030, 1, 1), False)
    ]


def test_where_two_publishers_differ_the_earliest_day_holds_and_is_disputed(tmp_path):
    file = product("acme", release("1", eolFrom="2030-01-01"), day="2026-11-20")
    edition = take_in(tmp_path, {"a.json": file}).edition

    (found,) = cycles.products(edition, shipped(date(2029, 1, 1), source="The vendor's letter"))

    (cycle,) = found.cycles
    assert (cycle.security_until, cycle.disputed) == (date(2029, 1, 1), True)
    assert cycle.source == "The vendor's letter; endoflife.date acme, MIT"


@pytest.mark.parametrize(
    ("day", "found"),
    [(date(2029, 1, 1), (None, True, True)), (date(2024, 1, 1), (date(2024, 1, 1), None, False))],
)
def test_a_publisher_who_says_it_has_ended_disputes_a_day_to_come(tmp_path, day, found):
    file = product("acme", release("1", isEol=True), day="2026-11-20")
    edition = take_in(tmp_path, {"a.json": file}).edition

    (told,) = cycles.products(edition, shipped(day, source="The vendor's letter"))

    (cycle,) = told.cycles
    assert (cycle.security_until, cycle.ended_undated, cycle.disputed) == found


def test_what_we_knew_on_a_day_can_be_asked(tmp_path):
    for day, until in (("2026-01-01", "2024-06-30"), ("2026-06-01", "2025-06-30")):
        file = product("acme", release("1", eolFrom=until), day=day)
        edition = take_in(tmp_path, {"a.json": file}).edition

    def known(day):
        found = cycles.products(edition, (), known_on=day)
        return [cycle.security_until for one in found for cycle in one.cycles]

    assert known(date(2025, 12, 31)) == []
    assert known(date(2026, 1, 1)) == known(date(2026, 5, 31)) == [date(2024, 6, 30)]
    assert known(date(2026, 6, 1)) == [date(2025, 6, 30)]


def test_without_an_edition_the_shipped_releases_hold():
    ours = tuple(shipped(date(2029, 1, 1)))

    assert cycles.products(None, ours) == ours


def test_one_product_that_cannot_be_read_keeps_no_other_out(tmp_path):
    said = product("acme", release("1", eolFrom="2027-01-01"))["result"]
    other = product("other", release("1", eolFrom="2027-01-01"))["result"]
    take_in(tmp_path, {"all.json": {"result": [said, other]}})

    renewed = {**said, "releases": [release("1", eolFrom="2028-01-01")]}
    broken = {**other, "releases": [{"label": "without a name"}]}
    update = take_in(tmp_path, {"all.json": {"result": [renewed, broken, {"label": "neither"}]}})

    assert [(note.code, note.facts["count"]) for note in update.notes] == [
        ("feed_entry_unreadable", 2)
    ]
    assert rows(
        update.edition,
        "select product_id, security_until::varchar from release_cycle where superseded_on is null order by 1",
    ) == [("acme:acme_os", "2028-01-01"), ("other:other_os", "2027-01-01")]
