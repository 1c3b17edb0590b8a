"""The one place where exceptions become pages: what happened, what to do, a code for the help desk.

A refusal never shows a stack trace, a token or a person. The words are in `error_sentences`.
"""

from __future__ import annotations

import logging

from flask import Flask, make_response, render_template, request
from flask_limiter.errors import RateLimitExceeded
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from lti_tool.error_sentences import Sentence, sentence_for, sentence_for_status
from lti_tool.errors import RefusedError

_log = logging.getLogger(__name__)


_SHOWN_DETAILS = ("issuer", "url", "field", "pathway", "error", "message_type")


def init_app(app: Flask) -> None:
    """Turn every refusal and every failure into a page."""
    app.register_error_handler(RefusedError, _refused)
    app.register_error_handler(RateLimitExceeded, _http)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(UnicodeDecodeError, _not_text)
    app.register_error_handler(Exception, _unexpected)


def _refused(refusal: RefusedError) -> Response:
    _log.info("refused: %s on %s", refusal.reason, request.endpoint)
    details = [(name, refusal.details[name]) for name in _SHOWN_DETAILS if name in refusal.details]
    response = _page(sentence_for(refusal), refusal.status, refusal.reason, details)
    if "allow" in refusal.details:  # RFC 9110 asks a 405 to say what is allowed
        response.headers["Allow"] = str(refusal.details["allow"])
    return response


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    response = _page(sentence_for_status(status), status, f"http_{status}", [])
    for name, value in error.get_headers():
        if name.lower() in {"allow", "retry-after"}:
            response.headers[name] = value
    return response


def _not_text(_error: UnicodeDecodeError) -> Response:
    # Werkzeug lets raw bytes of a query or a form through until they are read.
    return _page(sentence_for_status(400), 400, "http_400", [])


def _unexpected(error: Exception) -> Response:
    # Only the type and the place: a message may quote a token or an answer.
    _log.error("unexpected %s on %s", type(error).__name__, request.endpoint, exc_info=error)
    return _page(sentence_for_status(500), 500, "unexpected", [])


def _page(sentence: Sentence, status: int, code: str, details: list[tuple[str, object]]) -> Response:
    html = render_template("errors/page.html", sentence=sentence, code=code, details=details)
    return make_response(html, status)
