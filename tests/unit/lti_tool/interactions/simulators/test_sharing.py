"""Rights on files: what each action changes, what is taken over, and the twin in the browser."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import pytest
from pydantic import ValidationError

from lti_tool.interactions.simulators.reducer import states
from lti_tool.interactions.simulators.sharing.reducer import DAYS, Sharing, looked_at
from lti_tool.interactions.simulators.state import IllegalActionError
from tests.unit.lti_tool.interactions.conftest import Twin

from .sequences import assert_twins_agree

SCENE: dict[str, Any] = {
    "titre": "Espace du service",
    "personnes": [
        {"id": "c1", "nom": "Inès Amrane", "adresse": "ines.amrane@montrevan.example"},
        {"id": "c2", "nom": "Cabinet Vernes", "adresse": "contact@vernes.example", "externe": True},
    ],
    "objets": [
        {"id": "d1", "nom": "Budget", "sorte": "dossier", "acces": [{"personne": "c1", "droit": "lire"}]},
        {
            "id": "f1",
            "nom": "salaires.ods",
            "dans": "d1",
            "acces": [{"personne": "c2", "droit": "modifier"}],
            "lien": {"portee": "tous"},
        },
        {"id": "f2", "nom": "plan.pdf"},
    ],
}


def pools(state: Mapping[str, Any]) -> dict[str, list[Any]]:
    guests = [guest for one in state["objets"].values() for guest in one["invites"]]
    return {
        "objet": ["d1", "f1", "f2", "f9"],
        "personne": ["c1", "c2", "c9"],
        "droit": ["lire", "commenter", "modifier", "tout"],
        "adresse": ["A@b.example", " nom@service.example ", "nom@service", "x"],
        "invite": [*guests, "invite99"],
        "portee": ["organisation", "tous", "personne"],
        "jours": [*DAYS, 2, True],
        "mot_de_passe": [True, False, 1],
        "herite": [True, False, "oui"],
    }


def after(*journal: dict[str, object]) -> Any:
    *_, last = states(Sharing(), SCENE, journal)
    return looked_at(last)


def test_a_file_takes_over_the_rights_of_its_folder_until_told_otherwise() -> None:
    assert after()["effectif"]["f1"] == {"c1": "lire", "c2": "modifier"}
    apart = after({"faire": "heriter", "objet": "f1", "herite": False})
    assert apart["effectif"]["f1"] == {"c2": "modifier"}


def test_the_widest_right_wins() -> None:
    wider = {"faire": "donner_acces", "objet": "d1", "personne": "c2", "droit": "lire"}
    assert after(wider)["effectif"]["f1"]["c2"] == "modifier"
    narrower = {"faire": "donner_acces", "objet": "f1", "personne": "c2", "droit": "commenter"}
    assert after(narrower)["effectif"]["f1"]["c2"] == "commenter"
    assert after({"faire": "retirer_acces", "objet": "f1", "personne": "c2"})["effectif"]["f1"] == {
        "c1": "lire"
    }


def test_a_link_is_made_narrowed_and_removed() -> None:
    link = after(
        {"faire": "creer_lien", "objet": "f1", "portee": "organisation", "droit": "commenter"},
        {"faire": "expirer_lien", "objet": "f1", "jours": 7},
        {"faire": "proteger_lien", "objet": "f1", "mot_de_passe": True},
        {"faire": "copier_lien", "objet": "f1"},
    )["objets"]["f1"]["lien"]
    expected = {
        "portee": "organisation",
        "droit": "commenter",
        "jours": 7,
        "mot_de_passe": True,
        "copie": True,
    }
    assert link == expected
    assert after({"faire": "supprimer_lien", "objet": "f1"})["objets"]["f1"]["lien"] == {}


def test_an_invitation_keeps_its_address_and_can_be_taken_back() -> None:
    invite = {"faire": "inviter", "objet": "f2", "adresse": " Nom@Service.example ", "droit": "lire"}
    guests = after(invite)["objets"]["f2"]["invites"]
    assert guests == {"invite1": {"adresse": "nom@service.example", "droit": "lire"}}
    back = {"faire": "annuler_invitation", "objet": "f2", "invite": "invite1"}
    assert after(invite, back)["objets"]["f2"]["invites"] == {}


@pytest.mark.parametrize(
    "action",
    [
        {"faire": "retirer_acces", "objet": "f1", "personne": "c1"},
        {"faire": "heriter", "objet": "d1", "herite": False},
        {"faire": "copier_lien", "objet": "f2"},
        {"faire": "expirer_lien", "objet": "f1", "jours": 8},
        {"faire": "expirer_lien", "objet": "f1", "jours": True},
        {"faire": "inviter", "objet": "f1", "adresse": "personne", "droit": "lire"},
        {"faire": "donner_acces", "objet": "f1", "personne": "c1", "droit": "proprietaire"},
    ],
    ids=str,
)
def test_what_is_not_offered_is_refused(action: dict[str, object]) -> None:
    with pytest.raises(IllegalActionError):
        after(action)


@pytest.mark.parametrize(
    "objects",
    [
        [{"id": "f1", "nom": "a", "dans": "d1"}, {"id": "d1", "nom": "b", "sorte": "dossier"}],
        [{"id": "f1", "nom": "a", "acces": [{"personne": "c9", "droit": "lire"}]}],
    ],
    ids=str,
)
def test_a_scene_that_holds_no_more_together_is_an_authors_error(objects: list[Any]) -> None:
    with pytest.raises(ValidationError):
        Sharing().open(SCENE | {"objets": objects})


@pytest.mark.browser
def test_the_browser_reaches_the_same_states(twin: Twin) -> None:
    assert_twins_agree(Sharing(), SCENE, pools, partial(twin, "sharing"), seed=20261130)
