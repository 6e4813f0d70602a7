"""Files that mean harm or are broken cost little and become a note; their neighbours are read."""

from __future__ import annotations

import gzip
import io
import lzma
import os
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import xlsxwriter
import zstandard

from grunnmur import settings
from grunnmur.collect import collect

_GOOD = "Navn;Serienr\nsrv-1;SERIAL01\n"


def _notes(
    folder: Path, files: dict[str, bytes], format_name: str = "auto", *, megabytes: int = 128
) -> dict[str, set[str]]:
    """Note codes by file, of an estate with these files and one good register beside them."""
    place = folder / "estate"
    (place / "files").mkdir(parents=True)
    for name, content in files.items():
        (place / "files" / name).write_bytes(content)
    (place / "good.csv").write_text(_GOOD, encoding="utf-8")
    (place / "grunnmur.toml").write_text(
        f"[limits]\nseconds = 10\nmegabytes = {megabytes}\n"
        f'[[source]]\nname = "f"\nformat = "{format_name}"\npath = "files"\n'
        'into = "asset"\ncolumns = { name = "Navn", serial = "Serienr" }\n'
        '[[source]]\nname = "good"\nformat = "table"\npath = "good.csv"\ninto = "asset"\n'
        'columns = { name = "Navn", serial = "Serienr" }\n',
        encoding="utf-8",
    )
    claims = collect(settings.read(place), folder / "claims", workers=1)
    assert pq.read_table(claims.folder / "asset").num_rows >= 1
    found: dict[str, set[str]] = {}
    if (claims.folder / "_note").exists():
        for row in pq.read_table(claims.folder / "_note").to_pylist():
            found.setdefault(row["place"].split("/", 1)[-1], set()).add(row["code"])
    return found


