"""The shipped content with two more pathways on the same topics, so that there is a choice."""

from __future__ import annotations

import pytest

import content


@pytest.fixture(scope="session")
def catalogue() -> content.Catalogue:
    """Three pathways at least, whatever the content of the day."""
    shipped = content.load()
    model = shipped.pathways["cyber-rgpd"]
    short = model.model_copy(
        update={
            "id": "essai-mots-de-passe",
            "title": "Protéger ses accès",
            "summary": "Choisir, garder et changer ses mots de passe.",
            "targets": {"mots-de-passe": 2},
            "duration_min": 5,
        }
    )
    mails = model.model_copy(
        update={
            "id": "essai-hameconnage",
            "title": "Déjouer les messages piégés",
            "summary": "Reconnaître un message frauduleux et réagir.",
            "targets": {"hameconnage": 2},
            "duration_min": 5,
        }
    )
    return shipped.model_copy(update={"pathways": shipped.pathways | {one.id: one for one in (short, mails)}})
