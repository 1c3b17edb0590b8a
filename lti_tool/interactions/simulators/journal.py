"""The journal of actions that a browser sends: read strictly, bounded, never trusted.

Bounds: 64 kB, 300 actions, flat actions of texts, numbers, booleans and lists of texts.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from lti_tool.errors import AnswerRefusedError
from lti_tool.interactions.simulators.state import Action

MAX_BYTES = 64_000
MAX_ACTIONS = 300
MAX_KEYS = 8
MAX_TEXT = 2_000
MAX_LIST = 50

Journal = Sequence[Action]


def read_journal(text: str) -> list[dict[str, object]]:
    """The actions of a journal.

    Raises:
        AnswerRefusedError: `journal_too_long`, `journal_malformed`, `nothing_answered` (no action).
    """
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise AnswerRefusedError("journal_too_long", limit=MAX_BYTES)
    try:
        actions = json.loads(text or "[]", parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise AnswerRefusedError("journal_malformed") from error
    if not isinstance(actions, list) or not all(_is_action(one) for one in actions):
        raise AnswerRefusedError("journal_malformed")
    if len(actions) > MAX_ACTIONS:
        raise AnswerRefusedError("journal_too_long", limit=MAX_ACTIONS)
    if not actions:
        raise AnswerRefusedError("nothing_answered")
    return actions


def _refuse(constant: str) -> object:
    raise ValueError(f"{constant} is not JSON")  # NaN and Infinity


def _is_action(one: object) -> bool:
    return isinstance(one, dict) and len(one) <= MAX_KEYS and all(map(_is_value, one.values()))


def _is_value(value: object) -> bool:
    if isinstance(value, str):
        return len(value) <= MAX_TEXT and _is_encodable(value)
    if isinstance(value, list):
        return len(value) <= MAX_LIST and all(isinstance(one, str) and _is_value(one) for one in value)
    return isinstance(value, bool) or (isinstance(value, int | float) and abs(value) < 1e15)


def _is_encodable(text: str) -> bool:
    try:  # a lone surrogate cannot be stored by PostgreSQL, nor can a null character
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text
