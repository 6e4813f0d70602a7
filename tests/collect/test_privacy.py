"""Identity numbers and secrets never reach the disk."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from grunnmur import settings
from grunnmur.collect import privacy, storable
from grunnmur.collect.claim import Claim, Note, Record
from grunnmur.collect.writer import Writer

# Synthetic numbers: month + 80, so they belong to nobody; control digits worked out by hand below.
# 01 81 90 000: day 1, month 1+80, year 90, individual 000.
# k1: 3·0+7·1+6·8+1·1+8·9+9·0+4·0+5·0+2·0 = 128; 128 mod 11 = 7; 11−7 = 4
# k2: 5·0+4·1+3·8+2·1+7·9+6·0+5·0+4·0+3·0+2·4 = 101; 101 mod 11 = 2; 11−2 = 9
VALID = "01819000049"


def test_a_valid_identity_number_is_masked() -> None:
    assert privacy.cleaned(f"Pasient {VALID}, rom 3") == (
        "Pasient [identity-number], rom 3",
        ("identity_number_masked",),
    )


def test_one_written_with_a_space_is_masked() -> None:
    assert privacy.cleaned(f"{VALID[:6]} {VALID[6:]}")[0] == privacy.MASK


# 81 41 90 100: k1: 3·8+7·1+6·4+1·1+8·9+9·0+4·1+5·0+2·0 = 132; 132 mod 11 = 0; 0
# k2: 5·8+4·1+3·4+2·1+7·9+6·0+5·1+4·0+3·0+2·0 = 126; 126 mod 11 = 5; 11−5 = 6
HELP_NUMBER = "81419010006"


@pytest.mark.parametrize(
    "text",
    [
        HELP_NUMBER,
        f"{VALID[:6]}.{VALID[6:]}",
        f"{VALID[:6]}-{VALID[6:]}",
        f"01.81.90 {VALID[6:]}",
        f"01.81.1990 {VALID[6:]}",
        f"01.81.90-{VALID[6:]}",
    ],
)
def test_however_it_is_written_it_is_masked(text: str) -> None:
    assert privacy.cleaned(f"Pasient {text}.") == (
        f"Pasient {privacy.MASK}.",
        ("identity_number_masked",),
    )


@pytest.mark.parametrize(
    "text",
    [
        "01819000048",
        "32819000049",
        f"9{VALID}",
        f"{VALID}7",
        f"SN{VALID}",
        f"2.01.81.90.{VALID[6:]}",
        "81419010007",
        "31.12.2019 10051",
        "10.11.12.10046",
        "S-1-5-21-1004336348-1177238915-682003330-512",
    ],
)
def test_other_eleven_digits_are_left(text: str) -> None:
    assert privacy.cleaned(text)[0] == text


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("passord: Sommer2024!", "Sommer2024!"),
        ("Brukes av vakt. Passord er Vinter99", "Vinter99"),
        ("snmp community=h3mmelig", "h3mmelig"),
        ("root:$6$saltsalt$abcdefghijklmnop", "abcdefghijklmnop"),
        ("key AKIAABCDEFGHIJKLMNOP", "AKIAABCDEFGHIJKLMNOP"),
        ("api_key = 'abc123def'", "abc123def"),
        ("http://bruker:Hem12345@srv/api", "Hem12345"),
        ("snmp community Hemmelig9 ro", "Hemmelig9"),
        ("snmp-server community Hemmelig9 RW 10", "Hemmelig9"),
        ("jdbc:oracle:thin:scott/tiger99@h:1521", "tiger99"),
        ("snmp-server community Hemmelig9", "Hemmelig9"),
        ("rocommunity Hemmelig9 10.0.0.0/8", "Hemmelig9"),
        ("mysqldump -u root -pHemmelig9 dips", "Hemmelig9"),
        (r"C:\\bin\\sqlcmd.exe -S srv -U sa -P Hemmelig9", "Hemmelig9"),
        ("ldapsearch -x -D cn=drift -w Hemmelig9 -b dc=no", "Hemmelig9"),
        ("plink drift@srv -pw Hemmelig9 ls", "Hemmelig9"),
        ("snmpwalk -v2c -c h3mmelig 10.0.0.1", "h3mmelig"),
        ("agent.exe --db-password 'Hemmelig9' --quiet", "Hemmelig9"),
        ("setup /PASSWORD Hemmelig9", "Hemmelig9"),
    ],
)
def test_a_secret_becomes_a_fingerprint(text: str, secret: str) -> None:
    cleaned, found = privacy.cleaned(text)

    assert secret not in cleaned
    assert "secret_fingerprinted" in found


def test_the_same_secret_has_the_same_fingerprint() -> None:
    assert privacy.cleaned("pwd=abcdef")[0] == privacy.cleaned("pwd=abcdef")[0]


def test_cleaning_twice_changes_nothing() -> None:
    once = privacy.cleaned(f"passord: Sommer2024 {VALID}")[0]

    assert privacy.cleaned(once)[0] == once


@pytest.mark.parametrize(("options", "found"), [(20, True), (100, False)])
def test_a_password_belongs_to_the_program_just_before_it(options: int, *, found: bool) -> None:
    """A look without end would cost the square of what a cell holds."""
    cleaned, codes = privacy.cleaned("mysql" + " --quick" * options + " -pHemmelig9")

    assert ("Hemmelig9" not in cleaned, bool(codes)) == (found, found)


@pytest.mark.parametrize(
    "text",
    [
        "unclosed token: line 785, column 33",
        "not well-formed (invalid token): line 1, column 2",
        "http://srv:8080/api",
        "https://srv:8443/drift@sykehus",
        "https://bruker@srv/api",
        "ssh://git@srv:22/arkiv",
        "drift@sykehus.example",
        "SNMP community må byttes",
        "Community center, bygg 4",
        "mysqld --port 3306 -P 3306",
        "mysql -u root -p dips",
        "ssh -p 2222 srv",
        "tar -c -f arkiv.tar /data",
        "Bygg 4 - pass på døra",
        "jdbc:oracle:thin:@srv:1521/DIPS",
        "Token ring lab 3",
    ],
)
def test_what_is_no_secret_is_left(text: str) -> None:
    assert privacy.cleaned(text) == (text, ())


def test_an_identity_number_in_a_files_name_is_not_stored(tmp_path: Path) -> None:
    writer = Writer(tmp_path, 0)
    document = writer.document("s", f"{VALID}.csv", "table")
    document.take(Record("1", (Claim("person", {}, (("employee_no", VALID),)),), 2))
    document.take(Note("empty_row", {}, 3, row=True))
    document.close()
    writer.flush()

    tables = [pq.read_table(path).to_pylist() for path in sorted(tmp_path.glob("*/*.parquet"))]

    assert VALID not in repr(tables)
    assert pq.read_table(tmp_path / "_note").column("code").to_pylist() == [
        "empty_row",
        "identity_number_masked",
    ]
    assert not (tmp_path / "_identifier").exists() or not pq.read_table(tmp_path / "_identifier")


def test_the_path_of_a_source_is_stored_without_an_identity_number(tmp_path: Path) -> None:
    (tmp_path / "grunnmur.toml").write_text(
        f'[[source]]\nname = "s"\nformat = "table"\npath = "{VALID}.csv"\n', encoding="utf-8"
    )

    (source,) = storable(settings.read(tmp_path)).sources

    assert source.path == f"{privacy.MASK}.csv"
