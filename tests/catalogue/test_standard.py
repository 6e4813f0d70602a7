"""What the group has decided to run, and what departs from it."""

from datetime import date
from pathlib import Path

import pytest

from grunnmur.catalogue import CatalogueError, standard
from grunnmur.catalogue.standard import Entry, Exemption, Span, Standard, files
from tests.worlds import world

ON = date(2026, 11, 22)
POSTGRES = "postgresql:postgresql"


@pytest.mark.parametrize(
    ("written", "holds", "holds_not"),
    [
        ("16", ["16", "16.0", "16.3", "16.99.1"], ["15.9", "17", "160", "1.6"]),
        (">=15", ["15", "15.1", "16"], ["14.9"]),
        (">15", ["16"], ["15", "15.9"]),
        ("<=15", ["15", "15.9", "14"], ["16"]),
        ("<15", ["14.9"], ["15", "15.1"]),
        (">=15, <18", ["15", "17.9"], ["14", "18", "18.1"]),
        ("2012 R2", ["2012 R2"], ["2012", "2016"]),
        ("*", ["1", "99"], []),
    ],
)
def test_a_bound_stands_for_everything_that_begins_with_it(written, holds, holds_not):
    span = Span.of(written)

    assert [version for version in holds if not span.holds(version)] == []
    assert [version for version in holds_not if span.holds(version)] == []


@pytest.mark.parametrize("written", ["16 || 17", "=16", ">=", "15, 16"])
def test_what_is_neither_a_version_nor_a_range_is_refused(written):
    with pytest.raises(ValueError):
        Span.of(written)


def entry(versions, name="e1", product=POSTGRES, **said):
    return Entry(name, product, Span.of(versions), said.pop("decision", "allowed"), **said)


def exemption(versions, until, name="x1", **said):
    return Exemption(name, POSTGRES, Span.of(versions), "Kari", until, **said)


def answers(folder, entries, exceptions=(), *, on=ON, asset=None, **tables):
    """{(subject, product): (verdict, reason)} of a small estate."""
    assets = asset or [{"asset_id": "a", "kind": "server"}]
    estate = world(folder, asset=assets, **tables)
    held = Standard("1", tuple(entries), tuple(exceptions))
    found = standard.departures(estate, on=on, standard=held).to_pylist()
    return {
        (row["subject_id"], row["product"]): (row["verdict"], row["facts"]["reason"])
        for row in found
    }


def installed(version, asset="a", product=POSTGRES):
    return {"asset_id": asset, "product_id": product, "version": version}


def one(folder, entries, version="16.2", exceptions=(), **more):
    found = answers(folder, entries, exceptions, installation=[installed(version)], **more)
    return found["a", POSTGRES]


def test_a_version_of_the_standard_is_none(tmp_path):
    assert one(tmp_path, [entry(">=15")]) == ("pass", "allowed")


def test_a_version_the_standard_does_not_name_departs(tmp_path):
    assert one(tmp_path, [entry(">=15")], "9.6") == ("fail", "not_in_standard")


def test_what_the_standard_does_not_speak_of_is_not_asked_about(tmp_path):
    found = answers(tmp_path, [entry("*")], installation=[installed("1", product="acme:thing")])

    assert found == {("a", None): ("not_applicable", "nothing_decided")}


def test_what_is_retired_is_not_asked_about(tmp_path):
    found = answers(
        tmp_path,
        [entry(">=15")],
        asset=[{"asset_id": "a", "kind": "server", "status": "retired"}],
        installation=[installed("9.6")],
    )

    assert found == {("a", None): ("not_applicable", "nothing_decided")}


@pytest.mark.parametrize("version", ["", "unknown"])
def test_a_version_nobody_knows_is_unknown_unless_it_does_not_matter(tmp_path, version):
    assert one(tmp_path / "1", [entry(">=15")], version) == ("unknown", "version_not_known")
    assert one(tmp_path / "2", [entry("*")], version) == ("pass", "allowed")
    assert one(tmp_path / "3", [entry("*", decision="forbidden")], version) == ("fail", "forbidden")


@pytest.mark.parametrize("version", ["16.2", "unknown"])
def test_entries_for_every_version_count_together_whatever_runs(tmp_path, version):
    over = entry("*", "a", allowed_until=date(2025, 12, 31))
    now = entry("*", "b", allowed_from=date(2026, 1, 1))
    ban = entry("*", "c", decision="forbidden")

    assert one(tmp_path / "1", [over, now], version) == ("pass", "allowed")
    assert one(tmp_path / "2", [over, now, ban], version) == ("fail", "forbidden")


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (date(2026, 1, 31), ("fail", "not_yet_allowed")),
        (date(2026, 2, 1), ("pass", "allowed")),
        (date(2026, 3, 31), ("pass", "allowed")),
        (date(2026, 4, 1), ("fail", "no_longer_allowed")),
    ],
)
def test_the_first_and_the_last_allowed_day_are_allowed(tmp_path, on, said):
    days = {"allowed_from": date(2026, 2, 1), "allowed_until": date(2026, 3, 31)}

    assert one(tmp_path, [entry("16", **days)], on=on) == said


