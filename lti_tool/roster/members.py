"""A member of a course, from the JSON of a platform. Every vendor quirk is named here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from lti_tool.launch.claims import ID_MAX, TITLE_MAX
from lti_tool.launch.models import Role
from lti_tool.launch.roles import role_of


class MemberStatus(StrEnum):
    """NRPS 2.0, 2.3: absent means active."""

    ACTIVE = "Active"
    INACTIVE = "Inactive"  # enrolled, not taking part at the moment
    DELETED = "Deleted"  # only in the differences of a roster


@dataclass(frozen=True)
class Member:
    """A person of the course. `user_id` is the `sub` of their launches."""

    user_id: str
    role: Role
    status: MemberStatus
    name: str | None = field(default=None, repr=False)  # out of logs; None when the platform keeps it
    message: Mapping[str, Any] | None = field(default=None, repr=False)  # with `rlid`: claims of their launch

    @property
    def is_active(self) -> bool:
        """True for a person who takes part now."""
        return self.status is MemberStatus.ACTIVE


def read_member(given: object) -> Member | None:
    """A member, or None for an entry that names nobody."""
    if not isinstance(given, dict):
        return None
    user_id = given.get("user_id")
    if not isinstance(user_id, str) or not 0 < len(user_id) <= ID_MAX:
        return None
    roles = given.get("roles")
    return Member(
        user_id=user_id,
        role=role_of([role for role in roles if isinstance(role, str)] if isinstance(roles, list) else []),
        status=_status(given.get("status")),
        name=_name(given),
        message=_message(given.get("message")),
    )


def _status(value: object) -> MemberStatus:
    # An unknown word is read as inactive: such a person is neither counted nor written to.
    if value is None:
        return MemberStatus.ACTIVE
    known = {status.value.lower(): status for status in MemberStatus}
    return known.get(str(value).lower(), MemberStatus.INACTIVE)


def _name(given: Mapping[str, Any]) -> str | None:
    whole = _text(given.get("name"))
    parts = [_text(given.get("given_name")), _text(given.get("family_name"))]
    return whole or " ".join(part for part in parts if part) or None


def _text(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    return "".join(letter for letter in value[:TITLE_MAX] if letter.isprintable()).strip() or None


def _message(value: object) -> Mapping[str, Any] | None:
    # A list in the specification, a single object on some platforms.
    first = value[0] if isinstance(value, list) and value else value
    return first if isinstance(first, dict) else None
