"""What the run before matched is used again, and gives what matching everything anew gives."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grunnmur.assess.vulnerable import judge, vulnerable
from grunnmur.catalogue.editions import Edition
from grunnmur.estate import TABLES
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
        again = _judge(folder, "again", after, previous="before")
        third = _judge(folder, "third", after, previous="again")
        anew = _judge(folder, "anew", after)

        assert _told(again) == _told(anew)
        assert _told(third) == _told(anew)


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


def _edition(folder: Path) -> None:
    ids = sorted({one["vulnerability_id"] for one in _AFFECTED})
    names = sorted({(one["product_id"], one["part"]) for one in _AFFECTED})
    world(
        folder / "edition",
        affected=_AFFECTED,
        vulnerability=[
            {"vulnerability_id": i, "status": "published", "published_on": date(2023, 4, 11)}
            for i in ids
        ],
        product_name=[
            {"product_id": p, "kind": "cpe", "name": p, "part": part} for p, part in names
        ],
    )


def _judge(folder, name, things, *, previous=None, edition="test"):
    estate = world(
        folder / name,
        asset=[
            {"asset_id": f"a{n}", "kind": "server", "patched_on": _DAYS[day], **_SYSTEMS[system]}
            for n, (system, day, _) in enumerate(things)
        ],
        installation=[
            {"asset_id": f"a{n}", "product_id": product, "version": version}
            for n, (_, _, installed) in enumerate(things)
            for product, version in installed
        ],
    )
    made = Edition(folder / "edition", edition, ON, datetime(2026, 11, 22), (), ())
    made.register(estate.connection)
    judge(estate, on=ON, edition=edition, previous=folder / previous if previous else None)
    return estate


def _told(estate):
    """Every table that was written, as bytes."""
    return {
        name: (estate.folder / f"{TABLES[name].name}.parquet").read_bytes()
        for name in vulnerable.WRITTEN
    }
