"""The site in a real browser: nothing axe can fault, the keyboard reaches everything, people do their tasks."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib import resources, util

import pytest

from grunnmur.text import words
from tests import estates
from tests.web.conftest import PASSWORD

STEPS = resources.files("grunnmur.assess.vulnerable") / "steps"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium here"),
    pytest.mark.skipif(util.find_spec("playwright") is None, reason="playwright is not installed"),
    pytest.mark.enable_socket,
]
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip
PAGES = (
    "/", "/estate/asset", "/estate/application", "/estate/asset?q=nothing", "/thing/asset/asset-n1",
    "/thing/application/application-n", "/findings", "/findings/finding-n", "/findings/accepted",
    "/dependencies?from=organisation-north&to=organisation-north",
    "/dependencies?verdict=silent&role=middleware&sub_role=integration_engine",
    "/dependencies?by=service_id&from=~&to=~", "/dependencies/around/application/application-n?by=function",
    "/dependencies/around/asset/asset-n2", "/plan", "/plan/of/servers/n/A?why=1",
    "/plan/scenarios?with=laid", "/mine?owner=Nina+Nord", "/estate/suppliers", "/thing/asset/asset-n2?past=1",
    "/trust/organisation-north",
    "/security/updates", "/security/updates/one?product_id=microsoft:windows_10&version=22H2", "/security/detections",
    "/security?rule=trust-crossing", "/security/path/path-1", "/sources", "/search?q=nord", "/administration",
    "/administration/log", "/me", "/nothing-here", "/account/password/change/", "/account/2fa/",
)  # fmt: skip


PLANNERS_PAGES = ("/plan", "/plan/scenarios", "/plan/of/servers/n/A?period=0", "/sources")


@pytest.fixture(scope="module")
def base(site, tmp_path_factory) -> Iterator[str]:
    """The site on a port of its own, as it is served, with a directory that files can be sent for."""
    folder = tmp_path_factory.mktemp("estate")
    source = {"name": "register", "into": "asset", "rows": [{"key": "1", "serial": "SERIAL01"}]}
    places = {
        "GRUNNMUR_ESTATE": str(estates.directory(folder / "estate", source)),
        "GRUNNMUR_WORKSPACE": str(folder / "workspace"),
    }
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "grunnmur_web.wsgi", "--bind", f"127.0.0.1:{port}"]
    command += ["--threads", "4", "--log-level", "critical"]
    environment = {**os.environ, **places, "DATABASE_URL": site.web}
    with subprocess.Popen(command, env=environment) as server:
        for _ in range(300):
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://localhost:{port}"
        server.terminate()


@pytest.fixture(scope="module")
def browser():
    """Chromium as the machine has it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def open_as(base, browser):
    """A page of somebody who has logged in, in a language."""
    contexts = []

    def opened(who, language="en", width=1280, *, scripts=True):
        context = browser.new_context(
            base_url=base, viewport={"width": width, "height": 900}, java_script_enabled=scripts
        )
        contexts.append(context)
        context.add_cookies([{"name": "language", "value": language, "url": base}])
        page = context.new_page()
        page.goto("/account/login/")
        page.fill("#id_login", who)
        page.fill("#id_password", PASSWORD)
        page.click("main button")
        page.wait_for_url(lambda url: "/login/" not in url)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize(("language", "theme"), [("nb", "light"), ("en", "dark")])
