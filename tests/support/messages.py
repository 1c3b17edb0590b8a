"""The claims that turn an honest learner's launch into another message, and what comes back of it."""

from __future__ import annotations

import html
import json
import re
from typing import Any
from uuid import UUID, uuid4

import jwt
from sqlalchemy import select
from werkzeug.test import TestResponse

from lti_tool.launch import claims as names
from lti_tool.launch.models import Activity, ResourceLink
from lti_tool.launch.options import ActivityOptions
from lti_tool.platforms.models import Platform
from tests.support.hostile import MEMBERSHIP, REMOVED, Ground, HostilePlatform, changed

RETURN_URL = "https://lms.example/mod/lti/contentitem_return.php?course=2&sesskey=ab"
INSTRUCTOR = MEMBERSHIP + "Instructor"
DL = "https://purl.imsglobal.org/spec/lti-dl/claim/"


def choosing(settings: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """A trainer's LtiDeepLinkingRequest as Moodle sends it, with `settings` on top."""
    usual = {
        "deep_link_return_url": RETURN_URL,
        "accept_types": ["ltiResourceLink"],
        "accept_presentation_document_targets": ["frame", "iframe", "window"],
        "accept_multiple": True,
        "auto_create": False,
    }
    return {
        names.MESSAGE_TYPE: "LtiDeepLinkingRequest",
        names.RESOURCE_LINK: REMOVED,
        names.ROLES: [INSTRUCTOR],
        names.DEEP_LINKING: changed(usual, settings or {}),
        "sub": "3",
    } | changes


def reviewing(user_id: object = "42", **changes: Any) -> dict[str, Any]:
    """A trainer's LtiSubmissionReviewRequest about the person `user_id`."""
    return {
        names.MESSAGE_TYPE: "LtiSubmissionReviewRequest",
        names.FOR_USER: {"user_id": user_id},
        names.ROLES: [INSTRUCTOR],
        "sub": "3",
    } | changes


def answer_of(page: TestResponse) -> dict[str, Any]:
    """The claims of the signed answer in the page that goes back to the LMS (signature not checked)."""
    assert page.status_code == 200, page.text
    token = re.search(r'name="JWT" value="([^"]+)"', page.text)
    assert token, page.text
    return jwt.decode(html.unescape(token[1]), options={"verify_signature": False})


def items_of(page: TestResponse) -> list[dict[str, Any]]:
    """The content items of that answer."""
    items: list[dict[str, Any]] = answer_of(page)[DL + "content_items"]
    return items


def public_keys(ground: Ground) -> dict[str, Any]:
    """Our published keys, by kid."""
    return {
        key["kid"]: jwt.PyJWK(key).key
        for key in json.loads(ground.client().get("/lti/jwks.json").text)["keys"]
    }


def make_activity(
    ground: Ground, platform: HostilePlatform | None = None, *, deleted: bool = False, **options: Any
) -> UUID:
    """An activity of the platform, as deep linking would have made it."""
    of = platform or ground.platform
    with ground.database.begin() as session:
        row = session.scalars(
            select(Platform).where(Platform.issuer == of.issuer, Platform.client_id == of.client_id)
        ).one()
        activity = Activity(
            id=uuid4(),
            platform_id=row.id,
            pathway_id="cyber-rgpd",
            pathway_version=1,
            title="Réflexes",
            options=ActivityOptions(**options),
            created_at=ground.clock(),
            deleted_at=ground.clock() if deleted else None,
        )
        session.add(activity)
        return activity.id


def opening(activity_id: object, link: str = "rl-1", **changes: Any) -> dict[str, Any]:
    """A launch whose `custom` names an activity."""
    return {
        names.CUSTOM: {"activity_id": str(activity_id), "context_id_history": "$Context.id.history"},
        names.RESOURCE_LINK: {"id": link, "title": "Activité"},
    } | changes


def links(ground: Ground) -> dict[str, ResourceLink]:
    """Every link, by the platform's id."""
    with ground.database.begin() as session:
        return {link.resource_link_id: link for link in session.scalars(select(ResourceLink))}
