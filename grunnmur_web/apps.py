"""The one Django app: apps that import each other are worse than one app in layers."""

from django.apps import AppConfig


class GrunnmurWeb(AppConfig):
    """The site."""

    name = "grunnmur_web"
    default_auto_field = "django.db.models.BigAutoField"
