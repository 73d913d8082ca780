"""Builds the app. The only module that knows every blueprint."""

from __future__ import annotations

import logging
from datetime import timedelta

from flask import Flask, flash, g, redirect, render_template, request
from flask_babel import get_locale, gettext
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, ValidationError
from werkzeug.wrappers import Response

from campaign_app import cli, extensions
from campaign_app.accounts import views as accounts
from campaign_app.accounts.models import Account
from campaign_app.accounts.queries import find_session_account
from campaign_app.beneficiaries import views as beneficiaries
from campaign_app.campaigns import scope
from campaign_app.campaigns import views as campaigns
from campaign_app.complaints import views as complaints
from campaign_app.config import LOCALES, PROJECT_ROOT, Settings, read_settings
from campaign_app.core import localisation
from campaign_app.core.assets import init_assets
from campaign_app.core.background import init_background
from campaign_app.core.column_types import DataKey
from campaign_app.core.dates import assert_zone_data_is_current
from campaign_app.core.errors import DomainError, NotFound, NotPermitted
from campaign_app.core.failures import describe_failure
from campaign_app.core.identifiers import mask_phone
from campaign_app.core.mail import tasks as mail_tasks
from campaign_app.core.requests import LARGEST_RECORD_NUMBER, safe_return_address
from campaign_app.core.site import is_demo
from campaign_app.core.translations import TRANSLATIONS, compile_stale_catalogs
from campaign_app.distribution import views as distribution
from campaign_app.funds import tasks as funds_tasks
from campaign_app.funds import views as funds
from campaign_app.inventory import views as inventory
from campaign_app.navigation import init_navigation
from campaign_app.news import views as news
from campaign_app.privacy import views as privacy
from campaign_app.public import views as public
from campaign_app.reports import views as reports
from campaign_app.shelter import views as shelter
from campaign_app.visits import views as visits
from campaign_app.volunteers import tasks as volunteers_tasks
from campaign_app.volunteers import views as volunteers
from campaign_app.worksites import views as worksites

FEATURES = (
    public,
    accounts,
    campaigns,
    beneficiaries,
    volunteers,
    funds,
    inventory,
    distribution,
    visits,
    shelter,
    complaints,
    worksites,
    news,
    reports,
    privacy,
)
MAXIMUM_REQUEST_BYTES = 25 * 1024 * 1024
SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; "
        "object-src 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), microphone=()",
}
#: What the worker does is registered by the modules of its tasks.
TASKS = (mail_tasks, funds_tasks, volunteers_tasks)
log = logging.getLogger("campaign_app")


class RecordNumber(IntegerConverter):
    """The number of a record in a URL; one that no database column holds is not found."""

    def to_python(self, value: str) -> int:
        """Refuse what PostgreSQL would call out of range."""
        number = int(super().to_python(value))
        if number > LARGEST_RECORD_NUMBER:
            raise ValidationError
        return number


def build_app(settings: Settings | None = None) -> Flask:
    """Build the application. Raises ConfigurationError when the settings do not allow it."""
    settings = settings or read_settings()
    assert_zone_data_is_current()
    app = Flask(
        "campaign_app",
        template_folder=str(PROJECT_ROOT / "templates"),
        static_folder=str(PROJECT_ROOT / "campaign_app" / "static"),
        instance_path=str(settings.instance_path),
    )
    app.url_map.converters["int"] = RecordNumber
    _configure(app, settings)
    if settings.trusted_proxies:
        # Only so many proxies are believed: anybody can send these headers.
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    DataKey.set(settings.data_key)
    extensions.db.init_app(app)
    extensions.migrate.init_app(app, extensions.db, directory=str(PROJECT_ROOT / "migrations"))
    extensions.csrf.init_app(app)
    _init_sign_in(app)
    _init_languages(app)
    for feature in FEATURES:
        app.register_blueprint(feature.blueprint)
    scope.init_scope(app)
    init_navigation(app)
    _init_errors(app)
    app.after_request(_add_security_headers)
    init_background(app)
    cli.init_commands(app)
    init_assets(app)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=extensions.engine_options(settings.database_url),
        TESTING=settings.is_testing,
        MAX_CONTENT_LENGTH=MAXIMUM_REQUEST_BYTES,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.is_production,
        PERMANENT_SESSION_LIFETIME=timedelta(days=14),
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        BABEL_TRANSLATION_DIRECTORIES=str(TRANSLATIONS),
        BABEL_DEFAULT_LOCALE="kk",
        ZONE=settings.zone,
        CURRENCY=settings.currency,
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        money=localisation.money,
        date=localisation.day,
        instant=localisation.instant,
        number=localisation.number,
        quantity=localisation.quantity,
        label=localisation.label,
        phone=localisation.phone,
        masked_phone=mask_phone,
        hours=localisation.hours,
        decimal_hours=localisation.decimal_hours,
        text=localisation.in_language,
        wording=localisation.wording,
    )


