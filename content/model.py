"""The content as typed, frozen models. YAML keys are French (authors), attributes English (code).

A solution lives only in `Item.check`; everything else of an item may be shown. Option identifiers are
the author's and never reach the browser as such: `lti_tool.interactions` replaces them by opaque ones.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class Model(BaseModel):
    """Frozen, no unknown key: a typing mistake in YAML is an error with a line number."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Domain(Model):
    """One of the five CRCN domains."""

    id: str
    title: str = Field(alias="titre")
    variant: str | None = Field(None, alias="variante")


class Competence(Model):
    """One of the sixteen CRCN competences; its domain is the first digit of its id."""

    id: str
    title: str = Field(alias="titre")
    variant: str | None = Field(None, alias="variante")
    digcomp: tuple[str, ...] = ()

    @property
    def domain_id(self) -> str:
        return self.id.split(".")[0]


class Topic(Model):
    """A *sujet*: a ladder of skills, one a level at most (levels 1 to 8)."""

    id: str
    competence: str
    title: str = Field(alias="titre")
    description: str
    simulators: tuple[str, ...] = Field((), alias="sim")
    levels: dict[Annotated[int, Field(ge=1, le=8)], str] = Field(alias="niveaux")


class Skill(Model):
    """An *acquis*: one rung of a topic. Its id is `<topic>.<level>`."""

    id: str
    topic: str
    level: int
    statement: str


class Format(StrEnum):
    """How the person answers. The value is the word that authors write."""

    CHOICE = "choix"
    MULTIPLE_CHOICE = "choix-multiple"
    SEQUENCING = "ordonner"
    MATCHING = "apparier"
    TEXT = "texte"
    NUMBER = "nombre"


class Option(Model):
    """Something that can be chosen, ordered or matched."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    text: str = Field(alias="texte")


class Data(Model):
    """What the page shows besides the wording; never anything that gives the solution away."""

    options: tuple[Option, ...] = ()  # choix, choix-multiple
    elements: tuple[Option, ...] = ()  # ordonner, apparier (left column)
    targets: tuple[Option, ...] = Field((), alias="cibles")  # apparier (list of each element)
    help: str | None = Field(None, alias="aide")  # texte, nombre: format of the answer
    unit: str | None = Field(None, alias="unite")  # nombre
    keep_order: bool = Field(False, alias="ordre_fixe")  # options that have a natural order


class Check(Model):
    """The solution and how it is compared. Never leaves the server."""

    expected: str | float | tuple[str, ...] | dict[str, str] = Field(alias="attendu")
    accepted: tuple[str, ...] = Field((), alias="accepte")  # texte: other spellings
    tolerance: float = 0.0  # nombre
    strict: bool = False  # texte: no tolerance for a typing slip


class Hint(Model):
    """A sentence shown when the wrong answer holds (`chosen`), lacks (`missing`) or equals (`value`) a thing.

    What `chosen` and `missing` name depends on the format. `choix`, `choix-multiple`: an option chosen, or
    left out. `apparier`: a target used where it should not be, or an element whose target is wrong.
    `ordonner`: an element placed too early, or not at its place. `texte`: a part of the answer, or `value`,
    compared as an answer would be. `nombre`: `value` only. Exactly one of the three is given.
    """

    chosen: str | None = Field(None, alias="si_choisi")
    missing: str | None = Field(None, alias="si_absent")
    value: str | None = Field(None, alias="si_valeur")
    text: str = Field(alias="texte")


class Feedback(Model):
    """What the person reads after answering: never « facile », never « il suffit »."""

    correct: str = Field(alias="juste")
    incorrect: str = Field(alias="faux")
    hints: tuple[Hint, ...] = Field((), alias="indices")


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


class Item(Model):
    """An *épreuve*: one situation, one request, one skill."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*-[1-8]-[a-z]$")
    skill: str = Field(alias="acquis")
    format: Format
    version: int = Field(1, ge=1)
    status: Status = Field(Status.DRAFT, alias="statut")
    duration_s: int = Field(alias="duree_s", ge=30, le=600)
    title: str = Field(alias="titre")
    situation: str
    prompt: str = Field(alias="consigne")
    document: str | None = None  # a text to consult, shown beside the request
    data: Data = Field(default_factory=Data, alias="donnees")
    check: Check = Field(alias="controle")
    feedback: Feedback = Field(alias="retour")
    tutorials: tuple[Tutorial, ...] = Field((), alias="tutos")
    accessibility: str = Field(alias="acces")
    review_on: date = Field(alias="a_revoir_le")

    @property
    def topic(self) -> str:
        return self.skill.rsplit(".", 1)[0]

    @property
    def level(self) -> int:
        return int(self.skill.rsplit(".", 1)[1])


class Pathway(Model):
    """A *parcours*: topics and, for each, the highest level aimed at."""

    id: str
    version: int = 1
    kind: Literal["socle", "transversal", "metier"] = Field(alias="type")
    title: str = Field(alias="titre")
    audience: str = Field(alias="public")
    summary: str = Field("", alias="resume")
    duration_min: int = Field(alias="duree_min")
    targets: dict[str, int] = Field(alias="cibles")
    max_items: int | None = Field(None, alias="epreuves_max")
    # How well each competence must be known to stop: standard deviation of its score, in levels.
    precision: float = Field(0.7, gt=0, le=3)
    passing_percent: float | None = Field(None, alias="seuil_reussite", ge=0, le=100)


class Source(Model):
    """Where something was read: a file of the content root, and the line (from 1) of each key path."""

    file: str
    lines: dict[str, int] = {}

    def line(self, path: str = "") -> int | None:
        """The line of a key path, or of its closest parent that has one."""
        while path and path not in self.lines:
            path = path.rpartition(".")[0]
        return self.lines.get(path)


class Catalogue(Model):
    """All the content, indexed. Built by `content.load()`.

    `sources` says where each item (its id), pathway (`parcours:<id>`) and topic (`sujet:<id>`) was written,
    for messages to authors only.
    """

    domains: dict[str, Domain]
    competences: dict[str, Competence]
    topics: dict[str, Topic]
    skills: dict[str, Skill]
    items: dict[str, Item]
    pathways: dict[str, Pathway]
    sources: dict[str, Source] = {}

    def target_skills(self, pathway: Pathway) -> tuple[Skill, ...]:
        """The skills that a pathway aims at, in the order of its topics then of levels."""
        return tuple(
            self.skills[f"{topic}.{level}"]
            for topic, cap in pathway.targets.items()
            for level in sorted(self.topics[topic].levels)
            if level <= cap
        )

    def playable_items(self, pathway: Pathway) -> tuple[Item, ...]:
        """The items that can be asked in a pathway: its skills, not retired."""
        wanted = {skill.id for skill in self.target_skills(pathway)}
        return tuple(
            item for item in self.items.values() if item.skill in wanted and item.status is not Status.RETIRED
        )
