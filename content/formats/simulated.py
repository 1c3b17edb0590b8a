"""The simulators: a scene to act in, and how what was done is judged.

`donnees` is the first scene; its own model belongs to each simulator (`lti_tool.interactions.simulators`),
which the linter asks. `controle` looks at the states that the server reaches by replaying the actions:

    controle:
      type: etat
      exiger:
        - {id: signaler, chemin: messages.m2.signale, op: egal, valeur: true, texte: Signaler le faux message}
      interdire:
        - {id: cliquer, chemin: messages.*.liens.*.suivi, op: egal, valeur: true, texte: Suivre un lien faux}
      solution:
        - {faire: signaler, message: m2}

`*` stands for every key: all must satisfy `exiger`, one is enough for `interdire`, which is looked at
after every action: undoing a forbidden action does not undo the harm.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Literal

from pydantic import Field

from content.item import Format, Item
from content.strict import Model


class Operator(StrEnum):
    """What is asked of the value at a path. The value is the word that authors write."""

    EQUAL = "egal"
    DIFFERENT = "different"
    AMONG = "dans"  # the value is one of a list
    CONTAINS = "contient"  # a list has it, a text has it (case and accents do not count)
    CONTAINS_ONE = "contient_un"  # a text has one of a list
    LACKS = "sans"
    EMPTY = "vide"  # absent, false, "" or nothing in it
    FILLED = "rempli"
    LONGER = "longueur_min"  # characters of a text, objects of a list or of a mapping
    AT_LEAST = "au_moins"
    AT_MOST = "au_plus"


class Condition(Model):
    """One thing looked at. `id` names the step in traces, `texte` names it for the person."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")
    path: str = Field(alias="chemin", pattern=r"^[^.\s]+(\.[^.\s]+)*$")
    op: Operator = Operator.EQUAL
    value: Any = Field(True, alias="valeur")
    text: str = Field(alias="texte")


class StateCheck(Model):
    """The conditions, and a journal of actions that meets them. Never leaves the server."""

    kind: Literal["etat"] = Field("etat", alias="type")
    required: tuple[Condition, ...] = Field(alias="exiger", min_length=1)
    forbidden: tuple[Condition, ...] = Field((), alias="interdire")
    solution: tuple[dict[str, Any], ...] = Field(min_length=1)


class SimulatedItem(Item):
    """A task in a simulated tool."""

    format: Literal[
        Format.MAIL, Format.FORM, Format.SPREADSHEET, Format.BROWSER, Format.EXPLORER, Format.SHARING,
        Format.DEVICE, Format.DOCUMENT, Format.CALENDAR,
    ]  # fmt: skip
    data: dict[str, Any] = Field(alias="donnees")
    check: StateCheck = Field(alias="controle")