def _init_sign_in(app: Flask) -> None:
    manager = extensions.login_manager
    manager.session_protection = "basic"
    manager.login_view = "accounts.sign_in"
    manager.login_message = None
    manager.init_app(app)

    @manager.user_loader
    def load_account(cookie_id: str) -> Account | None:
        return find_session_account(extensions.db.session(), cookie_id)


def _chosen_language() -> str:
    """The cookie's, else the account's, else the browser's language, else Kazakh."""
    code = request.cookies.get(public.LANGUAGE_COOKIE) if request else None
    asks_account = code not in LOCALES and request and not g.get("has_failed")
    if asks_account and current_user and current_user.is_authenticated:
        code = current_user.locale
    if code not in LOCALES and request:
        code = request.accept_languages.best_match(LOCALES)
    return code if code in LOCALES else "kk"


def _init_languages(app: Flask) -> None:
    compile_stale_catalogs()
    extensions.babel.init_app(app, locale_selector=_chosen_language)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    settings: Settings = app.config["SETTINGS"]

    @app.context_processor
    def _language() -> dict[str, object]:
        return {
            "locale": str(get_locale()),
            "locales": LOCALES,
            "organisation_name": settings.organisation_name,
            # An error page must come also when the database does not answer.
            "demo_mode": not g.get("has_failed") and is_demo(extensions.db.session()),
        }


def _init_errors(app: Flask) -> None:
    @app.errorhandler(HTTPException)
    def show_http_error(error: HTTPException) -> Response | tuple[str, int] | HTTPException:
        code = error.code or 500
        if code < 400:
            return error
        return _error_page(code)

    @app.errorhandler(CSRFError)
    def show_csrf_error(error: CSRFError) -> tuple[str, int]:
        """A session that was lost; a public form shows again what was typed."""
        view = app.view_functions.get(request.endpoint or "")
        page: str | None = show_again() if (show_again := getattr(view, "again", None)) else None
        return _error_page(400) if page is None else (page, 400)

    @app.errorhandler(NotFound)
    def show_not_found(error: NotFound) -> tuple[str, int]:
        return _error_page(404)

    @app.errorhandler(NotPermitted)
    def show_not_permitted(error: NotPermitted) -> tuple[str, int]:
        return _error_page(403)

    @app.errorhandler(DomainError)
    def show_refusal(error: DomainError) -> Response:
        """A refusal of a command that has no form of its own: told where one came from."""
        flash(localisation.error_text(error), "error")
        return redirect(safe_return_address(request.referrer) or "/")

    @app.errorhandler(Exception)
    def show_failure(error: Exception) -> tuple[str, int]:
        if app.testing:
            raise error
        told = describe_failure(error)
        log.error("%s %s failed\n%s", request.method, request.endpoint, told)
        extensions.db.session.rollback()
        g.pop("campaign", None)
        g.has_failed = True
        return _error_page(500)


KNOWN_ERROR_PAGES = {400, 403, 404, 405, 413, 429, 500}


def _error_page(code: int) -> tuple[str, int]:
    shown = code if code in KNOWN_ERROR_PAGES else (500 if code >= 500 else 400)
    return render_template("errors/error.html", code=shown, text=_error_words(shown)), code


def _error_words(code: int) -> tuple[str, str]:
    """Title and explanation of an error page."""
    return {
        400: (gettext("The request was not understood"), gettext("Go back and try again.")),
        403: (gettext("This is not yours to do"), gettext("Ask an administrator for the role.")),
        404: (gettext("There is no such page"), gettext("Perhaps the address was mistyped.")),
        405: (gettext("There is no such page"), gettext("Perhaps the address was mistyped.")),
        413: (gettext("The file is too large"), gettext("Files of up to 25 MB are accepted.")),
        429: (gettext("Too many requests"), gettext("Wait a moment and try again.")),
        500: (
            gettext("Something went wrong on our side"),
            gettext("Nothing was saved. Try again; if it happens again, tell the administrator."),
        ),
    }[code]


def _add_security_headers(response: Response) -> Response:
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    if response.mimetype == "text/html":
        response.headers.setdefault("Cache-Control", "no-store")
    return response
