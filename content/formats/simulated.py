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

`recalculer` holds for sheets only, see `Recalculation`: a typed-in constant fails.

`*` stands for every key: all must satisfy `exiger`, one is enough for `interdire`, which is looked at
after every action: undoing a forbidden action does not undo the harm.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from content.item import Format, Item
from content.strict import Model, author_error


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


class Recalculation(Model):
    """`tableur`: what the cells must give, today and once the inputs have changed.

    `plage: D2:D6`, `formule: =B2*C2` (as the first of them would have it; it is copied down), `entrees:
    [B2:C6]` what is changed, `essais` draws of ours, `jeux` draws of the author (`{B2: 100}`: thresholds).
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")
    cells: str = Field(alias="plage", pattern=r"^[A-L][0-9]{1,2}(:[A-L][0-9]{1,2})?$")
    formula: str = Field(alias="formule", pattern=r"^=.+$", max_length=200)
    inputs: tuple[str, ...] = Field(alias="entrees", min_length=1)
    trials: int = Field(3, alias="essais", ge=1, le=5)
    sets: tuple[dict[str, str | int], ...] = Field((), alias="jeux", max_length=5)
    tolerance: float = Field(0.005, ge=0)
    text: str = Field(alias="texte")


Step = Condition | Recalculation


class StateCheck(Model):
    """The conditions, and a journal of actions that meets them. Never leaves the server."""

    kind: Literal["etat"] = Field("etat", alias="type")
    required: tuple[Condition, ...] = Field((), alias="exiger")
    recalculated: tuple[Recalculation, ...] = Field((), alias="recalculer")
    forbidden: tuple[Condition, ...] = Field((), alias="interdire")
    solution: tuple[dict[str, Any], ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if not self.steps:
            raise author_error("Écrivez au moins une condition dans « exiger » ou dans « recalculer ».")
        return self

    @property
    def steps(self) -> tuple[Step, ...]:
        """What must be done, in the order of the file."""
        return (*self.required, *self.recalculated)


class SimulatedItem(Item):
    """A task in a simulated tool."""

    format: Literal[
        Format.MAIL, Format.FORM, Format.SPREADSHEET, Format.BROWSER, Format.EXPLORER, Format.SHARING,
        Format.DEVICE, Format.DOCUMENT, Format.CALENDAR,
    ]  # fmt: skip
    data: dict[str, Any] = Field(alias="donnees")
    check: StateCheck = Field(alias="controle")

    @model_validator(mode="after")
    def _only_sheets_calculate(self) -> Self:
        if self.check.recalculated and self.format is not Format.SPREADSHEET:
            raise author_error("« recalculer » ne sert que dans le format « tableur ».")
        return self
