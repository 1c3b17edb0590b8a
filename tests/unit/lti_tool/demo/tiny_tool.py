"""The smallest honest LTI tool, written from the specification alone: it keeps the demo LMS honest."""

import time
import uuid
from urllib.parse import urlencode

import jwt
import requests
from flask import Flask, redirect, request
from jwcrypto.jwk import JWK

from lti_tool.demo.live import DemoLms, LiveServer

SCORE = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
LINE_ITEM = "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem"
RESULT = "https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly"
ROSTER = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"


def new_key():
    return JWK.generate(kty="RSA", size=2048, kid=uuid.uuid4().hex, alg="RS256", use="sig")


FIRST_KEY = new_key()


class TinyTool:
    """Launches end in `claims` or in `errors`; services are called with `token` and plain `requests`."""

    def __init__(self, lms: DemoLms):
        self.lms = lms
        self.key = FIRST_KEY
        self.jwks_is_up = True
        self.jwks_reads = 0
        self.claims = []
        self.errors = []
        self._nonces = {}
        self._server = LiveServer(self._app())
        self.url = self._server.url
        lms.change("PUT", "tool", {"url": self.url})

    def stop(self):
        self._server.stop()

    def _app(self):
        app = Flask(__name__)
        app.add_url_rule("/lti/login", "login", self._login, methods=["POST"])
        app.add_url_rule("/lti/launch", "launch", self._launch, methods=["POST"])
        app.add_url_rule("/lti/jwks.json", "jwks", self._jwks)
        return app

    def auth_request(self, sent, **changes):
        state, nonce = uuid.uuid4().hex, uuid.uuid4().hex
        self._nonces[state] = nonce
        asked = {
            "scope": "openid",
            "response_type": "id_token",
            "response_mode": "form_post",
            "prompt": "none",
            "client_id": sent["client_id"],
            "redirect_uri": sent["target_link_uri"],
            "login_hint": sent["login_hint"],
            "lti_message_hint": sent["lti_message_hint"],
            "state": state,
            "nonce": nonce,
        }
        return {name: value for name, value in {**asked, **changes}.items() if value is not None}

    def _login(self):
        assert request.form["iss"] == self.lms.url
        return redirect(f"{self.lms.config.auth_login_url}?{urlencode(self.auth_request(request.form))}")

    def _launch(self):
        if "error" in request.form:
            self.errors.append(request.form["error"])
            return "refused by the platform", 403
        keys = jwt.PyJWKSet.from_dict(requests.get(self.lms.config.jwks_url, timeout=5).json())
        token = request.form["id_token"]
        try:
            claims = jwt.decode(
                token,
                keys[jwt.get_unverified_header(token)["kid"]].key,
                algorithms=["RS256"],
                audience=self.lms.config.client_id,
                issuer=self.lms.url,
                options={"require": ["exp", "iat", "nonce"]},
            )
        except (jwt.InvalidTokenError, KeyError) as error:
            self.errors.append(type(error).__name__)
            return "refused", 400
        if self._nonces.pop(request.form["state"], None) != claims["nonce"]:
            self.errors.append("nonce")
            return "refused", 400
        self.claims.append(claims)
        return "launched"

    def _jwks(self):
        self.jwks_reads += 1
        if not self.jwks_is_up:
            return "down", 503
        return {"keys": [self.key.export_public(as_dict=True)]}

    def assertion(self, *, headers=None, **changes):
        now = int(time.time()) - 5
        client_id, audience = self.lms.config.client_id, self.lms.config.auth_token_url
        claims = {
            "iss": client_id,
            "sub": client_id,
            "aud": audience,
            "iat": now,
            "exp": now + 60,
            "jti": uuid.uuid4().hex,
            **changes,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        pem = self.key.export_to_pem(private_key=True, password=None)
        return jwt.encode(claims, pem, algorithm="RS256", headers={"kid": self.key.kid, **(headers or {})})

    def ask_token(self, *scopes, assertion=None, **changes):
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": assertion or self.assertion(),
            "scope": " ".join(scopes),
            **changes,
        }
        return requests.post(self.lms.config.auth_token_url, form, timeout=10)

    def bearer(self, *scopes):
        return {"Authorization": f"Bearer {self.ask_token(*scopes).json()['access_token']}"}
