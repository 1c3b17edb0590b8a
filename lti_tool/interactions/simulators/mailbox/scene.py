"""What an author writes for a `courriel` item, and the state that it becomes."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from lti_tool.interactions.simulators.scenes import ObjectId, SceneModel
from lti_tool.interactions.simulators.state import State

FOLDERS = {
    "reception": "Boîte de réception",
    "envoyes": "Envoyés",
    "archives": "Archives",
    "indesirables": "Indésirables",
    "corbeille": "Corbeille",
}


class Link(SceneModel):
    """A link: what is read, and where it really leads."""

    id: ObjectId
    texte: str
    cible: str


class Attachment(SceneModel):
    """An attached file; `apercu` is what opening it shows."""

    id: ObjectId
    nom: str
    taille: str = "120 Ko"
    apercu: str = ""


class Message(SceneModel):
    """A message. `nom` is displayed; the address shows on request, as in real mailboxes."""

    id: ObjectId
    dossier: str = "reception"
    nom: str
    adresse: str
    a: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    objet: str
    date: str
    lu: bool = False
    texte: str
    liens: tuple[Link, ...] = ()
    pieces: tuple[Attachment, ...] = ()


class Folder(SceneModel):
    """A folder that the author adds to the usual ones."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    titre: str


class Contact(SceneModel):
    """A line of the address book: a person, or a list of `membres` people."""

    id: ObjectId
    nom: str
    adresse: str
    membres: int = 1


class File(SceneModel):
    """A file of the person, that a message may take along."""

    id: ObjectId
    nom: str
    taille: str = "120 Ko"


class MailboxScene(SceneModel):
    """The `donnees` of a `courriel` item."""

    adresse: str  # whose mailbox it is
    dossiers: tuple[Folder, ...] = ()
    messages: tuple[Message, ...] = ()
    carnet: tuple[Contact, ...] = ()
    fichiers: tuple[File, ...] = ()


def first_state(scene: Mapping[str, object]) -> State:
    """The mailbox before the first action. Raises pydantic's `ValidationError`."""
    data = MailboxScene.model_validate(scene)
    folders = FOLDERS | {folder.id: folder.titre for folder in data.dossiers}
    return {
        "adresse": data.adresse,
        "dossiers": {id_: {"titre": title} for id_, title in folders.items()},
        "messages": {one.id: _message(one) for one in data.messages},
        "carnet": {one.id: one.model_dump(exclude={"id"}) for one in data.carnet},
        "fichiers": {one.id: one.model_dump(exclude={"id"}) for one in data.fichiers},
        "regles": {},
        "brouillon": {},
        "envoyes": {},
    }


def _message(one: Message) -> dict[str, object]:
    kept = one.model_dump(exclude={"id", "liens", "pieces"})
    kept["a"], kept["cc"] = list(one.a), list(one.cc)
    return kept | {
        "ouvert": False,  # displayed at least once, while `lu` can be put back by hand
        "adresse_vue": False,
        "signale": False,
        "liens": {
            link.id: {"texte": link.texte, "cible": link.cible, "vu": False, "suivi": False}
            for link in one.liens
        },
        "pieces": {
            piece.id: {**piece.model_dump(exclude={"id"}), "ouverte": False, "enregistree": False}
            for piece in one.pieces
        },
    }
