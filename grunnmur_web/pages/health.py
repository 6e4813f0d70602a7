"""Numbers for who watches the site. Whether it is well is answered before any page (`middleware`)."""

from __future__ import annotations

import hmac

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from grunnmur_web import reading
from grunnmur_web.access import public


@public
def metrics(request: HttpRequest) -> HttpResponse:
    """For Prometheus, with the token that the settings name; without one there is no such page."""
    wanted = settings.METRICS_TOKEN
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not wanted or not hmac.compare_digest(given.encode(), wanted.encode()):
        raise Http404
    loaded = reading.row(
        "select extract(epoch from loaded_at) as at, seconds, ("
        "    select sum(row_count)::bigint from access.loaded as layer "
        "    where layer.schema_name = any(coalesce(shown.layers, array[shown.schema_name]))"
        ") as row_count from access.loaded as shown where is_current"
    )
    lines = [f"grunnmur_run_loaded {int(loaded is not None)}"]
    if loaded:
        lines += [
            f"grunnmur_run_loaded_timestamp_seconds {loaded['at']:.0f}",
            f"grunnmur_run_load_seconds {loaded['seconds'] or 0:.2f}",
            f"grunnmur_run_rows {loaded['row_count'] or 0}",
        ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4")
