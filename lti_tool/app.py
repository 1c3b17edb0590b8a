"""The composition root: settings, parts, event handlers, pages. Read it as a table of contents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, g
from flask_babel import Babel, get_locale
from flask_bootstrap import Bootstrap5
from sqlalchemy.orm import Session
from werkzeug.middleware.proxy_fix import ProxyFix

import content
from lti_tool import error_pages, health, security, typography
from lti_tool.admin import actions as admin_pages
from lti_tool.assessment import events, file_views, result_views, review_views
from lti_tool.assessment import views as assessment_views
from lti_tool.assessment.rules import options_of
from lti_tool.assessment.visibility import Visibility, VisibilityOf
from lti_tool.clock import Clock, utc_now
from lti_tool.config import Settings
from lti_tool.dashboard import views as dashboard_views
from lti_tool.dashboard.handlers import ResultKeeper
from lti_tool.dashboard.lms_roster import read_from_lms
from lti_tool.dashboard.roster import RosterProvider
from lti_tool.db import Database
from lti_tool.deep_linking import views as deep_linking_views
from lti_tool.grades.handlers import correct_score, enqueue_score
from lti_tool.grades.tokens import Tokens
from lti_tool.launch import views as launch_views
from lti_tool.launch.models import ResourceLink
from lti_tool.learning_records import views as xapi_views
from lti_tool.learning_records.handlers import Recorder
from lti_tool.learning_records.reading import views as reading_views
from lti_tool.learning_records.revision import Reviser
from lti_tool.outgoing import make_session
from lti_tool.platforms import views as platform_views
from lti_tool.roster.services import Rosters
from lti_tool.security import Vault
from lti_tool.wiring import Tool

LANGUAGES = ("fr", "en")
MAX_FORM_BYTES = 512_000  # the largest honest request is an id_token, a few kilobytes


class _Pages(Flask):
    jinja_options = {"finalize": typography.french}  # noqa: RUF012  # Flask's own way to set it


Handler = Callable[[Any, Session], None]  # the table below says which event each one takes


def create_app(
    settings: Settings,
    *,
    clock: Clock = utc_now,
    catalogue: content.Catalogue | None = None,
    roster: RosterProvider | None = None,
    visibility: VisibilityOf | None = None,
) -> Flask:
    """The tool as a WSGI application. Tests pass their own clock, content, roster and visibility."""
    app = _Pages(__name__)
    app.config.update(
        MAX_CONTENT_LENGTH=MAX_FORM_BYTES,
        BOOTSTRAP_SERVE_LOCAL=True,
        BABEL_DEFAULT_LOCALE=LANGUAGES[0],
        BABEL_DEFAULT_TIMEZONE=settings.timezone,
        TEMPLATES_AUTO_RELOAD=False,
        RATELIMIT_HEADERS_ENABLED=False,
    )
    _add_parts(app, settings, clock, catalogue or content.load())
    app.extensions["roster"] = roster or _roster(app.extensions["parcours"])
    app.extensions["visibility"] = visibility or _visibility
    _add_pages(app, settings)
    return app


def _add_parts(app: Flask, settings: Settings, clock: Clock, catalogue: content.Catalogue) -> None:
    app.extensions["parcours"] = Tool(
        settings=settings,
        database=Database(settings.database_url),
        vault=Vault(settings.secret_key.get_secret_value()),
        http=make_session(settings),
        clock=clock,
        catalogue=catalogue,
        publish=publisher(settings, catalogue),
    )


def _roster(parts: Tool) -> RosterProvider:
    tokens = Tokens(parts.database, parts.http, parts.vault, parts.clock)
    return read_from_lms(Rosters(parts.http, tokens, parts.clock))


def _visibility(link: ResourceLink) -> Visibility:
    return Visibility(options_of(link).trainer_view.value)


def publisher(settings: Settings, catalogue: content.Catalogue) -> Callable[[events.Event, Session], None]:
    """What tells an event to those who hear it."""
    handlers = event_handlers(settings, catalogue)

    def publish(event: events.Event, session: Session) -> None:
        for handler in handlers[type(event)]:
            handler(event, session)

    return publish


def event_handlers(settings: Settings, catalogue: content.Catalogue) -> dict[type, tuple[Handler, ...]]:
    """Who hears what. Handlers work inside the transaction of the event."""
    recorder = Recorder(catalogue, settings.public_url, progress=settings.progress_traces)
    record: Handler = recorder.handle
    revise: Handler = Reviser(catalogue, recorder).handle
    keep: Handler = ResultKeeper(catalogue).handle
    return {
        events.AttemptLaunched: (record,),
        events.AttemptStarted: (record,),
        events.ItemAnswered: (record,),
        events.AttemptSuspended: (record,),
        events.AttemptResumed: (record,),
        events.AttemptCompleted: (record, enqueue_score, keep),
        events.LevelReached: (record,),
        events.AttemptAbandoned: (record, revise),
        events.AttemptClosed: (record, revise),
        events.AttemptRevised: (correct_score, keep, revise),
    }


def _add_pages(app: Flask, settings: Settings) -> None:
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]  # as Werkzeug documents it
    Babel(app, locale_selector=_locale)
    app.jinja_env.globals["get_locale"] = get_locale
    Bootstrap5(app)
    launch_views.limiter.init_app(app)
    security.init_app(app)
    error_pages.init_app(app)
    app.register_blueprint(platform_views.bp)
    app.register_blueprint(launch_views.bp)
    app.register_blueprint(assessment_views.bp)
    app.register_blueprint(xapi_views.bp)
    app.register_blueprint(reading_views.bp)
    app.register_blueprint(admin_pages.bp)
    app.register_blueprint(review_views.bp)
    app.register_blueprint(deep_linking_views.bp)
    app.register_blueprint(result_views.bp)
    app.register_blueprint(file_views.bp)
    app.register_blueprint(dashboard_views.bp)
    app.register_blueprint(health.bp)


def _locale() -> str:
    # French first: English only for a person whose LMS is in English, never because of a browser's default.
    wanted = (g.get("launch_locale") or "").replace("_", "-").split("-")[0].lower()
    return wanted if wanted in LANGUAGES else LANGUAGES[0]
