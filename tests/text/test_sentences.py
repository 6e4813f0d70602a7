from datetime import date, datetime

import pytest

from grunnmur import text
from grunnmur.text import Voice


def test_a_sentence_has_its_facts_in_place():
    assert (
        text.sentence("query_several", "en", count=2)
        == "Ask one thing at a time; this is 2 questions."
    )


def test_an_unknown_code_shows_itself_and_its_facts():
    assert (
        text.sentence("never_heard_of", "nb", line=3, path="a.csv")
        == "never heard of (line: 3, path: a.csv)"
    )


@pytest.mark.parametrize(
    ("count", "nb", "en"),
    [
        (
            1,
            "1 server er ikke knyttet til noen applikasjon",
            "1 server is tied to no application and moves",
        ),
        (
            12_000,
            "12\u202f000 servere er ikke",
            "12,000 servers are tied to no application and move",
        ),
    ],
)
def test_one_is_counted_as_one(count, nb, en):
    assert text.sentence("server_without_application", "nb", count=count).startswith(nb)
    assert text.sentence("server_without_application", "en", count=count).startswith(en)


@pytest.mark.parametrize("rows", [1, 1.0, "1"])
def test_one_is_one_as_a_number_and_as_text(rows):
    facts = {"rows": rows, "class": "Rack"}
    nb = "1 rad av klassen Rack ble ikke brukt: ingen tabell har plass til den."
    en = "1 row of the class Rack was not used: no table has room for it."
    assert text.sentence("class_not_used", "nb", **facts) == nb
    assert text.sentence("class_not_used", "en", **facts) == en


def test_a_whole_number_loses_no_digit_however_large_it_is():
    assert Voice("en").amount(10**17 + 1) == "100,000,000,000,000,001"
    assert Voice("nb").amount(10**400).startswith("10\u202f000")


def test_a_fact_nobody_gave_is_a_question_mark():
    assert "?" in text.sentence("query_several", "nb")


@pytest.mark.parametrize("value", ["{0}", "{a.b}", "{", "}}", "{x!r:>9}"])
def test_braces_in_a_fact_change_nothing(value):
    assert value in text.sentence("reader_failed", "nb", reason=value)


def test_a_fact_may_have_any_name():
    assert text.sentence("nothing_like_it", "nb", code="x", language="y", self="z")


def test_a_huge_fact_is_cut():
    assert len(text.sentence("reader_failed", "nb", reason="x" * 10_000)) < 400


@pytest.mark.parametrize(
    ("value", "nb", "en"),
    [
        (None, "–", "–"),
        (7, "7", "7"),
        (2026, "2026", "2,026"),
        (12_345, "12\u202f345", "12,345"),
        (-12_345.5, "−12\u202f346", "-12,346"),
    ],
)
def test_numbers_are_written_as_people_write_them(value, nb, en):
    assert text.amount(value, "nb") == nb
    assert text.amount(value, "en") == en


def test_decimals_have_a_comma_in_norwegian():
    assert text.amount(1234.5, "nb", decimals=1) == "1234,5"
    assert text.amount(1234.5, "en", decimals=1) == "1,234.5"


def test_days_and_instants_are_written_as_people_write_them():
    assert text.day(date(2026, 9, 1), "nb") == "01.09.2026"
    assert text.day(date(2026, 9, 1), "en") == "1 Sep 2026"
    assert text.instant(datetime.fromisoformat("2026-09-01T14:05"), "nb") == "01.09.2026 14:05"


def test_a_day_in_a_notes_facts_is_written_as_a_day():
    assert text.sentence("x", "nb", due="2026-09-01") == "x (due: 01.09.2026)"
    assert text.sentence("x", "nb", due="2026-99-01") == "x (due: 2026-99-01)"


def test_shares_are_per_cent():
    assert Voice("nb").share(0.125, 1) == "12,5\u00a0%"
    assert Voice("en").share(None) == "–"


@pytest.mark.parametrize(
    ("asked", "environment", "language"),
    [
        ("en", {"LANG": "nb_NO.UTF-8"}, "en"),
        (None, {"GRUNNMUR_LANGUAGE": "en", "LANG": "nb_NO.UTF-8"}, "en"),
        (None, {"LANG": "nn_NO.UTF-8"}, "nb"),
        (None, {"LANG": "no_NO"}, "nb"),
        (None, {"LANG": "en_GB.UTF-8"}, "en"),
        (None, {"LANG": "de_DE.UTF-8"}, "en"),
        (None, {"LANG": "C.UTF-8"}, "nb"),
        (None, {"LC_ALL": "C", "LANG": "en_US.UTF-8"}, "en"),
        (None, {}, "nb"),
    ],
)
def test_the_language_is_the_one_asked_for_then_the_environments_then_bokmal(
    asked, environment, language
):
    assert text.chosen(asked, environment) == language


@pytest.mark.parametrize(
    ("lag", "nb", "en"),
    [
        (0, "vente til tidligst samme periode som b i 3", "wait until the same period as b in 3"),
        (1, "vente til 1 periode etter b i 3", "wait until 1 period after b in 3"),
        (2, "vente til 2 perioder etter b i 3", "wait until 2 periods after b in 3"),
    ],
)
def test_where_there_is_none_the_sentence_may_say_so_in_words(lag, nb, en):
    facts = {"before": "b", "after": "a", "lag": lag, "period_before": 3, "period_after": 1}
    assert nb in text.sentence("precedence_broken", "nb", **facts)
    assert en in text.sentence("precedence_broken", "en", **facts)
