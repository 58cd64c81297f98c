"""Everything Balie can be told by its environment; documented in docs/settings.md, checked by `balie doctor`."""

from urllib.parse import parse_qsl, unquote, urlsplit

from django.utils.translation import gettext_lazy as _

from config.environment import CHECKOUT, home, number, secret_key, switch, text

BASE_DIR = CHECKOUT
BALIE_HOME = home()
SECRET_KEY = secret_key(BALIE_HOME)
DEBUG = switch("BALIE_DEBUG", default=False)

BALIE_HOST = text("BALIE_HOST", "127.0.0.1")
BALIE_PORT = number("BALIE_PORT", 8000)
BALIE_URL = text("BALIE_URL", f"http://localhost:{BALIE_PORT}").rstrip("/")
BALIE_LIVE_PORT = number("BALIE_LIVE_PORT", 8001)
BALIE_LIVE_URL = text("BALIE_LIVE_URL")
BALIE_SMTP_PORT = number("BALIE_SMTP_PORT", 2525)
BALIE_OUTGOING_MAIL = text("BALIE_OUTGOING_MAIL", f"file:{BALIE_HOME / 'outbox'}")
BALIE_FILES = text("BALIE_FILES", f"file:{BALIE_HOME / 'files'}")
# An RFC 5322 message larger than this is refused by the listener (SIZE) and not fetched.
BALIE_MAIL_SIZE_LIMIT = number("BALIE_MAIL_SIZE_LIMIT", 50 * 1024 * 1024)
# Hosts inside, by name or name:port, that the desk may ask though nobody outside could: a translation service.
BALIE_INSIDE_HOSTS = text("BALIE_INSIDE_HOSTS").split()
BALIE_UPLOAD_SIZE_LIMIT = number("BALIE_UPLOAD_SIZE_LIMIT", 25 * 1024 * 1024)
# Requests of one token in a minute: far more than a program needs, less than one that runs wild makes.
BALIE_API_RATE_LIMIT = number("BALIE_API_RATE_LIMIT", 30_000)

_public = urlsplit(BALIE_URL)
ALLOWED_HOSTS = sorted(
    {_public.hostname or "localhost", "localhost", "127.0.0.1", "[::1]", *text("BALIE_ALLOWED_HOSTS").split()}
)
CSRF_TRUSTED_ORIGINS = [BALIE_URL]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if switch("BALIE_BEHIND_PROXY", default=False) else None

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "procrastinate.contrib.django",
    "balie.accounts",
    "balie.events",
    "balie.files",
    "balie.mail",
    "balie.search",
    "balie.live",
    "balie.jobs",
    "balie.translation",
    "balie.people",
    "balie.tickets",
    "balie.knowledge",
    "balie.surveys",
    "balie.notifications",
    "balie.channels.email",
    "balie.insights",
    "balie.desk",
    "balie.portal",
    "balie.administration",
    "balie.api",
    "config.apps.Composition",
]

MIDDLEWARE = [
    "config.logs.RequestLog",
    "config.metrics.Measure",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.security.ContentSecurityPolicy",
    "config.inputs.Readable",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "balie.accounts.preferences.Preferences",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "frontend" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {"environment": "config.jinja.environment", "context_processors": ["config.jinja.page"]},
    },
    {
        # allauth's text mails have no Jinja2 form.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]


def database(url: str, *, pool: bool = True) -> dict[str, object]:
    """Django's form of a libpq URL; a `host` in the query (a socket folder) wins, as in libpq."""
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    size = {"min_size": 1, "max_size": number("BALIE_DATABASE_POOL", 4), "timeout": 10}
    return {
        "ENGINE": "balie.core.postgres",
        "NAME": unquote(parts.path.lstrip("/")) or "balie",
        "USER": unquote(parts.username or options.pop("user", "")),
        "PASSWORD": unquote(parts.password or options.pop("password", "")),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(parts.port or options.pop("port", "")),
        "CONN_MAX_AGE": 0,
        "OPTIONS": {
            **options,
            # Only of balie.core.prepared: the ORM's statements are never prepared.
            "prepare_threshold": 0,
            # Those plan well without their values, as balie.core.prepared asks: never again on the same connection.
            "options": f"{options.pop('options', '')} -c plan_cache_mode=force_generic_plan".strip(),
            **({"pool": size} if pool else {}),
        },
    }


BALIE_DATABASE_URL = text("BALIE_DATABASE_URL")
DATABASES = {"default": database(BALIE_DATABASE_URL or "postgresql:///balie")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    # Shared by all nodes: rate limits and idempotency must not depend on which process answers.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # Of the first 300, which is the default, rate limits would be lost under load.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}
SESSION_ENGINE = "balie.accounts.session_store"
MESSAGE_STORAGE = "balie.core.toasts.Toasts"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BALIE_URL.startswith("https:")
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_HTTPONLY = False
CSRF_FAILURE_VIEW = "balie.accounts.signing_in_first.forged"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_HSTS_SECONDS = 31536000 if BALIE_URL.startswith("https:") else 0
X_FRAME_OPTIONS = "SAMEORIGIN"
DATA_UPLOAD_MAX_MEMORY_SIZE = BALIE_UPLOAD_SIZE_LIMIT

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("nl", _("Dutch")), ("de", _("German")), ("it", _("Italian"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = text("BALIE_TIME_ZONE", "Europe/Amsterdam")

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "frontend" / "dist"
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.+[.-][0-9a-zA-Z_-]{8}\..+$"
WHITENOISE_AUTOREFRESH = DEBUG

AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["balie.accounts.backend.Backend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
ACCOUNT_ADAPTER = "balie.accounts.adapter.Adapter"
ACCOUNT_TEMPLATE_EXTENSION = "html"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
# Whoever is unknown, or barred, gets the same answer as everybody, and no mail.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# A new passkey, password or second factor is told by mail.
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# A whole office signs in from behind one address; what failed has limits of its own.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "request_login_code": "40/h/ip,5/10m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if SECURE_PROXY_SSL_HEADER else 0
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Balie"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = _public.scheme == "http" and _public.hostname == "localhost"
USERSESSIONS_TRACK_ACTIVITY = False

# Every mail leaves through the outgoing queue, allauth's too.
EMAIL_BACKEND = "balie.mail.backend.QueueBackend"
DEFAULT_FROM_EMAIL = text("BALIE_MAIL_FROM", "support@localhost")

LOGGING_CONFIG = "config.logs.configure"
LOGGING = {"level": text("BALIE_LOG_LEVEL", "INFO").upper()}
FORM_RENDERER = "django.forms.renderers.Jinja2"