def test_an_entity_bomb_is_refused(tmp_path: Path) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE nmaprun [<!ENTITY a "aaaaaaaaaa">'
    for one, other in zip("abcdefghi", "bcdefghij", strict=True):
        bomb += f'<!ENTITY {other} "{f"&{one};" * 10}">'.encode()
    bomb += b']><nmaprun scanner="nmap" start="1"><host><hostnames><hostname name="&j;"/></hostnames></host></nmaprun>'

    notes = _notes(tmp_path, {"bomb.xml": bomb}, "nmap")

    assert notes["bomb.xml"]


def test_an_external_entity_is_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("KEEPME", encoding="utf-8")
    text = (
        f'<?xml version="1.0"?><!DOCTYPE nmaprun [<!ENTITY x SYSTEM "file://{secret}">]>'
        '<nmaprun scanner="nmap" start="1"><host><status state="up"/><address addr="10.0.0.1" addrtype="ipv4"/>'
        '<hostnames><hostname name="&x;"/></hostnames></host></nmaprun>'
    )

    _notes(tmp_path, {"external.xml": text.encode()}, "nmap")

    stored = b"".join(path.read_bytes() for path in (tmp_path / "claims").rglob("*.parquet"))
    assert b"KEEPME" not in stored


def test_a_zip_bomb_stops_at_its_limit(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        block = b"0" * (1 << 20)
        with archive.open("zeros.csv", "w", force_zip64=True) as member:
            for _ in range(400):
                member.write(block)

    notes = _notes(tmp_path, {"bomb.zip": inner.getvalue()})

    assert notes["bomb.zip"] == {"too_large_unpacked"}


def test_a_gzip_bomb_stops_at_its_limit(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as stream:
        for _ in range(400):
            stream.write(b"0" * (1 << 20))

    notes = _notes(tmp_path, {"bomb.csv.gz": packed.getvalue()}, "table")

    limits = {"too_large_unpacked", "too_much_memory", "too_slow", "line_too_long"}
    assert notes["bomb.csv.gz"] & limits


def test_truncated_archives_are_notes(tmp_path: Path) -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("a.csv", _GOOD * 100)
    tarred = io.BytesIO()
    with tarfile.open(fileobj=tarred, mode="w:xz") as archive:
        info = tarfile.TarInfo("a.csv")
        info.size = len(_GOOD)
        archive.addfile(info, io.BytesIO(_GOOD.encode()))

    notes = _notes(
        tmp_path,
        {
            "half.zip": whole.getvalue()[: len(whole.getvalue()) // 2],
            "half.tar.xz": tarred.getvalue()[:80],
        },
    )

    assert set(notes) >= {"half.zip", "half.tar.xz"}


def _cut(packed: bytes) -> bytes:
    return packed[: len(packed) - len(packed) // 4]


@pytest.mark.parametrize(
    ("name", "packed"),
    [("a.gz", gzip.compress), ("a.xz", lzma.compress), ("a.zst", zstandard.compress)],
)
def test_a_packed_file_cut_off_is_read_up_to_there(
    tmp_path: Path, name: str, packed: Callable[[bytes], bytes]
) -> None:
    rows = "".join(f"srv-{number};{number * 7919 % 10007}\n" for number in range(20_000))
    cut = _cut(packed(f"Navn;Serienr\n{rows}".encode()))

    notes = _notes(tmp_path, {name: cut}, "table", megabytes=512)

    assert notes[name] == {"truncated"}
    assert pq.read_table(tmp_path / "claims" / "asset").num_rows > 5_000


def test_a_small_packed_file_cut_off_is_recognised_by_what_is_left(tmp_path: Path) -> None:
    text = "sys_id,name,sys_class_name,sys_updated_on\n1,srv-1,Linux Server,2026-01-01\n"
    spoilt = bytearray(gzip.compress(text.encode()))
    spoilt[-8] ^= 1  # the checksum
    nothing = gzip.compress(os.urandom(2000))[:500]

    notes = _notes(tmp_path, {"cmdb.csv.gz": bytes(spoilt), "odd.gz": nothing})

    assert notes["cmdb.csv.gz"] == {"truncated"}
    assert notes["odd.gz"] == {"unrecognised", "archive_damaged"}


def test_every_frame_of_a_packed_file_is_read(tmp_path: Path) -> None:
    frames = zstandard.compress(_GOOD.encode()) + zstandard.compress(b"srv-2;SERIAL02\n")

    notes = _notes(tmp_path, {"a.csv.zst": frames}, "table")

    assert "a.csv.zst" not in notes
    assert pq.read_table(tmp_path / "claims" / "asset").num_rows == 3


def test_a_packed_archive_cut_off_gives_the_members_before(tmp_path: Path) -> None:
    tarred = io.BytesIO()
    with tarfile.open(fileobj=tarred, mode="w:gz") as archive:
        for name, content in (("a.csv", _GOOD.encode()), ("b.bin", os.urandom(100_000))):
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))

    notes = _notes(tmp_path, {"half.tar.gz": _cut(tarred.getvalue())}, "table")

    assert notes == {"half.tar.gz": {"archive_damaged"}}
    assert pq.read_table(tmp_path / "claims" / "asset").num_rows == 2


def test_a_sheet_that_says_it_has_a_million_columns_costs_little(tmp_path: Path) -> None:
    path = tmp_path / "wide.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.write(0, 0, "Navn")
    sheet.write(1_048_575, 16_383, "far away")
    book.close()

    notes = _notes(tmp_path, {"wide.xlsx": path.read_bytes()}, "table")

    assert notes["wide.xlsx"]


def test_formulas_are_text_and_nothing_runs(tmp_path: Path) -> None:
    text = 'Navn;Serienr\n=HYPERLINK("http://evil.example");=1+1\n'

    notes = _notes(tmp_path, {"formula.csv": text.encode()}, "table")

    assert "formula.csv" not in notes


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02" * 100, b"\xff\xd8\xff\xe0junk"])
def test_what_no_format_recognises_is_a_note(tmp_path: Path, content: bytes) -> None:
    notes = _notes(tmp_path, {"odd.bin": content})

    assert notes["odd.bin"] == {"unrecognised"}


def test_windows_1252_is_read_as_it_was_meant(tmp_path: Path) -> None:
    notes = _notes(
        tmp_path, {"norsk.csv": "Navn;Serienr\nRøntgen-Ærlig;SERIAL77\n".encode("cp1252")}, "table"
    )

    assert "norsk.csv" not in notes
    names = pq.read_table(tmp_path / "claims" / "asset").column("name").to_pylist()
    assert "Røntgen-Ærlig" in names
