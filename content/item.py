"""What every item has, whatever its format. What is particular to a format is in `content.formats`.

A solution lives only in `Item.check`; everything else of an item may be shown once it is realised
(`content.variants`). Option identifiers are the author's and never reach the browser as such:
`lti_tool.interactions` replaces them by opaque ones.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from keyword import iskeyword
from typing import Annotated, Any, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from content.parameters import Parameter
from content.strict import Identifier, Model, author_error

ParameterName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]

RESERVED = frozenset({"et", "ou", "non", "dans", "si", "sinon", "vrai", "faux", "rien", "reponse", "attendu"})


class Format(StrEnum):
    """How the person answers. The value is the word that authors write."""

    CHOICE = "choix"
    MULTIPLE_CHOICE = "choix-multiple"
    SEQUENCING = "ordonner"
    MATCHING = "apparier"
    SORTING = "tri"
    ZONE = "zone"
    TEXT = "texte"
    NUMBER = "nombre"
    DATE = "date"
    SCENARIO = "scenario"
    BLOCKS = "blocs"
    FILE = "fichier"
    MAIL = "courriel"
    FORM = "formulaire"
    SPREADSHEET = "tableur"
    BROWSER = "navigateur"
    EXPLORER = "explorateur"
    SHARING = "partage"
    DEVICE = "appareil"
    DOCUMENT = "document"
    CALENDAR = "agenda"


SIMULATED = frozenset(
    {
        Format.MAIL,
        Format.FORM,
        Format.SPREADSHEET,
        Format.BROWSER,
        Format.EXPLORER,
        Format.SHARING,
        Format.DEVICE,
        Format.DOCUMENT,
        Format.CALENDAR,
    }
)
SIMPLE = frozenset(Format) - SIMULATED
PLAYABLE = frozenset(
    {
        Format.CHOICE,
        Format.MULTIPLE_CHOICE,
        Format.SEQUENCING,
        Format.MATCHING,
        Format.TEXT,
        Format.NUMBER,
        Format.SORTING,
        Format.ZONE,
        Format.DATE,
        Format.SCENARIO,
        Format.BLOCKS,
        Format.FILE,
        Format.MAIL,
        Format.FORM,
        Format.SPREADSHEET,
        Format.BROWSER,
        Format.EXPLORER,
        Format.SHARING,
        Format.DEVICE,
    }
)


class Option(Model):
    """Something that can be chosen, ordered, matched or sorted."""

    id: Identifier
    text: str = Field(alias="texte")


class Hint(Model):
    """A sentence shown with a wrong answer, when its condition holds. Exactly one condition is given.

    `when` is an expression on the parameters, `reponse` and `attendu`. The others are shorter, and what they
    name depends on the format. `choix`, `choix-multiple`, `zone`: an option chosen, or left out.
    `apparier`, `tri`: a target used where it should not be, or an element whose target is wrong.
    `ordonner`: an element placed too early, or not at its place. `scenario`: a choice made, or not made.
    `texte`: a part of the answer, or `value`, compared as an answer would be. `nombre`, `date`: `value` only.
    """

    chosen: str | None = Field(None, alias="si_choisi")
    missing: str | None = Field(None, alias="si_absent")
    value: str | None = Field(None, alias="si_valeur")
    when: str | None = Field(None, alias="si")
    text: str = Field(alias="texte")


class Feedback(Model):
    """What the person reads after answering: never « facile », never « il suffit »."""

    correct: str = Field(alias="juste")
    incorrect: str = Field(alias="faux")
    hints: tuple[Hint, ...] = Field((), alias="indices")
    values: dict[str, Any] = Field({}, alias="valeurs", exclude=True, json_schema_extra={"deprecated": True})


class Tutorial(Model):
    """Where to learn what was missed. `source` is an address of the allowed list."""

    kind: Literal["fiche", "pas-a-pas", "video", "lien-officiel", "atelier"] = Field(alias="type")
    title: str = Field(alias="titre")
    source: str | None = None
    duration_min: int | None = Field(None, alias="duree_min")


class Status(StrEnum):
    """Where an item stands in its life."""

    DRAFT = "brouillon"
    REVIEWED = "relu"
    PRETESTED = "pretest"
    VALID = "valide"
    RETIRED = "retire"


class Compatibility(Model):
    """On what an item can be done; `screen_reader` says whether someone tried."""

    mobile: bool = True
    tablet: bool = Field(True, alias="tablette")
    screen_reader: Literal["teste", "prevu", "non"] = Field("prevu", alias="lecteur_ecran")


class Item(Model):
    """An *épreuve*: one situation, one request, one skill. Each format has its own subclass."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*-[1-8]-[a-z]$")
    skill: str = Field(alias="acquis")
    craft: str | None = Field(None, alias="metier")  # the id of a craft skill, which it also assesses
    format: Format
    version: int = Field(1, ge=1)
    status: Status = Field(Status.DRAFT, alias="statut")
    duration_s: int = Field(alias="duree_s", ge=30, le=600)
    compatibility: Compatibility = Field(Compatibility(), alias="compat")
    parameters: dict[ParameterName, Parameter] = Field({}, alias="parametres")
    title: str = Field(alias="titre")
    situation: str
    prompt: str = Field(alias="consigne")
    document: str | None = None  # a text to consult, shown beside the request
    data: Any = Field(alias="donnees")
    check: Any = Field(alias="controle")
    rehearsals: tuple[dict[str, Any], ...] = Field((), alias="verifications")
    feedback: Feedback = Field(alias="retour")
    tutorials: tuple[Tutorial, ...] = Field((), alias="tutos")
    accessibility: str = Field(alias="acces")
    valid_from: date | None = Field(None, alias="valable_du")
    valid_until: date | None = Field(None, alias="valable_au")
    review_on: date = Field(alias="a_revoir_le")
    licence: Literal["CC-BY-SA-4.0", "etalab-2.0"] | None = None  # otherwise that of the file
    authors: tuple[str, ...] = Field((), alias="auteurs")  # otherwise those of the file

    @property
    def topic(self) -> str:
        return self.skill.rsplit(".", 1)[0]

    @property
    def level(self) -> int:
        return int(self.skill.rsplit(".", 1)[1])

    @classmethod
    def model_validate(cls, obj: Any, **options: Any) -> Self:
        """Validate as the class of the format when called on `Item` itself."""
        if cls is not Item:
            return super().model_validate(obj, **options)
        for kind in cls.__subclasses__():
            if isinstance(obj, dict) and obj.get("format") in kind.model_fields["format"].annotation.__args__:  # type: ignore[union-attr]  # a Literal
                return kind.model_validate(obj, **options)
        return super().model_validate(obj, **options)

    @model_validator(mode="after")
    def _names_are_free(self) -> Self:
        for name in self.parameters:
            if name in RESERVED or iskeyword(name):
                raise author_error(f"Renommez le paramètre « {name} » : ce mot sert dans les expressions.")
        return self

    @model_validator(mode="after")
    def _dates_in_order(self) -> Self:
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise author_error("« valable_au » doit suivre « valable_du ».")
        return self
