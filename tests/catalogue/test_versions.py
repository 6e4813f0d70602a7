"""Which releases a version may belong to."""

import pytest

from grunnmur.catalogue.versions import CycleIndex

WINDOWS = CycleIndex([
    ("7-sp1", "7 SP1"), ("10-22h2", "10 22H2"),
    ("10-1809-e-lts", "10 1809 LTSC"), ("10-1809-e", "10 1809 Enterprise"),
])  # fmt: skip
SERVER = CycleIndex(
    [("2012", "2012"), ("2012-r2", "2012 R2"), ("2008-sp2", "2008 SP2"), ("2008-r2", "2008 R2 SP1")]
)
NUMBERS = CycleIndex([("6.7", "6.7"), ("6", "6"), ("1.18", "1.18"), ("8", "8"), ("3.5", "3.5 SP1")])


def test_the_middle_of_a_version_may_be_left_out_where_we_know_how():
    index = CycleIndex(
        [("e", "10 22H2 Enterprise"), ("w", "10 22H2 Pro")], lambda version: {f"10 {version[8:]}"}
    )

    assert index.candidates("10 Enterprise") == ("e",)
    assert index.candidates("10") == ("e", "w")


@pytest.mark.parametrize(
    ("index", "version", "cycles"),
    [
        (WINDOWS, "7", ("7-sp1",)),
        (WINDOWS, "10 22H2 Pro", ("10-22h2",)),
        (WINDOWS, "10 1809 LTSC IoT", ("10-1809-e-lts",)),
        (WINDOWS, "10 1809", ("10-1809-e-lts", "10-1809-e")),
        (WINDOWS, "10", ("10-22h2", "10-1809-e-lts", "10-1809-e")),
        (WINDOWS, "11", ()),
        (SERVER, "2012", ("2012",)),
        (SERVER, "2012 r2", ("2012-r2",)),
        (SERVER, "2008", ("2008-sp2",)),
        (SERVER, "2008 R2", ("2008-r2",)),
        (NUMBERS, "6.7.0 build-14320388", ("6.7",)),
        (NUMBERS, "6.70", ("6",)),
        (NUMBERS, "v1.18.0", ("1.18",)),
        (NUMBERS, "8u202", ("8",)),
        (NUMBERS, "80", ()),
        (NUMBERS, "", ()),
        (NUMBERS, None, ()),
    ],
)
def test_a_version_belongs_to_the_releases_it_may_be(index, version, cycles):
    assert index.candidates(version) == cycles
