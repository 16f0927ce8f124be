"""Every setting of the portal, each read from the environment or an untracked `.env` file.

A wrong value stops the start with the name of the variable and the remedy.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from portal.environment import (
    database,
    env,
    file_storage,
    host_names,
    log_level,
    mail,
    pepper_ring,
    positive,
    required,
    shared_cache,
    yes_or_no,
)

# 1. Where things are

BASE_DIR = Path(__file__).resolve().parent.parent

env.read_env(BASE_DIR / ".env")

VAR_DIR = BASE_DIR / (env.str("VAR_DIR", default="") or "var")  # wherever a command is run

# 2. Secrets: `make` writes them to `.env` once

SECRET_KEY = required("SECRET_KEY", "Run `make .env`, or set it to 50 random characters.")
TOKEN_PEPPERS = pepper_ring(
    required("TOKEN_PEPPERS", "Run `make .env`, or set it to 1:<32 or more random characters>.")
)

# 3. The portal

PORTAL_NAME = env.str("PORTAL_NAME", default="Brand portal")
SUPPORT_CONTACT = env.str("SUPPORT_CONTACT", default="customer support")
DEBUG = yes_or_no("DEBUG", default=False)
ALLOWED_HOSTS = host_names("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

RATE_LIMIT_REQUESTS = positive("RATE_LIMIT_REQUESTS", default=4500)
RATE_LIMIT_SECONDS = positive("RATE_LIMIT_SECONDS", default=300)
RECENT_SIGN_IN_SECONDS = positive("RECENT_SIGN_IN_SECONDS", default=15 * 60)
USAGE_FLUSH_SECONDS = positive("USAGE_FLUSH_SECONDS", default=10)

# 4. The application

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "rest_framework",
    "drf_spectacular",
    "portal.audit",
    "portal.features",
    "portal.api",
    "portal.pages",
    "accounts",
    "integrations",
    "tokens",
    "assets",
    "portal",
]

MIDDLEWARE = [
    # First: an API request needs none of what follows, and pays for none of it.
    "portal.api.middleware.ApiMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "portal.pages.nul.without_nul",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
APPEND_SLASH = False  # a redirected POST arrives as a GET without its body
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "portal.navigation.navigation",
            ],
            "builtins": ["portal.pages.templatetags.ui"],
        },
    }
]

SILENCED_SYSTEM_CHECKS = [
    "auth.W004",  # usernames are unique in any case, by a constraint that the check can't read
    "models.W040",  # covering indexes are PostgreSQL's; SQLite makes plain ones of them
    "security.W005", "security.W021",  # whether subdomains are HTTPS only is not the portal's to say
    "security.W008",  # the server speaks HTTPS only; a proxy in front redirects
]  # fmt: skip

# 5. Data

DATABASES: dict[str, dict[str, Any]] = {
    "default": database(env.str("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'portal.sqlite3'}"), BASE_DIR)
}
# A connection per request would cost more than the rest of an API call together.
DATABASES["default"]["CONN_MAX_AGE"] = None
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",  # a write waits its turn instead of failing half-way
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=268435456;",
    }
elif yes_or_no("DATABASE_PREPARED_STATEMENTS", default=True):
    # Off behind a transaction-pooling proxy that can't keep prepared statements.
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        {"server_side_binding": True, "prepare_threshold": 2}
    )

REDIS_URL = env.str("REDIS_URL", default="")
CACHES: dict[str, dict[str, Any]] = {
    "default": (
        shared_cache(REDIS_URL)
        if REDIS_URL
        else {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        }
    )
}

# Slow work is done by the process that asks for it, or by `manage.py db_worker`.
BACKGROUND_WORKERS = yes_or_no("BACKGROUND_WORKERS", default=False)
TASKS = {
    "default": {
        "BACKEND": (
            "django_tasks_db.DatabaseBackend"
            if BACKGROUND_WORKERS
            else "django_tasks.backends.immediate.ImmediateBackend"
        )
    }
}

# 6. People

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "accounts.backends.UsernameOrEmailBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"

AXES_FAILURE_LIMIT = positive("SIGN_IN_ATTEMPTS", default=5)
AXES_COOLOFF_TIME = timedelta(minutes=positive("SIGN_IN_LOCKOUT_MINUTES", default=15))
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "accounts.sign_ins.counted_name"
AXES_LOCKOUT_CALLABLE = "accounts.views.sign_in.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True  # the audit log has the sign-ins
AXES_VERBOSE = False

# Without an EMAIL_URL, mail is printed where the server runs.
EMAIL_TIMEOUT = 10  # seconds
vars().update(mail(env.str("EMAIL_URL", default="consolemail://")))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="portal@localhost")

# 7. The API

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["tokens.authentication.BearerAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["portal.api.permissions.DeclaredAccess"],
    "DEFAULT_RENDERER_CLASSES": ["portal.api.rendering.JsonRenderer"],
    "DEFAULT_SCHEMA_CLASS": "portal.api.schema.OperationSchema",
    "EXCEPTION_HANDLER": "portal.api.errors.respond",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,  # `?format=` belongs to the vendor's transformations
}

SPECTACULAR_SETTINGS = {
    "TITLE": f"{PORTAL_NAME} API",
    "DESCRIPTION": "Bynder-compatible REST API. Send a permanent token as `Authorization: Bearer …`.",
    "VERSION": "4",
    "PREPROCESSING_HOOKS": ["portal.api.schema.only_registered"],
    "POSTPROCESSING_HOOKS": [],
}

# 8. Transport and browser

TRUSTED_PROXY_COUNT = positive("TRUSTED_PROXY_COUNT", default=0, minimum=0)
if TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    USE_X_FORWARDED_HOST = True

# Made by `serve` for this checkout; clients must be told to trust it. None with a certificate of your own.
OWN_AUTHORITY = None if env.str("TLS_CERTIFICATE", default="") else VAR_DIR / "ca.pem"

SESSION_COOKIE_SECURE = True
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "portal.views.csrf_failure"
SECURE_SSL_REDIRECT = False  # the server speaks HTTPS only; a proxy in front redirects
SECURE_HSTS_SECONDS = positive("HSTS_SECONDS", default=0, minimum=0)
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "assets": file_storage(env.str("STORAGE_URL", default="")),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = VAR_DIR / "files"
SCRATCH_DIR = VAR_DIR / "scratch"  # beside the files, so that keeping one is a rename
UPLOAD_CHUNK_BYTES = positive("UPLOAD_CHUNK_BYTES", default=5 * 1024 * 1024, minimum=5 * 1024 * 1024)
UPLOAD_TICKET_HOURS = positive("UPLOAD_TICKET_HOURS", default=12)
DOWNLOAD_LINK_SECONDS = positive("DOWNLOAD_LINK_SECONDS", default=300)

# 9. Language and time

LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = False

# 10. Logs: one JSON object a line, on standard error

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "portal.api.logs.JsonFormatter"}},
    "filters": {"faults": {"()": "portal.api.logs.FaultsOnly"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": log_level("LOG_LEVEL")},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.request": {"level": "ERROR", "filters": ["faults"]},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "axes": {"level": "ERROR"},
        "django_tasks": {"level": "WARNING"},  # the states of its work are in our own tables
    },
}
