"""Identity numbers and secrets never reach the disk."""

from __future__ import annotations

import pytest

from grunnmur.collect import privacy

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


@pytest.mark.parametrize(
    "text", ["01819000048", "32819000049", f"9{VALID}", f"{VALID}7", f"SN{VALID}"]
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
