"""Django's settings, from the environment. `grunnmur serve` fills it; so does an operator's unit file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from grunnmur_web import environment, roles

BASE = Path(__file__).parent


def _database(address: str) -> dict[str, Any]:
    given = conninfo_to_dict(address)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": given.pop("dbname", "grunnmur"),
        "USER": given.pop("user", ""),
        "PASSWORD": given.pop("password", ""),
        "HOST": given.pop("host", ""),
        "PORT": given.pop("port", ""),
        "OPTIONS": given,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": True,  # what a failing page has written is taken back
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }


DEBUG = environment.flag("GRUNNMUR_DEBUG", default=False)
SECRET_KEY = environment.text("GRUNNMUR_SECRET_KEY") or "for-tests-and-migrations-only"
ALLOWED_HOSTS = environment.text("GRUNNMUR_HOSTS", "localhost 127.0.0.1 [::1]").split()
CSRF_TRUSTED_ORIGINS = environment.text("GRUNNMUR_ORIGINS").split()
HTTPS = environment.flag("GRUNNMUR_HTTPS", default=False)
"""Whether people reach the site over TLS, by a proxy in front. Off on loopback only."""

# The site's own role, which owns nothing. Only set-up and loading are given the owner's address.
DATABASES = {
    "default": _database(environment.text("DATABASE_URL", "dbname=grunnmur user=grunnmur_web"))
}
if environment.text("DATABASE_OWNER_URL"):
    DATABASES["default"] = _database(environment.text("DATABASE_OWNER_URL"))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {  # shared by all workers, so that a rate limit is one limit
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "web_cache",
    }
}

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "grunnmur_web",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]
MIDDLEWARE = [
    "grunnmur_web.middleware.headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "grunnmur_web.middleware.language",
    "grunnmur_web.middleware.not_too_large",
    "grunnmur_web.middleware.one_transaction",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "grunnmur_web.middleware.person",
    "grunnmur_web.pages.errors.pages_only",
    "grunnmur_web.middleware.whole_text",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "grunnmur_web.urls"
WSGI_APPLICATION = "grunnmur_web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["grunnmur_web.templatetags.words"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "grunnmur_web.frame.context",
            ],
        },
    }
]

# People and their sessions
AUTH_USER_MODEL = "grunnmur_web.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "grunnmur_web.accounts.LongEnough",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "overview"
ACCOUNT_ADAPTER = "grunnmur_web.accounts.Accounts"
SOCIALACCOUNT_ADAPTER = "grunnmur_web.accounts.Directory"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "30/m/ip,5/5m/key"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Grunnmur"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [],
        "OAUTH_PKCE_ENABLED": True,
        "SCOPE": environment.text("GRUNNMUR_OIDC_SCOPE", "openid profile").split(),
    }
}
OIDC_ROLES = roles.read(environment.text("GRUNNMUR_OIDC_ROLES"))
OIDC_GROUPS_CLAIM = environment.text("GRUNNMUR_OIDC_CLAIM", "groups")
"""What the directory calls the list of a person's groups."""
if environment.text("GRUNNMUR_OIDC_URL"):
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"] = [
        {
            "provider_id": "directory",
            "name": environment.text("GRUNNMUR_OIDC_NAME", "Single sign-on"),
            "client_id": environment.text("GRUNNMUR_OIDC_CLIENT"),
            "secret": environment.text("GRUNNMUR_OIDC_SECRET"),
            "settings": {"server_url": environment.text("GRUNNMUR_OIDC_URL")},
        }
    ]
SESSION_COOKIE_AGE = 10 * 3600  # a working day
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "grunnmur_web.pages.errors.csrf"
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# What strangers may send
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
FILE_UPLOAD_PERMISSIONS = 0o600
UPLOAD_LIMIT = environment.whole("GRUNNMUR_UPLOAD_MB", 50) * 1_000_000

ESTATE = environment.folder("GRUNNMUR_ESTATE")
WORKSPACE = environment.folder("GRUNNMUR_WORKSPACE")
"""The estate directory that uploads go into, and its workspace; without both there are no uploads."""

METRICS_TOKEN = environment.text("GRUNNMUR_METRICS_TOKEN")
"""What a Prometheus server shows to read /metrics; empty: there is no such page."""

LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", "Norsk"), ("en", "English")]
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "static/"
STATIC_ROOT = environment.text("GRUNNMUR_STATIC") or None
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
