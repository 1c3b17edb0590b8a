"""choix, choix-multiple, ordonner, apparier, tri: identifiers among a list."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from content.item import Format, Item, Option
from content.strict import Model, Placeholder


class Kept(Model):
    """`kept`: the ids that this variant shows, drawn by `tirer`; the solution follows."""

    kept: tuple[str, ...] | Placeholder | None = Field(None, alias="garder")


class OptionsData(Kept):
    """Options to choose from."""

    options: tuple[Option, ...]
    keep_order: bool = Field(False, alias="ordre_fixe")  # options that have a natural order


class ElementsData(Kept):
    """Elements to put in order."""

    elements: tuple[Option, ...]


class PairsData(ElementsData):
    """Elements, each with its target."""

    targets: tuple[Option, ...] = Field(alias="cibles")
    keep_order: bool = Field(False, alias="ordre_fixe")  # targets that have a natural order


class SortingData(ElementsData):
    """Elements, each to put in a category; categories keep the author's order."""

    categories: tuple[Option, ...]


class OneCheck(Model):
    """The right id."""

    expected: str = Field(alias="attendu")


class SeveralCheck(Model):
    """The right ids: a set, or an order."""

    expected: tuple[str, ...] | Placeholder = Field(alias="attendu")


class PairsCheck(Model):
    """The target, or the category, of each element."""

    expected: dict[str, str] = Field(alias="attendu")


class ChoiceItem(Item):
    """One option to choose."""

    format: Literal[Format.CHOICE]
    data: OptionsData = Field(alias="donnees")
    check: OneCheck = Field(alias="controle")


class MultipleChoiceItem(Item):
    """All the right options to choose."""

    format: Literal[Format.MULTIPLE_CHOICE]
    data: OptionsData = Field(alias="donnees")
    check: SeveralCheck = Field(alias="controle")


class SequencingItem(Item):
    """Elements to put in order."""

    format: Literal[Format.SEQUENCING]
    data: ElementsData = Field(alias="donnees")
    check: SeveralCheck = Field(alias="controle")


class MatchingItem(Item):
    """A target for each element; a target may serve several times, or never."""

    format: Literal[Format.MATCHING]
    data: PairsData = Field(alias="donnees")
    check: PairsCheck = Field(alias="controle")


class SortingItem(Item):
    """A category for each element."""

    format: Literal[Format.SORTING]
    data: SortingData = Field(alias="donnees")
    check: PairsCheck = Field(alias="controle")
