# SPDX-License-Identifier: EUPL-1.2
"""All settings, read from the environment once.

COMITY_DATA          directory of everything that is kept (default ./var)
COMITY_DATABASE_URL  empty for the embedded SQLite, or postgresql://user:password@host/name
COMITY_DATABASE_OWNER_URL  the same database as the role that owns it, for `comity run --migrate`; empty: the same role
COMITY_MODE          "demo" (made-up court, accounts printed) or "real" (the default)
COMITY_CLAMD         where clamd listens (host:port, or the path of its socket); empty: files are not scanned
COMITY_SMTP_URL      where mail goes out, as smtp://user:password@host:port (also smtps://, ?starttls=1); empty: no mail
COMITY_MAIL_FROM     the address that mail comes from; empty: comity@ and the host of COMITY_PUBLIC_URL
COMITY_WEBHOOKS_LOOPBACK  1: webhooks may lead to this machine, for trying them out; never on a real court
COMITY_FONTS         directories of fonts for the PDFs made here, apart by colons (default /usr/share/fonts)
COMITY_PUBLIC_URL    the one address under which people reach this installation
COMITY_KEEPING_YEARS  the least years for which a dossier is kept after it was archived (default 0: no period of ours)
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from comity.config import keys
from comity.config.database import database

HOME = Path(__file__).resolve().parent.parent
COMITY_DATA = Path(os.environ.get("COMITY_DATA", "var")).resolve()
COMITY_MODE = os.environ.get("COMITY_MODE", "real")
COMITY_PUBLIC_URL = os.environ.get("COMITY_PUBLIC_URL", f"http://localhost:{os.environ.get('PORT', '8000')}")
_public = urlsplit(COMITY_PUBLIC_URL)
_is_https = _public.scheme == "https"

if COMITY_MODE == "demo":
    keys.make(COMITY_DATA / "keys")
_keys = keys.read(COMITY_DATA / "keys")
SECRET_KEY = _keys["sessions"].hex()
COMITY_SIGHT_KEY = _keys["sight"]
COMITY_PAGES_KEY = _keys["pages"]
COMITY_SIGNING_KEYS = keys.signing(COMITY_DATA / "keys")
COMITY_DOCUMENTS_KEY = COMITY_DATA / "keys" / keys.DOCUMENTS
COMITY_DOCUMENTS = COMITY_DATA / "documents"
# host:port or path of a socket of clamd; empty: files are not scanned, and pages say so.
COMITY_CLAMD = os.environ.get("COMITY_CLAMD", "")

# Every limit of the house, by name. docs/operations.md explains each.
COMITY_LIMITS = {
    "field_characters": 20_000,  # one field of a request, a reply, a reason
    "title_characters": 200,
    "number_characters": 80,  # a reference of any origin
    "posted_bytes": 1_500_000,  # a whole form
    "addressees": 150,  # States of one linked request
    "page_rows": 50,
    "search_characters": 200,
    "search_words": 12,
    "saved_views": 50,
    "instrument_bytes": 10_000_000,  # one file of a resolution
    "instrument_characters": 300_000,  # its text
    "instrument_title_characters": 500,
    "feed_entries": 100,  # what a feed tells at most
    "mandates_exported": 10_000,  # rows of one table for a spreadsheet
    "agenda_items": 100,  # of one meeting
    "attendance": 500,  # people who came to one meeting
    "session_items": 500,  # of the agenda of one session
    "standing_items": 50,  # on the agenda of every session
    "record_characters": 100_000,  # the record of a meeting, the text of a paper
    "text_paragraphs": 300,  # of a text under negotiation
    "proposals": 2_000,  # to one text
    "silence_least_hours": 24,
    "silence_most_hours": 1_440,
    "silence_reminder_hours": 24,  # before the end of a silence
    "silence_grace_seconds": 30,  # an objection that came in time is waited for so long
    "figures_days": 1_830,  # one period of figures: five years
    "analysis_charts": 12,  # drawn on the page of one analysis
    "report_blocks": 2_000,  # paragraphs, tables and charts of one report
    "report_characters": 8_000,  # one paragraph with its footnotes
    "report_notes": 20,  # footnotes of one paragraph
    "report_mandates": 100,  # mandates from which paragraphs are drafted at once
    "report_steps": 5,  # steps of a mandate that a drafted paragraph tells of, the latest
    "report_versions": 200,  # versions of one paragraph that are listed
    "report_file_bytes": 50 * 1024**2,  # one file made of a report
    "paper_json_bytes": 20_000_000,  # a report as JSON
    "paper_characters": 3_000_000,  # all its text: about a thousand pages
    "paper_block_characters": 50_000,  # one paragraph with its footnotes
    "paper_cell_characters": 5_000,  # one cell, a method, a source, the words for a picture
    "paper_line_characters": 500,  # a heading, a caption, a line of the masthead
    "paper_sections": 1_000,
    "paper_blocks": 10_000,  # paragraphs, quotes, items, tables, charts
    "paper_footnotes": 5_000,
    "paper_table_columns": 20,
    "paper_table_rows": 2_000,
    "paper_charts": 100,
    "paper_chart_rows": 60,
    "paper_chart_series": 9,
    "counted": 100,  # a badge counts to here and then says "99+"
    "hooks": 10,  # webhooks of one party
    "hook_missed_days": 30,  # how old what a webhook missed may be, to be sent again
    "hook_missed_events": 1_000,  # and how much of it
    "recall_minutes": 0,  # 0: until fetched, however long that is
    "grant_days": 366,  # the longest a grant may run before it is given anew
    "task_attempts": 8,
    "ledger_fill": 16,  # leaves: each closing of the log is filled to a multiple of this
    "witness_seconds": 3,  # how long a witness may take to answer
    "disposal_wait_days": 30,  # between the last consent to a disposal and the disposal
    "mail_doubts": 6,  # times that a mail is sent of which no answer came: so many may come twice
    "notices_days": 400,  # how long what somebody was told of, and a mail or event sent, is remembered
    "forms_taken_days": 7,  # how long a form posted twice is known
    "paper_codes_days": 30,  # how long a one-time code that was never used is kept after its end
    "idle_minutes": 30,
    "session_hours": 10,
    "comment_characters": 5_000,  # of a comment on a paragraph, or a reply
    "comments_shown": 1_000,  # on one page of a report
    "practice_characters": 30_000,
    "practices_exported": 10_000,  # in one file
    "call_sections": 30,
    "call_questions": 200,
    "call_choices": 50,  # of one question, or columns of its table
    "call_reminder_days": 7,  # before the deadline, whoever has not answered is reminded once
    "answer_short": 500,  # characters of a text on one line
    "answer_long": 20_000,
    "answer_rows": 100,  # of a table
    "answer_cell": 500,
    "answer_texts": 500,  # texts typed before, that are shown
    "document_bytes": 4 * 1024**3,  # one document
    "examined_bytes": 200 * 1024**2,  # one document of a kind that is looked into, which takes as much memory
    "plain_upload_bytes": 100 * 1024**2,  # one document in a form, where nothing takes up a broken upload
    "upload_piece_bytes": 8 * 1024**2,  # what is taken at a time of an upload that can be taken up again
    "sealed_at_once_bytes": 32 * 1024**2,  # sealed in a browser before it is sent; what is larger, as it goes
    "unfinished_uploads": 20,  # of one person at a time
    "upload_hours": 24,  # an upload that was not finished by then is deleted
    "documents": 200,  # with one request
    "document_name_characters": 150,
    "checked_bytes": 8 * 1024**2,  # a file up to this size is checked whole before its first byte goes out
    "whole_files": 5,  # whole files as PDF that are kept for one person at a time
    "whole_hours": 24,  # how long such a file is kept
    "whole_pages": 3_000,  # of such a file
    "whole_bytes": 100 * 1024**2,  # all documents that are to become pages of it together, and the file itself
    "whole_seconds": 600,  # how long making it may take
    "scan_seconds": 60,  # how long clamd may be silent
    "preview_bytes": 64 * 1024**2,  # a larger document is not shown page by page, but downloaded
    "preview_seconds": 10,  # of processor time for drawing one page; twice that whatever it does
    "previews_at_once": 2,  # of one web process; whoever comes then waits that long, and is told
    "redaction_marks": 500,  # areas to black out in one document
    "look_minutes": 60,  # how long the pages stay open after it was entered that somebody looks
}

# Fonts of the PDFs that are made here: DejaVu must be among them, and others for whatever else names are written in.
COMITY_FONTS = [Path(place) for place in os.environ.get("COMITY_FONTS", "/usr/share/fonts").split(os.pathsep)]

# What a document may be, by its content.
COMITY_DOCUMENT_TYPES = frozenset(
    {
        "application/pdf",
        "application/age-encryption",
        "message/rfc822",
        "text/csv",
        "text/plain",
        "image/jpeg",
        "image/png",
        "image/tiff",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "application/vnd.oasis.opendocument.text",
        "application/vnd.oasis.opendocument.spreadsheet",
        "audio/mpeg",
        "audio/wav",
        "video/mp4",
    }
)

# The names of owed work and who does it; core knows the names only.
COMITY_TASKS = {
    "ledger.sequence": "comity.ledger.tasks.sequence",
    "documents.dispose": "comity.documents.tasks.dispose",
    "documents.redact": "comity.documents.tasks.redact",
    "documents.rewrap": "comity.documents.tasks.rewrap",
    "documents.forget_whole": "comity.documents.tasks.forget_whole",
    "documents.sweep": "comity.documents.tasks.sweep",
    "notices.dispose": "comity.notices.tasks.dispose",
    "notices.catch_up": "comity.notices.tasks.catch_up",
    "notices.deliver": "comity.notices.tasks.deliver",
    "notices.make_digests": "comity.notices.tasks.make_digests",
    "notices.send_mails": "comity.notices.tasks.send_mails",
    "notices.sweep": "comity.notices.tasks.sweep",
    "notices.tell_recovery": "comity.notices.tasks.tell_recovery",
    "facilitation.dispose": "comity.facilitation.tasks.dispose",
    "facilitation.end_silence": "comity.facilitation.tasks.end_silence",
    "facilitation.remind_silence": "comity.facilitation.tasks.remind_silence",
    "core.sweep": "comity.core.tasks.sweep",
    "dossiers.dispose_contents": "comity.dossiers.tasks.dispose_contents",
    "dossiers.dispose_keys": "comity.dossiers.tasks.dispose_keys",
    "dossiers.dispose_words": "comity.dossiers.tasks.dispose_words",
    "parties.sweep": "comity.parties.tasks.sweep",
    "reports.dispose": "comity.reports.tasks.dispose",
    "facilitation.remind": "comity.facilitation.tasks.remind",
    "reports.freeze": "comity.reports.tasks.freeze",
    # Composed of what the pages show, in their words: so it stands with them.
    "reports.make": "comity.reports.views.making.make",
    "requests.deliver": "comity.requests.tasks.deliver",
    "requests.dispose": "comity.requests.tasks.dispose",
    "requests.end_postponement": "comity.requests.tasks.end_postponement",
    "requests.expire_clocks": "comity.requests.tasks.expire_clocks",
    # Composed of what the pages show, in their words: so it stands with them.
    "requests.make_whole": "comity.requests.views.whole_making.make",
    "requests.recompute_clocks": "comity.requests.tasks.recompute_clocks",
    "requests.remind": "comity.requests.tasks.remind",
}
# What is owed by the clock: every so many seconds since the epoch, the work of that name with an empty key.
COMITY_SCHEDULES: dict[str, int] = {
    "core.sweep": 86_400,
    "facilitation.remind": 1_800,
    "ledger.sequence": 60,
    "notices.make_digests": 1_800,
    "notices.send_mails": 300,
    "notices.sweep": 86_400,
    "parties.sweep": 86_400,
    "requests.remind": 1_800,
}
# Where mail goes out: smtp://user:password@host:port, smtps://..., smtp://...?starttls=1. Empty: no mail is sent.
COMITY_SMTP_URL = os.environ.get("COMITY_SMTP_URL", "")
# Whether webhooks may be posted to this very machine, and without TLS: for tests and for trying it out.
COMITY_WEBHOOKS_LOOPBACK = os.environ.get("COMITY_WEBHOOKS_LOOPBACK", "") == "1"
DEFAULT_FROM_EMAIL = os.environ.get("COMITY_MAIL_FROM", f"comity@{_public.hostname or 'localhost'}")

# The steps of a disposal, in their order; the keys of every room go before any contents. A room that keeps keys or
# contents of dossiers names its steps here. The last one enters the record.
COMITY_DISPOSAL = (
    "dossiers.dispose_keys",
    "documents.dispose",
    "notices.dispose",
    "reports.dispose",
    "requests.dispose",
    "facilitation.dispose",
    "dossiers.dispose_words",
    "dossiers.dispose_contents",
)
# Who says what is still open in dossiers, so that they cannot be archived.
COMITY_OPEN_IN = ("comity.reports.queries.open_in", "comity.requests.queries.open_in")
# The least number of years for which this court keeps a dossier after it was closed and archived; no source gives one.
COMITY_KEEPING_YEARS = int(os.environ.get("COMITY_KEEPING_YEARS", "0"))

DEBUG = False
ROOT_URLCONF = "comity.config.urls"
WSGI_APPLICATION = "comity.config.wsgi.application"
ALLOWED_HOSTS = sorted(
    {_public.hostname or "localhost", "localhost", "127.0.0.1"} if COMITY_MODE == "demo" else {_public.hostname or ""}
)
CSRF_TRUSTED_ORIGINS = [COMITY_PUBLIC_URL]
USE_X_FORWARDED_HOST = False
APPEND_SLASH = False

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "comity.core",
    "comity.ledger",
    "comity.parties",
    "comity.dossiers",
    "comity.documents",
    "comity.notices",
    "comity.mandates",
    "comity.facilitation",
    "comity.requests",
    "comity.reports",
    "comity.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "comity.web.middleware.HeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "comity.web.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "comity.web.middleware.ViewerMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HOME / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "comity.web.context.shell",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

DATABASES = {"default": database(os.environ.get("COMITY_DATABASE_URL", ""), COMITY_DATA)}
_owner_url = os.environ.get("COMITY_DATABASE_OWNER_URL", "")
COMITY_OWNER_DATABASE = database(_owner_url, COMITY_DATA) if _owner_url else DATABASES["default"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

AUTH_USER_MODEL = "parties.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
# Length is what counts; composition rules only teach people to end a word in "1!".
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "comity.web.signin.ClosedSignUp"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "comity.web.signin.display_name"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_PREVENT_ENUMERATION = True
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Addresses are vouched for by the administrator who made the account, not by a mail.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Comity"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = COMITY_MODE == "demo"

SESSION_COOKIE_NAME = "__Host-session" if _is_https else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if _is_https else "csrf"
LANGUAGE_COOKIE_NAME = "language"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _is_https
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "comity.web.errors.csrf_failure"
SESSION_COOKIE_AGE = 3600 * COMITY_LIMITS["session_hours"]
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SECURE_HSTS_SECONDS = 31_536_000 if _is_https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _is_https
SECURE_SSL_REDIRECT = False  # the proxy before us speaks TLS; we are reached on loopback only
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _is_https else None
SECURE_CONTENT_TYPE_NOSNIFF = True
# "no-referrer" would make browsers send `Origin: null`, and every form would fail its CSRF check.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "manifest-src": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = COMITY_LIMITS["posted_bytes"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French"))]
LOCALE_PATHS = [HOME / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"  # The Hague, where the Court sits; every time shown names its zone

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("COMITY_STATIC", HOME / "web" / "collected"))
STATICFILES_DIRS = [HOME / "web" / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": COMITY_DATA / "files"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 31_536_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "comity.core.logs.JsonLine"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"django.request": {"level": "ERROR"}, "django.security": {"level": "WARNING"}},
}
