"""What an author writes for an `appareil` item, and the state that it becomes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Self

from pydantic import Field, model_validator

from lti_tool.interactions.simulators.scenes import ObjectId, SceneModel
from lti_tool.interactions.simulators.state import State

SWITCH, CHOICE, NUMBER = "bascule", "choix", "nombre"


class Choice(SceneModel):
    """Something that can be chosen."""

    id: ObjectId
    texte: str


class Setting(SceneModel):
    """A setting: a switch (`valeur` true or false), a choice (`valeur` an id), a number with its bounds."""

    id: ObjectId
    titre: str
    aide: str = ""
    sorte: Literal["bascule", "choix", "nombre"] = "bascule"
    valeur: bool | int | str = False
    choix: tuple[Choice, ...] = ()
    mini: int = 0
    maxi: int = 100

    @model_validator(mode="after")
    def _value_fits(self) -> Self:
        fits = {
            SWITCH: isinstance(self.valeur, bool),
            CHOICE: self.valeur in {one.id for one in self.choix},
            NUMBER: type(self.valeur) is int and self.mini <= self.valeur <= self.maxi,
        }
        if not fits[self.sorte]:
            raise ValueError(f"« valeur » ne convient pas à un réglage de sorte « {self.sorte} ».")
        return self


class Button(SceneModel):
    """Something that is started: print, restart, leave the meeting…"""

    id: ObjectId
    titre: str
    aide: str = ""


class Section(SceneModel):
    """A page of settings."""

    id: ObjectId
    titre: str
    reglages: tuple[Setting, ...] = ()
    boutons: tuple[Button, ...] = ()


class Notification(SceneModel):
    """A message of the device that waits for an answer: a sign-in to approve, an update, a request."""

    id: ObjectId
    titre: str
    texte: str
    choix: tuple[Choice, ...] = Field(min_length=1)


class Permission(SceneModel):
    """What an application may use."""

    id: ObjectId
    titre: str
    accorde: bool = True


class Application(SceneModel):
    """An installed application."""

    id: ObjectId
    nom: str
    aide: str = ""
    a_jour: bool = True
    droits: tuple[Permission, ...] = ()


class Account(SceneModel):
    """An entry of the password vault."""

    id: ObjectId
    site: str
    identifiant: str
    alerte: str = ""  # « Mot de passe utilisé sur deux sites », in the author's words


class DeviceScene(SceneModel):
    """The `donnees` of an `appareil` item."""

    titre: str
    rubriques: tuple[Section, ...] = ()
    notifications: tuple[Notification, ...] = ()
    applications: tuple[Application, ...] = ()
    comptes: tuple[Account, ...] = ()


def first_state(scene: Mapping[str, object]) -> State:
    """The device before the first action. Raises pydantic's `ValidationError`."""
    data = DeviceScene.model_validate(scene)
    return {
        "titre": data.titre,
        "rubriques": {one.id: {"titre": one.titre} for one in data.rubriques},
        "reglages": {each.id: _setting(one.id, each) for one in data.rubriques for each in one.reglages},
        "boutons": {
            each.id: {"rubrique": one.id, "titre": each.titre, "aide": each.aide, "fait": 0}
            for one in data.rubriques
            for each in one.boutons
        },
        "notifications": {
            one.id: {"titre": one.titre, "texte": one.texte, "choix": _choices(one.choix), "reponse": ""}
            for one in data.notifications
        },
        "applications": {one.id: _application(one) for one in data.applications},
        "comptes": {
            one.id: {"site": one.site, "identifiant": one.identifiant, "alerte": one.alerte, "facon": ""}
            for one in data.comptes
        },
    }


def _choices(choices: tuple[Choice, ...]) -> dict[str, object]:
    return {one.id: one.texte for one in choices}


def _setting(section: str, one: Setting) -> dict[str, object]:
    kept = one.model_dump(exclude={"id", "choix"})
    return kept | {"rubrique": section, "choix": _choices(one.choix), "change": False}


def _application(one: Application) -> dict[str, object]:
    rights = {each.id: {"titre": each.titre, "accorde": each.accorde} for each in one.droits}
    return {"nom": one.nom, "aide": one.aide, "a_jour": one.a_jour, "installee": True, "droits": rights}
