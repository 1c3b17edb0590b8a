"""One wrong answer, and how it was made."""

from __future__ import annotations

from dataclasses import dataclass

from lti_tool.interactions import Answer


@dataclass(frozen=True)
class Alteration:
    """`how` says in French what was changed, for the author who reads the table.

    `doubtful`: something more than what was asked, or another wording, another amount. Only the author knows
    whether it is wrong.
    """

    how: str
    answer: Answer
    doubtful: bool = False
