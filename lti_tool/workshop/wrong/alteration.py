"""One wrong answer, and how it was made."""

from __future__ import annotations

from dataclasses import dataclass

from lti_tool.interactions import Answer


@dataclass(frozen=True)
class Alteration:
    """`how` says in French what was changed, for the author who reads the table.

    `excess`: all that was asked, and something more. Harmless or not, only the author knows.
    """

    how: str
    answer: Answer
    excess: bool = False