def test_a_ban_wins_over_a_permission_and_begins_the_day_after_its_last_day(tmp_path):
    ban = entry("16.2", "ban", decision="forbidden", allowed_until=date(2026, 11, 22))

    assert one(tmp_path / "1", [entry(">=15"), ban]) == ("pass", "allowed")
    after = date(2026, 11, 23)
    assert one(tmp_path / "2", [entry(">=15"), ban], on=after) == ("fail", "forbidden")


@pytest.mark.parametrize(
    ("until", "said"),
    [(ON, ("pass", "excepted")), (date(2026, 11, 21), ("fail", "exception_expired"))],
)
def test_an_exception_holds_until_its_last_day(tmp_path, until, said):
    found = one(tmp_path, [entry(">=15")], "9.6", [exemption("9.6", until)])

    assert found == said


def test_an_exception_is_for_those_it_names(tmp_path):
    north, south = (
        {"asset_id": name, "organisation_id": name, "name": f"srv-{name}"} for name in "ns"
    )
    tables = {
        "asset": [{**north, "kind": "server"}, {**south, "kind": "server"}],
        "organisation": [{"organisation_id": "n", "name": "North"}],
        "installation": [installed("9.6", "n"), installed("9.6", "s")],
    }
    for place, said in enumerate(({"organisation": "North"}, {"subject": "srv-n"})):
        found = answers(
            tmp_path / str(place), [entry(">=15")], [exemption("9.6", ON, **said)], **tables
        )

        assert {subject: verdict for (subject, _), (verdict, _) in found.items()} == {
            "n": "pass",
            "s": "fail",
        }


def test_of_several_versions_on_a_thing_the_worst_counts(tmp_path):
    found = answers(tmp_path, [entry(">=15")], installation=[installed("16.1"), installed("9.6")])

    assert found == {("a", POSTGRES): ("fail", "not_in_standard")}


def test_a_build_of_windows_is_judged_by_its_release(tmp_path):
    from grunnmur.catalogue import lifecycle

    asset = [
        {"asset_id": "a", "product_id": "microsoft:windows_server", "version": "6.3.9600"},
        {"asset_id": "b", "product_id": "microsoft:windows_server", "version": "10.0.20348"},
    ]
    estate = world(tmp_path, asset=asset)
    lifecycle.write(
        estate, [one for one in lifecycle.load() if one.product_id == "microsoft:windows_server"]
    )
    held = Standard("1", (entry(">=2022", product="microsoft:windows_server"),))

    found = standard.departures(estate, on=ON, standard=held).to_pylist()

    assert [(row["subject_id"], row["verdict"]) for row in found] == [("a", "fail"), ("b", "pass")]


def test_a_new_edition_shows_which_verdicts_change_and_why(tmp_path):
    estate = world(
        tmp_path,
        asset=[{"asset_id": name, "kind": "server"} for name in "abc"],
        installation=[installed("14", "a"), installed("15", "b"), installed("16", "c")],
    )
    earlier = Standard("1", (entry(">=14", "pg"),), (exemption("13", ON),))
    later = Standard("2", (entry(">=16", "pg"),), (exemption("15", ON, "x2"),))

    found = standard.compare_standard(estate, earlier, later, on=ON)

    assert [(one.subject_id, one.before, one.after, one.why, one.by) for one in found] == [
        ("a", "pass", "fail", "entry_changed", "pg")
    ]
    assert found[0].after_reason == "not_in_standard"


def test_an_exception_that_has_ended_is_not_why(tmp_path):
    estate = world(tmp_path, asset=[{"asset_id": "a"}], installation=[installed("14")])
    ended = exemption("14", date(2026, 1, 1), "x1")

    (found,) = standard.compare_standard(
        estate, Standard("1", (entry(">=14", "pg"),)), Standard("2", (entry(">=16", "pg"),), (ended,)), on=ON
    )  # fmt: skip

    assert (found.why, found.by) == ("entry_changed", "pg")


@pytest.mark.parametrize(
    "wrong",
    ["standards: 5", "standards: [foo]", "standards: [{id: a, allowed_until: 2026-99-01}]"],
)
def test_a_standard_that_is_no_list_of_entries_is_refused(tmp_path, wrong):
    path = tmp_path / "2026.yaml"
    path.write_text(f"edition: '1'\n{wrong}\n")

    with pytest.raises(CatalogueError):
        standard.read(path)


