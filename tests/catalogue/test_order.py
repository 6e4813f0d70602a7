"""Versions compare as their keys do."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grunnmur.catalogue.order import cisco, keys, placed, schemes

ASCENDING = (
    "1.0dev 1.0alpha1 1.0b2 1.0-M1 1.0-rc.2 1.0 1.0p1 1.0p2 1.0sp1 1.0a 1.0u 1.0za 1.0.1 1.1 1.2 1.10 "
    "2 10.0.19045.2845 10.0.19045.3803 2016 2016.1"
)


@pytest.mark.parametrize(("lesser", "greater"), tuple(pairwise(ASCENDING.split())))
def test_versions_ascend(lesser, greater):
    assert keys.key(lesser).point < keys.key(greater).point


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("1.0", None), ("1.0.0", None)),
        (("4.2.8p1", None), ("4.2.8", "p1")),
        (("1.8.0_202", None), ("1.8.0.202", None)),
        (("1.8.0", "update_202"), ("1.8.0", "u202")),
        (("15.1R1-S3", None), ("15.1", "r1-s3")),
        (("15.1X53-D60", None), ("15.1x53", "d60")),
        (("22.2R3-S1-EVO", None), ("22.2", "r3-s1")),
        (("v2.0", None), ("2.0", "-")),
        (("Ver. 2.0", None), ("2.0", "-")),
        (("17.0.12+7", None), ("17.0.12", None)),
    ],
)
def test_the_same_version_is_written_in_many_ways(one, other):
    assert keys.key(*one).point == keys.key(*other).point


def test_a_version_encloses_its_candidates_and_updates_but_no_letters():
    key = keys.key("1.0.2")

    inside = [
        v
        for v in ("1.0.2rc1", "1.0.2", "1.0.2sp1", "1.0.2u", "1.0.2.1")
        if key.low <= keys.key(v).point <= key.high
    ]

    assert inside == ["1.0.2rc1", "1.0.2", "1.0.2sp1"]


def test_a_train_of_its_own_lies_after_the_release_it_stands_beside():
    plain, train, after = (keys.key(v) for v in ("15.1", "15.1X53", "16.1"))

    assert plain.low < keys.key("15.1", "r7").point < plain.high < train.low
    assert train.low < keys.key("15.1x53", "d60").point < train.high < after.low
    assert keys.key("15.1 x64").point < plain.high


def test_above_lies_over_all_that_begins_with_a_version():
    above = keys.key("6.0").above

    assert keys.key("6.0.99").point < above < keys.key("6.1").point


def test_not_applicable_is_below_every_version():
    assert keys.key("-").above < keys.key("0.0.1dev").low


@given(
    st.lists(st.integers(0, 10**6), min_size=1, max_size=5),
    st.lists(st.integers(0, 10**6), min_size=1, max_size=5),
)
def test_numbers_compare_as_numbers(one, other):
    def without_zeros(numbers):
        return without_zeros(numbers[:-1]) if len(numbers) > 1 and numbers[-1] == 0 else numbers

    first, second = (keys.key(".".join(map(str, numbers))).point for numbers in (one, other))

    assert (first < second) == (without_zeros(one) < without_zeros(other))


@pytest.mark.parametrize(
    ("version", "train"),
    [
        ("15.2(4)M3", "m"),
        ("12.4(15)T", "t"),
        ("15.1(2)SY1a", "sy"),
        ("7.1(2b)", None),
        ("17.3.8a", None),
        ("3.16.4bS", "s"),
        ("03.16.04b.S", "s"),
        ("3.18.1aSP", "sp"),
        ("3.2.0JA", "ja"),
        ("3.3.5SE", "se"),
        ("3.10.1sE", "e"),
        ("3.6E.2a", "e"),
        ("2.3.1t", None),
        ("3.11.xe", None),
    ],
)
def test_cisco_names_trains(version, train):
    assert cisco.train(version) == train


def test_a_cisco_train_is_no_milestone():
    assert cisco.key("15.2(4)").point < cisco.key("15.2(4)M3").point < cisco.key("15.2(5)").point


@pytest.mark.parametrize(
    "rising",
    [
        ("12.4(3)", "12.4(3a)", "12.4(3b)", "12.4(5)"),
        ("15.0(2)SE", "15.0(2a)SE", "15.0(2)SE9", "15.0(2a)SE9", "15.0(2)SE10", "15.0(3)SE"),
        ("12.2(33)SXI4", "12.2(33)SXI4a", "12.2(33)SXI5"),
        # IOS XE 3: number of the release, of its maintenance, letter of the rebuild, train.
        ("3.16.0S", "3.16.0aS", "3.16.0bS", "3.16.0cS", "3.16.1S", "3.16.1aS", "3.17.0S"),
        ("3.16.4S", "3.16.4aS", "3.16.4bS", "3.16.4dS", "3.16.4gS", "3.16.5S", "3.16.10S"),
        ("3.10.1S", "3.10.1xbS", "3.10.1xcS", "3.10.2S", "3.10.2aS", "3.10.2tS"),
        ("3.18.1SP", "3.18.1aSP", "3.18.1iSP", "3.18.2SP"),
        ("3.4.7SG", "3.4.7aSG", "3.4.8SG"),
        ("3.6.5E", "3.6.5aE", "3.6.5bE", "3.6.6E", "3.8.0E"),
        ("3.10.1E", "3.10.1aE", "3.10.1sE", "3.10.2E"),  # 3.10 was never made for the train SE
        ("3.3.1SE", "3.3.2SE", "3.3.5SE"),
        # From 16 on, one train for all, and the letter last.
        ("3.18.9SP", "16.3.5", "16.3.5b", "16.3.6", "16.3.10", "16.12.1"),
        ("16.12.1", "16.12.1a", "16.12.1z", "16.12.1z1", "16.12.1z2", "16.12.1za", "16.12.2"),
        ("17.3.4", "17.3.4a", "17.3.4c", "17.3.5", "17.3.5a", "17.4.1"),
    ],
)
def test_a_rebuild_of_cisco_comes_after_what_it_rebuilds(rising):
    points = [cisco.key(version).point for version in rising]

    assert points == sorted(set(points))


@pytest.mark.parametrize(
    "spellings",
    [
        ("3.16.4bS", "3.16.4bs", "03.16.04b.S", "3.16S.4b"),
        ("3.10.2S", "3.10s.2", "03.10.02.S"),
        ("3.7.1S", "3.7s(.1)"),
        ("3.6.2aE", "3.6e.2a", "03.06.02a.E"),
        ("3.16.0S", "3.16S"),
        ("16.3.5b", "16.03.05b"),
    ],
)
def test_a_release_of_ios_xe_is_one_however_it_is_written(spellings):
    assert len({cisco.key(version).point for version in spellings}) == 1


@pytest.mark.parametrize(
    ("product", "scheme"),
    [
        ("cisco:ios", schemes.CISCO),
        ("cisco:ios_xe", schemes.CISCO),
        ("cisco:unified_communications_manager", schemes.PLAIN),
        ("npm:jquery", "semver"),
        ("pypi:django", "python"),
        ("openssl:openssl", schemes.PLAIN),
    ],
)
def test_a_product_follows_one_order(product, scheme):
    assert schemes.scheme(product) == scheme


def test_ecosystems_compare_by_their_own_rules():
    versions = ["1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0"]

    found = placed([("semver", version, None) for version in versions])

    points = [found["semver", version, None].point for version in versions]
    assert points == sorted(points)
    assert len(set(points)) == 5


def test_what_an_ecosystem_cannot_read_has_no_place():
    assert placed([("python", "not a version", None)])["python", "not a version", None] is None
