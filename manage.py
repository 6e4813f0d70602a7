"""Django's own commands, for who runs the site on a database server of their own."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "grunnmur_web.settings")
    execute_from_command_line(sys.argv)
