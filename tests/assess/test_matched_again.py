"""What the run before matched is used again, and gives what matching everything anew gives."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grunnmur.assess.vulnerable import judge, vulnerable
from grunnmur.catalogue.editions import Edition
from grunnmur.estate import TABLES
from grunnmur.kit import parts
from tests.assess.judging import ON
from tests.assess.test_vulnerable import BUILD, row
from tests.worlds import world

_PRODUCTS = ("acme:thing", "acme:base", "other:tool")
_VERSIONS = ("1", "1.0.0", "1.5.0", "2.0.0", "2.0.0-rc1", "x", None)
_SYSTEMS = (
    {"product_id": "microsoft:windows", "os_name": "Windows 10 Pro 22H2 (64-bit)"},
    {"product_id": "microsoft:windows_server", "version": "2019"},
    {"product_id": "redhat:enterprise_linux", "version": "9.2"},
    {},
)
_LATER = ON + timedelta(days=40)
_DAYS = (None, date(2023, 1, 1), date(2023, 4, 20), date(2024, 1, 1))
_BESIDE = {"joined": "and", "clause": 0}
_AFFECTED = [
    row(vulnerability_id="CVE-2023-1", matches="range", end="1.5.0", end_including=False),
    row(vulnerability_id="CVE-2023-1", product_id="other:tool", matches="exact", version="2.0.0"),
    row(vulnerability_id="CVE-2023-2", origin="cve", matches="any"),
    row(vulnerability_id="CVE-2023-2", matches="exact", version="1.0.0"),
    row(vulnerability_id="CVE-2023-3", product_id="acme:base", matches="unread", version="a few"),
    row(vulnerability_id="CVE-2023-4", **_BESIDE, node="0.0", matches="range", end="2.0.0", end_including=True),
    row(vulnerability_id="CVE-2023-4", **_BESIDE, node="0.1", place=1, product_id="acme:base",
        matches="range", end="1.5.0", end_including=True, vulnerable=False),
    row(vulnerability_id="CVE-2023-5", **_BESIDE, node="0.0", product_id="other:tool"),
    row(vulnerability_id="CVE-2023-5", **_BESIDE, node="0.1", place=1, product_id="microsoft:windows",
        matches="not_applicable", vulnerable=False, part="o"),
    row(vulnerability_id="CVE-2023-6", **BUILD),
]  # fmt: skip

Thing = tuple[int, int, tuple[tuple[str, str | None], ...]]
_thing = st.tuples(
    st.integers(0, len(_SYSTEMS) - 1),
    st.integers(0, len(_DAYS) - 1),
    st.lists(
        st.tuples(st.sampled_from(_PRODUCTS), st.sampled_from(_VERSIONS)), max_size=3, unique=True
    ).map(tuple),
)
_things = st.lists(_thing, min_size=1, max_size=4)


@settings(max_examples=5)
@given(before=_things, after=_things)
def test_a_run_after_another_finds_what_a_first_run_finds(before, after):
    with TemporaryDirectory() as name:
        folder = Path(name)
        _edition(folder)
        _judge(folder, "before", before)
        again = _judge(folder, "again", after, previous="before", on=_LATER)
        third = _judge(folder, "third", after, previous="again", on=_LATER)
        back = _judge(folder, "back", before, previous="third", on=_LATER)

        anew = _told(_judge(folder, "anew", after, on=_LATER))
        assert _told(again) == anew
        assert _told(third) == anew
        assert _told(back) == _told(_judge(folder, "first", before, on=_LATER))


_INSTALLED = st.tuples(
    st.sampled_from((*_PRODUCTS, "unknown:gizmo", "nobody:knows")), st.sampled_from(_VERSIONS)
)
_KEPT = st.fixed_dictionaries(
    {
        "criticality": st.sampled_from((None, "A", "D")),
        "status": st.sampled_from((None, None, "retired")),
        "model": st.sampled_from((None, "Box 1", "Box 2")),
        "patched_on": st.sampled_from(_DAYS),
        "vendor": st.sampled_from((None, "Acme")),
        "kind": st.sampled_from(("server", "medical")),
    }
)
_SOMETHING = st.fixed_dictionaries(
    {
        "asset": _KEPT,
        "system": st.sampled_from((*_SYSTEMS, {"os_name": "Gizmo OS"})),
        "firmware": st.sampled_from((None, "1.0.0", "3.0")),
        "installed": st.lists(_INSTALLED, max_size=3, unique=True),
        "scanned": st.lists(
            st.sampled_from(("CVE-2023-1", "CVE-2023-2", "CVE-2099-1")), max_size=2
        ),
    }
)
_REGION = st.fixed_dictionaries(
    {
        "things": st.lists(st.none() | _SOMETHING, min_size=1, max_size=4),
        "built_of": st.lists(_INSTALLED, max_size=2, unique=True),
        "application": st.fixed_dictionaries({"criticality": st.sampled_from((None, "A", "D"))}),
        "gizmo": st.sampled_from(("Gizmo", "Acme Thing")),
        "decided": st.booleans(),
    }
)
_MORE = [
    *_AFFECTED,
    row(vulnerability_id="CVE-2023-7", product_id="acme:box_2", matches="any", part="h"),
]


def _tables(region):
    """The tables of a region as drawn: a thing keeps its place, and its id, whatever else changes."""
    things = [(f"a{n}", one) for n, one in enumerate(region["things"]) if one]
    decision = {
        "decision_id": "d",
        "kind": "name",
        "subject_kind": "name",
        "subject_id": "Gizmo",
        "value": "acme:thing:1.0.0",
    }
    return {
        "asset": [{"asset_id": i, **one["asset"], **one["system"]} for i, one in things],
        "device": [{"asset_id": i, "software_version": one["firmware"]} for i, one in things],
        "installation": [
            {"asset_id": i, "product_id": p, "version": v} for i, one in things for p, v in one["installed"]
        ],
        "detection": [
            {"asset_id": i, "vulnerability_id": c, "product_id": "acme:thing"}
            for i, one in things
            for c in sorted(set(one["scanned"]))
        ],
        "application": [{"application_id": "p", **region["application"]}],
        "ingredient": [
            {"application_id": "p", "product_id": p, "version": v} for p, v in region["built_of"]
        ],
        "product": [{"product_id": "unknown:gizmo", "name": region["gizmo"]}],
        "decision": [decision] if region["decided"] else [],
    }  # fmt: skip


@st.composite
def _changing(draw):
    """A region before and after: anything may be another, and most is as it was."""
    before = draw(_REGION)
    other = draw(_REGION)
    after = {name: draw(st.sampled_from((before[name], other[name]))) for name in other}
    if draw(st.booleans()):  # most often some things only
        pairs = zip_longest(before["things"], other["things"])
        after["things"] = [new if draw(st.booleans()) else old for old, new in pairs]
    return before, after


@settings(max_examples=10)
@given(
    regions=_changing(),
    days=st.sampled_from(((ON, ON), (ON, _LATER))),
    edition=st.sampled_from(("test", "test", "newer")),
)
def test_whatever_changes_judging_again_gives_what_judging_anew_gives(regions, days, edition):
    first, then = map(_tables, regions)
    ends = ON + timedelta(days=10)  # support ends between the two days
    with TemporaryDirectory() as name:
        folder = Path(name)
        _edition(folder)
        _edition(folder, "newer", _MORE)
        at = "newer" if edition == "newer" else "edition"
        now = {"on": days[1], "ends": ends, "edition": edition, "at": at}
        _judge_tables(folder, "before", first, on=days[0], ends=ends)
        again = _judge_tables(folder, "again", then, previous="before", **now)
        third = _judge_tables(folder, "third", then, previous="again", **now)
        back = _judge_tables(folder, "back", first, previous="third", **now)

        anew = _told(_judge_tables(folder, "anew", then, **now))
        assert _told(again) == anew
        assert _told(third) == anew
        assert _told(back) == _told(_judge_tables(folder, "first", first, **now))


_FIRMWARE = {"product_id": "acme:box_1_firmware", "part": "o"}
_BOX = [
    *_AFFECTED,
    row(vulnerability_id="CVE-2023-2", matches="exact", version="2.0.0", product_id="acme:thing"),
    row(
        vulnerability_id="CVE-2023-7", matches="range", end="2.0", end_including=False, **_FIRMWARE
    ),
    row(
        vulnerability_id="CVE-2023-7", product_id="acme:box_1", part="h", vulnerable=False, place=1
    ),
]
_WHOLE = {
    "asset": {"asset_id": "a", "kind": "server", "vendor": "Acme", "model": "Box 1", "patched_on": date(2023, 4, 20),
              "criticality": "D", **_SYSTEMS[0]},
    "device": {"asset_id": "a", "software_version": "1.0.0"},
    "installation": {"asset_id": "a", "product_id": "acme:thing", "version": "1.0.0"},
    "application": {"application_id": "p", "criticality": "D"},
    "ingredient": {"application_id": "p", "product_id": "acme:thing", "version": "1.0.0"},
    "product": {"product_id": "unknown:gizmo", "name": "Gizmo"},
}  # fmt: skip
_UNNAMED = {"asset_id": "a", "product_id": "unknown:gizmo", "version": "1.0.0"}
_MEANING = {
    "decision_id": "d",
    "kind": "name",
    "subject_kind": "name",
    "subject_id": "Gizmo",
    "value": "acme:thing",
}


@pytest.fixture(scope="module")
def judged_once(tmp_path_factory):
    folder = tmp_path_factory.mktemp("once")
    _edition(folder, affected=_BOX)
    return folder, _told(_judge_tables(folder, "before", _rows_of({}), ends=_LATER))


def _rows_of(changes):
    tables = {name: [{**row, **changes.get(name, {})}] for name, row in _WHOLE.items()}
    tables["installation"].append(_UNNAMED)
    return tables | {name: rows for name, rows in changes.items() if isinstance(rows, list)}


@pytest.mark.parametrize(
    ("changes", "ends"),
    [
        ({"asset": {"criticality": "A"}}, _LATER),
        ({"asset": {"health_data": True}}, _LATER),
        ({"asset": {"patched_on": date(2023, 1, 1)}}, _LATER),
        ({"asset": {"status": "retired"}}, _LATER),
        ({"asset": {"model": "Box 9"}}, _LATER),
        ({"asset": {"vendor": "Other"}}, _LATER),
        ({"asset": _SYSTEMS[1]}, _LATER),
        ({"device": {"software_version": "3.0"}}, _LATER),
        ({"installation": {"version": "2.0.0"}}, _LATER),
        ({"product": {"name": "Acme Thing"}}, _LATER),
        ({"application": {"criticality": "A"}}, _LATER),
        ({"ingredient": {"version": "2.0.0"}}, _LATER),
        ({"detection": [{"asset_id": "a", "vulnerability_id": "CVE-2023-1"}]}, _LATER),
        ({"decision": [_MEANING]}, _LATER),
        ({}, date(2023, 1, 1)),
    ],
    ids=str,
)  # fmt: skip
def test_each_thing_that_decides_is_seen_when_it_alone_changes(
    judged_once, tmp_path, changes, ends
):
    folder, before = judged_once
    tables = _rows_of(changes)

    anew = _told(_judge_tables(folder, f"{tmp_path.name}anew", tables, ends=ends))

    assert anew != before
    assert (
        _told(_judge_tables(folder, f"{tmp_path.name}again", tables, previous="before", ends=ends))
        == anew
    )


def test_only_things_that_changed_are_judged(tmp_path):
    _edition(tmp_path)
    things = [(0, 1, (("acme:thing", "1.0.0"),)), (1, 0, (("other:tool", "2.0.0"),)), (3, 0, ())]
    _judge(tmp_path, "before", things)
    things[1] = (1, 0, (("other:tool", "1.0.0"),))

    again = _judge(tmp_path, "again", things, previous="before")

    asked = "select distinct asset_id from asset_item"
    assert again.connection.execute(asked).fetchall() == [("a1",)]
    assert again.count("situation") == 4


def test_nothing_is_read_of_the_edition_for_what_ran_before(tmp_path):
    _edition(tmp_path)
    things = [(0, 1, (("acme:thing", "1.0.0"), ("other:tool", "2.0.0")))]
    _judge(tmp_path, "before", things)

    again = _judge(tmp_path, "again", things, previous="before")

    assert again.connection.execute("select count(*) from fresh_reading").fetchall() == [(0,)]
    assert again.count("situation_vulnerability") > 0


def test_only_what_is_new_is_matched(tmp_path):
    _edition(tmp_path)
    _judge(tmp_path, "before", [(3, 0, (("acme:thing", "1.0.0"),))])

    again = _judge(
        tmp_path,
        "again",
        [(3, 0, (("acme:thing", "1.0.0"), ("acme:base", "1.5.0")))],
        previous="before",
    )

    query = "select distinct cpe from fresh_reading"
    assert again.connection.execute(query).fetchall() == [("acme:base",)]


def test_what_nothing_is_in_any_more_is_left_out(tmp_path):
    _edition(tmp_path)
    _judge(tmp_path, "before", [(3, 0, (("acme:thing", "1.0.0"),))])

    again = _judge(tmp_path, "again", [(3, 0, ())], previous="before")

    assert again.count("situation_vulnerability") == 0


def test_only_situations_nothing_was_in_before_are_judged(tmp_path):
    _edition(tmp_path)
    _judge(tmp_path, "before", [(3, 0, (("acme:thing", "1.0.0"),))])
    things = [(3, 0, (("acme:thing", "1.0.0"),)), (3, 0, (("other:tool", "2.0.0"),))]

    again = _judge(tmp_path, "again", things, previous="before")

    query = "select product_id from fresh_situation"
    assert again.connection.execute(query).fetchall() == [("other:tool",)]
    assert [path.name for path in parts.paths(again.folder, "situation_vulnerability")] == [
        "situation_vulnerability.parquet",
        "situation_vulnerability.001.parquet",
    ]


def test_a_table_whose_later_parts_are_heavy_is_judged_into_one(tmp_path):
    _edition(tmp_path)
    things = [(3, 0, tuple(("acme:thing", f"1.0.{n}") for n in range(9)))]
    _judge(tmp_path, "0", things)
    counts = []
    for number in range(1, 5):
        things.append((3, 0, (("acme:thing", f"1.1.{number}"),)))
        last = _judge(tmp_path, str(number), things, previous=str(number - 1))
        counts.append(len(parts.paths(last.folder, "situation_vulnerability")))

    assert counts[0] == 2
    assert 1 in counts


def test_names_are_learnt_once(tmp_path, monkeypatch):
    _edition(tmp_path)
    things = [(3, 0, (("unknown:thing", "1.0.0"),))]
    before = _judge(tmp_path, "before", things)
    monkeypatch.setattr(vulnerable, "_learnt", lambda *_: pytest.fail("learnt again"))

    again = _judge(tmp_path, "again", things, previous="before")

    assert _told(again) == _told(before)


@pytest.mark.parametrize("damage", ["edition", "code", "half"])
def test_what_was_matched_otherwise_is_matched_anew(tmp_path, damage):
    _edition(tmp_path)
    things = [(3, 0, (("acme:thing", "1.0.0"),))]
    _judge(tmp_path, "before", things, edition="older" if damage == "edition" else "test")
    key = tmp_path / "before" / "matched" / "key.txt"
    if damage == "code":
        key.write_text("test of other code\n", encoding="utf-8")
    if damage == "half":
        key.unlink()

    again = _judge(tmp_path, "again", things, previous="before")

    assert again.connection.execute("select count(*) from fresh_reading").fetchall() == [(1,)]


def _edition(folder: Path, name: str = "edition", affected=_AFFECTED) -> None:
    ids = sorted({one["vulnerability_id"] for one in affected})
    names = sorted({(one["product_id"], one["part"]) for one in affected})
    world(
        folder / name,
        affected=affected,
        vulnerability=[
            {"vulnerability_id": i, "status": "published", "published_on": date(2023, 4, 11)}
            for i in ids
        ],
        product_name=[
            {"product_id": p, "kind": "cpe", "name": p, "part": part} for p, part in names
        ],
        exploited=[{"vulnerability_id": "CVE-2023-2"}],
        exploit_probability=[{"vulnerability_id": "CVE-2023-1", "probability": 0.3}],
    )


def _judge(folder, name, things, *, previous=None, edition="test", on=ON):
    tables = {
        "asset": [
            {"asset_id": f"a{n}", "kind": "server", "patched_on": _DAYS[day], **_SYSTEMS[system]}
            for n, (system, day, _) in enumerate(things)
        ],
        "installation": [
            {"asset_id": f"a{n}", "product_id": product, "version": version}
            for n, (_, _, installed) in enumerate(things)
            for product, version in installed
        ],
    }
    return _judge_tables(folder, name, tables, previous=previous, edition=edition, on=on)


def _judge_tables(
    folder, name, tables, *, previous=None, edition="test", on=ON, ends=None, at="edition"
):
    estate = world(folder / name, **tables)
    made = Edition(folder / at, edition, ON, datetime(2026, 11, 22), (), ())
    made.register(estate.connection)
    estate.connection.execute(
        "create or replace temp table asset_support as "
        "select asset_id, if($ends < $on, 'unsupported', 'supported') as support, $ends::date as security_until, "
        "$ends::date as updates_until from asset where os_name is not null",
        {"ends": ends, "on": on},
    )
    judge(estate, on=on, edition=edition, previous=folder / previous if previous else None)
    return estate


def _told(estate):
    """Every table that was written, as bytes or, where it may be in parts, as rows; and what the rules read."""
    written = {name: _rows(estate, TABLES[name]) for name in vulnerable.WRITTEN}
    read = {
        name: estate.connection.execute(f"select * from {name} order by all").fetchall()
        for name in ("judged_product", "judged_system", "judged_ingredient")
    }
    return written | read


def _rows(estate, table):
    if not table.living:
        return (estate.folder / f"{table.name}.parquet").read_bytes()
    return estate.connection.execute(f"select * from {table.name} order by all").fetchall()
