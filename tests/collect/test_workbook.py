import zipfile

import pytest
import xlsxwriter
from reading import document

from grunnmur.collect.document import Document
from grunnmur.collect.workbook import Workbook, sheet_names
from grunnmur.errors import CollectError


def made(path, sheets):
    book = xlsxwriter.Workbook(str(path))
    for name, cells in sheets.items():
        sheet = book.add_worksheet(name)
        for (row, column), value in cells.items():
            sheet.write(row, column, value)
    book.close()
    return document(path)


def rewritten(path, target, change):
    """The same workbook with its first sheet changed."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename.endswith("sheet1.xml"):
                content = change(content)
            new.writestr(entry.filename, content)
    return document(target)


def test_rows_are_numbered_as_a_person_counts_them_and_empty_ones_left_out(tmp_path):
    book = made(tmp_path / "a.xlsx", {"Ark1": {(2, 1): "VM", (4, 1): "a"}, "Tomt": {}})

    workbook = Workbook(book)

    assert workbook.names == sheet_names(book) == ("Ark1", "Tomt")
    assert list(workbook.rows("Ark1")) == [(3, ["VM"]), (5, ["a"])]
    assert list(workbook.rows("Tomt")) == []


def test_cells_that_do_not_say_where_they_are_are_measured_too(tmp_path):
    book = made(tmp_path / "a.xlsx", {"Ark1": {(0, 0): 1}})
    wide = b'<row r="1">' + b"<c><v>1</v></c>" * 20_000 + b"</row>"

    hostile = rewritten(
        book.path,
        tmp_path / "b.xlsx",
        lambda sheet: sheet.replace(b"<sheetData>", b"<sheetData>" + wide),
    )

    with pytest.raises(CollectError, match="sheet_too_large"):
        Workbook(hostile)


def test_the_limit_on_cells_is_the_sources_to_set(tmp_path):
    path = made(tmp_path / "a.xlsx", {"Ark1": {(0, 0): 1, (99, 99): 1}}).path

    with pytest.raises(CollectError, match="sheet_too_large"):
        Workbook(document(path, cells=9_999))

    assert len(list(Workbook(document(path, cells=10_000)).rows("Ark1"))) == 2


def test_a_sheet_that_unpacks_beyond_the_limit_is_refused(tmp_path):
    book = made(tmp_path / "a.xlsx", {"Ark1": {(0, 0): 1}})
    hostile = rewritten(book.path, tmp_path / "b.xlsx", lambda _: b" " * (60 << 20))

    with pytest.raises(CollectError, match="too_large_unpacked"):
        Workbook(Document(hostile.path, hostile.name, megabytes=50))


def test_a_workbook_that_lies_about_its_size_is_measured_by_what_comes_out(tmp_path):
    path = made(tmp_path / "a.xlsx", {"Ark1": {(0, 0): "x"}}).path
    far = rewritten(
        path, tmp_path / "b.xlsx", lambda sheet: sheet.replace(b'r="A1"', b'r="XFD1048576" ')
    ).path
    content = bytearray(far.read_bytes())
    for place in range(len(content) - 4):
        if content[place : place + 4] == b"PK\x01\x02":  # an entry of the central directory
            content[place + 24 : place + 28] = (10).to_bytes(4, "little")
    far.write_bytes(content)

    rows = _rows_or_refusal(far)

    assert rows in (1, "sheet_too_large", "workbook_damaged")


def _rows_or_refusal(path):
    try:
        return len(list(Workbook(document(path)).rows("Ark1")))
    except CollectError as refusal:
        return refusal.code


@pytest.mark.parametrize("content", [b"PK\x03\x04 xl/ nothing", b"", b"\xd0\xcf\x11\xe0" * 9])
def test_what_is_no_workbook_is_refused(tmp_path, content):
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)

    with pytest.raises(CollectError, match="workbook_damaged"):
        Workbook(document(path))


def test_a_workbook_cut_short_is_refused(tmp_path):
    path = made(tmp_path / "a.xlsx", {"Ark1": {(n, 0): n for n in range(100)}}).path
    path.write_bytes(path.read_bytes()[:-200])

    with pytest.raises(CollectError, match="workbook_damaged"):
        Workbook(document(path))
