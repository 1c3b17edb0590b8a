"""What an author writes for an `explorateur` item, and the state that it becomes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import Field

from lti_tool.interactions.simulators.scenes import ObjectId, SceneModel
from lti_tool.interactions.simulators.state import State

ROOT, BIN = "racine", "corbeille"
FILE, FOLDER = "fichier", "dossier"


class Node(SceneModel):
    """A folder when it has `contenu`, even empty; a file otherwise. `taille` is in kilobytes."""

    id: ObjectId
    nom: str = Field(min_length=1, max_length=120)
    contenu: tuple[Node, ...] | None = None
    taille: int = Field(0, ge=0)
    date: str = ""
    apercu: str = ""


class ExplorerScene(SceneModel):
    """The `donnees` of an `explorateur` item. `quota`: kilobytes that the space may hold."""

    titre: str = "Documents"
    arbre: tuple[Node, ...] = Field(min_length=1)
    corbeille: tuple[Node, ...] = ()
    quota: int | None = Field(None, ge=1)


def first_state(scene: Mapping[str, object]) -> State:
    """The space before the first action. Raises pydantic's `ValidationError`."""
    data = ExplorerScene.model_validate(scene)
    return {
        "titre": data.titre,
        "quota": data.quota,
        "faits": 0,  # how many objects the person made, thrown away or not
        "objets": dict((*_flat(data.arbre, ROOT), *_flat(data.corbeille, BIN))),
    }


def _flat(nodes: tuple[Node, ...], parent: str) -> Iterator[tuple[str, dict[str, object]]]:
    for one in nodes:
        kept = {"nom": one.nom, "dans": parent, "taille": one.taille, "date": one.date, "apercu": one.apercu}
        kind = FILE if one.contenu is None else FOLDER
        yield one.id, {**kept, "sorte": kind, "ouvert": False, "avant": ROOT, "archive": []}
        if one.contenu:
            yield from _flat(one.contenu, one.id)
