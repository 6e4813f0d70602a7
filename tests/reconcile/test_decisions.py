"""What people decide is read as they write it, obeyed, or told of."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from grunnmur import text
from grunnmur.errors import DecisionConflict, SettingsError
from grunnmur.estate import Estate
from tests.estates import directory, run, things

_HEADINGS = "decision_id,kind,subject_kind,subject_id,value,reason,decided_by,decided_at,valid_to"


def _estate(folder: Path, *lines: str, headings: str = _HEADINGS, encoding: str = "utf-8") -> Path:
    """Three registers that tell of one pump each, all of one serial; and what people decided."""
    rows = [{"key": "1", "serial": "SERIAL01", "kind": "medical"}]
    place = directory(folder, *({"name": name, "into": "asset", "rows": rows} for name in "abc"))
    (place / "decisions").mkdir(exist_ok=True)
    content = "\n".join((headings, *lines)) + "\n"
    (place / "decisions" / "d.csv").write_bytes(content.encode(encoding))
    return place


def _noted(estate: Estate, code: str) -> list[dict[str, object]]:
    query = "select facts from note where code = ? order by facts"
    return [json.loads(facts) for (facts,) in estate.connection.execute(query, [code]).fetchall()]


def _row(number: int, kind: str, subject: str, value: str, noun: str = "asset") -> str:
    return f"d{number},{kind},{noun},{subject},{value},seen,Kari,2026-01-01,"


@pytest.mark.parametrize("turned", [False, True])
def test_the_same_by_way_of_a_third_contradicts_not_the_same(tmp_path: Path, turned: bool) -> None:
    lines = [_row(1, "not_same", "a|1", "c|1"), _row(2, "same", "a|1", "b|1")]
    lines.append(_row(3, "same", "b|1", "c|1"))
    place = _estate(tmp_path / "estate", *(reversed(lines) if turned else lines))

    with pytest.raises(DecisionConflict) as caught:
        run(place, tmp_path / "workspace")

    assert caught.value.facts == {"first": "d1", "second": "d3"}


def test_two_rows_of_one_decision_contradict_as_well(tmp_path: Path) -> None:
    lines = (_row(1, "not_same", "a|1", "c|1"), _row(1, "same", "c|1", "a|1"))

    with pytest.raises(DecisionConflict):
        run(_estate(tmp_path / "estate", *lines), tmp_path / "workspace")


def test_a_thing_is_not_apart_from_itself(tmp_path: Path) -> None:
    place = _estate(tmp_path / "estate", _row(1, "not_same", "a|1", "a|1"))

    with pytest.raises(DecisionConflict) as caught:
        run(place, tmp_path / "workspace")

    assert caught.value.code == "decision_parts_one"


def test_a_thing_is_named_by_its_id_before_and_after_it_is_parted(tmp_path: Path) -> None:
    place = _estate(tmp_path / "estate", _row(1, "not_same", "a|1", "c|1"))
    parted = {frozenset({"a|1", "b|1"}), frozenset({"c|1"})}
    first = run(place, tmp_path / "workspace")
    ids = dict(first.connection.execute("select source, entity_id from record").fetchall())
    _estate(place, _row(1, "not_same", ids["a"], ids["c"]))

    assert things(run(place, tmp_path / "workspace")) == parted
    assert things(run(place, tmp_path / "anew")) == parted
    _estate(place)
    assert len(things(run(place, tmp_path / "workspace"))) == 1
    _estate(place, _row(1, "not_same", ids["a"], ids["c"]))
    assert things(run(place, tmp_path / "workspace")) == parted


@pytest.mark.parametrize(
    ("kind", "noun", "subject", "value", "missing"),
    [
        ("not_same", "asset", "a|1", "b|9", ["b|9"]),
        ("same", "asset", "a:1", "b|1", ["a:1"]),
        ("same", "application", "a|1", "b|1", ["a|1", "b|1"]),  # they are rows of assets
        ("scope", "asset", "a|9", "out", ["a|9"]),
        ("name", "", "Gizmo", "acme:gizmo", ["Gizmo"]),
    ],
)
def test_a_decision_about_nothing_is_noted(
    tmp_path: Path, kind: str, noun: str, subject: str, value: str, missing: list[str]
) -> None:
    place = _estate(tmp_path / "estate", _row(1, kind, subject, value, noun))

    found = _noted(run(place, tmp_path / "workspace"), "decision_without_subject")

    assert found == [{"decision": "d1", "kind": kind, "subject": subject} for subject in missing]


@pytest.mark.parametrize("name", ["a|1", "the id"])
def test_scope_is_decided_of_a_row_or_an_id(tmp_path: Path, name: str) -> None:
    place = _estate(tmp_path / "estate")
    (known,) = run(place, tmp_path / "1").connection.sql("select asset_id from asset").fetchall()
    _estate(place, _row(1, "scope", known[0] if name == "the id" else name, "out"))

    estate = run(place, tmp_path / "workspace")

    assert estate.connection.sql("select scope, scope_reason from asset").fetchall() == [
        ("out", "seen")
    ]
    assert _noted(estate, "decision_without_subject") == []


def test_two_scopes_of_one_thing_contradict_by_whatever_rows_they_name_it(tmp_path: Path) -> None:
    place = _estate(
        tmp_path / "estate", _row(1, "scope", "a|1", "out"), _row(2, "scope", "b|1", "in")
    )

    with pytest.raises(DecisionConflict) as caught:
        run(place, tmp_path / "workspace")

    assert caught.value.facts == {"first": "d1", "second": "d2"}


@pytest.mark.parametrize(
    ("line", "code", "column"),
    [
        (_row(1, "not-same", "a|1", "c|1"), "decision_not_a_choice", "kind"),
        (_row(1, "same", "a|1", "c|1", "medical"), "decision_not_a_choice", "subject_kind"),
        (_row(1, "scope", "a|1", "ute"), "decision_not_a_choice", "value"),
        (_row(1, "same", "a|1", ""), "decision_says_too_little", "value"),
        (_row(1, "name", "Kurl tool", "curl", ""), "decision_no_product", None),
        ("d1,same,asset,a|1,b|1,x,Kari,yesterday,", "decision_day_unreadable", "decided_at"),
        ("d1,same,asset,a|1,b|1,x,Kari,,,,more", "decision_row_damaged", None),
    ],
)
def test_what_is_not_understood_is_an_error_with_file_and_line(
    tmp_path: Path, line: str, code: str, column: str | None
) -> None:
    with pytest.raises(SettingsError) as caught:
        run(_estate(tmp_path / "estate", line), tmp_path / "workspace")

    facts = caught.value.facts
    assert (caught.value.code, facts["path"], facts["line"]) == (code, "decisions/d.csv", 2)
    assert facts.get("column") == column
    assert "?" not in text.sentence(code, "nb", **facts)


def test_a_file_as_excel_writes_it_is_read(tmp_path: Path) -> None:
    place = _estate(
        tmp_path / "estate",
        "d1;not_same;asset;a|1;c|1;sett på gulvet;Kåre;01.11.2025;31.12.2026;x",
        headings=_HEADINGS.replace(",", ";") + ";Merknad",
        encoding="cp1252",
    )

    estate = run(place, tmp_path / "workspace")

    assert len(things(estate)) == 2
    said = estate.connection.sql("select decided_by, decided_at, valid_to::varchar from decision")
    assert said.fetchall() == [("Kåre", datetime.fromisoformat("2025-11-01"), "2026-12-31")]
    assert _noted(estate, "encoding_guessed") == [{"encoding": "cp1252"}]
    assert _noted(estate, "decisions_columns_unknown") == [{"columns": "Merknad"}]


def test_a_file_that_is_no_table_is_an_error_that_names_it(tmp_path: Path) -> None:
    place = _estate(tmp_path / "estate")
    (place / "decisions" / "d.csv").write_bytes(b"\x00\x01\x02")

    with pytest.raises(SettingsError) as caught:
        run(place, tmp_path / "workspace")

    assert caught.value.code == "decisions_unreadable"
    assert caught.value.facts["path"] == "decisions/d.csv"
