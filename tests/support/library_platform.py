"""An LMS made of `lti1p3platform`, a platform library that is not ours: a second opinion on every message.

Only the web around the library is written here: pages, addresses, a score resource.
"""

from __future__ import annotations

from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from flask import Flask, Response, jsonify, redirect, render_template_string, request
from lti1p3platform.ltiplatform import LTI1P3PlatformConfAbstract
from lti1p3platform.message_launch import LTIAdvantageMessageLaunchAbstract
from lti1p3platform.oidc_login import OIDCLoginAbstract
from lti1p3platform.registration import Registration
from lti1p3platform.request import Request

from lti_tool.demo.live import LiveServer, ReservedPort

CLIENT, DEPLOYMENT, LEARNER = "client-bibliothèque", "déploiement-1", "learner-42"
SCORE_SCOPE = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
FORM = (
    '<form action="{{ launch_url }}" method="post"><input name="id_token" value="{{ id_token }}">'
    '<input name="state" value="{{ state }}"></form>'
)


class LibraryPlatform(LiveServer):
    """Launches a tool, gives it tokens, takes its scores."""

    def __init__(self, tool_url: str) -> None:
        port = ReservedPort()
        self.issuer = f"http://localhost:{port.number}"
        self.tool_url = tool_url
        self.scores: list[dict[str, Any]] = []
        self.configuration = _Configuration(registration=self._registration())
        super().__init__(self._pages(), port=port, host="localhost")

    def _registration(self) -> Registration:
        private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        pem = private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        public = private.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        return (
            Registration()
            .set_iss(self.issuer)
            .set_client_id(CLIENT)
            .set_deployment_id(DEPLOYMENT)
            .set_launch_url(f"{self.tool_url}/lti/launch")
            .set_oidc_login_url(f"{self.tool_url}/lti/login")
            .set_tool_key_set_url(f"{self.tool_url}/lti/jwks.json")
            .set_platform_private_key(pem.decode())
            .set_platform_public_key(public.decode())
        )

    def _pages(self) -> Flask:
        app = Flask("library_platform")
        app.add_url_rule("/start", view_func=self._start)
        app.add_url_rule("/auth", view_func=self._authorise)
        app.add_url_rule("/jwks", view_func=lambda: jsonify(self.configuration.get_jwks()))
        app.add_url_rule("/token", view_func=self._token, methods=["POST"])
        app.add_url_rule("/columns/7/scores", view_func=self._score, methods=["POST"])
        return app

    def _start(self) -> Any:
        login = _Login(None, self.configuration)
        login.set_lti_message_hint()
        return login.initiate_login(LEARNER)

    def _authorise(self) -> Any:
        asked = _Asked(request.args.to_dict())
        launch = _Launch(asked, self.configuration)
        role = "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"
        launch.set_user_data(LEARNER, [role], full_name="Prénom Nom", email_address="p@agents.example")
        launch.set_resource_link_claim("lien-1", title="Faire le point")
        launch.set_launch_context_claim("cours-1", context_title="Un cours")
        launch.set_launch_url(f"{self.tool_url}/lti/launch")
        launch.set_ags(f"{self.issuer}/columns", f"{self.issuer}/columns/7", allow_creating_lineitems=False)
        return launch.lti_launch()

    def _token(self) -> Response:
        return jsonify(self.configuration.get_access_token(request.form.to_dict()))

    def _score(self) -> tuple[str, int]:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if not self.configuration.validate_token(token, [SCORE_SCOPE]):
            return "", 403
        if request.content_type != "application/vnd.ims.lis.v1.score+json":
            return "", 415
        self.scores.append(request.get_json(force=True))
        return "", 200


class _Configuration(LTI1P3PlatformConfAbstract):
    def init_platform_config(self, **kwargs: Any) -> None:
        self._registration = kwargs["registration"]

    def get_registration_by_params(self, **kwargs: Any) -> Registration:
        return self._registration


class _Login(OIDCLoginAbstract):
    def set_lti_message_hint(self, **kwargs: Any) -> None:
        self._lti_message_hint = "indice"

    def get_redirect(self, url: str) -> Any:
        return redirect(url)


class _Asked(Request):
    def __init__(self, params: dict[str, str]) -> None:
        self._params = params

    def build_metadata(self, request: Any) -> Any:
        return {"get_data": self._params, "form_data": {}}

    @property
    def get_data(self) -> dict[str, str]:
        return self._params


class _Launch(LTIAdvantageMessageLaunchAbstract):
    def render_launch_form(self, launch_data: dict[str, Any], **kwargs: Any) -> Any:
        return render_template_string(FORM, **launch_data)
