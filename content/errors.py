"""The errors of this package.

ContentError                 the content cannot be used; carries every problem found, not just the first
├── MissingContentError      the folder or one of its mandatory files is not there
└── InvalidContentError      files were read but break the format or refer to things that do not exist
"""

from __future__ import annotations

from collections.abc import Iterable

from content.problems import Problem, format_problems, in_reading_order


class ContentError(Exception):
    """The content cannot be used.

    `problems` says where and what to do, in French, sorted by file and line.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = in_reading_order(problems)
        super().__init__(format_problems(self.problems))


class MissingContentError(ContentError):
    """A mandatory file or folder is not there."""


class InvalidContentError(ContentError):
    """Some files break the format or refer to things that do not exist."""
