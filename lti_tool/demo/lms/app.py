"""The composition of the LMS."""

from __future__ import annotations

from importlib.resources import files

from flask import Flask, render_template, request
from flask_bootstrap import Bootstrap5
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.wrappers import Response

from lti_tool.demo.lms import ags, nrps  # noqa: F401 - they add their routes to `services`
from lti_tool.demo.lms.authoring import authoring
from lti_tool.demo.lms.config import LmsConfig
from lti_tool.demo.lms.context import Lms
from lti_tool.demo.lms.control import control
from lti_tool.demo.lms.directory import Directory
from lti_tool.demo.lms.faults import Faults
from lti_tool.demo.lms.gradebook import Gradebook
from lti_tool.demo.lms.keys import SigningKeys
from lti_tool.demo.lms.oidc import oidc
from lti_tool.demo.lms.pages import pages
from lti_tool.demo.lms.registration_views import registration
from lti_tool.demo.lms.registrations import ACTIVE, everything
from lti_tool.demo.lms.seed import seed
from lti_tool.demo.lms.services import ServiceRefusedError, refusal_response, services
from lti_tool.demo.lms.tokens import tokens
from lti_tool.demo.lms.tool_keys import ToolKeys
from lti_tool.demo.storage import Storage


def create_lms(config: LmsConfig) -> Flask:
    """An LMS with its school, ready to launch the tool that `config` names."""
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=config.secret_key,
        SESSION_COOKIE_NAME="demo_lms",
        SESSION_COOKIE_SAMESITE="Lax",
        BOOTSTRAP_SERVE_LOCAL=True,
        MAX_CONTENT_LENGTH=1_000_000,
    )
    Bootstrap5(app)
    lms = _assemble(config)
    seed(config, lms.directory, lms.gradebook)
    for tool in everything(lms):
        if tool.state == ACTIVE:  # what the administrator chose outlives a restart
            lms.directory.set_tool(tool.as_tool())
    app.extensions["demo_lms"] = lms
    for blueprint in (pages, authoring, oidc, tokens, services, registration, control):
        app.register_blueprint(blueprint)
    app.register_error_handler(404, _not_found)
    app.register_error_handler(403, _not_logged_in)
    app.register_error_handler(405, _no_handler)
    app.add_url_rule("/healthz", "healthz", lambda: {"status": "ok"})
    return app


def _assemble(config: LmsConfig) -> Lms:
    schema = files("lti_tool.demo.lms").joinpath("schema.sql").read_text(encoding="utf-8")
    storage = Storage(config.database, schema)
    directory = Directory(storage)
    return Lms(
        config,
        storage,
        directory,
        Gradebook(storage, directory),
        SigningKeys(storage, config.signing_key),
        ToolKeys(),
        Faults(storage),
    )


def _not_found(_error: Exception) -> tuple[str, int]:
    message = "Cette page n’existe pas, ou le service demandé est indisponible."
    return render_template("lms/error.html", title="Page introuvable", message=message), 404


def _not_logged_in(_error: Exception) -> tuple[str, int]:
    message = "Choisissez en haut de la page une personne qui a le droit de faire cela."
    return render_template("lms/error.html", title="Qui êtes-vous ?", message=message), 403


def _no_handler(error: MethodNotAllowed) -> Response:
    """Moodle's services answer 400 where HTTP would say 405, for instance to `?type_id=1/scores`."""
    if request.path.startswith("/services/"):
        return refusal_response(ServiceRefusedError(400, "No handler found"))
    return Response("", status=405, headers={"Allow": ", ".join(error.valid_methods or ())})
