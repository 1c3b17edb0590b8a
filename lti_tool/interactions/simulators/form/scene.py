"""What an author writes for a `formulaire` item, and the state that it becomes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from lti_tool.interactions.simulators.scenes import ObjectId, SceneModel
from lti_tool.interactions.simulators.state import State

TEXT, LONG, CHOICE, BOX = "texte", "long", "choix", "case"


class Choice(SceneModel):
    """Something that can be chosen."""

    id: ObjectId
    texte: str


class FormField(SceneModel):
    """A field. `motif` is the shape that the form itself checks, as a real one would."""

    id: ObjectId
    libelle: str
    sorte: Literal["texte", "long", "choix", "case"] = "texte"
    aide: str = ""
    requis: bool = True
    motif: Literal["", "courriel", "telephone", "code-postal", "date", "siret", "nombre"] = ""
    choix: tuple[Choice, ...] = ()
    valeur: str | bool = ""


class Slot(SceneModel):
    """A place for a file. `taille_max` is in kilobytes."""

    id: ObjectId
    libelle: str
    aide: str = ""
    requis: bool = True
    types: tuple[str, ...] = ("pdf", "jpg", "png")
    taille_max: int = Field(5_000, ge=1)


class Step(SceneModel):
    """A page of the procedure."""

    id: ObjectId
    titre: str
    champs: tuple[FormField, ...] = ()
    pieces: tuple[Slot, ...] = ()


class File(SceneModel):
    """A file of the person, with what opening it shows. `taille` is in kilobytes."""

    id: ObjectId
    nom: str
    taille: int = Field(200, ge=0)
    apercu: str = ""


class Document(SceneModel):
    """Something to consult while filling in."""

    id: ObjectId
    titre: str
    texte: str


class FormScene(SceneModel):
    """The `donnees` of a `formulaire` item."""

    titre: str
    etapes: tuple[Step, ...] = Field(min_length=1)
    fichiers: tuple[File, ...] = ()
    documents: tuple[Document, ...] = ()


def first_state(scene: Mapping[str, object]) -> State:
    """The procedure before the first action. Raises pydantic's `ValidationError`."""
    data = FormScene.model_validate(scene)
    return {
        "titre": data.titre,
        "etapes": {one.id: {"titre": one.titre} for one in data.etapes},
        "champs": {each.id: _field(one.id, each) for one in data.etapes for each in one.champs},
        "pieces": {
            each.id: each.model_dump(exclude={"id", "types"})
            | {"etape": one.id, "types": list(each.types), "fichier": ""}
            for one in data.etapes
            for each in one.pieces
        },
        "fichiers": {one.id: one.model_dump(exclude={"id"}) | {"vu": False} for one in data.fichiers},
        "documents": {one.id: one.model_dump(exclude={"id"}) | {"vu": False} for one in data.documents},
        "etape": data.etapes[0].id,
        "erreurs": {},
        "essais": 0,  # how many times the form refused to go on
        "envoye": False,
        "brouillon": False,
    }


def _field(step: str, one: FormField) -> dict[str, object]:
    kept = one.model_dump(exclude={"id", "choix"})
    value = one.valeur if one.sorte != BOX else bool(one.valeur)
    return kept | {"etape": step, "valeur": value, "choix": {each.id: each.texte for each in one.choix}}
