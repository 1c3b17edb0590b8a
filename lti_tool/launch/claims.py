"""A verified id_token body → frozen claims. Every shape is checked here, every vendor quirk named here.

Names and e-mail addresses are not read at all: what is not kept cannot leak.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from lti_tool.errors import LaunchRefusedError

_LTI = "https://purl.imsglobal.org/spec/lti/claim/"
MESSAGE_TYPE = _LTI + "message_type"
VERSION = _LTI + "version"
DEPLOYMENT_ID = _LTI + "deployment_id"
TARGET_LINK_URI = _LTI + "target_link_uri"
RESOURCE_LINK = _LTI + "resource_link"
ROLES = _LTI + "roles"
CONTEXT = _LTI + "context"
CUSTOM = _LTI + "custom"
LAUNCH_PRESENTATION = _LTI + "launch_presentation"
AGS = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
NRPS = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
FOR_USER = _LTI + "for_user"
DEEP_LINKING = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"

ID_MAX = 255  # LTI Core 1.3: identifiers are at most 255 characters
TITLE_MAX = 500


class Message(StrEnum):
    """The messages that we answer."""

    RESOURCE_LINK = "LtiResourceLinkRequest"
    DEEP_LINKING = "LtiDeepLinkingRequest"
    SUBMISSION_REVIEW = "LtiSubmissionReviewRequest"


@dataclass(frozen=True)
class LaunchClaims:
    """What we keep of an LTI message (LTI Core 1.3, 5.3 and 5.4)."""

    subject: str | None
    roles: tuple[str, ...]
    resource_link_id: str | None  # None: deep linking, which comes before there is a link
    resource_link_title: str | None
    context_id: str | None
    context_title: str | None
    locale: str | None
    return_url: str | None
    custom: Mapping[str, str] = field(default_factory=dict)
    ags: Mapping[str, Any] | None = None
    nrps: Mapping[str, Any] | None = None


def read_claims(body: Mapping[str, Any]) -> LaunchClaims:
    """The claims of a message, whichever it is.

    Raises:
        LaunchRefusedError: a claim is missing or has the wrong shape; `reason` names it.
    """
    link = _object(body, RESOURCE_LINK, "resource_link")
    context = _object(body, CONTEXT, "context")
    presentation = _object(body, LAUNCH_PRESENTATION, "launch_presentation")
    link_id = identifier(link.get("id"), "resource_link_id")
    if link_id is None and body.get(MESSAGE_TYPE) != Message.DEEP_LINKING:
        raise LaunchRefusedError("resource_link_id_missing")
    return LaunchClaims(
        subject=identifier(body.get("sub"), "sub"),
        roles=_roles(body),
        resource_link_id=link_id,
        resource_link_title=_title(link.get("title")),
        context_id=identifier(context.get("id"), "context_id"),
        context_title=_title(context.get("title")),
        locale=_short(presentation.get("locale"), 35),
        return_url=_short(presentation.get("return_url"), 2000),
        custom=_custom(body),
        ags=_ags(body),
        nrps=_service(body, NRPS, "context_memberships_url"),
    )


def read_deep_linking(body: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of a deep linking request (LTI Deep Linking 2.0, 3.4.1), as we keep them.

    `return_url`, `accept_multiple`, `accept_lineitem` (None when the platform does not say) and, only when
    the platform gave one, `data`, whatever it is: it goes back unchanged.

    Raises:
        LaunchRefusedError: no settings, no usable return address, or links of no kind that we make.
    """
    settings = _object(body, DEEP_LINKING, "deep_linking_settings")
    return_url = _short(settings.get("deep_link_return_url"), 2000)
    if return_url is None:
        raise LaunchRefusedError("deep_linking_return_missing")
    types = settings.get("accept_types")
    if not isinstance(types, list) or "ltiResourceLink" not in types:
        raise LaunchRefusedError("deep_linking_type_refused")
    line_item = settings.get("accept_lineitem")
    kept = {
        "return_url": return_url,
        "accept_multiple": settings.get("accept_multiple") is True,
        "accept_lineitem": line_item if isinstance(line_item, bool) else None,
    }
    return kept | {name: settings[name] for name in ("data",) if name in settings}


def read_reviewed(body: Mapping[str, Any]) -> str:
    """Whose submission a review is about (LTI Submission Review 1.0, `for_user`).

    Raises:
        LaunchRefusedError: the claim has no usable `user_id`.
    """
    user_id = identifier(_object(body, FOR_USER, "for_user").get("user_id"), "for_user_id")
    if user_id is None:
        raise LaunchRefusedError("for_user_id_missing")
    return user_id


def identifier(value: object, name: str) -> str | None:
    """An identifier of at most 255 characters, or None when the claim is absent.

    Raises:
        LaunchRefusedError: present but not a usable string (a number, empty, too long, control characters).
    """
    if value is None:
        return None
    if not isinstance(value, str) or not value or len(value) > ID_MAX or not value.isprintable():
        raise LaunchRefusedError(f"{name}_invalid")
    return value


def _object(body: Mapping[str, Any], claim: str, name: str) -> Mapping[str, Any]:
    value = body.get(claim)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise LaunchRefusedError(f"{name}_invalid")
    return value


def _roles(body: Mapping[str, Any]) -> tuple[str, ...]:
    roles = body.get(ROLES)
    if roles is None:
        raise LaunchRefusedError("roles_missing")
    if not isinstance(roles, list) or not all(isinstance(role, str) for role in roles):
        raise LaunchRefusedError("roles_invalid")
    return tuple(roles)


def _title(value: object) -> str | None:
    # A long or odd title is no reason to refuse a person; pages escape it.
    # NUL and lone surrogates, which JSON can carry and databases refuse, are left out.
    if not isinstance(value, str):
        return None
    return "".join(letter for letter in value[:TITLE_MAX] if letter.isprintable()).strip() or None


def _short(value: object, limit: int) -> str | None:
    usable = isinstance(value, str) and 0 < len(value) <= limit and value.isprintable()
    return value if usable and isinstance(value, str) else None


def _custom(body: Mapping[str, Any]) -> dict[str, str]:
    # Moodle sends each name twice when it has capitals (as written and lower-cased): keep one.
    custom = _object(body, CUSTOM, "custom")
    return {
        key.lower(): value
        for key, value in custom.items()
        if isinstance(value, str) and len(value) <= 2000 and value.isprintable()
    }


def _ags(body: Mapping[str, Any]) -> dict[str, Any] | None:
    service = _service(body, AGS, "lineitem", "lineitems")
    if service is None:
        return None
    scopes = _object(body, AGS, "ags").get("scope")
    service["scope"] = (
        [scope for scope in scopes if isinstance(scope, str)] if isinstance(scopes, list) else []
    )
    return service


def _service(body: Mapping[str, Any], claim: str, *keys: str) -> dict[str, Any] | None:
    if claim not in body:
        return None
    value = _object(body, claim, claim.rpartition("/")[2])
    return {key: value[key] for key in keys if _short(value.get(key), 2000) is not None}
