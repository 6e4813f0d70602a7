import pytest
from reading import codes, written

from grunnmur.collect.claim import Note
from grunnmur.collect.rows import Register, Row, headings_of
from grunnmur.errors import CollectError


def read(document):
    register = Register(document)
    found = list(register.rows())
    return [row for row in found if isinstance(row, Row)], codes(found), register


def test_headings_are_found_however_they_are_written(tmp_path):
    rows, _, _ = read(written(tmp_path, "a.csv", "Serial number;Asset-Tag\nS1;T1\n"))

    assert rows[0].text("serial_number") == "S1"
    assert rows[0].text("missing", "ASSET TAG") == "T1"
    assert rows[0].line == 2


def test_lines_within_a_cell_count_as_lines(tmp_path):
    rows, _, _ = read(written(tmp_path, "a.csv", 'a,b\n"1\n2",x\n3,y\n'))

    assert [row.line for row in rows] == [2, 4]


def test_rows_that_say_nothing_are_noted(tmp_path):
    rows, noted, _ = read(written(tmp_path, "a.csv", "a,b\n,,\n1,2,3\na,b\n\n4,5\n"))

    assert [row.text("a") for row in rows] == ["4"]
    assert noted == {"empty_row": 1, "row_does_not_fit": 1, "heading_repeated": 1}


def test_a_stray_quote_and_a_cell_too_long_cost_one_row_at_most(tmp_path):
    text = f'a,b\n1,"x\n2,y\n3,{"z" * 200_000}\n4,w\n'

    rows, noted, _ = read(written(tmp_path, "a.csv", text))

    assert [row.text("b") for row in rows] == ['"x', "y", "w"]
    assert noted == {"quote_unclosed": 1, "cell_too_long": 1}


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("navn\nÅs\n".encode(), "utf-8"),
        ("navn\nÅs\n".encode("utf-8-sig"), "utf-8-sig"),
        ("navn\nÅs\n".encode("utf-16"), "utf-16"),
        ("navn\nÅs\n".encode("cp1252"), "cp1252"),
    ],
)
def test_the_encoding_is_found(tmp_path, content, encoding):
    rows, _, register = read(written(tmp_path, "a.csv", content))

    assert rows[0].text("navn") == "Ås"
    guessed = [Note("encoding_guessed", {"encoding": "cp1252"})] if encoding == "cp1252" else []
    assert list(register.notes()) == guessed


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\x00\x01\x02\x03", "not_text"),
        (b"a" * (17 << 20), "line_too_long"),
        (b"\n\n", "headings_missing"),
        (b"", "headings_missing"),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path, content, code):
    with pytest.raises(CollectError, match=code):
        read(written(tmp_path, "a.csv", content))


def test_headings_are_seen_from_the_head_alone(tmp_path):
    recoded = written(tmp_path, "c.csv", "Navn\tSerie nr\n1\t2\n".encode("utf-16"))
    assert headings_of(recoded) == {"navn", "serie_nr"}
    assert headings_of(written(tmp_path, "a.csv", "Navn\tSerie nr\n1\t2\n")) == {"navn", "serie_nr"}
    assert headings_of(written(tmp_path, "b.bin", b"PK\x03\x04")) == frozenset()