def test_axe_finds_nothing_on_any_page(open_as, base, language, theme):
    axe = (resources.files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8")
    page = open_as("chief", language)
    page.context.add_cookies([{"name": "theme", "value": theme, "url": base}])
    found = _faults(page, axe, PAGES)
    page = open_as("planner", language)
    page.context.add_cookies([{"name": "theme", "value": theme, "url": base}])
    found += _faults(page, axe, (*PLANNERS_PAGES, _sent(page)))

    assert sorted({(rule, html) for _, rule, html in found}) == [], found


def _faults(page, axe, paths):
    found = []
    for path in paths:
        page.goto(path)
        page.evaluate(axe)
        result = page.evaluate(
            "axe.run({resultTypes: ['violations']})"
        )  # what is right it need not list
        found += [(path, v["id"], v["nodes"][0]["html"][:120]) for v in result["violations"]]
    return found


def _counts(page, selector, count):
    """So many of these are there, at the latest when the page a click leads to has come."""
    from playwright.sync_api import expect

    expect(page.locator(selector)).to_have_count(count)


def _says(page, selector, text):
    """One of these says so, at the latest when the page a click leads to has come."""
    from playwright.sync_api import expect

    expect(page.locator(selector)).to_contain_text(text, ignore_case=True)


def _sent(page):
    """The address of a file that was just sent."""
    page.goto("/sources")
    file = {"name": "a.csv", "mimeType": "text/csv", "buffer": b"key;serial\n1;SERIAL02\n"}
    page.set_input_files("#id_file", file)
    page.click("form[enctype] button")
    page.wait_for_url("**/sources/uploads/*")
    return page.url


_OVER_NUMBERS = """[...document.querySelectorAll('.timeline th[scope=row]')].map(th => {
    const range = document.createRange(); range.selectNodeContents(th);
    return [range.getBoundingClientRect().right, th.getBoundingClientRect().right, th.textContent];
}).filter(([text, cell]) => text > cell + 1)"""
"""Names of a timeline's rows that run over the numbers beside them."""


def test_every_page_fits_a_narrow_screen_and_says_nothing_to_the_console(open_as):
    page = open_as("chief", width=320)
    said = []
    page.on(
        "console", lambda message: said.append(message.text) if message.type == "error" else None
    )
    _fit(page, PAGES)
    page.goto("/dependencies")
    assert page.evaluate(_OVER_NUMBERS) == []
    page = open_as("planner", width=320)
    page.on(
        "console", lambda message: said.append(message.text) if message.type == "error" else None
    )
    _fit(page, (*PLANNERS_PAGES, _sent(page)))

    assert [text for text in said if "404" not in text] == []


def test_where_one_is_stands_in_view_in_the_menu_of_a_narrow_screen(open_as):
    page = open_as("chief", width=320)
    page.goto("/sources")

    box = page.locator("nav.main a[aria-current]").bounding_box()

    assert box["x"] >= 0 and box["x"] + box["width"] <= 320
    assert page.evaluate("scrollY") == 0


def test_words_without_end_fit_a_narrow_screen(open_as):
    """Reasons are as long as people write them, and hold addresses."""
    reason = "x" * 1900
    page = open_as("planner", width=320)
    page.goto("/plan/of/servers/n/A?period=0")
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    page.fill("form[action*='/plan/pin/'] [name=reason]", reason)
    page.click("form[action*='/plan/pin/'] button")
    _says(page, "main", reason)
    officer = open_as("north", width=320)
    officer.goto("/findings/finding-n")
    officer.fill("form[action$='/say/comment'] [name=reason]", reason)
    officer.click("form[action$='/say/comment'] button")
    _says(officer, "main", reason)

    _fit(page, ["/plan/of/servers/n/A"])
    page.click("form[action*='/plan/unpin/'] button")
    _counts(page, "form[action*='/plan/unpin/']", 0)
    _fit(officer, ["/findings/finding-n"])


def test_a_row_is_one_line_and_paper_is_white_and_holds_all_of_it(open_as, base):
    """A list at 1,200 pixels; then on A4 with margins, from a dark screen."""
    page = open_as("chief", width=1200)
    page.context.add_cookies([{"name": "theme", "value": "dark", "url": base}])
    page.goto("/estate/asset?kind=server")
    heights = page.evaluate(
        "[...document.querySelectorAll('tbody tr')].map(row => row.offsetHeight)"
    )
    page.set_viewport_size({"width": 703, "height": 900})
    page.emulate_media(media="print")
    _fit(page, ["/estate/asset", "/dependencies", "/findings/finding-vn"])
    ink, forms = page.evaluate(
        "[getComputedStyle(document.body).color, document.querySelector('form.form').checkVisibility()]"
    )

    assert heights
    assert max(heights) < 40
    assert ink == "rgb(27, 34, 36)"
    assert not forms


@pytest.mark.parametrize("language", ["nb", "en"])
def test_a_row_of_what_scanners_reported_is_one_line_whatever_the_reason(open_as, language):
    page = open_as("chief", language)
    page.goto("/security/detections")
    written = STEPS.joinpath("out_detection_check.sql").read_text(encoding="utf-8")
    codes = re.findall(r"(?:then|else) '(\w+_\w+)'", written.split("as outcome,")[1])
    reasons = [words.word("value", code, language) for code in codes]

    heights = page.evaluate(
        """reasons => {
            const table = document.querySelector('.results table'), row = table.tBodies[0].rows[0];
            const said = [['ahus-monito-00137'], ['CVE-2021-34527'], [], reasons, [],
                ['Microsoft Windows Server']];
            said.forEach((texts, n) => texts.forEach((text, m) => {
                const other = table.tBodies[0].rows[m] || table.tBodies[0].appendChild(row.cloneNode(true));
                (other.cells[n].querySelector('a') || other.cells[n]).textContent = text;
            }));
            return [...table.tBodies[0].rows].map(row => row.offsetHeight);
        }""",
        reasons,
    )

    assert len(heights) >= len(codes) >= 8
    assert max(heights) < 40


def test_quarters_stand_apart_on_a_narrow_screen(open_as):
    page = open_as("chief", width=320)
    page.goto("/")

    touching = page.evaluate(
        """() => {
            const boxes = [...document.querySelectorAll('.values li')].map(li => {
                const range = document.createRange(); range.selectNodeContents(li);
                return range.getBoundingClientRect();
            });
            return boxes.filter((a, n) => boxes.some((b, m) => m > n
                && a.left < b.right + 2 && b.left < a.right + 2
                && a.top < b.bottom - 1 && b.top < a.bottom - 1)).length;
        }"""
    )

    assert touching == 0


@pytest.mark.parametrize("noun", ["asset", "contract"])
def test_a_list_shows_all_its_columns_however_long_the_trusts_are_called(open_as, noun):
    page = open_as("chief", "nb")
    page.goto(f"/estate/{noun}")

    hidden = page.evaluate(
        """() => {
            const links = document.querySelectorAll('.results td a');
            links.forEach(a => { a.textContent = 'Akershus universitetssykehus HF'; });
            const list = document.querySelector('.results .scroll');
            return list ? list.scrollWidth - list.clientWidth : 0;
        }"""
    )

    assert hidden <= 0


def test_what_one_decides_by_is_not_cut_off_by_its_table(open_as):
    page = open_as("south")
    page.goto("/trust")
    page.click("td details.drop summary >> nth=-1")

    below = page.evaluate(
        """() => {
            const buttons = [...document.querySelectorAll('td details[open] button')];
            const table = buttons[0].closest('.scroll').getBoundingClientRect();
            return buttons.filter(one => one.getBoundingClientRect().bottom > table.bottom).length;
        }"""
    )

    assert below == 0


def _fit(page, paths):
    for path in paths:
        page.goto(path)
        wide = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, path


def test_the_keyboard_skips_to_the_content_and_reaches_every_link(open_as):
    page = open_as("north")
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"

    page.goto("/findings/finding-n")
    wanted = page.evaluate(
        "[...document.querySelectorAll('a[href], button, input:not([type=hidden]), textarea, select, summary')]"
        ".filter(e => e.checkVisibility()).length"
    )
    reached = set()
    for _ in range(wanted + 5):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate("[...document.querySelectorAll('*')].indexOf(document.activeElement)")
        )
    assert len(reached) >= wanted


