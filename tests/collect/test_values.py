"""What registers write, in one spelling."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from grunnmur.collect import countries, values
from grunnmur.estate import TABLES, declare


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2019-02-01", "2019-02-01"),
        ("01.02.2019", "2019-02-01"),
        ("1.2.19", "2019-02-01"),
        ("1.2.99", "1999-02-01"),
        ("20190201", "2019-02-01"),
        ("2023-08-04 1:00:00", "2023-08-04"),
        ("2019-02-01T23:30:00-05:00", "2019-02-02"),
        ("01.02.2019 12:30", "2019-02-01"),
        ("31. 12. 2019", "2019-12-31"),
        ("31/12/2019", "2019-12-31"),
        ("4/4/2019", "2019-04-04"),
        ("3/12-2019", "2019-12-03"),
        ("31-12-2019", "2019-12-31"),
        ("2019/12/31", "2019-12-31"),
        ("4. mars 2021", "2021-03-04"),
        ("4.des.2021", "2021-12-04"),
        ("04-MAY-21", "2021-05-04"),
        ("2019-12-31+01:00", "2019-12-31"),
    ],
)
def test_days_are_read_as_written_here(written: str, day: str) -> None:
    assert values.spelled(declare.day("d", ""), written) == day


@pytest.mark.parametrize(
    "written",
    [
        "31.02.2019",
        "ukjent",
        "2019",
        "13/14/2019",
        "31.12.2019 foo",
        "2019-12-31foo",
        "2019-12-31 99:99",
        "3/12/2019",
        "12-3-2019",
        "4. foo 2021",
        "31.12.2019 10",
        "1.2.019",
        "31.12.20191",
        "0001-01-01T00:00:00+01:00",
        "2019-12-31 10:00 +9900",
    ],
)
def test_what_is_no_day_is_said_to_be_none(written: str) -> None:
    with pytest.raises(values.Unreadable):
        values.spelled(declare.day("d", ""), written)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1 234,5", "1234.5"),
        ("1.234,50", "1234.5"),
        ("1,234.50", "1234.5"),
        ("12", "12"),
        ("3,0", "3"),
    ],
)
def test_decimal_commas_and_thousands_are_read(written: str, number: str) -> None:
    assert values.spelled(declare.number("n", ""), written) == number


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("31.12.2019 10.30", "2019-12-31 10:30:00"),
        ("31.12.2019 kl. 10:30", "2019-12-31 10:30:00"),
        ("4. mai 2021 kl 9.05", "2021-05-04 09:05:00"),
        ("31/12-2019 10:30:15", "2019-12-31 10:30:15"),
        ("2023-08-04 1:00:00", "2023-08-04 01:00:00"),
        ("2023-08-04 1:00:00 PM", "2023-08-04 13:00:00"),
        ("2023-08-04 10:00:00 +0200", "2023-08-04 08:00:00"),
        ("2023-08-04 10:00:00 CEST", "2023-08-04 08:00:00"),
        ("2023-08-04 10:00:00 +0000 UTC", "2023-08-04 10:00:00"),
        ("2023-08-04T10:00:00.5Z", "2023-08-04 10:00:00.500000"),
    ],
)
def test_instants_are_read_with_their_clock(written: str, instant: str) -> None:
    assert values.spelled(declare.instant("i", ""), written) == instant


@pytest.mark.parametrize("written", ["nan", "inf", "ca. 3"])
def test_what_is_no_number_is_said_to_be_none(written: str) -> None:
    with pytest.raises(values.Unreadable):
        values.spelled(declare.number("n", ""), written)


def test_yes_and_no_in_both_languages() -> None:
    column = declare.flag("f", "")

    assert [values.spelled(column, word) for word in ("Ja", "nei", "TRUE", "0")] == [
        "true",
        "false",
        "true",
        "false",
    ]


def test_a_choice_takes_only_its_words() -> None:
    column = declare.choice("criticality", "A B", "")

    assert values.spelled(column, "a") == "A"
    with pytest.raises(values.Unreadable):
        values.spelled(column, "C")


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("Kritisk", "critical"),
        ("URGENT", "critical"),
        ("9.8", "critical"),
        ("Høy", "high"),
        ("Important", "high"),
        ("7,0", "high"),
        (8.9, "high"),
        ("6", "medium"),
        ("Moderate", "medium"),
        ("3.9", "low"),
        ("0.0", "info"),
        ("Ukjent", None),
    ],
)
def test_severities_are_words_of_one_scale(written: object, word: str | None) -> None:
    assert values.spelled(declare.text("severity", ""), written) == word


@pytest.mark.parametrize("written", ["5", "10.1", "P1", "Serious"])
def test_a_severity_on_no_known_scale_stays_as_said(written: str) -> None:
    with pytest.raises(values.Unreadable) as raised:
        values.spelled(declare.text("severity", ""), written)

    assert (raised.value.reason, raised.value.kept) == ("severity_on_no_known_scale", written)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("NO", "NO"),
        ("no", "NO"),
        ("NOR", "NO"),
        (" Norge ", "NO"),
        ("NORWAY", "NO"),
        ("Noreg", "NO"),
        ("Malaysia", "MY"),
        ("Storbritannia", "GB"),
        ("UK", "GB"),
        ("Sør-Afrika", "ZA"),
        ("Iran, Islamic  Republic of", "IR"),
    ],
)
def test_countries_are_two_capital_letters(written: str, code: str) -> None:
    assert values.spelled(declare.text("country", ""), written) == code


@pytest.mark.parametrize("written", ["Ukjent", "unknown", "XX", "EU", "Utlandet"])
def test_what_is_no_country_is_not_known(written: str) -> None:
    with pytest.raises(values.Unreadable) as raised:
        values.spelled(declare.text("country", ""), written)

    assert (raised.value.reason, raised.value.kept) == ("value_not_a_country", None)


def test_no_name_is_of_two_countries() -> None:
    table = Path(countries.__file__).with_suffix(".csv")
    rows = list(csv.reader(table.read_text(encoding="utf-8").splitlines()))[1:]

    named = {(name.casefold(), row[0]) for row in rows for cell in row for name in cell.split("|")}

    assert len({row[0] for row in rows}) == len(rows) == 250  # ISO's 249 and Kosovo
    assert max(Counter(name for name, _ in named if name).values()) == 1


def test_what_a_rule_does_is_said_in_many_words() -> None:
    column = TABLES["zone_rule"].by_name["action"]

    for word in ("allow", "permit", "ACCEPT", "Tillat", "tillatt"):
        assert values.spelled(column, word) == "allow"
    for word in ("Deny", "drop", "REJECT", "nekt", "Blokkert"):
        assert values.spelled(column, word) == "deny"
    with pytest.raises(values.Unreadable, match="value_not_a_choice"):
        values.spelled(column, "log")
