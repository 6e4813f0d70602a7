"""Registers as people export them, mapped in the settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from grunnmur.collect import table
from grunnmur.collect.claim import SELF, Note, Record
from grunnmur.collect.document import Document
from grunnmur.errors import CollectError
from tests import estates


def _read(path: Path, **options: Any) -> tuple[list[Record], list[Note]]:
    found = list(table.parse(Document(path, path.name, {"into": "asset", **options})))
    return [f for f in found if isinstance(f, Record)], [f for f in found if isinstance(f, Note)]


def _csv(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "register.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_headings_become_columns_and_identifiers(tmp_path: Path) -> None:
    path = _csv(tmp_path, "Serienr;Modell;Avd\nA-1;MX800;Kir\n")

    (record,), notes = _read(
        path, columns={"serial": "Serienr", "model": "Modell", "device.ward": "Avd"}
    )

    assert record.key == "A-1"
    assert record.claims[0].values == {"model": "MX800"}
    assert record.claims[0].identifiers == (("serial", "A-1"),)
    assert record.claims[1].values == {"asset_id": SELF, "ward": "Kir"}
    assert notes == []


def test_an_ip_that_a_register_knows_a_thing_by_is_its_address(tmp_path: Path) -> None:
    path = _csv(tmp_path, "Navn;IP\nsrv1;10.0.0.1, 10.0.0.2\nsrv2;DHCP\n")

    (record, other), _ = _read(path, columns={"name": "Navn", "ip": "IP"}, split={"ip": ","})

    assert record.claims[0].identifiers == (("ip", "10.0.0.1"), ("ip", "10.0.0.2"))
    assert [claim.values for claim in record.claims[1:]] == [
        {"asset_id": SELF, "ip": "10.0.0.1"},
        {"asset_id": SELF, "ip": "10.0.0.2"},
    ]
    assert len(other.claims) == 1  # its name, and no address


def test_a_register_that_says_what_an_address_is_says_it_alone(tmp_path: Path) -> None:
    path = _csv(tmp_path, "Navn;IP;Sone\nsrv1;10.0.0.1;B\n")
    columns = {"name": "Navn", "ip": "IP", "address.ip": "IP", "address.realm": "Sone"}

    (record,), _ = _read(path, columns=columns)

    assert [claim.values for claim in record.claims[1:]] == [
        {"asset_id": SELF, "ip": "10.0.0.1", "realm": "B"}
    ]


@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
def test_the_delimiter_is_found(tmp_path: Path, mark: str) -> None:
    path = _csv(tmp_path, f"Serienr{mark}Modell\nA-1{mark}MX800\n")

    (record,), _ = _read(path, columns={"serial": "Serienr", "model": "Modell"})

    assert record.claims[0].values == {"model": "MX800"}


def test_commas_of_a_title_do_not_hide_the_delimiter(tmp_path: Path) -> None:
    path = _csv(tmp_path, "Utskrift fra Medusa, Kirurgi, mars\n\nSerienr;Modell\nA-1;MX800\n")

    (record,), _ = _read(path, columns={"serial": "Serienr", "model": "Modell"})

    assert (record.line, record.claims[0].values) == (4, {"model": "MX800"})


def test_of_two_columns_under_one_heading_the_first_filled_counts(tmp_path: Path) -> None:
    path = _csv(tmp_path, "Serienr;Modell;Modell\nA-1;MX800;MX900\nA-2;;MX900\n")

    records, notes = _read(path, columns={"serial": "Serienr", "model": "Modell"})

    assert [record.claims[0].values["model"] for record in records] == ["MX800", "MX900"]
    assert notes == [Note("headings_not_unique", {"headings": "Modell"}, 1)]


@pytest.mark.parametrize(
    ("row", "key"),
    [
        ("Pumpe;SN77;INV-3;srv-a", "SN77"),
        ("Pumpe;ukjent;INV-3;srv-a", "INV-3"),
        ("Pumpe;;;srv-a", "srv-a"),
        ("Pumpe;;;", "Pumpe"),
    ],
)
def test_without_a_key_a_row_is_known_by_what_is_its_own(
    tmp_path: Path, row: str, key: str
) -> None:
    path = _csv(tmp_path, f"Navn;Serienr;Inv;Vert\n{row}\n")
    columns = {"name": "Navn", "serial": "Serienr", "inventory_no": "Inv", "hostname": "Vert"}

    (record,), _ = _read(path, columns=columns)

    assert record.key == key


def test_a_row_that_is_about_no_thing_of_its_own_is_known_by_where_it_stands(
    tmp_path: Path,
) -> None:
    path = _csv(tmp_path, "Hvem;Til\nkari;srv-1\n")

    (record,), _ = _read(path, into="logon", columns={"account_id": "Hvem", "asset_id": "Til"})

    assert record.key == "register.csv:2"


def test_settings_that_do_nothing_are_noted(tmp_path: Path) -> None:
    path = _csv(tmp_path, "Serienr;Modell\nA-1;MX800\n")

    (record,), notes = _read(
        path,
        key="BMD nummer",
        columns={"serial": "Serienr", "model": "Modell"},
        values={"environment": {"x": "prod"}},
        split={"serial": ",", "mac": ";"},
    )

    assert record.key == "A-1"
    assert [(note.code, note.facts.get("option")) for note in notes] == [
        ("option_without_column", "values.environment"),
        ("option_without_column", "split.mac"),
        ("key_missing", None),
    ]


def test_what_excel_made_of_a_number_or_a_formula_identifies_nothing(tmp_path: Path) -> None:
    text = 'Navn;Serienr\nA;1,23457E+11\nB;1.23457e+11\nC;#I/T\nD;#N/A\nE;"=""00123"""\nF;12E+3X\n'

    records, notes = _read(_csv(tmp_path, text), columns={"name": "Navn", "serial": "Serienr"})

    told = {record.claims[0].values["name"]: record.claims[0].identifiers for record in records}
    assert told == {
        **dict.fromkeys("ABCD", ()),
        "E": (("serial", "00123"),),
        "F": (("serial", "12E+3X"),),
    }
    assert notes == [Note("identifier_rounded", {"count": 2})]


