"""`parametres`: how the values of a variant are drawn. Shapes only; the draw is in `content.variants`."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from content.strict import Model, author_error

Fictional = Literal[
    "prenom", "nom", "nom_complet", "commune", "adresse", "telephone", "mobile", "courriel", "ip", "iban",
    "siret",
]  # fmt: skip


class IntegerRange(Model):
    """Whole numbers from `low` to `high`, both included; `count` asks for a list."""

    low: int = Field(alias="de")
    high: int = Field(alias="a")
    step: int = Field(1, alias="pas", ge=1)
    count: int | None = Field(None, alias="n", ge=1, le=500)


class DecimalRange(Model):
    """Decimal numbers from `low` to `high` by steps of `step`; `count` asks for a list."""

    low: float = Field(alias="de")
    high: float = Field(alias="a")
    step: float = Field(alias="pas", gt=0)
    count: int | None = Field(None, alias="n", ge=1, le=500)


class DateRange(Model):
    """A day between two others, both included; `working` leaves Saturdays and Sundays out."""

    between: tuple[date, date] = Field(alias="entre")
    working: bool = Field(False, alias="ouvres")


class Sample(Model):
    """`size` things among others, always with `required`, in the order of `among`."""

    among: tuple[Any, ...] = Field(alias="parmi", min_length=2)
    size: int = Field(alias="n", ge=1)
    required: tuple[Any, ...] = Field((), alias="obligatoires")


class Column(Model):
    """How the cells of a column are drawn: one key, as for a parameter."""

    one_of: tuple[Any, ...] | None = Field(None, alias="liste", min_length=1)
    integer: tuple[int, int] | IntegerRange | None = Field(None, alias="entier")
    decimal: DecimalRange | None = Field(None, alias="decimaux")
    day: DateRange | None = Field(None, alias="date")
    pattern: str | None = Field(None, alias="motif")
    fictional: Fictional | None = Field(None, alias="fictif")
    number: Literal[True] | None = Field(None, alias="numero")  # 1, 2, 3…
    weighted: dict[str, int] | None = Field(None, alias="poids")  # value: how many times more often

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if len(self.model_fields_set) != 1:
            raise author_error("Donnez une seule clé par colonne : liste, poids, entier, decimaux, date…")
        return self


class Table(Model):
    """Rows of data, as a list of {column: value}. `always` are rows that must be there, at random places."""

    rows: int | tuple[int, int] = Field(alias="lignes")
    columns: dict[str, Column] = Field(alias="colonnes", min_length=1)
    always: tuple[dict[str, Any], ...] = Field((), alias="inclure")

    @model_validator(mode="after")
    def _not_too_long(self) -> Self:
        most = self.rows if isinstance(self.rows, int) else self.rows[1]
        if not 1 <= most <= 1000:
            raise author_error("« lignes » doit être compris entre 1 et 1000.")
        if extra := {name for row in self.always for name in row} - set(self.columns):
            raise author_error(f"« inclure » nomme une colonne absente de « colonnes » : {min(extra)}.")
        return self


class Parameter(Model):
    """One value of a variant. Exactly one key says how it is drawn."""

    one_of: tuple[Any, ...] | None = Field(None, alias="liste", min_length=2)
    integer: tuple[int, int] | IntegerRange | None = Field(None, alias="entier")
    decimal: DecimalRange | None = Field(None, alias="decimaux")
    day: DateRange | None = Field(None, alias="date")
    pattern: str | None = Field(None, alias="motif")
    fictional: Fictional | None = Field(None, alias="fictif")
    sample: Sample | None = Field(None, alias="tirer")
    shuffled: tuple[Any, ...] | None = Field(None, alias="permuter", min_length=2)
    derived: str | int | float | None = Field(None, alias="derive")
    table: Table | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if len(self.model_fields_set) != 1:
            ways = ", ".join(field.alias or name for name, field in type(self).model_fields.items())
            raise author_error(f"Donnez une seule clé par paramètre, parmi : {ways}.")
        return self
