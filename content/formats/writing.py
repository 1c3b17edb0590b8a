"""texte, nombre, date: what is typed."""

from __future__ import annotations

import datetime
from typing import Literal, Self

from pydantic import Field, model_validator

from content.item import Format, Item
from content.strict import Identifier, Model, Number, Placeholder, author_error


class TypedField(Model):
    """One field among several."""

    id: Identifier
    text: str = Field(alias="texte")  # its label
    help: str = Field(alias="aide")


class TextData(Model):
    """One field with its help, or several."""

    help: str | None = Field(None, alias="aide")
    fields: tuple[TypedField, ...] = Field((), alias="champs", max_length=8)


class TextCheck(Model):
    """The expected text, or one by field. A slip is forgiven unless `strict`."""

    expected: str | dict[Identifier, str] = Field(alias="attendu")
    accepted: tuple[str, ...] | dict[Identifier, tuple[str, ...]] = Field((), alias="accepte")
    strict: bool = False
    interchangeable: bool = Field(False, alias="interchangeables")  # the fields may be filled in any order

    @model_validator(mode="after")
    def _same_shape(self) -> Self:
        if self.accepted and isinstance(self.expected, dict) != isinstance(self.accepted, dict):
            raise author_error("Écrivez « accepte » comme « attendu » : une liste, ou une liste par champ.")
        return self


class NumberData(Model):
    """One field for a number."""

    help: str | None = Field(None, alias="aide")
    unit: str | None = Field(None, alias="unite")


class NumberCheck(Model):
    """The expected number; `tolerance` is in its unit."""

    expected: Number = Field(alias="attendu")
    tolerance: float = 0.0


class DateData(Model):
    """One field for a date."""

    help: str | None = Field(None, alias="aide")


class DateCheck(Model):
    """The expected day; `tolerance` is in days."""

    expected: datetime.date | Placeholder = Field(alias="attendu")
    tolerance: int = Field(0, ge=0)


class TextItem(Item):
    """A short text, or several."""

    format: Literal[Format.TEXT]
    data: TextData = Field(alias="donnees")
    check: TextCheck = Field(alias="controle")

    @model_validator(mode="after")
    def _a_solution_by_field(self) -> Self:
        fields, expected = {one.id for one in self.data.fields}, self.check.expected
        if isinstance(expected, str) is bool(fields):
            raise author_error("Écrivez « attendu » comme « champs » : un texte par champ, ou un seul texte.")
        if isinstance(expected, dict) and (len(fields) != len(self.data.fields) or set(expected) != fields):
            raise author_error("Donnez un texte attendu à chaque champ, et à eux seuls.")
        if isinstance(self.check.accepted, dict) and set(self.check.accepted) - fields:
            raise author_error("« accepte » nomme un champ qui n'existe pas.")
        return self


class NumberItem(Item):
    """A number."""

    format: Literal[Format.NUMBER]
    data: NumberData = Field(alias="donnees")
    check: NumberCheck = Field(alias="controle")


class DateItem(Item):
    """A date."""

    format: Literal[Format.DATE]
    data: DateData = Field(alias="donnees")
    check: DateCheck = Field(alias="controle")
