"""A calibration: what stored answers say of the items, written by `parcours calibrate`, read by a person.

The file has no effect until somebody has signed it (`relu_par`, `relu_le`), and then only on the items whose
version is the one that was calibrated.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Self

from pydantic import Field, model_validator

from content.strict import Model, author_error


class CalibratedItem(Model):
    """Parameters of one item: levels for the difficulty and its standard deviation, a share for guessing."""

    id: str
    version: int = Field(ge=1)
    answers: int = Field(alias="reponses", ge=0)
    right: float | None = Field(None, alias="reussite", ge=0, le=1)
    label: int = Field(alias="niveau", ge=1, le=8)
    difficulty: float = Field(alias="difficulte", ge=-3.5, le=10.5)
    difficulty_sd: float = Field(alias="difficulte_ecart", gt=0, le=2)
    guessing: float = Field(alias="hasard", ge=0, lt=0.9)


class Calibration(Model):
    """`calibrages/<name>.yaml`. `notes` are the sentences that the review starts from."""

    made_on: date = Field(alias="fait_le")
    reviewed_by: str | None = Field(None, alias="relu_par")
    reviewed_on: date | None = Field(None, alias="relu_le")
    model: str = Field(alias="modele")
    attempts: int = Field(alias="tentatives", ge=0)
    answers: int = Field(alias="reponses", ge=0)
    notes: tuple[str, ...] = Field((), alias="a_regarder")
    items: tuple[CalibratedItem, ...] = Field(alias="epreuves")

    @property
    def is_reviewed(self) -> bool:
        """Whether somebody has signed it."""
        return bool(self.reviewed_by and self.reviewed_by.strip()) and self.reviewed_on is not None

    def of(self, item_id: str, version: int) -> CalibratedItem | None:
        """The parameters of an item in this version."""
        return self._by_version.get((item_id, version))

    @cached_property
    def _by_version(self) -> dict[tuple[str, int], CalibratedItem]:
        return {(one.id, one.version): one for one in self.items}

    @model_validator(mode="after")
    def _signed_in_full(self) -> Self:
        if bool(self.reviewed_by and self.reviewed_by.strip()) != (self.reviewed_on is not None):
            raise author_error("Remplissez « relu_par » et « relu_le », ou laissez les deux vides.")
        if self.reviewed_on is not None and self.reviewed_on < self.made_on:
            raise author_error("« relu_le » doit suivre « fait_le ».")
        if len({one.id for one in self.items}) != len(self.items):
            raise author_error("Une épreuve est écrite deux fois : gardez-en une seule.")
        return self
