"""What an author writes for a `partage` item, and the state that it becomes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Self

from pydantic import Field, model_validator

from lti_tool.interactions.simulators.scenes import ObjectId, SceneModel
from lti_tool.interactions.simulators.state import State

READ, COMMENT, CHANGE = "lire", "commenter", "modifier"
RIGHTS = (READ, COMMENT, CHANGE)  # each allows what comes before it
HOUSE, EVERYBODY = "organisation", "tous"
REACHES = (HOUSE, EVERYBODY)
ROOT = "racine"
Right = Literal["lire", "commenter", "modifier"]


class Person(SceneModel):
    """Somebody, or a group, that can be given a right. `externe`: from outside the organisation."""

    id: ObjectId
    nom: str
    adresse: str
    externe: bool = False


class Access(SceneModel):
    """A right of somebody on an object."""

    personne: ObjectId
    droit: Right


class Link(SceneModel):
    """A link that opens an object. `jours`: days before it expires, 0 for never."""

    portee: Literal["organisation", "tous"] = "organisation"
    droit: Right = "lire"
    jours: int = Field(0, ge=0, le=365)
    mot_de_passe: bool = False


class Shared(SceneModel):
    """A file or a folder. `dans`: the folder whose rights it takes over, unless `herite` is false."""

    id: ObjectId
    nom: str
    sorte: Literal["fichier", "dossier"] = "fichier"
    dans: str = ROOT
    herite: bool = True
    acces: tuple[Access, ...] = ()
    lien: Link | None = None


class SharingScene(SceneModel):
    """The `donnees` of a `partage` item."""

    titre: str
    personnes: tuple[Person, ...] = Field(min_length=1, max_length=20)
    objets: tuple[Shared, ...] = Field(min_length=1, max_length=20)

    @model_validator(mode="after")
    def _fits(self) -> Self:
        people, folders = {one.id for one in self.personnes}, {ROOT}
        for one in self.objets:  # a folder comes before what it holds: no circle
            if one.dans not in folders:
                raise ValueError(f"« {one.dans} » doit être un dossier écrit avant « {one.id} ».")
            if lost := [each.personne for each in one.acces if each.personne not in people]:
                raise ValueError(f"Ces personnes n’existent pas : {', '.join(lost)}.")
            if one.sorte == "dossier":
                folders.add(one.id)
        return self


def first_state(scene: Mapping[str, object]) -> State:
    """The rights before the first action. Raises pydantic's `ValidationError`."""
    data = SharingScene.model_validate(scene)
    return {
        "titre": data.titre,
        "personnes": {one.id: one.model_dump(exclude={"id"}) for one in data.personnes},
        "objets": {one.id: _object(one) for one in data.objets},
        "faits": 0,  # how many invitations there ever were
    }


def _object(one: Shared) -> dict[str, object]:
    kept = one.model_dump(include={"nom", "sorte", "dans", "herite"})
    rights = {each.personne: each.droit for each in one.acces}
    link = {} if one.lien is None else one.lien.model_dump() | {"copie": False}
    return kept | {"acces": rights, "invites": {}, "lien": link}
