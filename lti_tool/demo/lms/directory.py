"""People, courses and activities: frozen records, and the questions asked about them."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from lti_tool.demo.storage import Storage

LEARNER = "learner"
TRAINER = "trainer"


@dataclass(frozen=True)
class Tool:
    """The one external tool that this LMS knows."""

    url: str
    client_id: str
    deployment_id: str
    send_names: bool

    @property
    def login_url(self) -> str:
        """Where an OIDC login starts."""
        return f"{self.url}/lti/login"

    @property
    def launch_url(self) -> str:
        """The only registered redirect address."""
        return f"{self.url}/lti/launch"

    @property
    def jwks_url(self) -> str:
        """The public keys of the tool."""
        return f"{self.url}/lti/jwks.json"


@dataclass(frozen=True)
class User:
    """A person of the demonstration; every name is invented."""

    id: int
    given_name: str
    family_name: str
    username: str
    email: str
    sourced_id: str
    language: str
    is_admin: bool

    @property
    def name(self) -> str:
        """As people read it."""
        return f"{self.given_name} {self.family_name}"


@dataclass(frozen=True)
class Course:
    """A course, LTI's context."""

    id: int
    label: str
    title: str
    summary: str


@dataclass(frozen=True)
class Activity:
    """A link to the tool inside a course; `custom` holds one `name=value` a line."""

    id: int
    course_id: int
    title: str
    description: str
    custom: str


class Directory:
    """Reads and writes the people, courses and activities."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def tool(self) -> Tool:
        """The tool as registered now."""
        row = self._storage.rows("SELECT url, client_id, deployment_id, send_names FROM tool")[0]
        return Tool(row["url"], row["client_id"], row["deployment_id"], bool(row["send_names"]))

    def set_tool(self, tool: Tool) -> None:
        """Register the tool, in place of the one before."""
        self._storage.run(
            "INSERT OR REPLACE INTO tool VALUES (1, ?, ?, ?, ?)",
            tool.url,
            tool.client_id,
            tool.deployment_id,
            tool.send_names,
        )

    def users(self) -> list[User]:
        """Everybody."""
        return [_user(row) for row in self._storage.rows("SELECT * FROM users ORDER BY id")]

    def user(self, user_id: int) -> User | None:
        """Somebody, or None."""
        row = self._storage.row("SELECT * FROM users WHERE id = ?", user_id)
        return _user(row) if row else None

    def add_user(self, user: User) -> int:
        """Add a person; an id of 0 takes the next free one."""
        return self._storage.run(
            "INSERT INTO users VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            user.id or None,
            user.given_name,
            user.family_name,
            user.username,
            user.email,
            user.sourced_id,
            user.language,
            user.is_admin,
        )

    def courses(self) -> list[Course]:
        """Every course."""
        return [Course(*row) for row in self._storage.rows("SELECT * FROM courses ORDER BY id")]

    def course(self, course_id: int) -> Course | None:
        """A course, or None."""
        row = self._storage.row("SELECT * FROM courses WHERE id = ?", course_id)
        return Course(*row) if row else None

    def add_course(self, course: Course) -> int:
        """Add a course; an id of 0 takes the next free one."""
        return self._storage.run(
            "INSERT INTO courses VALUES (?, ?, ?, ?)",
            course.id or None,
            course.label,
            course.title,
            course.summary,
        )

    def activities(self, course_id: int | None = None) -> list[Activity]:
        """The activities of a course, or all of them."""
        rows = self._storage.rows(
            "SELECT * FROM activities WHERE ? IS NULL OR course_id = ?", course_id, course_id
        )
        return [Activity(*row) for row in rows]

    def activity(self, activity_id: int) -> Activity | None:
        """An activity, or None."""
        row = self._storage.row("SELECT * FROM activities WHERE id = ?", activity_id)
        return Activity(*row) if row else None

    def add_activity(self, activity: Activity) -> int:
        """Add an activity; an id of 0 takes the next free one."""
        return self._storage.run(
            "INSERT INTO activities VALUES (?, ?, ?, ?, ?)",
            activity.id or None,
            activity.course_id,
            activity.title,
            activity.description,
            activity.custom,
        )

    def enrol(self, course_id: int, user_id: int, role: str) -> None:
        """Enrol a person, or change the role."""
        self._storage.run("INSERT OR REPLACE INTO enrolments VALUES (?, ?, ?)", course_id, user_id, role)

    def unenrol(self, course_id: int, user_id: int) -> None:
        """Take a person out of a course."""
        self._storage.run("DELETE FROM enrolments WHERE course_id = ? AND user_id = ?", course_id, user_id)

    def role(self, course_id: int, user_id: int) -> str | None:
        """`learner`, `trainer`, or None for a stranger to the course."""
        row = self._storage.row(
            "SELECT role FROM enrolments WHERE course_id = ? AND user_id = ?", course_id, user_id
        )
        return str(row["role"]) if row else None

    def members(self, course_id: int) -> list[tuple[User, str]]:
        """Who is enrolled, with the role, in a stable order."""
        rows = self._storage.rows(
            "SELECT users.*, enrolments.role FROM users JOIN enrolments ON users.id = user_id"
            " WHERE course_id = ? ORDER BY users.id",
            course_id,
        )
        return [(_user(row), str(row["role"])) for row in rows]


def _user(row: sqlite3.Row) -> User:
    columns = {name: row[name] for name in row.keys() if name != "role"}  # noqa: SIM118 - a Row iterates on values
    return User(**{**columns, "is_admin": bool(row["is_admin"])})
