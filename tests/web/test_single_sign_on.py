"""Single sign-on: who the directory lets in has the roles its groups give, today's and no others."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.test import Client

from grunnmur.errors import SettingsError
from grunnmur_web import roles
from tests.web import directory
from tests.web.region import NORTH, SOUTH

pytestmark = pytest.mark.enable_socket
MAPPING = f"""
[[role]]
group = "GRUNNMUR-LES-NORD"
role = "reader"
organisation = "{NORTH}"

[[role]]
group = "GRUNNMUR-REVISOR"
role = "auditor"
"""


@pytest.fixture
def idp(site, monkeypatch):
    """The directory, and a site that asks it."""
    with directory.running() as running:
        app = {
            "provider_id": "directory",
            "name": "Helseregion",
            "client_id": directory.CLIENT,
            "secret": directory.SECRET,
            "settings": {"server_url": running.address},
        }
        monkeypatch.setitem(settings.SOCIALACCOUNT_PROVIDERS["openid_connect"], "APPS", [app])
        monkeypatch.setattr(settings, "OIDC_ROLES", roles.read(MAPPING), raising=False)
        yield running


def _log_in(idp, name, **told) -> Client:
    """Goes to the directory and comes back with its code."""
    idp.person = {"sub": f"id-of-{name}", "preferred_username": name, "name": name.title(), **told}
    client = Client(HTTP_HOST="localhost")
    sent = client.post("/account/oidc/directory/login/?process=login")
    state = parse_qs(urlsplit(sent.url).query)["state"][0]
    back = client.get(f"/account/oidc/directory/login/callback/?code=x&state={state}")
    assert back.status_code == 302, back.content.decode()
    return client


def _grants(ask, name):
    rows = ask.rows(
        "auditor",
        "select role, organisation_id, granted_by from web_grant join web_user on user_id = web_user.id "
        f"where username = '{name}' order by 1",
    )
    return [tuple(row.values()) for row in rows]


def test_a_newcomer_in_no_mapped_group_is_let_in_and_sees_nothing(ask, idp):
    client = _log_in(idp, "ukjent", groups=["ALLE"])

    assert client.get("/me").status_code == 200
    assert client.get("/estate/asset").status_code == 403


def test_groups_give_roles_for_a_trust_from_the_first_log_in(ask, idp):
    client = _log_in(idp, "ny.leser", groups=["ALLE", "GRUNNMUR-LES-NORD"])

    assert client.get("/thing/asset/asset-n1").status_code == 200
    assert client.get("/thing/asset/asset-s1").status_code == 404
    assert _grants(ask, "ny.leser") == [("reader", NORTH, "directory:")]


def test_who_leaves_a_group_loses_its_role_at_the_next_log_in_and_keeps_what_people_gave(ask, idp):
    _log_in(idp, "flytter", groups=["GRUNNMUR-LES-NORD", "GRUNNMUR-REVISOR"])
    ask.as_("chief").post(
        "/administration/people/flytter/give", {"role": "reader", "organisation_id": SOUTH}
    )

    _log_in(idp, "flytter", groups=["GRUNNMUR-REVISOR"])

    assert _grants(ask, "flytter") == [
        ("auditor", "", "directory:"),
        ("reader", SOUTH, "chief"),
    ]
    taken = ask.rows(
        "auditor", "select actor, subject_id from web_audit where action = 'take_role' order by id"
    )[-1]
    assert taken == {"actor": "directory:", "subject_id": "flytter"}


def test_whom_the_directory_vouches_for_comes_by_no_other_way(ask, idp, monkeypatch):
    client = _log_in(idp, "sluttet", groups=["GRUNNMUR-LES-NORD"])
    client.post(
        "/account/password/set/",
        {"password1": "riktig-hest-batteri", "password2": "riktig-hest-batteri"},
    )
    own = {"login": "sluttet", "password": "riktig-hest-batteri"}

    refused = Client(HTTP_HOST="localhost")
    page = refused.post("/account/login/", own, follow=True).content.decode()

    assert "Kontoen din kommer fra katalogen" in page
    assert refused.get("/me").status_code == 302
    # where no directory is asked any more, an account is as good as another
    monkeypatch.setitem(settings.SOCIALACCOUNT_PROVIDERS["openid_connect"], "APPS", [])
    assert refused.post("/account/login/", own).status_code == 302
    assert refused.get("/me").status_code == 200


def test_a_directory_that_tells_no_groups_gives_no_role(ask, idp):
    _log_in(idp, "uten", groups=["GRUNNMUR-REVISOR"])
    client = _log_in(idp, "uten")

    assert _grants(ask, "uten") == []
    assert client.get("/estate/asset").status_code == 403


@pytest.mark.parametrize(
    "written",
    [
        "[[role]",
        '[[role]]\ngroup = "x"\nrole = "king"',
        '[[role]]\nrole = "reader"',
        '[[role]]\ngroup = "x"\nrole = "reader"\norganisation = ""',
        '[[roles]]\ngroup = "x"\nrole = "reader"',
    ],
)
def test_a_mapping_that_is_not_understood_stops_the_start(written):
    with pytest.raises(SettingsError):
        roles.read(written)
