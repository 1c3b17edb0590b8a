"""A pathway that a trainer made from topics: kept for the platform, never changed, at most retired.

An activity made of it goes on showing it once it is retired. Its title is a trainer's own words: pages of
the platform show it, traces do not (`NAME_IN_TRACES`).
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from content.model import Catalogue, Pathway
from lti_tool.db import Base, UtcDateTime

PREFIX = "sur-mesure-"  # no pathway of the content may begin so: `content.checks` knows nothing of us
NAME_IN_TRACES = "Parcours composé par une équipe de formation"
VERSION = 1


class OwnPathway(Base):
    """Topics, each with the highest level aimed at."""

    __tablename__ = "own_pathway"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    platform_id: Mapped[UUID] = mapped_column(ForeignKey("platform.id"), index=True)
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("learner.id"))  # None: erased since
    title: Mapped[str] = mapped_column(String(200))
    targets: Mapped[dict[str, int]] = mapped_column(JSON)
    max_items: Mapped[int | None]
    minutes: Mapped[int]  # as estimated on the day it was made
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def pathway_id(self) -> str:
        """Its name among pathways."""
        return f"{PREFIX}{self.id.hex}"

    def as_pathway(self, catalogue: Catalogue) -> Pathway | None:
        """A pathway like another; None when all of its topics have left the content."""
        targets = {topic: level for topic, level in self.targets.items() if topic in catalogue.topics}
        if not targets:
            return None
        return Pathway.model_validate(
            {
                "id": self.pathway_id,
                "version": VERSION,
                "type": "transversal",
                "titre": self.title,
                "public": "",
                "duree_min": self.minutes,
                "cibles": targets,
                "epreuves_max": self.max_items,
            }
        )


def own_id(pathway_id: str) -> UUID | None:
    """The row that a pathway's name stands for; None for a pathway of the content."""
    try:
        return UUID(hex=pathway_id.removeprefix(PREFIX)) if pathway_id.startswith(PREFIX) else None
    except ValueError:
        return None
