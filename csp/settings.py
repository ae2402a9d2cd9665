"""Settings, all from the environment or from a file `.env` beside manage.py: docs/operating.md."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from js_asset import static_lazy

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
env.read_env(env.str("ENV_FILE", str(BASE_DIR / ".env")))

DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY", "only-for-debugging" if DEBUG else "")
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "Set SECRET_KEY in the environment or in .env to a long random text of your own. "
        "script/setup writes one for the demo."
    )
# What an earlier one has encrypted or signed is read on.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"] if DEBUG else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# The demo's people have passwords that everybody knows: `manage.py demo` runs only with this.
DEMO = env.bool("DEMO", False)

INSTALLED_APPS = [
    "partners",
    "plans",
    "actions",
    "actions.rounds",
    "actions.building",
    "actions.meetings",
    "reports",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_forms_gds",
    "django_filters",
    "django_prose_editor",
    "django_tasks",
    "django_tasks_db",
    "import_export",
    "simple_history",
    "whitenoise.runserver_nostatic",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CompressText",
    "csp.middleware.content_security_policy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.keep_out_of_caches",
    "csp.middleware.refuse_what_databases_refuse",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Before what keeps the typed text of whoever is signed out.
    "partners.sign_in_lasts.EndOldSignIns",
    "csp.middleware.KeepTypedTextLoginRequired",
    "partners.second_step.AskForSecondStep",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "partners.audit.audit",
]

ROOT_URLCONF = "csp.urls"
WSGI_APPLICATION = "csp.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "partners.context.frame",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": env.db_url("DATABASE_URL", f"sqlite:///{BASE_DIR / 'db.sqlite3'}")}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Writers wait for one another instead of failing, and a commit survives a power cut.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
else:
    # A new connection for every request makes posting an update five times slower.
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", 300)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # A pool that gives each transaction another connection (PgBouncer) knows no cursor of the last.
    DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = env.bool("TRANSACTION_POOL", False)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Rate limits count in the cache, so all processes of all hosts must share it: a table of the
# database (`manage.py createcachetable`), or a server such as redis://host:6379/0. It must hold
# more counters than a guesser with many addresses can push out.
CACHES = {"default": env.cache_url("CACHE_URL", "dbcache://cache?max_entries=100000")}

AUTH_USER_MODEL = "partners.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my-work"
ACCOUNT_ADAPTER = "partners.sign_in.SignIn"
ACCOUNT_FORMS = {
    "change_password": "partners.sign_in_forms.ChangePasswordForm",
    "confirm_login_code": "partners.sign_in_forms.CodeForm",
    "login": "partners.sign_in_forms.SignInForm",
    "reauthenticate": "partners.sign_in_forms.ReauthenticateForm",
    "request_login_code": "partners.sign_in_forms.CodeRequestForm",
    "reset_password": "partners.sign_in_forms.ForgottenPasswordForm",
    "reset_password_from_key": "partners.sign_in_forms.NewPasswordForm",
    "set_password": "partners.sign_in_forms.FirstPasswordForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
# Councils' mail filters take their time.
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
# Whoever is locked out by another's guesses comes in by e-mail: partners/sign_in.py.
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
# A council's people share one network address (ip); key is the e-mail address that was tried.
# How much mail goes to one address is counted apart, for all kinds of it: csp/mailing/limit.py.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "30/m/ip,10/h/key",
    "new_link": "30/h/ip",
    "request_login_code": "20/m/ip",
    "reset_password": "20/m/ip",
}
# allauth's own keeps copies of addresses, which would go on working when a person's changes.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
ACCOUNT_EMAIL_SUBJECT_PREFIX = "CSP Plan: "
# Says so by e-mail when somebody's password was changed.
ACCOUNT_EMAIL_NOTIFICATIONS = True
# How many proxies stand before the application: whose word on the caller's address counts.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 0)

# The second step of signing in: an app's code or a passkey (partners/second_step.py).
MFA_ADAPTER = "partners.second_step.SecondStep"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "CSP Plan"
# Codes of the half minute before and after this one: telephones' clocks differ.
MFA_TOTP_TOLERANCE = 1
# Of the address in use, of which allauth keeps no record here.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "activate_totp": "partners.second_step.AppForm",
    "add_webauthn": "partners.second_step.PasskeyForm",
    "authenticate": "partners.second_step.SecondStepForm",
    "edit_webauthn": "partners.second_step.PasskeyNameForm",
    "reauthenticate": "partners.second_step.SecondStepAgainForm",
}

# Councils' own sign-in, a list in JSON: docs/sign-in.md.
IDENTITY_PROVIDERS = env.json("IDENTITY_PROVIDERS", [])
# Where a form may lead: browsers look at this after a redirect too.
FORMS_LEAD_TO = [
    f"{url.scheme}://{url.netloc}"
    for url in (urlsplit(one["server_url"]) for one in IDENTITY_PROVIDERS)
]
SOCIALACCOUNT_ADAPTER = "partners.identity_provider.ThroughProvider"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": one["id"],
                "name": one["name"],
                "client_id": one["client_id"],
                "secret": one["secret"],
                "settings": {
                    "server_url": one["server_url"],
                    "email_domains": one["email_domains"],
                    "second_step": one.get("second_step", False),
                },
            }
            for one in IDENTITY_PROVIDERS
        ],
    }
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
# What the editor of narrative has of ours. The second value is not asked: plans.rich_text cleans.
DJANGO_PROSE_EDITOR_EXTENSIONS = [
    {
        "js": [static_lazy("js/language.js")],
        "extensions": {"Language": "django_prose_editor.config.html_tags"},
    }
]
MEDIA_URL = "media/"
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", str(BASE_DIR / "media")))
# PDF and Word files, kept until the plan changes: reports/makers.py. May be emptied at any time.
RENDERINGS_ROOT = Path(env.str("RENDERINGS_ROOT", str(BASE_DIR / "renderings")))
# The program that reads Word's old files, if it is there: csp/spreadsheets/old_word_files.py.
LIBREOFFICE = env.str("LIBREOFFICE", "soffice")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "renderings": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        # For the server alone.
        "OPTIONS": {
            "location": RENDERINGS_ROOT,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# Several hosts share files in a storage that speaks S3; the settings' names are django-storages'.
if BUCKET := env.str("AWS_STORAGE_BUCKET_NAME", ""):
    _s3 = {
        "bucket_name": BUCKET,
        "endpoint_url": env.str("AWS_S3_ENDPOINT_URL", None),
        "region_name": env.str("AWS_S3_REGION_NAME", None),
        # Without them, the rights that the host itself has.
        "access_key": env.str("AWS_ACCESS_KEY_ID", None),
        "secret_key": env.str("AWS_SECRET_ACCESS_KEY", None),
        # As in folders, nothing is overwritten. Nobody is ever given the address of a file: we read
        # them ourselves, for those who may.
        "file_overwrite": False,
    }
    STORAGES |= {
        alias: {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": _s3 | {"location": folder},
        }
        for alias, folder in (("default", "media"), ("renderings", "renderings"))
    }

# The address of the licence under which published plans are open data: docs/open-data.md.
OPEN_DATA_LICENCE = env.str("OPEN_DATA_LICENCE", "")

# Where `manage.py backup` leaves its folders, and /healthz looks for the last: csp/back_ups.
BACKUP_ROOT = Path(root) if (root := env.str("BACKUP_ROOT", "")) else None

CRISPY_ALLOWED_TEMPLATE_PACKS = ["gds"]
CRISPY_TEMPLATE_PACK = "gds"

# Where links in e-mails lead; commands that send them know no request.
SITE_URL = env.str("SITE_URL", "http://127.0.0.1:8000").rstrip("/")

# Mail is sent after the request by `manage.py db_worker` where WORKER says that one runs; else at
# the request's end.
WORKER = env.bool("WORKER", False)
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend"
        if WORKER
        else "django_tasks.backends.immediate.ImmediateBackend"
    }
}

# How many PDF and Word files one `manage.py makers` makes at the same time: reports/makers.py.
MAKERS = env.int("MAKERS", os.cpu_count() or 1)

# Mail: EMAIL_URL such as smtp+tls://user:password@host:587; without it mails are files in mail/.
EMAIL_CONFIG = env.email_url("EMAIL_URL", "filemail://")
vars().update(EMAIL_CONFIG)
if EMAIL_CONFIG["EMAIL_BACKEND"] == "django.core.mail.backends.filebased.EmailBackend":
    EMAIL_BACKEND = "csp.mailing.files.EmailBackend"
    EMAIL_FILE_PATH = EMAIL_CONFIG.get("EMAIL_FILE_PATH") or str(BASE_DIR / "mail")
# Seconds for each reply of the mail server while somebody waits for an e-mail to sign in by. Those
# of the outbox may take longer: partners/delivery.py.
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "CSP Plan <csp-plan@example.org>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# HTTPS=false lets the demo run on 127.0.0.1 over plain http.
HTTPS = env.bool("HTTPS", not DEBUG)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# Seconds. What ends a sign-in earlier: partners/sign_in_lasts.py.
SESSION_COOKIE_AGE = 12 * 60 * 60
SECURE_SSL_REDIRECT = HTTPS
# It has no secrets, and who asks for it may stand before the proxy: reports/views/health.py.
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
# Browsers take passkeys without https on this machine alone.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
# The names below this site's own are its own, too.
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
# A council's domain is not ours to have every browser keep to https.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
if env.bool("BEHIND_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "csp.errors.form_expired"

# "line" for people, "json" for programs: one object on each line.
LOG_FORMAT = env.str("LOG_FORMAT", "line")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
        "json": {"()": "csp.logs.JsonLines"},
    },
    # Links that are keys, and addresses of people: csp/logs.py. No handler without this.
    "filters": {"hide_tokens": {"()": "csp.logs.HideTokens"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": LOG_FORMAT,
            "filters": ["hide_tokens"],
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # Django's own handlers would print everything once more, and mail reports of errors.
        "django": {"level": "INFO"},
        "django.server": {"level": "INFO", "propagate": True},
        # Two lines for every e-mail.
        "django_tasks": {"level": "WARNING"},
        # WeasyPrint and fontTools report every glyph and every unknown property.
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
    },
}
