"""Every address, asked by a stranger, by a newcomer without roles, and by people of two trusts."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from grunnmur_web.models import User
from tests.web.addresses import ADDRESSES, patterns
from tests.web.region import SECRET

PUBLIC = {"preferences", "metrics", "feed"}
QUERIES = {
    "thing": "?past=1",
    "scenarios": "?with=laid&with=20260801T080000",
    "move": "?workload=servers/n/A&period=0",
    "workload": "?why=1&period=0",
    "search": "?q=app01",
    "estate": "?q=nord&column=name&column=platform",
    "update": "?product_id=microsoft:windows_10&version=22H2",
    "detections": "?q=cve",
    "suppliers": "?q=maker&sort=-failed",
    "export_dependencies": "?verdict=silent",
    "dependencies": "?from=~&to=~&verdict=silent&role=middleware&sub_role=integration_engine",
}


@pytest.fixture(autouse=True)
def _upload(ask):
    """One file that was sent, as if its trial had been taken away since."""
    ask.rows(
        "planner",
        "insert into web_upload (upload_id, file_name, size, digest, source, new_source, organisation, sent_by, "
        f"sent_at, state, base_run, made_run) values ('{'0' * 16}', 'a.csv', 1, '', 'a', false, '', 'planner', "
        "now(), 'tried', '', '') on conflict do nothing returning 1",
    )


def _ask(client, name, arguments):
    address = ADDRESSES[name]
    url = reverse(name, kwargs=arguments) + QUERIES.get(name, "")
    return client.get(url) if address.form is None else client.post(url, address.form)


def _text(response):
    text = b"".join(response.streaming_content) if response.streaming else response.content
    response.close()
    return text.decode()


def test_every_address_is_tested_and_says_who_may_see_it():
    found = patterns()

    assert set(found) == set(ADDRESSES)
    assert [name for name, pattern in found.items() if not hasattr(pattern.callback, "right")] == []
    assert {name for name, pattern in found.items() if pattern.callback.right is None} == PUBLIC


@pytest.mark.parametrize("name", sorted(set(ADDRESSES) - PUBLIC))
def test_a_stranger_is_asked_to_log_in(ask, name):
    response = _ask(ask.as_(None), name, ADDRESSES[name].north)

    assert response.status_code == 302
    assert response.headers["Location"].startswith("/account/login/")


@pytest.mark.parametrize(
    "name", sorted(set(ADDRESSES) - PUBLIC - {"account", "make_token", "revoke_token"})
)
def test_a_newcomer_without_roles_is_told_so(ask, name):
    response = _ask(ask.as_("newcomer"), name, ADDRESSES[name].north)

    assert response.status_code == 403
    assert "Du har ingen roller ennå" in _text(response)
    assert "<nav" not in _text(response)


@pytest.mark.parametrize("name", sorted(ADDRESSES))
@pytest.mark.parametrize("who", ["north", "north_security"])
def test_nobody_of_the_north_reads_a_word_of_the_souths(ask, name, who):
    response = _ask(ask.as_(who), name, ADDRESSES[name].north)

    assert response.status_code in (200, 302, 403, 404, 422)
    assert SECRET not in _text(response)


@pytest.mark.parametrize(
    "name", sorted(name for name, a in ADDRESSES.items() if a.south is not None)
)
@pytest.mark.parametrize("who", ["north", "north_security"])
def test_what_is_the_souths_is_not_there_for_the_north(ask, name, who):
    response = _ask(ask.as_(who), name, ADDRESSES[name].south)

    assert response.status_code in (403, 404)
    assert SECRET not in _text(response)


@pytest.mark.parametrize("name", sorted(name for name, a in ADDRESSES.items() if a.form is None))
@pytest.mark.parametrize("language", ["nb", "en"])
def test_every_page_is_there_for_who_may_everything(ask, name, language):
    client = ask.as_(ADDRESSES[name].who, language=language)
    response = _ask(client, name, ADDRESSES[name].north)

    assert response.status_code in ((404,) if name in ("metrics", "feed") else (200, 302))
    text = _text(response)
    for (
        person
    ) in User.objects.all():  # whoever asks the API at random may call one like a text of ours
        text = text.replace(person.username, "").replace(person.first_name, "")
    assert "site_" not in text


@pytest.mark.parametrize("name", sorted(name for name, a in ADDRESSES.items() if a.form is None))
def test_no_page_may_be_scripted_framed_or_kept(ask, name):
    response = _ask(ask.as_(ADDRESSES[name].who), name, ADDRESSES[name].north)
    response.close()
    headers = response.headers

    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize(
    "name", sorted(name for name, a in ADDRESSES.items() if a.form is not None)
)
def test_a_form_from_elsewhere_is_refused(ask, name):
    client = ask.as_("chief")
    client.handler.enforce_csrf_checks = True

    assert _ask(client, name, ADDRESSES[name].north).status_code == 403


@pytest.mark.parametrize(
    "name", sorted(name for name, a in ADDRESSES.items() if a.form is not None)
)
def test_what_changes_something_is_never_a_link(ask, name):
    response = ask.as_("chief").get(reverse(name, kwargs=ADDRESSES[name].north))

    assert response.status_code == 405


@pytest.mark.parametrize(
    ("who", "name"),
    [
        ("chief", "finding_accept"),
        ("chief", "finding_say"),
        ("chief", "add_person"),
        ("chief", "make_token"),
        *(("newcomer", name) for name, a in ADDRESSES.items() if a.form is not None),
    ],
)
def test_a_change_of_language_leads_to_a_page_whatever_was_sent(ask, who, name):
    client = ask.as_(who)
    shown = client.post(reverse(name, kwargs=ADDRESSES[name].north), {})
    onward = re.search(r'name="next" value="([^"]*)"', _text(shown))

    assert shown.status_code in (302, 403, 404, 422)
    assert onward is None or client.get(onward.group(1)).status_code != 405


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_text_no_database_takes_is_refused_in_words(ask, name):
    address, client = ADDRESSES[name], ask.as_("chief")
    url = reverse(name, kwargs=address.north)
    asked = [client.get(f"{url}?x=%00"), client.get(f"{url}%00")]
    if address.form is not None:
        asked.append(client.post(url, {**address.form, "x": "\x00"}))

    for response in asked:
        assert response.status_code == 400
        assert "Forespørselen gir ikke mening" in _text(response)


@pytest.mark.parametrize(
    "path", ["things/asset/a%00", "search?q=%00", "lists/asset?platform=%00", "people/a%00/roles"]
)
def test_text_no_database_takes_is_refused_by_the_api_as_described(ask, path):
    response = ask.as_("chief").get(f"/api/v1/{path}")

    assert (response.status_code, response.json()) == (400, {"detail": "request"})


@pytest.mark.parametrize("language", ["nb", "en"])
def test_a_name_the_site_does_not_answer_to_is_refused_in_words(ask, language):
    response = ask.as_(None, language=language).get("/", headers={"host": "elsewhere.example"})

    said = {"nb": "Forespørselen gir ikke mening", "en": "The request makes no sense"}
    assert response.status_code == 400
    assert said[language] in _text(response)


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_machines_ask_how_the_site_is_by_whatever_name(ask, path):
    assert ask.as_(None).get(path, headers={"host": "10.0.0.7:8400"}).status_code == 200


def test_no_page_has_script_or_style_of_its_own(ask):
    for name, address in ADDRESSES.items():
        if address.form is None and name not in (
            "export",
            "export_dependencies",
            "calendar",
            "decisions_file",
        ):
            text = _text(_ask(ask.as_(address.who), name, address.north))
            assert " style=" not in text, name
            assert "<style" not in text, name
            assert "onclick" not in text, name
            assert text.count("<script") == text.count('<script src="/static/'), name
