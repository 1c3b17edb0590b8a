"""The picker's other pages: search, an item to try, a pathway of one's own."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from sqlalchemy import select

from lti_tool.assessment.models import Attempt
from lti_tool.interactions import interaction_for
from lti_tool.launch import claims as names
from lti_tool.launch.models import Activity, ResourceLink
from lti_tool.launch.own_pathways import OwnPathway
from lti_tool.learning_records.models import StatementRow
from tests.support.hostile import Ground, Opened
from tests.support.messages import choosing, items_of, opening

TITLE = "Nos réflexes à l'accueil"


def text_of(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def compose(opened: Opened, step: str, **fields: Any) -> Any:
    known: dict[str, Any] = {"sujet": ["mots-de-passe", "hameconnage"], "niveau": "3"}
    return opened.post("choix/composer", etape=step, **known | fields)


def composed(ground: Ground, **fields: Any) -> tuple[Opened, OwnPathway]:
    """A trainer who has just saved a pathway."""
    opened = ground.open(choosing())
    answer = compose(opened, "enregistrer", titre=TITLE, **fields)
    assert answer.status_code == 200, answer.text
    with ground.database.begin() as session:
        own = session.scalars(select(OwnPathway)).one()
        session.expunge(own)
    return opened, own


class TestTheList:
    def test_only_what_can_be_assessed_is_offered(self, ground: Ground) -> None:
        catalogue = ground.tool.catalogue
        page = ground.open(choosing()).html
        offered = re.findall(r'name="parcours" value="([^"]+)"', page)
        assert set(offered) == {one.id for one in catalogue.offered_pathways()}
        for one in catalogue.pathways.values():
            assert html.escape(one.title.split("'")[0]) in page  # those that wait are named, not hidden

    def test_one_that_waits_cannot_be_chosen(self, ground: Ground) -> None:
        catalogue = ground.tool.catalogue
        waits = next(one for one in catalogue.pathways.values() if not catalogue.is_offered(one))
        answer = ground.open(choosing()).post("choix/", parcours=waits.id)
        assert answer.status_code == 422
        assert ground.counts()["activity"] == 0

    def test_the_search_finds_whatever_the_accents_and_keeps_what_was_ticked(self, ground: Ground) -> None:
        opened = ground.open(choosing())
        found = opened.post("choix/chercher", q="HAMECONNAGE").text
        assert 'id="parcours-cyber-rgpd"' in found
        lost = opened.post("choix/chercher", q="xylophone", parcours="cyber-rgpd", essais="3").text
        assert "Aucun parcours ne correspond" in lost
        assert '<input type="hidden" name="parcours" value="cyber-rgpd">' in lost
        assert '<option value="3" selected>' in lost

    def test_level_and_precision_reach_the_activity(self, ground: Ground) -> None:
        items_of(
            ground.open(choosing()).post(
                "choix/", parcours="cyber-rgpd", niveau_max="2", precision="thorough"
            )
        )
        with ground.database.begin() as session:
            options = session.scalars(select(Activity)).one().options
        assert (options.level_cap, options.precision) == (2, "thorough")


class TestAnItemToTry:
    def test_it_is_answered_marked_and_forgotten(self, ground: Ground) -> None:
        opened = ground.open(choosing())
        before = ground.counts()
        page = opened.post("choix/essai", essai="cyber-rgpd", parcours="cyber-rgpd", essais="2")
        assert "rien n’est enregistré" in text_of(page.text)
        empty = opened.post("choix/essai/reponse", essai="cyber-rgpd")
        assert empty.status_code == 422
        assert 'id="refus"' in empty.text
        seen = opened.post("choix/essai/reponse", essai="cyber-rgpd", passer="inconnu", essais="2")
        assert "Voici la réponse attendue." in text_of(seen.text)
        assert '<input type="hidden" name="essais" value="2">' in seen.text
        assert ground.counts() == before

    def test_the_page_never_holds_the_solution(self, ground: Ground) -> None:
        opened = ground.open(choosing())
        for rank in range(3):
            page = opened.post("choix/essai", essai="cyber-rgpd", rang=rank).text
            title = re.search(r"<h1>(.*?)</h1>", page)
            assert title
            (item,) = [
                one
                for one in ground.tool.catalogue.items.values()
                if text_of(title[1]) == one.title.replace("'", "’") or one.title in text_of(title[1])
            ]
            assert item.feedback.correct[:40] not in html.unescape(page)
            assert interaction_for(item)

    @pytest.mark.parametrize("unknown", ["", "jamais-vu", "communication", "sur-mesure-00"])
    def test_of_a_pathway_that_is_not_offered(self, ground: Ground, unknown: str) -> None:
        answer = ground.open(choosing()).post("choix/essai", essai=unknown)
        assert answer.status_code == 404
        assert "Traceback" not in answer.text


class TestOwnPathway:
    def test_three_steps_say_what_they_cover(self, ground: Ground) -> None:
        opened = ground.open(choosing())
        assert 'value="mots-de-passe"' in opened.post("choix/composer").text
        second = compose(opened, "reglages").text
        assert "2 sujets choisis" in text_of(second)
        third = text_of(compose(opened, "verifier").text)
        assert "6 acquis évalués" in third
        assert ground.counts()["own_pathway"] == 0

    def test_only_topics_with_items_are_there_and_a_search_keeps_the_others(self, ground: Ground) -> None:
        opened = ground.open(choosing())
        page = compose(opened, "sujets", q_sujets="impression").text
        shown = set(re.findall(r'type="checkbox" name="sujet" value="([^"]+)"', page))
        kept = set(re.findall(r'type="hidden" name="sujet" value="([^"]+)"', page))
        assert "mots-de-passe" in shown | kept
        assert "hameconnage" in shown | kept
        whole = set(re.findall(r'name="sujet" value="([^"]+)"', opened.post("choix/composer").text))
        playable = {item.topic for item in ground.tool.catalogue.items.values()}
        assert whole <= playable
        assert len(whole) < len(ground.tool.catalogue.topics)

    @pytest.mark.parametrize(
        ("step", "fields", "words"),
        [
            ("reglages", {"sujet": []}, "Cochez au moins un sujet"),
            ("enregistrer", {"sujet": ["inconnu"], "titre": "x"}, "Cochez au moins un sujet"),
            ("enregistrer", {"titre": "  "}, "Donnez un nom"),
            ("enregistrer", {"titre": "x" * 121}, "trop long"),
        ],
    )
    def test_what_is_missing_is_said_and_nothing_is_made(
        self, ground: Ground, step: str, fields: dict[str, Any], words: str
    ) -> None:
        answer = compose(ground.open(choosing()), step, **fields)
        assert answer.status_code == 422
        assert words in text_of(answer.text)
        assert ground.counts()["own_pathway"] == 0

    def test_sent_twice_it_is_one(self, ground: Ground) -> None:
        opened = ground.open(choosing())
        key = re.search(r'name="cle" value="([^"]+)"', opened.post("choix/composer").text)
        assert key
        for _ in range(2):
            compose(opened, "enregistrer", titre=TITLE, cle=key[1])
        assert ground.counts()["own_pathway"] == 1

    def test_two_of_one_name_could_not_be_told_apart(self, ground: Ground) -> None:
        opened, _ = composed(ground)
        again = compose(opened, "enregistrer", titre=TITLE.upper())
        assert again.status_code == 422
        assert "porte déjà ce nom" in text_of(again.text)
        assert ground.counts()["own_pathway"] == 1

    def test_it_is_chosen_played_graded_and_followed(self, ground: Ground) -> None:
        opened, own = composed(ground, longueur="10")
        assert (own.targets, own.max_items) == ({"mots-de-passe": 3, "hameconnage": 3}, 10)
        (item,) = items_of(opened.post("choix/", parcours=own.pathway_id))
        assert item["title"] == TITLE
        claims = opening(item["custom"]["activity_id"])
        learner = ground.open(claims)
        page = learner.post("commencer")
        for _ in range(30):
            page = learner.client.get(page.location)
            shown = re.search(r'name="epreuve" value="([^"]+)"', page.text)
            if not shown:
                break
            page = learner.post("epreuve", epreuve=shown[1], passer="inconnu")
        else:
            pytest.fail("the pathway never ends")
        result = text_of(learner.client.get(learner.path).text)
        assert "Parcours terminé" in result
        trainer = ground.open(claims | {names.ROLES: choosing()[names.ROLES], "sub": "3"})
        assert "1 personne a terminé" in text_of(trainer.html)
        with ground.database.begin() as session:
            attempt = session.scalars(select(Attempt)).one()
            assert (attempt.pathway_id, attempt.percent) == (own.pathway_id, 0)
            told = [row.body for row in session.scalars(select(StatementRow))]
        assert told
        assert not any("accueil" in body for body in told)  # a trainer's words do not leave

    def test_its_iri_opens_without_its_title(self, ground: Ground) -> None:
        _, own = composed(ground)
        page = ground.client().get(
            f"/xapi/pathway/{own.pathway_id}/v1", headers={"Accept": "application/json"}
        )
        assert page.status_code == 200
        assert "accueil" not in page.text
        assert ground.client().get("/xapi/pathway/sur-mesure-zz/v1").status_code == 404
        assert ground.client().get(f"/xapi/pathway/{own.pathway_id}/v2").status_code == 404

    def test_it_belongs_to_the_platform_and_its_author_alone_retires_it(self, ground: Ground) -> None:
        opened, own = composed(ground)
        colleague = ground.open(choosing(sub="4"))
        assert own.pathway_id in colleague.html
        assert "Retirer de la liste" not in colleague.html
        colleague.post("choix/retirer", retire=own.pathway_id)
        assert own.pathway_id in ground.open(choosing(sub="4")).html
        stranger = ground.open(choosing(), platform=ground.register("cle-2", client_id="outil-2"))
        assert own.pathway_id not in stranger.html
        assert stranger.post("choix/", parcours=own.pathway_id).status_code == 422

        (item,) = items_of(ground.open(choosing()).post("choix/", parcours=own.pathway_id))
        gone = opened.post("choix/retirer", retire=own.pathway_id)
        assert "retiré de la liste" in text_of(gone.text)
        assert own.pathway_id not in ground.open(choosing()).html
        assert "Commencer" in ground.open(opening(item["custom"]["activity_id"])).html

    def test_one_that_is_deleted_gives_a_usable_page(self, ground: Ground) -> None:
        opened, own = composed(ground)
        (item,) = items_of(opened.post("choix/", parcours=own.pathway_id))
        claims = opening(item["custom"]["activity_id"])
        learner = ground.open(claims)
        learner.post("commencer")
        with ground.database.begin() as session:
            session.scalars(select(Activity)).one().own_pathway_id = None
            session.flush()
            session.delete(session.get_one(OwnPathway, own.id))

        refused = [learner.client.get(learner.path), learner.client.get(learner.path + "epreuve")]
        refused.append(ground.launch(claims))
        for page in refused:
            assert page.status_code in {400, 404}
            assert "<h1>" in page.text
            assert "Traceback" not in page.text

    def test_a_link_made_by_hand_cannot_name_one(self, ground: Ground) -> None:
        _, own = composed(ground)
        answer = ground.launch({names.CUSTOM: {"parcours": own.pathway_id}})
        assert answer.status_code == 400
        with ground.database.begin() as session:
            assert session.scalars(select(ResourceLink)).all() == []