def test_a_workbook_keeps_fifteen_digits_of_a_number(tmp_path: Path) -> None:
    path = tmp_path / "register.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    for number, row in enumerate(
        [("Navn", "IMEI"), ("A", 123456789012345), ("B", 1234567890123456)]
    ):
        sheet.write_row(number, 0, row)
    book.close()

    records, notes = _read(path, columns={"name": "Navn", "serial": "IMEI"})

    assert [record.claims[0].identifiers for record in records] == [
        (("serial", "123456789012345"),),
        (),
    ]
    assert notes == [Note("identifier_rounded", {"count": 1})]


def test_sheets_that_nobody_named_are_noted_with_their_rows(tmp_path: Path) -> None:
    path = tmp_path / "register.xlsx"
    book = xlsxwriter.Workbook(str(path))
    for name, rows in {"2026": 2, "2025": 3, "Tomt": 0}.items():
        sheet = book.add_worksheet(name)
        for number in range(rows):
            sheet.write_row(
                number, 0, ("Serienr", "Modell") if number == 0 else (f"A-{number}", "MX")
            )
    book.add_chartsheet("Figur")
    book.close()
    columns = {"serial": "Serienr", "model": "Modell"}

    records, notes = _read(path, columns=columns)

    assert len(records) == 1
    facts = {"sheet": "2025", "rows": 3, "read": "2026"}
    assert notes == [Note("sheet_not_named", facts, row=True)]
    assert _read(path, columns=columns, sheet="2026")[1] == []


def test_a_workbook_of_the_old_form_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "register.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))

    with pytest.raises(CollectError) as refused:
        _read(path, columns={"serial": "Serienr"})

    assert refused.value.code == "workbook_of_old_form"


@pytest.mark.parametrize("options", [{}, {"encoding": "utf-16"}])
def test_utf_16_is_read_whether_the_settings_say_so_or_its_mark(
    tmp_path: Path, options: dict[str, Any]
) -> None:
    path = _csv(tmp_path, "Serienr;Leverandør\nA-1;Dräger\n", "utf-16")

    (record,), _ = _read(path, columns={"serial": "Serienr", "vendor": "Leverandør"}, **options)

    assert record.claims[0].values == {"vendor": "Dräger"}


def test_title_rows_above_the_headings_are_passed_over(tmp_path: Path) -> None:
    path = _csv(tmp_path, "Utstyrsregister;;\n;;\nSerienr;Modell;Avd\nA-1;MX800;Kir\n")

    (record,), _ = _read(path, columns={"serial": "Serienr", "model": "Modell"})

    assert record.line == 4


