"""What this browser keeps for us between the login and the launch: a cookie, or the platform's storage.

A cross-site frame may have its cookies blocked. That is found out at the login step, the only one that
can begin again elsewhere (a platform's launch id works once), by a page that costs one cached script:

- a cookie of ours came with the request, or the page is not in a frame: redirect at once;
- else `login.html` looks whether the cookie that came with it was kept, then asks the platform's storage
  (LTI Client Side postMessages 0.1), then offers to begin again in a tab of its own.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as WerkzeugResponse

from lti_tool.errors import LaunchRefusedError
from lti_tool.launch.models import LoginTransaction
from lti_tool.launch.oidc import Login, storage_key
from lti_tool.platforms.models import Platform
from lti_tool.security import allow_form_redirects, allow_framing_by, origin, set_partitioned_cookie
from lti_tool.wiring import Tool

BINDING_MAX_AGE = 15 * 60
KEPT_MAX_AGE = 180 * 24 * 3600
PLAIN_COOKIE = "parcours-login-local"
STORED_FIELD = "stockage"
FRAMES = frozenset({"iframe", "frame", "embed", "object"})  # values of `Sec-Fetch-Dest`
RESTART_FIELDS = (
    "iss",
    "login_hint",
    "target_link_uri",
    "lti_message_hint",
    "client_id",
    "lti_deployment_id",
)


def binding(parts: Tool) -> str | None:
    """What this browser was given at login, or at an earlier one."""
    plain = None if parts.settings.is_https else request.cookies.get(PLAIN_COOKIE)
    return request.cookies.get(_cookie(parts, "login")) or plain


def go_to_platform(parts: Tool, started: Login, params: Mapping[str, str], secret: str) -> WerkzeugResponse:
    """Send the browser to the platform: at once when it can keep a cookie, else by the page that tries."""
    response = (
        redirect(started.redirect_url, 302) if _keeps_cookies(parts) else _try_page(parts, started, params)
    )
    response.headers["Cache-Control"] = "no-store"
    set_partitioned_cookie(response, _cookie(parts, "login"), secret, max_age=BINDING_MAX_AGE)
    # Says nothing of the person: only that cookies work here. The script of the page reads it.
    set_partitioned_cookie(response, _cookie(parts, "kept"), "1", max_age=KEPT_MAX_AGE, httponly=False)
    if not parts.settings.is_https:
        # http is for loopback only, where not every client gives a Secure cookie back (Safari, scripts).
        response.set_cookie(PLAIN_COOKIE, secret, max_age=BINDING_MAX_AGE, httponly=True, samesite="Lax")
    return response


def _keeps_cookies(parts: Tool) -> bool:
    if request.headers.get("Sec-Fetch-Dest") not in FRAMES:
        return True  # a window of its own, where our cookies are first-party
    return binding(parts) is not None or _cookie(parts, "kept") in request.cookies


def _try_page(parts: Tool, started: Login, params: Mapping[str, str]) -> Response:
    allow_framing_by([started.platform.issuer, started.platform.auth_login_url])
    allow_form_redirects()  # « nouvel onglet » goes through the platform, wherever its sign-on leads
    return make_response(
        render_template(
            "launch/login.html",
            continue_url=started.redirect_url,
            cookie=_cookie(parts, "kept"),
            storage=started.storage,
            restart={name: params[name] for name in RESTART_FIELDS if params.get(name)},
        )
    )


def stored_answer(parts: Tool, form: Mapping[str, str]) -> str | None:
    """What our own page read back from the platform's storage; None when it was not asked.

    Raises:
        LaunchRefusedError: `storage_wrong`: another site sent it. Somebody could post a login of
            their own, with the secret that they were given, from a page that a victim visits.
    """
    if STORED_FIELD not in form:
        return None
    if request.headers.get("Origin") != origin(parts.settings.public_url):
        raise LaunchRefusedError("storage_wrong")
    return form[STORED_FIELD]


def read_back(login: LoginTransaction, platform: Platform, form: Mapping[str, str]) -> Response:
    """The page that asks the platform's storage for our secret, and posts the same message again."""
    allow_framing_by([platform.issuer, platform.auth_login_url])
    response = make_response(
        render_template(
            "launch/read_back.html",
            field=STORED_FIELD,
            message={name: form[name] for name in ("id_token", "state") if name in form},
            target=login.storage_target,
            key=storage_key(form["state"]),
            origin=origin(platform.auth_login_url),
        )
    )
    response.headers["Referrer-Policy"] = "same-origin"  # else the browser hides `Origin`, checked above
    return response


def _cookie(parts: Tool, name: str) -> str:
    return f"__Host-parcours-{name}" if parts.settings.is_https else f"parcours-{name}"
