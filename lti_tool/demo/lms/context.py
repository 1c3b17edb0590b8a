"""The parts of one LMS, reachable from the views of its application."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import current_app, session

from lti_tool.demo.lms.config import LmsConfig
from lti_tool.demo.lms.directory import TRAINER, Directory, User
from lti_tool.demo.lms.faults import Faults
from lti_tool.demo.lms.gradebook import Gradebook
from lti_tool.demo.lms.keys import SigningKeys
from lti_tool.demo.lms.tool_keys import ToolKeys
from lti_tool.demo.storage import Storage


@dataclass(frozen=True)
class Lms:
    """Everything that a view may need."""

    config: LmsConfig
    storage: Storage
    directory: Directory
    gradebook: Gradebook
    keys: SigningKeys
    tool_keys: ToolKeys
    faults: Faults

    def history(self, course_id: int) -> list[str]:
        """The ids of the courses that this one was copied from, the latest first."""
        row = self.storage.row("SELECT history FROM course_copies WHERE course_id = ?", course_id)
        return str(row["history"]).split(",") if row else []


def current_lms() -> Lms:
    """The LMS of the application that answers this request."""
    return cast("Lms", current_app.extensions["demo_lms"])


def current_user() -> User | None:
    """Who is logged in with this browser."""
    user_id = session.get("user_id")
    return current_lms().directory.user(user_id) if isinstance(user_id, int) else None


def may_author(course_id: int) -> bool:
    """Whether the person logged in may change this course."""
    user = current_user()
    role = current_lms().directory.role(course_id, user.id) if user else None
    return user is not None and (user.is_admin or role == TRAINER)
