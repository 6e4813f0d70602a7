"""What the site says when something is not as it should be, in the language that was chosen."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client, RequestFactory, override_settings
from django.utils import translation

from grunnmur_web.pages import errors
from tests.web.conftest import PASSWORD
from tests.web.reading import words_of

ENGLISH = re.compile(r"\b(the|this|your|must|enter|password|please|too|not)\b", re.IGNORECASE)


def _said(response):
    main = response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return words_of(f"<main{main}")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nb", "Passordet er for kort. Det må ha minst 12 tegn."),
        ("en", "The password is too short. It must have at least 12 characters."),
    ],
)
def test_a_short_password_is_refused_in_the_language_of_the_page(ask, language, said):
    client = ask.as_("newcomer", language=language)
    form = {"oldpassword": PASSWORD, "password1": "kort", "password2": "kort"}

    assert said in _said(client.post("/account/password/change/", form))


@pytest.mark.parametrize(
    ("who", "path", "form"),
    [
        (None, "/account/login/", {"login": "nobody-here", "password": "x"}),
        ("newcomer", "/account/password/change/", {"oldpassword": "x", "password1": "passord1234", "password2": ""}),
        ("newcomer", "/account/password/change/", {"oldpassword": "x", "password1": "newcomer1234", "password2": "y"}),
        ("newcomer", "/account/reauthenticate/", {"password": "x"}),
        ("newcomer", "/me/tokens", {"name": "", "scope": "?", "expires_on": "x"}),
        ("north", "/findings/finding-n/accept", {"measure": "x" * 3000, "valid_to": "x"}),
        ("newcomer", "/nothing", None),
        ("newcomer", "/me/tokens", None),
        ("newcomer", "/administration", None),
    ],
)  # fmt: skip
def test_nothing_is_refused_in_english_on_a_norwegian_page(ask, who, path, form):
    client = ask.as_(who, language="nb")

    said = _said(client.get(path) if form is None else client.post(path, form))

    assert len(said) > 40
    assert ENGLISH.findall(said) == []


@pytest.mark.parametrize(
    ("language", "said"), [("nb", "For mange forsøk"), ("en", "Too many attempts")]
)
@override_settings(ACCOUNT_RATE_LIMITS={"login": "1/m/ip"})
def test_who_tries_too_often_is_told_so_on_a_page_of_ours(ask, language, said):
    client = ask.as_(None, language=language)
    for _ in range(2):
        answer = client.post("/account/login/", {"login": "nobody-here", "password": "x"})

    assert answer.status_code == 429
    assert said in _said(answer)


def test_what_takes_a_form_says_so_where_it_is_opened_as_a_page(ask):
    answer = ask.as_("newcomer", language="en").get("/me/tokens")

    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert "There is no page here" in _said(answer)


@pytest.mark.parametrize(
    ("came_from", "onward"),
    [
        ("http://localhost/findings/finding-n?x=1", "/findings/finding-n%3Fx%3D1"),
        ("http://elsewhere.example/findings", "/"),
        ("", "/"),
    ],
)
def test_who_sends_a_form_after_the_session_ended_comes_back_to_its_page(ask, came_from, onward):
    answer = ask.as_(None).post(
        "/findings/finding-n/say/comment", {"reason": "x"}, HTTP_REFERER=came_from
    )

    assert answer.headers["Location"] == f"/account/login/?next={onward}"


@pytest.mark.parametrize(("language", "said"), [("nb", "er ikke lagret"), ("en", "was not saved")])
def test_what_was_sent_without_being_logged_in_is_said_to_be_lost(ask, language, said):
    client = ask.as_(None, language=language)
    page = client.post("/findings/finding-n/say/comment", {"reason": "x"}, follow=True)
    looked = ask.as_(None, language=language).get("/findings/finding-n", follow=True)

    assert said in _said(page)
    assert said not in _said(looked)


@pytest.mark.parametrize(
    ("language", "said"), [("nb", "Gå tilbake, last den på nytt"), ("en", "Go back, load it anew")]
)
def test_a_form_from_before_the_last_log_in_says_where_to_begin_anew(ask, language, said):
    client = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)
    client.cookies["language"] = language

    answer = client.post("/me/tokens", {"name": "x"})

    assert answer.status_code == 403
    assert said in _said(answer)


@pytest.fixture
def no_database(site):
    """The database is gone for as long as this lasts."""
    connection.close()
    kept = connection.settings_dict["HOST"]
    connection.settings_dict["HOST"] = "/nowhere"
    yield
    connection.close()
    connection.settings_dict["HOST"] = kept


@pytest.mark.parametrize(
    ("language", "said"), [("nb", "Databasen svarer ikke"), ("en", "The database does not answer")]
)
def test_without_its_database_the_site_says_so_as_itself(no_database, language, said):
    client = Client(HTTP_HOST="localhost")
    client.cookies["language"] = language

    page, program = client.get("/"), client.get("/api/v1/overview")

    assert page.status_code == program.status_code == 503
    assert said in _said(page)
    assert "site/site.css" in page.content.decode()
    assert program.json() == {"detail": "no_database"}


@pytest.mark.parametrize(
    ("language", "said"), [("nb", "velg en mindre fil"), ("en", "a smaller file")]
)
def test_what_is_too_large_and_what_is_our_fault_are_told_in_the_readers_language(
    ask, language, said
):
    large = ask.as_("north", language=language).post("/me/tokens", {"name": "x" * 1_100_000})
    with translation.override(language):
        broken = errors.broken(RequestFactory().get("/"))

    assert (large.status_code, broken.status_code) == (413, 500)
    assert said in _said(large)
    assert {"nb": "Noe gikk galt", "en": "Something went wrong"}[language] in _said(broken)
    for page in (large, broken):
        assert f'<html lang="{language}"' in page.content.decode()
