"""Dynamic registration as Moodle offers it: the document, the address that tools post to, the pages."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from flask import Blueprint, abort, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lti_tool.demo.lms import registrations
from lti_tool.demo.lms.claims import AGS_SCOPES, NRPS_SCOPE
from lti_tool.demo.lms.context import Lms, current_lms, current_user
from lti_tool.demo.lms.registrations import NEW, UPDATE, RegistrationRefusedError, UnreadableTokenError

registration = Blueprint("registration", __name__)


@registration.get("/lti/openid-configuration")
def configuration() -> Response:
    """What a tool reads before it registers (LTI Dynamic Registration 1.0, 3.5)."""
    config = current_lms().config
    return jsonify(
        {
            "issuer": config.public_url,
            "authorization_endpoint": config.auth_login_url,
            "token_endpoint": config.auth_token_url,
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            "token_endpoint_auth_signing_alg_values_supported": ["RS256"],
            "jwks_uri": config.jwks_url,
            "registration_endpoint": f"{config.public_url}/lti/registration",
            "scopes_supported": ["openid", *AGS_SCOPES, NRPS_SCOPE],
            "response_types_supported": ["id_token"],
            "subject_types_supported": ["public", "pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "claims_supported": ["sub", "iss", "name", "given_name", "family_name", "email"],
            "https://purl.imsglobal.org/spec/lti-platform-configuration": {
                "product_family_code": "demo-lms",
                "version": "2024100700",
                "messages_supported": [
                    {"type": "LtiResourceLinkRequest"},
                    {"type": "LtiDeepLinkingRequest", "placements": ["ContentArea"]},
                ],
                "variables": ["User.id", "Context.id", "Context.id.history", "ResourceLink.id"],
            },
        }
    )


@registration.route("/lti/registration", methods=["GET", "POST"])
def register() -> Response:
    """A tool registers itself (POST), or reads what it is here (GET, with a token to update)."""
    lms = current_lms()
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    try:
        if scheme != "Bearer" or not value:
            raise RegistrationRefusedError("missing_registration_token", 401)
        scope, client_id = registrations.read_token(lms, value.strip())
        if request.method == "GET":
            tool = registrations.find(lms, client_id) if scope == UPDATE else None
            if tool is None:
                raise RegistrationRefusedError("invalid_scope", 401)
        else:
            tool = registrations.register(lms, client_id, request.get_json(silent=True))
    except UnreadableTokenError:
        abort(404)
    except RegistrationRefusedError as refusal:
        return make_response(refusal.word, refusal.status, {"Content-Type": "text/html; charset=utf-8"})
    return jsonify(tool.public())


@registration.get("/outils")
def tools() -> str:
    """The page « Gérer les outils »: paste an address, activate what registered."""
    lms = _administration()
    return render_template(
        "lms/tools.html",
        tools=registrations.everything(lms),
        by_hand=lms.config,
        current=lms.directory.tool(),
        invitation_url=lms.config.invitation_url,
        tool_admin_url=lms.config.tool_admin_url,
    )


@registration.get("/outils/inscription")
def begin() -> str:
    """The tool's own page in a frame; first a choice, when a tool of the same domain is known."""
    lms = _administration()
    url, choice = request.args.get("url", "").strip(), request.args.get("choix", "")
    if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).netloc:
        message = "Collez l’adresse complète que l’équipe de l’outil vous a envoyée ; elle commence par http."
        return render_template("lms/error.html", title="Ce n’est pas une adresse", message=message)
    known = registrations.same_domain(lms, url)
    if known is not None and choice not in {"nouveau", "mise-a-jour"}:
        return render_template("lms/tool_choice.html", url=url, known=known)
    if known is not None and choice == "mise-a-jour":
        token = registrations.make_token(lms, UPDATE, known.client_id)
    else:
        token = registrations.make_token(lms, NEW, lms.config.new_id()[:15])
    return render_template("lms/tool_registration.html", frame=_start(lms, url, token))


@registration.post("/outils/activation")
def activate() -> Response:
    """Launch with this tool from now on."""
    if not registrations.activate(_administration(), request.form.get("client_id", "")):
        abort(404)
    return redirect(url_for("registration.tools"))


@registration.post("/outils/suppression")
def remove() -> Response:
    """Forget a tool."""
    registrations.remove(_administration(), request.form.get("client_id", ""))
    return redirect(url_for("registration.tools"))


def _start(lms: Lms, url: str, token: str) -> str:
    parts = urlsplit(url)
    asked = {
        "openid_configuration": f"{lms.config.public_url}/lti/openid-configuration",
        "registration_token": token,
    }
    query = [*parse_qsl(parts.query, keep_blank_values=True), *asked.items()]
    return urlunsplit(parts._replace(query=urlencode(query)))


def _administration() -> Lms:
    user = current_user()
    if user is None or not user.is_admin:
        abort(403)
    return current_lms()
