"""The rule that marking adds to `content.checks`: an item is played as a person would, on each draw."""

from __future__ import annotations

import json
from collections.abc import Iterator

from content.findings import Finding
from content.item import PLAYABLE, SIMULATED, Item
from lti_tool.errors import AnswerRefusedError
from lti_tool.interactions import Interaction, interaction_for
from lti_tool.interactions.simulators.state import SceneError
from lti_tool.workshop.answers import reference
from lti_tool.workshop.exposure import exposure_findings, help_findings

KEY = b"the author's own attempt"
RESTART: dict[str, object] = {"faire": "recommencer"}


def is_played(item: Item) -> bool:
    """Whether its format has a player: the others are only read."""
    return item.format in PLAYABLE


def marking_findings(item: Item) -> Iterator[Finding]:
    """The reference solution passes, an empty one does not, and the page does not tell the answer.

    For a format without a player, only what stands beside the field is looked at.
    """
    yield from help_findings(item)
    if not is_played(item):
        return
    way = interaction_for(item)
    try:
        page = way.present(item, KEY)
    except (SceneError, ValueError) as error:  # pydantic's ValidationError is a ValueError
        yield _scene_finding(error)
        return
    yield from exposure_findings(item, page)
    yield from _reference_findings(item, way)
    yield from _empty_findings(item, way)


def _scene_finding(error: SceneError | ValueError) -> Finding:
    if isinstance(error, SceneError):
        return Finding(f"donnees.{error.path}", error.advice)
    details = getattr(error, "errors", lambda: [{"loc": (), "msg": str(error)}])()[0]
    place = ".".join(("donnees", *(str(part) for part in details["loc"])))
    return Finding(place, f"Cette scène ne peut pas se jouer : {details['msg']}.")


def _reference_findings(item: Item, way: Interaction) -> Iterator[Finding]:
    key = "controle.solution" if item.format in SIMULATED else "controle.attendu"
    answer = reference(item)
    if item.format in SIMULATED:
        try:
            way.parse(item, KEY, {"journal": [json.dumps(answer)]})
        except AnswerRefusedError:
            yield Finding(key, "Une action de cette solution n'est pas possible dans la scène : corrigez-la.")
            return
    marking = way.mark(item, answer)
    if not marking.correct:
        yield Finding(
            key, "La solution de référence est refusée : accordez-la avec ce que « controle » exige."
        )


def _empty_findings(item: Item, way: Interaction) -> Iterator[Finding]:
    try:
        way.parse(item, KEY, {})
    except AnswerRefusedError:
        pass
    else:
        yield Finding("controle", "Une réponse vide est acceptée : signalez ce défaut de l'outil.")
    if item.format in SIMULATED:
        if way.mark(item, [RESTART]).correct:
            yield Finding("controle.exiger", "Ne rien faire suffit à réussir : exigez ce qui doit changer.")
        elif not way.mark(item, [RESTART]).hints:
            yield Finding("retour.indices", "Ne rien faire ne donne aucun indice : ajoutez un « si_absent ».")
