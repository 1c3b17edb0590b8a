"""The simulators: a scene to act in. The scene's own model belongs to each simulator."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from content.item import Format, Item
from content.strict import Model


class Condition(Model):
    """What must hold, or must not, in the final state. `path` is dotted; `*` stands for each one."""

    path: str = Field(alias="chemin")
    op: str
    value: Any = Field(None, alias="valeur")


class StateCheck(Model):
    """The final state is replayed from the action log; `solution` is the log of a right way to do it."""

    kind: Literal["etat", "recalcul"] = Field(alias="type")
    require: tuple[Condition, ...] = Field((), alias="exiger")
    forbid: tuple[Condition, ...] = Field((), alias="interdire")
    solution: tuple[dict[str, Any], ...] = ()
    trials: int = Field(3, alias="essais", ge=1, le=10)  # recalcul: how many times inputs are changed


class SimulatedItem(Item):
    """A task in a simulated tool."""

    format: Literal[
        Format.MAIL, Format.FORM, Format.SPREADSHEET, Format.BROWSER, Format.EXPLORER, Format.SHARING,
        Format.DEVICE, Format.DOCUMENT, Format.CALENDAR,
    ]  # fmt: skip
    data: dict[str, Any] = Field(alias="donnees")
    check: StateCheck = Field(alias="controle")
