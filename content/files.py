"""The shape of each kind of YAML file: its licence header, then what it holds."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from content.calibration import Calibration
from content.model import AnyItem, Competence, Domain, Model, Pathway, Topic


class DigcompEntry(Model):
    """A DigComp competence: its title in versions 2.2 and 3.0, and the CRCN competences that meet it."""

    v22: str
    v30: str
    crcn: tuple[str, ...]


class Scale(Model):
    """The names of the levels, two by two."""

    beginner: tuple[int, ...] = Field(alias="novice")
    independent: tuple[int, ...] = Field(alias="independant")
    advanced: tuple[int, ...] = Field(alias="avance")
    expert: tuple[int, ...]


class FrameworkFile(Model):
    """`referentiel.yaml`: public-sector information, under the French open licence."""

    licence: Literal["etalab-2.0"]
    authors: tuple[str, ...] = Field(alias="auteurs", min_length=1)
    version: int = Field(ge=1)
    language: Literal["fr"] = Field(alias="langue")
    scale: Scale = Field(alias="echelle")
    domains: tuple[Domain, ...] = Field(alias="domaines")
    competences: tuple[Competence, ...]
    digcomp: dict[str, DigcompEntry]
    topics: tuple[Topic, ...] = Field(alias="sujets")


class PathwayFile(Model):
    """`parcours/<id>.yaml`: one pathway."""

    licence: Literal["etalab-2.0"]
    authors: tuple[str, ...] = Field(alias="auteurs", min_length=1)
    pathway: Pathway = Field(alias="parcours")


class CalibrationFile(Model):
    """`calibrages/<name>.yaml`: one calibration; names are sorted, the last one that is signed is in use."""

    calibration: Calibration = Field(alias="calibrage")


class ItemsFile(Model):
    """`items/<competence>/<sujet>.yaml`: the items of one topic, so that authors see the whole ladder."""

    licence: Literal["CC-BY-SA-4.0"]
    authors: tuple[str, ...] = Field(alias="auteurs", min_length=1)
    items: tuple[AnyItem, ...] = Field(alias="epreuves")
