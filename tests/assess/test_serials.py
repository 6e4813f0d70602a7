"""Serial numbers as notices state them."""

from __future__ import annotations

import pytest

from grunnmur.assess import serials


def _truth(cell: str, own: str) -> int:
    code = serials.code(own)
    prefix, number = serials.numbered(code)
    told = [0]
    for tells, one, series, least, greatest, truth in serials.spans(cell):
        is_in = number is not None and least is not None and least <= number <= greatest
        if (
            tells in ("any", "unread")
            or (tells == "one" and one == code)
            or (tells == "begins" and code.startswith(one))
            or (tells == "range" and series == prefix and is_in)
        ):
            told.append(truth)
    return max(told)


@pytest.mark.parametrize(
    ("cell", "own", "truth"),
    [
        ("MWW66ZPDK5", "mww66-zpdk5", 2),
        ("MWW66ZPDK5; ACTD7KWF28", "ACTD7KWF28", 2),
        ("MWW66ZPDK5, ACTD7KWF28", "XG1VH6A20T", 0),
        ("S/N 0012", "0012", 2),
        ("AB12", "SNAB12", 2),
        ("SN1000-SN1999", "SN1500", 2),
        ("AB1000 til AB1999", "AB2000", 0),
        ("AB1000 – 1999", "AB1999", 2),
        ("AB1000 – AB1999", "AC1500", 0),
        ("1000-1999", "1500", 1),  # a range, or one number written with a hyphen
        ("2021-0345", "2021-0345", 2),
        ("2021-0345", "2021", 0),
        ("AB12*", "AB1299", 2),
        ("< AB2000", "AB1999", 2),
        ("≥ AB2000", "AB1999", 0),
        ("alle", "AB1", 2),
        ("those delivered before May", "AB1", 1),
    ],
)
def test_a_cell_of_serial_numbers_is_read(cell, own, truth):
    assert _truth(cell, own) == truth


def test_what_holds_no_digit_is_no_serial_number():
    assert (serials.code("ukjent"), serials.code("-")) == ("", "")
    assert serials.code("VRNRXVLJSD") == "VRNRXVLJSD"  # letters alone, as makers print them
