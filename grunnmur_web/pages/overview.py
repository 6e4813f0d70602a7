"""The first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from grunnmur_web.access import needs


@needs("read")
def overview(request: HttpRequest) -> HttpResponse:
    """What there is."""
    return render(request, "site/overview.html", {})