@pytest.mark.parametrize(
    ("who", "path", "target", "first"),
    [
        ("chief", "/estate/asset", "results", ".tools summary"),
        ("planner", "/plan?period=1", "moves", ".months a"),
    ],
)
def test_the_keyboard_skips_what_narrows_a_list_and_what_stands_above_the_moves(
    open_as, who, path, target, first
):
    page = open_as(who, scripts=False)
    page.goto(path)
    page.focus(f"a.skip[href='#{target}']")
    box = page.locator(":focus").bounding_box()
    assert box["x"] >= 0
    page.keyboard.press("Enter")
    page.wait_for_url(f"**#{target}")
    page.keyboard.press("Tab")

    assert page.evaluate(f"document.activeElement.matches('{first}')")


@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_head_of_ict_approves_the_wave_that_hits_the_trust(open_as, language):
    page = open_as("south", language)
    page.click("nav.main a[href='/trust']")
    page.wait_for_url("**/trust")
    page.set_viewport_size({"width": 1200, "height": 800})
    is_cut = (
        "names => { const table = document.querySelector('table.waves'), box = table.parentElement; "
        "table.querySelector('tbody td:nth-child(3)').textContent = names; return box.scrollWidth > box.clientWidth }"
    )
    assert not page.evaluate(is_cut, "Kardiologikjernen, Radiologiarkivet, OUS-DOSESE-APP01")
    page.click("details.drop summary")
    page.click("button[value=approve]")

    _counts(page, "td .mark.good", 1)


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("scripts", [True, False])
def test_an_owner_accepts_a_risk_and_takes_it_back_with_or_without_scripts(
    open_as, language, scripts
):
    page = open_as("north", language, scripts=scripts)
    page.click("nav.main a[href='/findings']")
    page.click("table.grid tbody a >> nth=0")
    page.goto("/findings/finding-n")
    if page.locator("#id_reopen_reason").count():  # another test accepted it
        page.fill("#id_reopen_reason", "på nytt")
        page.click("form[action$=reopen] button")
    page.fill("#id_reason", "byttes i mai")
    page.fill("#id_measure", "eget nett")
    page.fill("#id_answers_for", "Kari Ås")
    page.fill("#id_valid_to", "2027-06-01")
    page.click("form[action$=accept] button")
    _says(page, ".ds-alert[data-color=warning]", "Kari Ås")

    page.fill("#id_reopen_reason", "nytt funn")
    page.click("form[action$=reopen] button")
    _counts(page, ".ds-alert[data-color=warning]", 0)


