"""A file of newcomers is put beside what the run before found, and gives what reconciling everything anew gives."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from grunnmur import collect, pipeline, workspace
from grunnmur.collect import reader
from grunnmur.kit import parts
from tests import estates

Rows = Sequence[Mapping[str, str]]
Source = tuple[Mapping[str, str], Rows]
Decided = tuple[str, str, int, str, int]
_ON = date(2026, 9, 1)
_OWN = {"a": {"organisation": "OUS"}, "b": {"realm": "B"}, "leases": {"realm": "B"}}
_PLACES = [{"key": "1", "name": "Oslo"}, {"key": "2", "name": "Bergen"}]
_GROUP = [{"key": "1", "name": "OUS", "organisation_no": "993467049"}]


def _numbered(prefix: str, *, fresh: int = 3) -> st.SearchStrategy[str]:
    """Nothing, one of a few that others have too, or one that nobody else is likely to have."""
    few, many = st.integers(0, 2), st.integers(1_000, 10**7)
    return st.one_of(st.just(""), few, *[many] * fresh).map(
        lambda n: n if isinstance(n, str) else f"{prefix}{n:08}"
    )


_row = st.fixed_dictionaries(
    {
        "key": st.integers(0, 10**7).map(str),
        "serial": _numbered("SER"),
        "mac": _numbered("").map(lambda n: n and f"02{n}00"),
        "hostname": _numbered("srv"),
        "name": _numbered("navn"),
        "ip": st.one_of(st.just(""), st.just(""), st.sampled_from(("10.0.0.1", "10.0.0.2")),
            st.integers(0, 255).map(lambda n: f"10.9.{n}.7")),
        "location_id": st.sampled_from(("", "Oslo", "Bergen", "oslo", "Bodø", "bodø")),
        "organisation_id": st.sampled_from(("", "OUS", "nobody")),
        "model": st.sampled_from(("", "R740", "SER00000001")),
        "os_name": st.sampled_from(("", "Windows Server 2019", "EldOS", "eldos", "ENOS")),
        "kind": st.sampled_from(("", "server", "medical")),
        "device.ward": st.sampled_from(("", "B2")),
    }
)  # fmt: skip
_lease = st.fixed_dictionaries(
    {
        "asset_id": st.sampled_from(
            ("020000000100", "0200", "srv00000001", "SER00000000", "srv00001000")
        ),
        "ip": st.sampled_from(("10.0.0.1", "10.0.0.2", "10.0.0.3")),
        "from_at": st.sampled_from(("", "2026-08-01 00:00:00")),
    }
)
_registers = st.fixed_dictionaries(
    {"a": st.lists(_row, min_size=1, max_size=4), "b": st.lists(_row, min_size=1, max_size=4),
     "leases": st.lists(_lease, min_size=1, max_size=3)}
)  # fmt: skip
_edits = st.lists(
    st.tuples(st.sampled_from(("add", "add", "add", "add", "change", "remove")), st.integers(0, 9), _row),
    min_size=1, max_size=3,
)  # fmt: skip
_decided = st.lists(
    st.tuples(st.sampled_from(("same", "not_same")), st.sampled_from("ab"), st.integers(0, 9),
        st.sampled_from("ab"), st.integers(0, 9)),
    max_size=1,
)  # fmt: skip


_new_source = st.tuples(
    st.sampled_from(("", "OUS", "nobody", "somebody")), st.lists(_row, min_size=1, max_size=2)
)


@settings(max_examples=int(os.environ.get("NEWCOMERS", "5")))
@given(
    first=_registers,
    decided=_decided,
    uploads=st.lists(st.one_of(_edits, _edits, _new_source), min_size=1, max_size=2),
)
def test_what_is_put_beside_is_what_comes_of_everything_anew(first, decided, uploads):
    with TemporaryDirectory() as name:
        folder = Path(name)
        sources = {name: (_OWN.get(name, {}), list(rows)) for name, rows in first.items()}
        before = _directory(folder / "before", sources, decided)
        pipeline.run(before, folder / "workspace", on=_ON, until="reconcile", workers=1)
        for number, sent in enumerate(uploads):
            if isinstance(sent, list):
                sources["a"] = (_OWN["a"], _edited(sources["a"][1], sent))
            else:
                sources[f"c{number}"] = ({"organisation": sent[0]} if sent[0] else {}, sent[1])
            after = _directory(folder / f"after-{number}", sources, decided)
            event(str(_tried(folder, before, after)))
            before = after


_read_file = reader._read_file
_work = reader.work


def _breaks(writer, errand, limits):
    if errand.path.name.startswith("breaks"):
        os._exit(1)
    _read_file(writer, errand, limits)


def _breaking(pipe):
    """A reader that some files break."""
    reader._read_file = _breaks
    _work(pipe)


@pytest.mark.parametrize("anew", ["breaks", "reads"])
def test_nothing_is_lost_where_a_file_breaks_the_reader_of_others(tmp_path, monkeypatch, anew):
    """Its neighbours are read again without it, into other parts; and another day it may be read itself."""
    first = _folder_of(tmp_path / "before", "breaks.csv")
    after = _folder_of(tmp_path / "after", "breaks.csv", *(["new.csv"] if anew == "breaks" else []))
    monkeypatch.setattr(reader, "work", _breaking)
    pipeline.run(first, tmp_path / "workspace", on=_ON, until="reconcile", workers=1)
    if anew == "reads":
        monkeypatch.setattr(reader, "work", _work)

    assert _tried(tmp_path, first, after) == "reader_broke"


def _folder_of(folder: Path, *names: str) -> Path:
    place = estates.directory(
        folder, {"name": "a", "into": "asset", "rows": [{"key": "1", "name": "en"}]}
    )
    wishes = (place / "grunnmur.toml").read_text(encoding="utf-8").replace("a.csv", "*.csv")
    text = wishes + wishes[wishes.index("[[source]]") :].replace('"a"', '"b"').replace("*.csv", "b")
    (place / "grunnmur.toml").write_text(text, encoding="utf-8")
    (place / "b").mkdir()
    for name in names:
        (place / "b" / name).write_text(f"key;name\n{name};{name}\n", encoding="utf-8")
    return place


def _tried(folder: Path, before: Path, after: Path) -> str | None:
    """Runs the directory after, beside and anew, and leaves the workspace at the first. Why it was reconciled anew."""
    home = workspace.open_workspace(folder / "workspace")
    base = home.current()
    assert base is not None
    readings = collect.Readings(home.readings, growing=False)
    anew = pipeline.run(
        after,
        workspace.beside(folder / f"anew-{base.name}-{after.name}", base).folder,
        on=_ON,
        until="reconcile",
        workers=1,
        readings=readings,
    )
    beside = pipeline.run(after, home.folder, on=_ON, until="reconcile", workers=1, beside=before)
    assert _tables(beside.folder) == _tables(anew.folder)
    return _why(beside.folder)


def _tables(run: Path) -> dict[str, list[tuple[object, ...]]]:
    """The rows of every table and of what is kept of reconciling; the run itself goes by one name."""
    found = {}
    for path in (*run.glob("*.parquet"), *run.glob("reconciled/*.parquet")):
        name = path.name.partition(".")[0]
        rows = duckdb.sql(
            f"from read_parquet({parts.listed(parts.paths(path.parent, name))}) order by all"
        )
        found[f"{path.parent.name == run.name} {name}"] = [
            tuple("this run" if value == run.name else value for value in row)
            for row in rows.fetchall()
        ]
    return {name: rows for name, rows in found.items() if name != "True run"}


def _why(run: Path) -> str | None:
    (told,) = duckdb.sql(f"select parameters from '{run / 'run.parquet'}'").fetchall()[0]
    return json.loads(told)["reconciled_anew"]


def _directory(folder: Path, sources: Mapping[str, Source], decided: Sequence[Decided]) -> Path:
    place = estates.directory(
        folder,
        {"name": "places", "into": "location", "rows": _PLACES},
        {"name": "group", "into": "organisation", "rows": _GROUP},
        *(
            {"name": n, "into": "address" if n == "leases" else "asset", "rows": rows, **own}
            for n, (own, rows) in sources.items()
        ),
    )
    lines = list(_decisions(sources, decided))
    if lines:
        (place / "decisions").mkdir()
        heading = "decision_id,kind,subject_kind,subject_id,value\n"
        (place / "decisions" / "d.csv").write_text(heading + "".join(lines), encoding="utf-8")
    return place


def _decisions(sources: Mapping[str, Source], decided: Sequence[Decided]) -> Iterator[str]:
    for number, (kind, one, i, other, j) in enumerate(decided):
        first, second = (
            f"{name}|{sources[name][1][place % len(sources[name][1])]['key']}"
            for name, place in ((one, i), (other, j))
        )
        if first != second:
            yield f"d{number},{kind},asset,{first},{second}\n"


def _edited(
    rows: Rows, edits: Sequence[tuple[str, int, Mapping[str, str]]]
) -> list[Mapping[str, str]]:
    after = list(rows)
    for kind, place, row in edits:
        if kind == "add" or not after:
            after.append(row)
        elif kind == "change":
            at = place % len(after)
            after[at] = {**row, "key": after[at]["key"]}
        elif len(after) > 1:
            del after[place % len(after)]
    return after
