"""The form of the page → which pathways, with which options. A wrong field is said in words, by the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pydantic import ValidationError
from werkzeug.datastructures import MultiDict

from content.model import Pathway
from lti_tool.errors import ToolError
from lti_tool.launch.options import ActivityOptions

UNLIMITED = "sans-limite"


class ChoiceInvalidError(ToolError):
    """The form cannot be taken as it is; `reason` is a stable word."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Choice:
    """One activity to make."""

    pathway: Pathway
    options: ActivityOptions


def read_choices(
    form: MultiDict[str, str],
    pathways: dict[str, Pathway],
    *,
    several: bool,
    makes_column: bool,
    to_utc: Callable[[datetime], datetime],
) -> tuple[Choice, ...]:
    """What the trainer ticked, in the order of the page.

    `to_utc` turns a naive local date of the form into a naive UTC one.

    Raises:
        ChoiceInvalidError: `nothing_chosen`, `one_only`, `pathway_unknown`, `date_wrong`, `dates_crossed`,
            `option_wrong`.
    """
    ids = list(dict.fromkeys(form.getlist("parcours")))
    if not ids:
        raise ChoiceInvalidError("nothing_chosen")
    if len(ids) > 1 and not several:
        raise ChoiceInvalidError("one_only")
    if any(one not in pathways for one in ids):
        raise ChoiceInvalidError("pathway_unknown")
    given = _given(form, to_utc)
    return tuple(_choice(pathways[one], given, makes_column) for one in ids)


def _given(form: MultiDict[str, str], to_utc: Callable[[datetime], datetime]) -> dict[str, Any]:
    attempts = form.get("essais", "1")
    given: dict[str, Any] = {
        "attempts_allowed": None if attempts == UNLIMITED else attempts,
        "opens_at": _instant(form.get("ouverture", ""), to_utc),
        "closes_at": _instant(form.get("fermeture", ""), to_utc),
    }
    fields = {
        "max_items": "epreuves_max",
        "retry_delay_hours": "delai",
        "feedback": "correction",
        "trainer_view": "lecture",
        "level_cap": "niveau_max",
        "precision": "precision",
    }
    given |= {name: form[field] for name, field in fields.items() if form.get(field)}
    opens, closes = given["opens_at"], given["closes_at"]
    if opens is not None and closes is not None and closes <= opens:
        raise ChoiceInvalidError("dates_crossed")
    # Absent: the pathway's own threshold. Empty: a plain positioning.
    return given | ({"passing_percent": form["seuil"] or None} if "seuil" in form else {})


def _choice(pathway: Pathway, given: dict[str, Any], makes_column: bool) -> Choice:
    values = {"passing_percent": pathway.passing_percent} | given | {"makes_column": makes_column}
    try:
        return Choice(pathway, ActivityOptions.model_validate(values))
    except ValidationError as error:
        raise ChoiceInvalidError("option_wrong") from error


def _instant(text: str, to_utc: Callable[[datetime], datetime]) -> datetime | None:
    if not text:
        return None
    try:
        local = datetime.fromisoformat(text)
        return to_utc(local.replace(tzinfo=None)).replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise ChoiceInvalidError("date_wrong") from error
