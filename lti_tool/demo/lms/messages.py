"""The three messages of this LMS: open an activity, choose activities, review a submission."""

from __future__ import annotations

from dataclasses import dataclass

from lti_tool.demo.lms.claims import LTI, launch_claims
from lti_tool.demo.lms.context import Lms
from lti_tool.demo.lms.directory import Activity, User

RESOURCE_LINK = "LtiResourceLinkRequest"
DEEP_LINKING = "LtiDeepLinkingRequest"
SUBMISSION_REVIEW = "LtiSubmissionReviewRequest"
_SETTINGS = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"


@dataclass(frozen=True)
class Opening:
    """What a person is about to open. Deep linking has no activity yet: only its `course_id` counts."""

    activity: Activity
    kind: str = RESOURCE_LINK
    for_user_id: int = 0


def choosing(course_id: int) -> Opening:
    """Deep linking in a course."""
    return Opening(Activity(0, course_id, "", "", ""), DEEP_LINKING)


def keep(lms: Lms, launch_id: str, opening: Opening, user: User) -> None:
    """Remember what a launch id stands for."""
    lms.storage.run(
        "INSERT INTO launches (id, activity_id, user_id) VALUES (?, ?, ?)",
        launch_id,
        opening.activity.id,
        user.id,
    )
    lms.storage.run(
        "INSERT INTO messages VALUES (?, ?, ?, ?)",
        launch_id,
        opening.kind,
        opening.activity.course_id,
        opening.for_user_id,
    )


def take(lms: Lms, launch_id: str) -> tuple[Opening, int]:
    """What a launch id stands for, and for whom; once.

    Raises:
        LookupError: unknown, used, or the activity is gone.
    """
    with lms.storage.transaction():
        if lms.storage.changed("UPDATE launches SET used = 1 WHERE id = ? AND used = 0", launch_id) != 1:
            raise LookupError(launch_id)
        launch = lms.storage.rows("SELECT activity_id, user_id FROM launches WHERE id = ?", launch_id)[0]
        message = lms.storage.rows("SELECT * FROM messages WHERE launch_id = ?", launch_id)[0]
    if message["kind"] == DEEP_LINKING:
        return choosing(message["course_id"]), launch["user_id"]
    activity = lms.directory.activity(launch["activity_id"])
    if activity is None:
        raise LookupError("invalid_request")
    return Opening(activity, message["kind"], message["for_user_id"]), launch["user_id"]


def claims_of(lms: Lms, opening: Opening, user: User) -> dict[str, object]:
    """Every claim of the message but nonce, dates, issuer and audience."""
    claims = launch_claims(lms, opening.activity, user) | {LTI + "message_type": opening.kind}
    if opening.kind == SUBMISSION_REVIEW:
        return claims | {LTI + "for_user": {"user_id": str(opening.for_user_id)}}
    if opening.kind == DEEP_LINKING:
        del claims[LTI + "resource_link"]
        return claims | {_SETTINGS: _settings(lms, opening.activity.course_id)}
    return claims


def _settings(lms: Lms, course_id: int) -> dict[str, object]:
    # No `data` and no `accept_lineitem`, like Moodle 4.5.
    secret = lms.config.new_id()
    lms.storage.run("INSERT INTO choices (secret, course_id) VALUES (?, ?)", secret, course_id)
    return {
        "accept_types": ["ltiResourceLink"],
        "accept_presentation_document_targets": ["frame", "iframe", "window"],
        "accept_multiple": True,
        "auto_create": False,
        "deep_link_return_url": f"{lms.config.public_url}/cours/{course_id}/choix?sesskey={secret}",
        "title": "",
        "text": "",
    }
