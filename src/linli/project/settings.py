"""Django settings: one file, everything a site may change comes from the environment."""

import os
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from linli.foundation.design.assets import is_immutable

BASE = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("LINLI_DATA", "var")).resolve()
DEBUG = os.environ.get("LINLI_DEBUG") == "1"
PREPARE_AFTER = 3
"""How often a statement is asked on a connection before it is prepared (LINLI_PREPARE=0: never, for old poolers)."""

PORT = int(os.environ.get("LINLI_PORT", "8000"))


def _database(url: str) -> dict[str, object]:
    """Turn ``postgresql://user:password@host:port/name`` (a socket folder goes into ``?host=``) into settings."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    host = query.get("host", [unquote(parts.hostname or "")])[0]
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": query.get("port", [str(parts.port or "")])[0],
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 5,
            # Statements asked again and again are planned once: planning under row security costs more than answering.
            "server_side_binding": True,
            "prepare_threshold": None if os.environ.get("LINLI_PREPARE") == "0" else PREPARE_AFTER,
        },
    }


def _networks(text: str) -> tuple[str, ...]:
    """Return the networks of a list; a start fails on what is none, which would else fail at the first receiver."""
    return tuple(str(ip_network(part.strip(), strict=False)) for part in text.split(",") if part.strip())


_APP_URL = os.environ.get("LINLI_DATABASE_URL", "postgresql://linli_app@/linli")
_OWNER_URL = os.environ.get("LINLI_OWNER_DATABASE_URL", _APP_URL.replace("linli_app", "linli_owner", 1))
DATABASES = {"default": _database(_APP_URL), "owner": _database(_OWNER_URL)}
DATABASE_ROUTERS: list[str] = []
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


def _secret_key() -> str:
    """Return the signing key: from the environment, else made once and kept (0600) in the data folder."""
    given = os.environ.get("LINLI_SECRET_KEY")
    if given:
        return given
    from linli.foundation.privacy.keyfile import signing_key  # noqa: PLC0415 - needs no settings, keeps keys in one place

    return signing_key(DATA)


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = [h for h in os.environ.get("LINLI_HOSTS", "127.0.0.1,localhost,[::1]").split(",") if h]
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("LINLI_ORIGINS", "").split(",") if o]

INSTALLED_APPS = [
    "linli.foundation.design",
    "linli.foundation.scope",
    "linli.foundation.audit",
    "linli.foundation.privacy",
    "linli.foundation.events",
    "linli.foundation.territory",
    "linli.foundation.orgs",
    "linli.foundation.accounts",
    "linli.foundation.rulepacks",
    "linli.foundation.workflow",
    "linli.foundation.files",
    "linli.foundation.imports",
    "linli.foundation.lists",
    "linli.foundation.search",
    "linli.foundation.notices",
    "linli.foundation.webhooks",
    "linli.foundation.apikeys",
    "linli.domains.places",
    "linli.domains.residents",
    "linli.domains.duties",
    "linli.domains.phrases",
    "linli.domains.cases",
    "linli.portals.resident",
    "linli.portals.workbench",
    "linli.portals.setup",
    "linli.portals.interop",
    "linli.project",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "linli.project.health.HealthMiddleware",
    "linli.project.middleware.SecurityHeadersMiddleware",
    "linli.project.middleware.BodySizeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "linli.foundation.scope.middleware.TransactionMiddleware",
    "linli.foundation.accounts.middleware.ReaderMiddleware",
    "linli.project.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "linli.project.urls"
WSGI_APPLICATION = "linli.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "linli.foundation.design.context.look",
            ],
            "builtins": ["linli.foundation.design.templatetags.design"],
        },
    },
]

PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "accounts:log_in"
STAFF_HOME = "/work/"
LINLI_REQUIRE_TOTP = os.environ.get("LINLI_REQUIRE_TOTP", "")
"""1: a second factor for everybody, 0: for nobody (to try things out), empty: administrators and street officials."""
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True
LANGUAGE_COOKIE_NAME = "linli_language"

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_IMMUTABLE_FILE_TEST = is_immutable
CSRF_FAILURE_VIEW = "linli.portals.resident.views.failures.csrf_failure"
FILES_ROOT = DATA / "files"
KINDS_MODEL = DATA / "kinds.model"
ALLOWED_CALLERS = frozenset(a for a in os.environ.get("LINLI_ALLOWED_CALLERS", "").split(",") if a)
"""Addresses whose reports are not counted (a city's own gateway, a replay on this machine)."""

LINLI_WEBHOOK_NETWORKS = _networks(os.environ.get("LINLI_WEBHOOK_NETWORKS", ""))
"""Private networks in which outside receivers may stand, such as 10.20.0.0/16; without it only public addresses."""

DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 10

_TLS = os.environ.get("LINLI_TLS") == "1"
CSRF_COOKIE_HTTPONLY = False
CSRF_COOKIE_SECURE = _TLS
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = _TLS
SESSION_COOKIE_NAME = "linli_session"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if _TLS else 0
X_FRAME_OPTIONS = "DENY"

EMAIL_BACKEND = os.environ.get("LINLI_MAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST = os.environ.get("LINLI_MAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("LINLI_MAIL_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("LINLI_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("LINLI_MAIL_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("LINLI_MAIL_TLS", "1") == "1"
DEFAULT_FROM_EMAIL = os.environ.get("LINLI_MAIL_FROM", "linli@localhost")

PROCRASTINATE_ON_APP_READY = "linli.project.jobs.on_app_ready"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "discreet": {
            "()": "linli.project.logs.DiscreetFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "discreet"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LINLI_LOG_LEVEL", "WARNING")},
}