def test_a_product_that_the_standard_begins_to_speak_of_is_a_change(tmp_path):
    estate = world(tmp_path, asset=[{"asset_id": "a"}], installation=[installed("9.6")])

    (found,) = standard.compare_standard(
        estate, Standard("1", ()), Standard("2", (entry("*", "ban", decision="forbidden"),)), on=ON
    )

    assert (found.before, found.after, found.why, found.by) == (None, "fail", "entry_added", "ban")


def test_the_tables_hold_the_standard_whole(tmp_path):
    estate = world(tmp_path)
    held = standard.read(Path(files.__file__).parent / "example.yaml")

    assert standard.write(estate, held) == len(held.entries) + len(held.exceptions)

    again = standard.stored(estate)
    assert again.edition == held.edition
    assert set(again.entries) == set(held.entries)
    assert set(again.exceptions) == set(held.exceptions)


def test_a_sheet_says_the_same_as_yaml(tmp_path):
    sheet = tmp_path / "2026-10.csv"
    sheet.write_text(
        "id;product;versions;decision;allowed_until;owner;expires_on\n"
        "pg;postgresql:postgresql;>=15;allowed;2027-12-31;;\n"
        "x1;postgresql:postgresql;9.6;;;Kari;2026-12-31\n",
        encoding="utf-8",
    )

    held = standard.read(sheet)

    assert held.edition == "2026-10"
    assert held.entries == (entry(">=15", "pg", allowed_until=date(2027, 12, 31)),)
    assert held.exceptions == (exemption("9.6", date(2026, 12, 31)),)


def test_a_sheet_may_be_written_as_excel_writes_norwegian_and_cut_ones_are_refused(tmp_path):
    sheet = tmp_path / "2026-10.csv"
    heading = "id;product;versions;owner;expires_on;reason\n"
    row = "x1;PostgreSQL:postgresql;9.6;Kari;31.12.2026;på vent\n"

    sheet.write_bytes((heading + row).encode("cp1252"))
    assert [
        (one.product_id, one.expires_on, one.reason) for one in standard.read(sheet).exceptions
    ] == [("postgresql:postgresql", date(2026, 12, 31), "på vent")]

    for cut, reason in (
        (row[:30], "line 2: it has fewer cells"),
        ("x1;p:q;1;Kari;;", "x1: expires_on is"),
        ("x1;p:q;1;Kari;31.12.2026;a;b", "line 2: it has more cells"),
    ):
        sheet.write_text(heading + cut, encoding="utf-8")
        with pytest.raises(CatalogueError) as raised:
            standard.read(sheet)
        assert str(raised.value.facts["reason"]).startswith(reason)

    sheet.write_bytes(heading.encode() + b"x1;p:q;1;Kari;31.12.2026;\x81")  # of no alphabet we know
    with pytest.raises(CatalogueError, match="2026-10"):
        standard.read(sheet)


def test_a_day_with_a_time_is_that_day(tmp_path):
    path = tmp_path / "standard.yaml"
    path.write_text(
        "edition: 1\nstandards: [{id: a, product: p:q, allowed_until: 2026-02-01 12:00:00}]",
        encoding="utf-8",
    )

    assert standard.read(path).entries[0].allowed_until == date(2026, 2, 1)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("edition: 1\nstandards: [{id: a, product: p:q, versions: '=1'}]", "a: '=1' is neither"),
        ("edition: 1\nstandards: [{id: a, versions: '1'}]", "a: product is missing"),
        (
            "edition: 1\nstandards: [{id: a, product: p:q, verions: '1'}]",
            "a: verions is not one of",
        ),
        ("edition: 1\nstandards: [{id: a, product: p:q, decision: maybe}]", "a: a decision is"),
        ("edition: 1\nstandards: [{id: , product: p:q}]", "None: id is missing"),
        ("edition: 1\nstandards: [{id: a, product: windows}]", "a: a product is written vendor:"),
        ("edition: 1\nstandards: [{id: a, product: p:q, versions: }]", "a: versions is missing"),
        (
            "edition: 1\nstandards: [{id: a, product: p:q, versions: 3.10}]",
            "a: versions is a number",
        ),
        ("edition: 1\nstandards: [{id: a, product: p:q}, {id: a, product: p:q}]", "a stands twice"),
        (
            "edition: 1\nstandards: []\nexceptions: [{id: x, product: p:q, owner: K}]",
            "x: expires_on is missing",
        ),
        (
            "edition: 1\nstandards: []\nexceptions: [{id: x, product: p:q, owner: '', expires_on: 2027-01-01}]",
            "x: an exception has an owner",
        ),
    ],
)
def test_a_standard_that_cannot_be_used_says_which_entry_and_why(tmp_path, text, reason):
    path = tmp_path / "standard.yaml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(CatalogueError) as raised:
        standard.read(path)

    assert str(raised.value.facts["reason"]).startswith(reason)
