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
    ],
)
def test_days_are_read_as_written_here(written: str, day: str) -> None:
    assert values.spelled(declare.day("d", ""), written) == day


@pytest.mark.parametrize("written", ["31.02.2019", "ukjent", "2019", "13/14/2019"])
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
