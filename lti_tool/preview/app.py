"""The preview as a WSGI application, and its server: loopback only, for the person at this keyboard."""

from __future__ import annotations

import socket
from pathlib import Path

from flask import Flask, Response, make_response, render_template, request
from flask_babel import Babel, get_locale
from flask_bootstrap import Bootstrap5
from pydantic import ValidationError
from werkzeug.exceptions import BadRequest
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from content import ContentError
from content.expressions import ExpressionError
from lti_tool import security, typography
from lti_tool.errors import OperatorError
from lti_tool.preview import files, pages, player
from lti_tool.preview.bank import LiveBank
from lti_tool.preview.stage import UnknownItemError

HOST = "127.0.0.1"
NAMES = frozenset({HOST, "localhost"})
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-src 'self'; frame-ancestors 'self'"
)


class _Pages(Flask):
    jinja_options = {"finalize": typography.french}  # noqa: RUF012  # Flask's own way to set it


def create_preview(root: Path) -> Flask:
    """The application that follows the content of `root`."""
    app = _Pages("lti_tool")  # its templates and its static files are the tool's own
    app.config.update(BOOTSTRAP_SERVE_LOCAL=True, BABEL_DEFAULT_LOCALE="fr", MAX_CONTENT_LENGTH=512_000)
    app.extensions["preview"] = LiveBank(root)
    app.extensions["preview_answers"] = {}
    app.extensions["preview_drafts"] = {}
    Babel(app)
    app.jinja_env.globals["get_locale"] = get_locale
    app.jinja_env.globals["in_phone"] = _in_phone
    Bootstrap5(app)
    security.init_app(app)
    app.before_request(_only_from_here)
    app.after_request(_framed_by_itself)  # runs before the general headers, which only fill gaps
    app.register_error_handler(ContentError, _unreadable)
    app.register_error_handler(UnknownItemError, _unknown)
    for failure in (ExpressionError, ValidationError):
        app.register_error_handler(failure, _undrawable)
    app.register_blueprint(pages.bp)
    app.register_blueprint(player.bp)
    app.register_blueprint(files.bp)
    return app


def make_preview_server(root: Path, port: int) -> BaseWSGIServer:
    """A server ready to run on loopback; port 0 takes a free one.

    Raises:
        OperatorError: the port is taken.
    """
    listening = socket.socket()
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((HOST, port))
        listening.listen()
    except OSError as error:
        listening.close()
        raise OperatorError(f"Le port {port} est déjà pris : choisissez-en un autre avec --port.") from error
    app = create_preview(root)
    return make_server(HOST, port, app, threaded=True, request_handler=_Quiet, fd=listening.detach())


class _Quiet(WSGIRequestHandler):
    """A page asks every second whether it must reload: nobody wants to read that."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


def _only_from_here() -> None:
    # A page elsewhere could name this machine by its own domain (DNS rebinding): it would read drafts.
    if request.host.partition(":")[0] not in NAMES:
        raise BadRequest("L’aperçu ne répond qu’à 127.0.0.1 et à localhost.")


def _in_phone() -> bool:
    """Browsers say that a page goes into a frame; only our own page of a phone has one."""
    return request.headers.get("Sec-Fetch-Dest") == "iframe"


def _framed_by_itself(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    return response


def _unreadable(error: ContentError) -> Response:
    return make_response(render_template("preview/problems.html", problems=error.problems), 500)


def _unknown(error: UnknownItemError) -> Response:
    return make_response(render_template("preview/unknown.html", name=error.name), 404)


def _undrawable(error: ExpressionError | ValidationError) -> Response:
    sentence = error.sentence if isinstance(error, ExpressionError) else str(error)
    return make_response(render_template("preview/undrawable.html", sentence=sentence), 500)
