"""The content as typed, frozen models. YAML keys are French (authors), attributes English (code)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from content.calibration import Calibration
from content.formats import AnyItem
from content.item import PLAYABLE, Feedback, Format, Hint, Item, Option, Status, Tutorial
from content.strict import Model

__all__ = [
    "AnyItem",
    "Catalogue",
    "Competence",
    "CraftSkill",
    "Domain",
    "Feedback",
    "Format",
    "Hint",
    "Item",
    "Model",
    "Option",
    "Pathway",
    "Skill",
    "Source",
    "Status",
    "Topic",
    "Tutorial",
]


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


class CraftSkill(Model):
    """A skill of a craft. It counts for the craft, and sheds light on the competence of its topic."""

    id: str = Field(pattern=r"^[a-z]{2,4}-[1-9][0-9]?$")
    level: int = Field(alias="niveau", ge=1, le=8)
    topic: str = Field(alias="sujet")
    statement: str = Field(alias="acquis")
    format: Format


class Pathway(Model):
    """A *parcours*: topics and, for each, the highest level aimed at.

    A craft pathway also says what the craft works with (`systems`, `tasks`) and its own skills.
    """

    id: str
    version: int = 1
    status: Literal["brouillon", "propose"] = Field("propose", alias="statut")
    kind: Literal["socle", "transversal", "metier"] = Field(alias="type")
    title: str = Field(alias="titre")
    audience: str = Field(alias="public")
    summary: str = Field("", alias="resume")
    advice: str = Field("", alias="mode")  # how to organise the sitting
    duration_min: int = Field(alias="duree_min")
    targets: dict[str, int] = Field(alias="cibles")
    max_items: int | None = Field(None, alias="epreuves_max")
    # How well each competence must be known to stop: standard deviation of its score, in levels.
    precision: float = Field(0.7, gt=0, le=3)
    passing_percent: float | None = Field(None, alias="seuil_reussite", ge=0, le=100)
    sector: str = Field("", alias="filiere")
    systems: tuple[str, ...] = Field((), alias="systemes")
    tasks: tuple[str, ...] = Field((), alias="taches")
    craft_skills: tuple[CraftSkill, ...] = Field((), alias="acquis_metier")


class Source(Model):
    """Where something was read: a file of the content root, and the line (from 1) of each key path."""

    file: str
    lines: dict[str, int] = Field({})

    def line(self, path: str = "") -> int | None:
        """The line of a key path, or of its closest parent that has one."""
        while path and path not in self.lines:
            path = path.rpartition(".")[0]
        return self.lines.get(path)


class Catalogue(Model):
    """All the content, indexed. Built by `content.load()`.

    `sources` says where each item (its id), pathway (`parcours:<id>`), topic (`sujet:<id>`) and calibration
    (`calibrage:<name>`) was written, for messages to authors only.
    """

    domains: dict[str, Domain]
    competences: dict[str, Competence]
    topics: dict[str, Topic]
    skills: dict[str, Skill]
    items: dict[str, Item]
    pathways: dict[str, Pathway]
    calibrations: dict[str, Calibration] = Field({})  # by name, those that nobody has signed too
    sources: dict[str, Source] = Field({})
    playable_formats: frozenset[Format] = PLAYABLE  # those that have a player; simulators add theirs

    @property
    def calibration_in_use(self) -> str | None:
        """The name of the last calibration that somebody has signed; None: the labels of the items."""
        return max((name for name, one in self.calibrations.items() if one.is_reviewed), default=None)

    def target_skills(self, pathway: Pathway) -> tuple[Skill, ...]:
        """The skills that a pathway aims at, in the order of its topics then of levels."""
        return tuple(
            self.skills[f"{topic}.{level}"]
            for topic, cap in pathway.targets.items()
            for level in sorted(self.topics[topic].levels)
            if level <= cap
        )

    def can_play(self, item: Item) -> bool:
        """Whether the item can be asked: not retired, and its format has a player."""
        return item.status is not Status.RETIRED and item.format in self.playable_formats

    def playable_items(self, pathway: Pathway) -> tuple[Item, ...]:
        """The items that can be asked in a pathway: those of its skills that have a player."""
        wanted = {skill.id for skill in self.target_skills(pathway)}
        return tuple(item for item in self.items.values() if item.skill in wanted and self.can_play(item))

    def missing_skills(self, pathway: Pathway) -> tuple[Skill, ...]:
        """The skills that a pathway aims at and that no item can assess yet."""
        playable = {item.skill for item in self.items.values() if self.can_play(item)}
        return tuple(skill for skill in self.target_skills(pathway) if skill.id not in playable)

    def is_offered(self, pathway: Pathway) -> bool:
        """Whether a trainer may choose it: not a draft, and every skill that it aims at can be assessed."""
        return pathway.status != "brouillon" and not self.missing_skills(pathway)

    def offered_pathways(self) -> tuple[Pathway, ...]:
        """The pathways that a trainer may choose, in the order of their files."""
        return tuple(pathway for pathway in self.pathways.values() if self.is_offered(pathway))
