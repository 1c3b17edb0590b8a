"""Can everyone get at what an item shows? Words for pictures, a second format for files, keys filled in."""

from __future__ import annotations

from collections.abc import Iterator

from content.findings import Finding
from content.formats.blocks import BlocksItem
from content.formats.file import FileItem
from content.formats.zones import ZoneItem
from content.item import Item
from content.problems import Severity

_SECOND_FORMAT = {
    "ods": "xlsx ou csv",
    "xlsx": "ods ou csv",
    "csv": "ods ou xlsx",
    "odt": "pdf",
    "pdf": "odt",
}


def alternative_findings(item: Item) -> Iterator[Finding]:
    """What is missing for those who do not see, or do not have the program of a file."""
    for key, text in (("titre", item.title), ("acces", item.accessibility)):
        if "{{" in text:
            yield Finding(key, "Retirez l'accolade : cette clé est la même pour tout le monde.")
    for key, text in (("retour.juste", item.feedback.correct), ("retour.faux", item.feedback.incorrect)):
        if not text.strip():
            yield Finding(key, "Écrivez ce retour : la personne doit savoir pourquoi.")
    if isinstance(item, ZoneItem) and item.data.drawing and not item.data.drawing.alternative.strip():
        yield Finding("donnees.image.alternative", "Décrivez l'image pour qui ne la voit pas.")
    if isinstance(item, FileItem):
        yield from _file(item)
    if isinstance(item, BlocksItem):
        yield from _blocks(item)


def _file(item: FileItem) -> Iterator[Finding]:
    for index, resource in enumerate(item.data.resources):
        key = f"donnees.ressources.{index}"
        extensions = {name.rpartition(".")[2] for name in resource.names}
        if len(extensions) == 1 and (other := _SECOND_FORMAT.get(min(extensions))):
            message = f"Donnez le même contenu dans un second format ({other}) : chacun a ses outils."
            yield Finding(f"{key}.noms", message, Severity.WARNING)
        if resource.picture and not resource.picture.caption.strip():
            yield Finding(f"{key}.photo.legende", "Décrivez la photo pour qui ne la voit pas.")
    answer = item.data.answer
    if answer.kind != "choix" and not (answer.help or "").strip():
        yield Finding("donnees.reponse", "Ajoutez « aide » : dites comment écrire la réponse.")
    if answer.kind == "choix" and item.check.expected not in {option.id for option in answer.options}:
        yield Finding("controle.attendu", "Écrivez l'identifiant d'une des options de « reponse ».")


def _blocks(item: BlocksItem) -> Iterator[Finding]:
    known = {block.id for block in item.data.blocks}
    if len(known) != len(item.data.blocks):
        yield Finding("donnees.blocs", "Deux blocs ont le même identifiant : changez-en un.")
    if lost := set(item.check.expected) - known:
        yield Finding("controle.attendu", f"Le bloc « {min(lost)} » n'existe pas dans « blocs ».")
    elif known == set(item.check.expected):
        yield Finding(
            "donnees.blocs", "Ajoutez un bloc inutile au moins : sinon, seul l'ordre est à trouver."
        )
