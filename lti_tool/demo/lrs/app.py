"""The composition of the LRS."""

from __future__ import annotations

from importlib.resources import files

from flask import Flask, request
from flask_bootstrap import Bootstrap5
from werkzeug.wrappers import Response

from lti_tool.demo.lrs.config import LrsConfig
from lti_tool.demo.lrs.context import Lrs, current_lrs
from lti_tool.demo.lrs.faults import FaultInjector
from lti_tool.demo.lrs.pages import pages
from lti_tool.demo.lrs.records import Records
from lti_tool.demo.lrs.statements import statements
from lti_tool.demo.storage import Storage


def create_lrs(config: LrsConfig) -> Flask:
    """An empty LRS, or the one that its file holds."""
    app = Flask(__name__)
    app.config.update(BOOTSTRAP_SERVE_LOCAL=True, MAX_CONTENT_LENGTH=config.max_body_bytes)
    app.json.sort_keys = False  # type: ignore[attr-defined]  # Flask's default provider has it, its base has not
    Bootstrap5(app)
    schema = files("lti_tool.demo.lrs").joinpath("schema.sql").read_text(encoding="utf-8")
    storage = Storage(config.database, schema)
    authority = {"account": {"homePage": "http://localhost/lrs-demo", "name": config.username}}
    records = Records(storage, config.clock, authority)
    app.extensions["demo_lrs"] = Lrs(config, storage, records, FaultInjector(config.faults, config.seed))
    app.register_blueprint(statements)
    app.register_blueprint(pages)
    app.add_url_rule("/healthz", "healthz", lambda: {"status": "ok"})
    app.after_request(_count)
    return app


def _count(response: Response) -> Response:
    if request.path.startswith("/xapi/"):
        current_lrs().storage.run(
            "INSERT INTO requests VALUES (?, ?, 1)"
            " ON CONFLICT (method, status) DO UPDATE SET times = times + 1",
            request.method,
            str(response.status_code),
        )
    return response
