"""Reading a submitted form, and the canonical answer once stored. Refusals only, no guess."""

from __future__ import annotations

from collections.abc import Sequence

from content.model import Option
from lti_tool.errors import AnswerRefusedError
from lti_tool.interactions.model import FIELD, MAX_LENGTH, Answer, Form, Refusal

MISSING_TEXT = "…"  # stands for an option that was removed from the content since


def values_of(form: Form, name: str = FIELD) -> list[str]:
    """The values of a field, empty ones left out. Raises `AnswerRefusedError` when one is too long."""
    values = [value for value in form.get(name, ()) if value.strip()]
    if any(len(value) > MAX_LENGTH for value in values):
        raise AnswerRefusedError(Refusal.TOO_LONG, field=name, limit=MAX_LENGTH)
    return values


def only_value(form: Form, name: str = FIELD) -> str:
    """The single value of a field. Raises `AnswerRefusedError` for none and for several."""
    values = values_of(form, name)
    if not values:
        raise AnswerRefusedError(Refusal.NOTHING_ANSWERED, field=name)
    if len(values) > 1:
        raise AnswerRefusedError(Refusal.WRONG_COUNT, field=name)
    return values[0]


def values_by_element(form: Form, prefix: str, names: Sequence[str]) -> dict[str, str]:
    """One value by element, from fields `<prefix><opaque id>`; all must be there and no other.

    Raises `AnswerRefusedError`: nothing answered, an unknown element, one left out, two values in one.
    """
    filled = {name: values_of(form, name) for name in form if name.startswith(prefix)}
    filled = {name: values for name, values in filled.items() if values}
    if not filled:
        raise AnswerRefusedError(Refusal.NOTHING_ANSWERED)
    if unknown := filled.keys() - {prefix + name for name in names}:
        raise AnswerRefusedError(Refusal.UNKNOWN_ID, fields=sorted(unknown))
    if len(filled) != len(names) or any(len(values) > 1 for values in filled.values()):
        raise AnswerRefusedError(Refusal.WRONG_COUNT, expected=len(names), given=len(filled))
    return {name: filled[prefix + name][0] for name in names}


def text_of(options: Sequence[Option], option_id: str) -> str:
    """The words of an option."""
    return next((option.text for option in options if option.id == option_id), MISSING_TEXT)


def as_text(answer: Answer) -> str:
    """A stored answer that must be a string. Raises `TypeError` when it is of another format."""
    if isinstance(answer, str):
        return answer
    raise TypeError(f"expected a string, got {type(answer).__name__}")


def as_list(answer: Answer) -> list[str]:
    """A stored answer that must be a list of ids. Raises `TypeError` when it is of another format."""
    if isinstance(answer, list) and all(isinstance(one, str) for one in answer):
        return [str(one) for one in answer]
    raise TypeError(f"expected a list, got {type(answer).__name__}")


def as_pairs(answer: Answer) -> dict[str, str]:
    """A stored answer that must be a mapping. Raises `TypeError` when it is of another format."""
    if isinstance(answer, dict):
        return answer
    raise TypeError(f"expected a mapping, got {type(answer).__name__}")


def as_number(answer: Answer) -> float:
    """A stored answer that must be a number. Raises `TypeError` when it is of another format."""
    if isinstance(answer, int | float) and not isinstance(answer, bool):
        return float(answer)
    raise TypeError(f"expected a number, got {type(answer).__name__}")
