"""The launch: login initiation (LTI Security 5.1.1), authentication (5.1.1.3), id_token, public keys."""

from __future__ import annotations

import json

from flask import Blueprint, Response, abort, jsonify, make_response, render_template, request
from werkzeug.datastructures import CombinedMultiDict
from werkzeug.wrappers import Response as BaseResponse

from lti_tool.demo.lms.context import Lms, current_lms, current_user
from lti_tool.demo.lms.directory import Tool, User
from lti_tool.demo.lms.id_tokens import make_id_token
from lti_tool.demo.lms.messages import Opening, keep, take

oidc = Blueprint("oidc", __name__)
_REQUIRED = ("scope", "response_type", "client_id", "redirect_uri", "login_hint", "nonce")
_Parameters = CombinedMultiDict[str, str]


class AuthRefusedError(Exception):
    """An OIDC error that goes back to the tool, as `error` and `error_description`."""

    def __init__(self, error: str, description: str = "") -> None:
        super().__init__(error)
        self.error = error
        self.description = description


def login_initiation(lms: Lms, opening: Opening, user: User) -> dict[str, str]:
    """The fields of a third-party initiated login; the launch id they carry works once."""
    tool = lms.directory.tool()
    launch_id = f"ltilaunch{opening.activity.id}_{lms.config.new_id()}"
    keep(lms, launch_id, opening, user)
    storage = {"lti_storage_target": lms.config.storage_frame} if lms.config.storage_frame else {}
    return storage | {
        "iss": lms.config.public_url,
        "target_link_uri": tool.launch_url,
        "login_hint": str(user.id),
        "lti_message_hint": json.dumps({"cmid": opening.activity.id, "launchid": launch_id}),
        "client_id": tool.client_id,
        "lti_deployment_id": tool.deployment_id,
    }


@oidc.get("/activites/<int:activity_id>/lancement")
def launch(activity_id: int) -> str:
    """A form that posts itself to the tool's login address."""
    lms, user = current_lms(), current_user()
    activity = lms.directory.activity(activity_id)
    if activity is None:
        abort(404)
    if user is None:
        abort(403)
    return start(lms, Opening(activity), user)


def start(lms: Lms, opening: Opening, user: User) -> str:
    """The form that posts itself to the tool's login address."""
    fields = login_initiation(lms, opening, user)
    return render_template("lms/post.html", action=lms.directory.tool().login_url, fields=fields)


@oidc.route("/lti/auth", methods=["GET", "POST"])
def authenticate() -> BaseResponse:
    """The authentication request of the tool; the answer is a form that posts the id_token to it."""
    lms, user, asked = current_lms(), current_user(), request.values
    if user is None and "repost" not in asked:
        # Reached from another site, the browser kept our cookie to itself: the same request, from our page.
        fields = {**asked.to_dict(), "repost": "1"}
        return make_response(render_template("lms/post.html", action=request.base_url, fields=fields))
    if user is None:
        return _error_page("Connectez-vous d’abord à cette plateforme, puis rouvrez l’activité.")
    tool = lms.directory.tool()
    answer: dict[str, str] = {}
    try:
        opening = _checked_launch(lms, asked, tool, user)
        answer["id_token"] = make_id_token(lms, opening, user, asked["nonce"])
    except AuthRefusedError as refusal:
        answer["error"] = refusal.error
        if refusal.description:
            answer["error_description"] = refusal.description
    except LookupError:
        return _error_page("Cette demande ne correspond à aucune ouverture d’activité en cours.")
    if asked.get("redirect_uri") != tool.launch_url:
        return _error_page("L’adresse de retour demandée n’est pas celle qui est enregistrée pour cet outil.")
    if "state" in asked:
        answer["state"] = asked["state"]
    return make_response(render_template("lms/post.html", action=tool.launch_url, fields=answer))


def _checked_launch(lms: Lms, asked: _Parameters, tool: Tool, user: User) -> Opening:
    """What is being opened.

    Raises:
        LookupError: there is no launch behind the request, so no address that we may answer to.
        AuthRefusedError: the request is for that launch, but not acceptable.
    """
    if not all(asked.get(name) for name in _REQUIRED) or asked["scope"] != "openid":
        raise LookupError("invalid_request")
    if asked["response_type"] != "id_token":
        raise LookupError("unsupported_response_type")
    opening, launched_by = take(lms, _launch_id(asked.get("lti_message_hint", "")))
    if asked["client_id"] != tool.client_id:
        raise AuthRefusedError("unauthorized_client")
    if asked["login_hint"] != str(user.id) or launched_by != user.id or lms.faults.hits("access_denied"):
        raise AuthRefusedError("access_denied")
    if asked.get("response_mode") != "form_post":
        raise AuthRefusedError("invalid_request", "Invalid response_mode")
    if asked.get("prompt") not in {None, "", "none"}:
        raise AuthRefusedError("invalid_request", "Invalid prompt")
    return opening


def _launch_id(hint: str) -> str:
    try:
        return str(json.loads(hint)["launchid"])
    except (ValueError, KeyError, TypeError) as error:
        raise LookupError("no launch id in the hint") from error


def _error_page(message: str) -> BaseResponse:
    page = render_template("lms/error.html", title="Ouverture impossible", message=message, is_launch=True)
    return make_response(page, 400)


@oidc.get("/lti/jwks")
def jwks() -> Response:
    """Our public keys."""
    lms = current_lms()
    if lms.faults.hits("jwks_down"):
        abort(503)
    return jsonify(lms.keys.public())
