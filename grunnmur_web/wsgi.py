"""Where a WSGI server finds the site."""

import os

from django.core.wsgi import get_wsgi_application

from grunnmur.errors import SettingsError
from grunnmur_web import environment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "grunnmur_web.settings")
if not environment.text(
    "GRUNNMUR_SECRET_KEY"
):  # else sessions would be signed with a key everyone can read
    raise SettingsError("site_setting_secret")
application = get_wsgi_application()
