"""Every address, one line a page. A page says who may see it: `needs("…")` or `public`."""

from django.urls import include, path

from grunnmur_web.pages import overview

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("account/", include("allauth.urls")),
]
