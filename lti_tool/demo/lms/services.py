"""What AGS and NRPS share: who may call, which media type, and how a refusal is written."""

from __future__ import annotations

import json
import time

from flask import Blueprint, request
from werkzeug.wrappers import Response

from lti_tool.demo.lms.context import Lms, current_lms

services = Blueprint("services", __name__, url_prefix="/services")


class ServiceRefusedError(Exception):
    """A refusal: the explanation is only in the status line, the body is `[]`."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


def refusal_response(refusal: ServiceRefusedError) -> Response:
    """Moodle's way of saying no."""
    response = Response("[]", status=f"{refusal.status} {refusal.reason}", content_type="application/json")
    if refusal.status == 429:
        response.headers["Retry-After"] = str(current_lms().config.retry_after_seconds)
    return response


@services.errorhandler(ServiceRefusedError)
def _refuse(refusal: ServiceRefusedError) -> Response:
    return refusal_response(refusal)


def service_lms(*scopes: str) -> Lms:
    """The LMS, once the Bearer token is one of ours, still valid, and has one of `scopes`.

    Raises:
        ServiceRefusedError: 401.
    """
    lms = current_lms()
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    row = lms.storage.row("SELECT scopes, expires_at FROM access_tokens WHERE token = ?", value)
    if scheme != "Bearer" or row is None or row["expires_at"] <= lms.config.clock().timestamp():
        raise ServiceRefusedError(401, "Unauthorized: no valid access token")
    if not set(scopes) & set(str(row["scopes"]).split()):
        raise ServiceRefusedError(401, "Unauthorized: scope not granted")
    return lms


def spoil_grade_service(lms: Lms) -> None:
    """Apply the switches that hit every grade service call.

    Raises:
        ServiceRefusedError: 401, 429 or 500, as switched on.
    """
    if lms.faults.hits("ags_slow"):
        time.sleep(lms.config.slow_seconds)
    for name, status, reason in (
        ("ags_401", 401, "Unauthorized: token revoked"),
        ("ags_429", 429, "Too Many Requests"),
        ("ags_500", 500, "Internal Server Error"),
    ):
        if lms.faults.hits(name):
            raise ServiceRefusedError(status, reason)


def expect_accept(media_type: str, *, may_be_absent: bool) -> None:
    """The exact media type in Accept; `*/*` does not do.

    Raises:
        ServiceRefusedError: 400.
    """
    accepted = request.headers.get("Accept", "")
    offered = [part.partition(";")[0].strip() for part in accepted.split(",")]
    if media_type not in offered and not (may_be_absent and not accepted):
        raise ServiceRefusedError(400, f"No handler found for Accept {accepted!r}")


def expect_content_type(media_type: str) -> None:
    """The exact media type of the body; a charset after it is tolerated.

    Raises:
        ServiceRefusedError: 400.
    """
    if request.mimetype != media_type:
        raise ServiceRefusedError(400, f"No handler found for {request.mimetype!r}")


def expect_type_id(lms: Lms) -> None:
    """The query of the URL that the launch gave, untouched.

    Raises:
        ServiceRefusedError: 400, typically when `/scores` was put after the query.
    """
    if request.args.get("type_id") != lms.directory.tool().deployment_id:
        raise ServiceRefusedError(400, "No handler found: type_id")


def paged(
    everything: list[dict[str, object]],
    media_type: str,
    members_of: dict[str, object] | None = None,
    *,
    largest: int = 0,
) -> Response:
    """One page when `limit` is asked or everything is more than `largest`, with a Link to the next.

    Raises:
        ServiceRefusedError: 400 for a limit or an offset that is not a number.
    """
    limit, offset = min(_whole("limit") or largest, largest or _whole("limit")), _whole("from")
    page = everything[offset:][: limit or None]
    content: object = page if members_of is None else {**members_of, "members": page}
    response = Response(json.dumps(content), content_type=media_type)
    if limit and offset + limit < len(everything):
        query = {**request.args.to_dict(), "limit": str(limit), "from": str(offset + limit)}
        link = f"{current_lms().config.public_url}{request.path}?" + "&".join(
            f"{k}={v}" for k, v in query.items()
        )
        response.headers["Link"] = f'<{link}>; rel="next"'
    return response


def _whole(name: str) -> int:
    value = request.args.get(name, "0")
    if not value.isdecimal():
        raise ServiceRefusedError(400, f"Bad {name}")
    return int(value)