def test_a_cell_with_several_values_gives_a_row_each(tmp_path: Path) -> None:
    path = _csv(tmp_path, "App;Servere\nDIPS;srv1, srv2\n")

    (record,), _ = _read(
        path,
        into="application",
        columns={"name": "App", "component.asset_id": "Servere"},
        split={"component.asset_id": ","},
    )

    assert [claim.values["asset_id"] for claim in record.claims[1:]] == ["srv1", "srv2"]


def test_words_are_given_their_meaning_and_constants_added(tmp_path: Path) -> None:
    path = _csv(tmp_path, "Serienr;Type\nA-1;Infusjonspumpe\nA-2;Ukjent\n")

    records, _ = _read(
        path,
        columns={"serial": "Serienr", "kind": "Type"},
        values={"kind": {"infusjonspumpe": "medical"}},
        constants={"platform": "A"},
    )

    assert records[0].claims[0].values == {"platform": "A", "kind": "medical"}
    assert records[1].claims[0].values == {"platform": "A", "kind": "Ukjent"}


def test_every_row_is_claimed_or_noted(tmp_path: Path) -> None:
    path = _csv(tmp_path, "Serienr;Modell\nA-1;MX800\n;\n\nA-2;\n")

    records, notes = _read(path, columns={"serial": "Serienr", "model": "Modell"})

    assert (len(records), sum(note.row for note in notes)) == (2, 2)


def test_a_stray_quote_costs_no_row(tmp_path: Path) -> None:
    path = _csv(tmp_path, 'Serienr;Modell\nA-1;"Evita 4\nA-2;MX800\nA-3;MX800\n')

    records, notes = _read(path, columns={"serial": "Serienr", "model": "Modell"})

    assert [record.line for record in records] == [2, 3, 4]
    assert notes == [Note("quote_unclosed", {}, 2)]


def test_missing_and_unmapped_headings_are_noted(tmp_path: Path) -> None:
    path = _csv(tmp_path, "Serienr;Modell;Merknad\nA-1;MX800;hei\n")

    _, notes = _read(path, columns={"serial": "Serienr", "model": "Modell", "vendor": "Leverandør"})

    assert {note.code for note in notes} == {"column_missing", "columns_not_mapped"}


def test_a_workbook_is_read_like_a_csv(tmp_path: Path) -> None:
    path = tmp_path / "register.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("MTU")
    for number, row in enumerate([("Serienr", "Modell"), ("A-1", "MX800"), ("12345678", 700)]):
        sheet.write_row(number, 0, row)
    book.close()

    records, _ = _read(path, sheet="MTU", columns={"serial": "Serienr", "model": "Modell"})

    assert [record.line for record in records] == [2, 3]
    assert records[1].claims[0].values == {"model": 700}


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"into": "nothing", "columns": {"name": "A"}}, "into_unknown"),
        ({"columns": {}}, "columns_missing"),
        ({"columns": {"colour": "A"}}, "column_unknown"),
        ({"columns": {"name": "Nowhere", "model": "Nothing"}}, "headings_not_found"),
    ],
)
def test_a_mapping_that_means_nothing_is_refused_with_a_name(
    tmp_path: Path, options: dict[str, Any], code: str
) -> None:
    path = _csv(tmp_path, "Serienr;Modell\nA-1;MX800\n")

    with pytest.raises(CollectError) as caught:
        _read(path, **options)

    assert caught.value.code == code


def test_a_severity_on_no_known_scale_stays_as_said_and_is_noted(tmp_path: Path) -> None:
    things = {"name": "ting", "into": "asset", "rows": [{"key": "a", "name": "a"}]}
    rows = [{"asset_id": "a", "vulnerability_id": one, "severity": one} for one in ("5", "Kritisk")]
    scan = {"name": "skann", "into": "detection", "rows": rows}

    estate = estates.run(estates.directory(tmp_path / "in", things, scan), tmp_path / "work")

    ask = estate.connection.execute
    assert ask("select severity from detection order by 1").fetchall() == [("5",), ("critical",)]
    assert ask(
        "select source, facts->>'value' from note where code = 'severity_on_no_known_scale'"
    ).fetchall() == [("skann", "5")]
