"""scenario: decisions one after the other, each leading to the next step or to the end."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from content.item import Format, Item
from content.strict import Identifier, Model


class Decision(Model):
    """A choice of a step. Without `then`, the scenario ends. `outcome` is read before the next step."""

    id: Identifier
    text: str = Field(alias="texte")
    then: Identifier | None = Field(None, alias="suite")
    outcome: str | None = Field(None, alias="consequence")


class Step(Model):
    """What happens, and what the person may do."""

    id: Identifier
    text: str = Field(alias="texte")
    decisions: tuple[Decision, ...] = Field(alias="choix", min_length=2)


class ScenarioData(Model):
    """The steps; the first one opens the scenario."""

    steps: tuple[Step, ...] = Field(alias="etapes", min_length=1)


class ScenarioCheck(Model):
    """Every path that is right, as the ids of its decisions; the first one is the reference."""

    expected: tuple[tuple[Identifier, ...], ...] = Field(alias="attendu", min_length=1)


class ScenarioItem(Item):
    """A case to lead to its end."""

    format: Literal[Format.SCENARIO]
    data: ScenarioData = Field(alias="donnees")
    check: ScenarioCheck = Field(alias="controle")
