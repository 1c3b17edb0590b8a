"""What a scene may ask about what is found in it: a short text, or one of a few answers.

Shared by the simulators where the task is to find something. Twin: `static/js/simulators/question.js`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lti_tool.interactions.simulators.reducer import Rule
from lti_tool.interactions.simulators.scenes import ObjectId, SceneModel
from lti_tool.interactions.simulators.state import Action, IllegalActionError, State, node, one_of, put, text


class Answer(SceneModel):
    """An answer that can be chosen."""

    id: ObjectId
    texte: str


class Question(SceneModel):
    """What is asked; without `choix`, the answer is typed."""

    libelle: str
    aide: str = ""
    choix: tuple[Answer, ...] = ()


def asked(question: Question | None) -> dict[str, object]:
    """The part of a first state that holds the question, with the answer still empty."""
    if question is None:
        return {"question": {}, "reponse": ""}
    choices = {one.id: one.texte for one in question.choix}
    shown = {"libelle": question.libelle, "aide": question.aide, "choix": choices}
    return {"question": shown, "reponse": ""}


def _answer(state: State, action: Action) -> State:
    question: Mapping[str, Any] = node(state, "question")
    if not question:
        raise IllegalActionError("nothing is asked")
    answer = text(action, "texte") if not question["choix"] else one_of(action, "texte", question["choix"])
    return put(state, ("reponse",), answer)


ANSWER = Rule(("texte",), _answer)
