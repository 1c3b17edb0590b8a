"""The gradebook: columns (line items), grades, and Moodle's rules for accepting a score."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from lti_tool.demo.lms.directory import LEARNER, Directory
from lti_tool.demo.lms.scores import ScoreRefusedError, parse_score, rescaled
from lti_tool.demo.storage import Storage


@dataclass(frozen=True)
class LineItem:
    """A column of the gradebook; `activity_id` is None for one that the tool made by itself."""

    id: int
    course_id: int
    activity_id: int | None
    label: str
    maximum: float
    resource_id: str
    tag: str


@dataclass(frozen=True)
class Grade:
    """What the gradebook holds for one person; `grade` is None once erased, the date stays."""

    line_item_id: int
    user_id: int
    grade: float | None
    comment: str
    timestamp: int


@dataclass(frozen=True)
class ScorePost:
    """A score as received, accepted or not."""

    id: int
    received_at: str
    line_item_id: int
    body: str
    status: int
    reason: str

    @property
    def score(self) -> dict[str, object]:
        """The body as JSON, empty when it was not an object."""
        try:
            parsed = json.loads(self.body)
        except ValueError:
            return {}
        return parsed if isinstance(parsed, dict) else {}


class Gradebook:
    """Columns and grades of every course."""

    def __init__(self, storage: Storage, directory: Directory) -> None:
        self._storage = storage
        self._directory = directory

    def add_line_item(
        self,
        course_id: int,
        label: str,
        maximum: float,
        *,
        activity_id: int | None = None,
        resource_id: str = "",
        tag: str = "",
    ) -> LineItem:
        """A new column."""
        new_id = self._storage.run(
            "INSERT INTO line_items (course_id, activity_id, label, maximum, resource_id, tag)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            course_id,
            activity_id,
            label,
            maximum,
            resource_id,
            tag,
        )
        return LineItem(new_id, course_id, activity_id, label, maximum, resource_id, tag)

    def line_items(self, course_id: int) -> list[LineItem]:
        """The columns of a course."""
        rows = self._storage.rows("SELECT * FROM line_items WHERE course_id = ? ORDER BY id", course_id)
        return [LineItem(*row) for row in rows]

    def line_item(self, course_id: int, line_item_id: int) -> LineItem | None:
        """A column of that course, or None."""
        return next((item for item in self.line_items(course_id) if item.id == line_item_id), None)

    def update_line_item(self, item: LineItem) -> None:
        """Write a column back."""
        self._storage.run(
            "UPDATE line_items SET label = ?, maximum = ?, resource_id = ?, tag = ? WHERE id = ?",
            item.label,
            item.maximum,
            item.resource_id,
            item.tag,
            item.id,
        )

    def delete_line_item(self, line_item_id: int) -> None:
        """Remove a column and its grades, the activity's own one included: Moodle does."""
        with self._storage.transaction():
            self._storage.run("DELETE FROM line_items WHERE id = ?", line_item_id)
            self._storage.run("DELETE FROM grades WHERE line_item_id = ?", line_item_id)

    def grades(self, line_item_id: int | None = None) -> list[Grade]:
        """The grades of a column, or all of them."""
        rows = self._storage.rows(
            "SELECT * FROM grades WHERE ? IS NULL OR line_item_id = ? ORDER BY line_item_id, user_id",
            line_item_id,
            line_item_id,
        )
        return [Grade(*row) for row in rows]

    def score_posts(self) -> list[ScorePost]:
        """Every score received, oldest first."""
        return [ScorePost(*row) for row in self._storage.rows("SELECT * FROM score_posts ORDER BY id")]

    def log_post(self, received_at: datetime, line_item_id: int, body: str, outcome: tuple[int, str]) -> None:
        """Keep what arrived and what was answered, refusals included."""
        self._storage.run(
            "INSERT INTO score_posts (received_at, line_item_id, body, status, reason)"
            " VALUES (?, ?, ?, ?, ?)",
            received_at.isoformat(timespec="milliseconds"),
            line_item_id,
            body,
            *outcome,
        )

    def clear(self) -> None:
        """Forget grades and received scores; the columns stay."""
        with self._storage.transaction():
            self._storage.run("DELETE FROM grades")
            self._storage.run("DELETE FROM score_posts")

    def record(self, item: LineItem, body: str) -> None:
        """Apply a score (AGS 2.0, 3.4), with what a real Moodle does beyond the specification.

        A score that is not `FullyGraded`, or has no `scoreGiven`, erases the grade. Dates are compared
        in whole seconds and must be strictly later.

        Raises:
            ScoreRefusedError: 400 for a malformed score or a person who cannot be graded, 409 for a date.
        """
        score = parse_score(body)
        with self._storage.transaction():
            user_id = self._gradable(item, score["userId"])
            instant = int(datetime.fromisoformat(str(score["timestamp"])).timestamp())
            stored = next((grade for grade in self.grades(item.id) if grade.user_id == user_id), None)
            if stored and stored.timestamp >= instant:
                raise ScoreRefusedError(409, "Refusing score with an earlier timestamp")
            self._storage.run(
                "INSERT OR REPLACE INTO grades VALUES (?, ?, ?, ?, ?)",
                item.id,
                user_id,
                rescaled(score, item.maximum),
                str(score.get("comment") or ""),
                instant,
            )

    def _gradable(self, item: LineItem, user_id: object) -> int:
        known = isinstance(user_id, str) and user_id.isdecimal()
        if not known or self._directory.role(item.course_id, int(str(user_id))) != LEARNER:
            raise ScoreRefusedError(400, "Cannot set grade for a user who is not a gradable participant")
        return int(str(user_id))