@pytest.mark.parametrize("width", [1280, 320])
def test_an_owner_accepts_a_risk_with_the_keyboard_alone(open_as, width):
    page = open_as("south", "en", width)
    page.goto("/findings")
    _tab(page, "a[href='/findings/finding-s']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/findings/finding-s")
    _tab(page, "#id_reason")
    for text in ("replaced in May", "a network of its own", "Kari", "01012020"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    _tab(page, "form[action$=accept] button")
    page.keyboard.press("Enter")
    _says(page, "#id_valid_to_error", "Choose a day after today")

    page.keyboard.type("03012028")  # nothing to look for: the day that is wrong has the focus
    page.keyboard.press("Enter")
    _says(page, ".ds-alert[data-color=warning]", "Kari")
    _tab(page, "#id_reopen_reason")
    page.keyboard.type("looked again")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    _counts(page, ".ds-alert[data-color=warning]", 0)


def _tab(page, selector):
    """Goes on to the first of these as the keyboard does."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("which => document.activeElement.matches(which)", selector):
            return
    pytest.fail(f"the keyboard never comes to {selector}")


@pytest.mark.parametrize("language", ["nb", "en"])
def test_a_security_officer_follows_a_chain_to_patient_data(open_as, language):
    page = open_as("chief", language)
    page.click("nav.main a[href='/security']")
    page.click("a[href^='?rule=trust-crossing'] >> nth=0")
    page.click("a[href='/security/path/path-1']")

    _counts(page, "tbody tr", 1)


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("scripts", [True, False])
def test_a_security_officer_comes_from_an_update_to_what_it_removes_and_whom_it_helps(
    open_as, language, scripts
):
    page = open_as("chief", language, scripts=scripts)
    page.click("nav.main a[href='/security']")
    page.click("nav.tabs a[href='/security/updates']")
    page.click("table.grid a:text-is('22H2')")
    _counts(page, "section[aria-labelledby=removed] tbody tr", 2)

    page.click("dl.facts a[href^='/estate/asset']")
    page.click("table.grid a:text-is('nord-app01')")
    page.click("section[aria-labelledby=checked] a >> nth=0")

    _counts(page, ".results tbody tr", 1)


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("width", [1280, 320])
def test_an_architect_walks_from_neighbour_to_neighbour(open_as, language, scripts, width):
    page = open_as("auditor", language, width, scripts=scripts)
    page.goto("/thing/application/application-n")
    page.click("a[href='/dependencies/around/application/application-n']")
    page.wait_for_url("**/around/application/application-n")
    assert page.locator(".around .lines svg").first.is_visible() is (width == 1280)
    assert page.locator(".around li svg.sample").first.is_visible() is (width == 320)

    page.focus(".around ul.needs a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/dependencies/around/application/application-s")
    page.click(".around .middle a")
    page.wait_for_url("**/thing/application/application-s")


def test_lines_end_beside_their_rows(open_as):
    page = open_as("auditor")
    page.goto("/dependencies/around/application/application-n")

    for side, end in (("needed_by", "0"), ("needs", "path.getTotalLength()")):
        row = page.locator(f".around ul.{side} li").bounding_box()
        drawn = page.locator(f".around .lines.{side} path").evaluate(
            f"path => path.getPointAtLength({end}).matrixTransform(path.getScreenCTM()).y"
        )
        assert abs(row["y"] + row["height"] / 2 - drawn) < 1


@pytest.mark.parametrize("language", ["nb", "en"])
def test_an_auditor_comes_from_a_number_to_its_evidence_in_two_clicks(open_as, language):
    page = open_as("auditor", language)
    page.click("dl.keys a[href^='/estate/asset']")
    page.click("text=nord-app01")
    page.click("dd.disputed summary")

    _says(page, "dd.disputed >> nth=0", "ad-north")


@pytest.mark.parametrize("language", ["nb", "en"])
def test_an_engineer_finds_a_machine_by_its_serial_number(open_as, language):
    page = open_as("north", language)
    page.fill("#find", "SN-4711")
    page.press("#find", "Enter")

    _counts(page, "table.grid a:has-text('nord-app01')", 1)


@pytest.mark.parametrize("language", ["nb", "en"])
def test_an_architect_narrows_a_list_and_takes_it_along(open_as, language):
    page = open_as("auditor", language)
    page.goto("/estate/asset")
    page.click("aside a:has-text('Nordre sykehus')")
    page.click(".tools summary >> nth=1")
    with page.expect_download() as download:
        page.click("a[href*='export.csv']")

    assert len(download.value.path().read_text(encoding="utf-8-sig").splitlines()) == 3


def test_one_changes_language_and_stays_where_one_was(open_as):
    page = open_as("north", "nb", scripts=False)
    page.goto("/estate/asset?platform=A")
    page.click("button[value=en]")
    page.wait_for_url("**/estate/asset?platform=A")
    _says(page, "h1", "Estate")


def test_one_adds_a_passkey_and_logs_in_with_it_alone(open_as, base):
    page = open_as("key_holder")
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    verified = {"hasUserVerification": True, "isUserVerified": True}
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": {**options, **verified}})

    page.goto("/account/2fa/webauthn/add/")
    page.fill("#id_password", PASSWORD)  # who adds a key says again who they are
    page.click("main form button")
    page.fill("#id_name", "vakttelefon")
    page.check("#id_passwordless")
    page.click("#mfa_webauthn_add")
    page.wait_for_url(lambda url: "/add/" not in url)
    page.context.clear_cookies()
    page.goto("/account/login/?next=/plan")
    page.click("#passkey_login")
    page.wait_for_url(f"{base}/plan")  # a pattern would meet "?next=/plan" of the page before

    _counts(page, "h1", 1)


@pytest.mark.parametrize("language", ["nb", "en"])
def test_a_planner_drags_a_move_to_a_month_sees_what_it_does_and_pins_it(open_as, language):
    page = open_as("planner", language)
    page.goto("/plan?period=1")
    row = page.locator("#moves-table tbody tr", has_text="Nordservere")
    row.drag_to(page.locator("[data-period='0']"))
    page.wait_for_selector("#tried .card .mark.good")
    assert page.locator(":focus").get_attribute("id") == "tried"

    page.fill("#tried #reason", "ombygging")
    page.click("#tried button")
    _says(page, "section[aria-labelledby=pinned]", "september 2026")

    page.click("section[aria-labelledby=pinned] button")
    _counts(page, "section[aria-labelledby=pinned]", 0)


def test_a_planner_without_scripts_chooses_workload_and_month(open_as):
    page = open_as("planner", scripts=False)
    page.goto("/plan?period=1")
    page.select_option("#move_what", label="Nordservere")
    page.select_option("#move_to", "0")
    page.click("form[action='/plan/move'] button")

    _counts(page, "#tried .mark.good", 1)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_planner_sends_a_file_and_drops_it_again(open_as, scripts):
    page = open_as("planner", "en", scripts=scripts)
    page.goto(_sent(page))
    _says(page, "#state", "waiting to be tried")

    page.click("#state form[action$=discarded] button")
    _says(page, "#state", "discarded")
