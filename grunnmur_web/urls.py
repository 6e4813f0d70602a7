"""Every address, one line a page. A page says who may see it: `needs("…")`, `someone` or `public`."""

from allauth.account import urls as accounts
from allauth.urls import build_provider_urlpatterns
from django.urls import include, path

from grunnmur_web.api import api
from grunnmur_web.pages import (
    account,
    administration,
    calendar,
    dependencies,
    estate,
    findings,
    health,
    mine,
    moves,
    neighbourhood,
    overview,
    plan,
    scenarios,
    search,
    security,
    sources,
    suppliers,
    thing,
    trust,
    uploads,
    vulnerable,
)

_NO_MAIL = [
    page for page in accounts.urlpatterns if "email" not in page.name and "reset" not in page.name
]
"""The site sends no mail: what would is not there, and nothing leads to it."""

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("search", search.search, name="search"),
    path("estate", estate.first, name="estate_first"),
    path("estate/suppliers", suppliers.suppliers, name="suppliers"),
    path("estate/<slug:noun>", estate.estate, name="estate"),
    path("estate/<slug:noun>/export.<slug:kind>", estate.export, name="export"),
    path("thing/<slug:noun>/<path:entity_id>", thing.thing, name="thing"),
    path("findings", findings.findings, name="findings"),
    path("findings/accepted", findings.accepted, name="accepted"),
    path("findings/decisions.csv", findings.files_form, name="decisions_file"),
    path("findings/<str:finding_id>", findings.finding, name="finding"),
    path("findings/<str:finding_id>/accept", findings.accept, name="finding_accept"),
    path("findings/<str:finding_id>/say/<slug:kind>", findings.say, name="finding_say"),
    path("dependencies", dependencies.dependencies, name="dependencies"),
    path("dependencies/export.<slug:kind>", dependencies.export, name="export_dependencies"),
    path(
        "dependencies/around/<slug:noun>/<path:entity_id>",
        neighbourhood.neighbourhood,
        name="neighbourhood",
    ),
    path("plan", plan.plan, name="plan"),
    path("plan/scenarios", scenarios.scenarios, name="scenarios"),
    path("plan/scenarios/send", scenarios.send, name="send_scenario"),
    path("plan/move", moves.move, name="move"),
    path("plan/pin/<path:workload_id>", moves.pin, name="pin"),
    path("plan/unpin/<path:workload_id>", moves.unpin, name="unpin"),
    path("plan/of/<path:workload_id>", moves.workload, name="workload"),
    path("security", security.security, name="security"),
    path("security/updates", vulnerable.updates, name="updates"),
    path("security/updates/one", vulnerable.update, name="update"),
    path("security/detections", vulnerable.detections, name="detections"),
    path("security/path/<path:path_id>", security.path, name="path"),
    path("sources", sources.sources, name="sources"),
    path("sources/uploads", uploads.send, name="send_file"),
    path("sources/uploads/<slug:upload_id>", uploads.upload, name="upload"),
    path("sources/uploads/<slug:upload_id>/<slug:state>", uploads.say, name="upload_say"),
    path("mine", mine.mine, name="mine"),
    path("trust", trust.trust, name="trust"),
    path("trust/<str:organisation_id>", trust.trust, name="trust_of"),
    path("trust/<str:organisation_id>/waves.ics", calendar.calendar, name="calendar"),
    path("trust/<str:organisation_id>/calendar", calendar.make_feed, name="make_feed"),
    path("calendar/<str:organisation_id>/<slug:token>.ics", calendar.feed, name="feed"),
    path("trust/<str:organisation_id>/wave/<path:wave_id>", trust.wave, name="wave"),
    path("administration", administration.people_page, name="people"),
    path("administration/people", administration.add_person, name="add_person"),
    path("administration/people/<str:username>/give", administration.give, name="give"),
    path(
        "administration/people/<str:username>/active", administration.set_active, name="set_active"
    ),
    path("administration/grants/<int:grant_id>/take", administration.take, name="take"),
    path("administration/log", administration.log, name="log"),
    path("me", account.account, name="account"),
    path("me/tokens", account.make_token, name="make_token"),
    path("me/tokens/<int:token_id>/revoke", account.revoke_token, name="revoke_token"),
    path("preferences", account.preferences, name="preferences"),
    path("metrics", health.metrics, name="metrics"),
    path("api/v1/", api.urls),
    path("account/", include(_NO_MAIL)),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("account/3rdparty/", include("allauth.socialaccount.urls")),
    path("account/", include(build_provider_urlpatterns())),
]
handler400 = "grunnmur_web.pages.errors.bad_request"
handler403 = "grunnmur_web.pages.errors.forbidden"
handler404 = "grunnmur_web.pages.errors.not_found"
handler429 = "grunnmur_web.pages.errors.too_many"  # of allauth, where somebody tries too often
handler500 = "grunnmur_web.pages.errors.broken"
