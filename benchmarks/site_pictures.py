"""Pictures of every page for the documentation: `python -m benchmarks.site_pictures WORKSPACE`.

Both languages, into docs/web/pictures, in few shades that keep the rare ones: pages are text, and marks.
A small region is enough: `grunnmur example region --size 0.05`, `grunnmur run region --out workspace`; with an edition
of the catalogue it has updates to show. Names after the workspace are the pages to take.
"""

from __future__ import annotations

import argparse
import io
import shutil
from pathlib import Path
from urllib.parse import urlencode

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from benchmarks import site
from grunnmur import workspace
from grunnmur.kit import engine
from grunnmur_web import store
from grunnmur_web.roles import ROLES

TARGET = Path(__file__).parents[1] / "docs" / "web" / "pictures"
_WIDTH, _HEIGHT, _SHADES = 1200, 760, 32
_NAME = "kari.nordmann"
_LANGUAGES = ("nb", "en")


def main() -> None:
    """Writes the pictures, and how large they are together."""
    parser = argparse.ArgumentParser()
    parser.add_argument("workspace", type=Path)
    parser.add_argument("names", nargs="*")
    wanted = parser.parse_args()
    run = workspace.open_workspace(wanted.workspace).current()
    assert run is not None, "the workspace has no run"
    pages = {
        name: path for name, path in _pages(run).items() if not wanted.names or name in wanted.names
    }
    with site.database() as (_, environment):
        store.load(environment["DATABASE_OWNER_URL"], run)
        people = {_NAME: [(role, "") for role in ROLES]}
        with site.standing(environment, people) as (port, _, _), sync_playwright() as driver:
            browser = driver.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
            )
            base = f"http://localhost:{port}"
            for language in _LANGUAGES:
                context = browser.new_context(
                    base_url=base, viewport={"width": _WIDTH, "height": _HEIGHT}
                )
                context.add_cookies([{"name": "language", "value": language, "url": base}])
                _take(context.new_page(), language, pages)
            browser.close()
    written = sorted(TARGET.glob("*.png"))
    print(f"{len(written)} pictures, {sum(p.stat().st_size for p in written) // 1000} kB")


def _take(page: Page, language: str, pages: dict[str, str]) -> None:
    page.goto("/account/login/")
    _keep(page, f"log-in.{language}")
    page.fill("#id_login", _NAME)
    page.fill("#id_password", site.PASSWORD)
    page.click("main button >> nth=0")
    page.wait_for_url(lambda url: "/login/" not in url)
    for name, path in pages.items():
        answer = page.goto(path)
        assert answer is not None, path
        assert answer.ok, (path, answer.status)
        _keep(page, f"{name}.{language}")


def _keep(page: Page, name: str) -> None:
    """The first screen of the page, as a small PNG."""
    taken = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    few = taken.quantize(_SHADES, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    TARGET.mkdir(parents=True, exist_ok=True)
    few.save(TARGET / f"{name}.png", optimize=True)


def _pages(run: Path) -> dict[str, str]:
    """Every page by name, with things that have much to tell."""
    tables = engine.connect()

    def first(query: str) -> str:
        found = tables.execute(query.replace("@", f"{run}/")).fetchone()
        assert found is not None, query
        return str(found[0])

    asset = first(
        "select subject_id from '@finding.parquet' where subject_kind = 'asset' "
        "group by 1 order by count(*) desc, 1 limit 1"
    )
    application = first(
        "select application_id from '@component.parquet' group by 1 order by count(*) desc, 1 limit 1"
    )
    finding = first(
        "select finding_id from '@finding.parquet' where severity = 'critical' order by 1 limit 1"
    )
    workload = first("select workload_id from '@move.parquet' order by cost desc, 1 limit 1")
    path = first(
        "select path_id from '@path_step.parquet' group by 1 order by count(*) desc, 1 limit 1"
    )
    trust = first(
        "select organisation_id from '@asset.parquet' where organisation_id is not null "
        "group by 1 order by count(*) desc, 1 limit 1"
    )
    owner = first(
        "select owner from '@application.parquet' where owner is not null "
        "group by 1 order by count(*) desc, 1 limit 1"
    )
    around = first(
        "select provider_id from '@dependency_match.parquet' group by 1 "
        "order by abs(count(distinct consumer_id) - 30), 1 limit 1"
    )
    gains = run / "update_gain.parquet"
    updates = (
        tables.execute(
            f"select product_id, version from '{gains}' order by risk_removed desc limit 1"
        ).fetchone()
        if gains.exists()
        else None
    )
    update = {"product_id": updates[0], "version": updates[1] or ""} if updates else {}
    return {
        "overview": "/",
        "estate": "/estate/asset?kind=server",
        "applications": "/estate/application",
        "suppliers": "/estate/suppliers",
        "thing": f"/thing/asset/{asset}",
        "application": f"/thing/application/{application}",
        "search": "/search?q=db01",
        "findings": "/findings",
        "finding": f"/findings/{finding}",
        "accepted": "/findings/accepted",
        "dependencies": "/dependencies",
        "functions": "/dependencies?by=function",
        "neighbourhood": f"/dependencies/around/application/{around}",
        "plan": "/plan",
        "scenarios": "/plan/scenarios",
        "workload": f"/plan/of/{workload}",
        "mine": f"/mine?{urlencode({'owner': owner})}",
        "trust": f"/trust/{trust}",
        "security": "/security",
        "path": f"/security/path/{path}",
        "updates": "/security/updates",
        **({"update": f"/security/updates/one?{urlencode(update)}"} if update else {}),
        "detections": "/security/detections",
        "sources": "/sources",
        "people": "/administration",
        "log": "/administration/log",
        "account": "/me",
    }


if __name__ == "__main__":
    main()
