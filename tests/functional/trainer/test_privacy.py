"""What a trainer may not see: small groups, and the detail of a person who did not share it."""

from __future__ import annotations

import csv
import html
import re
from io import StringIO

import pytest

from lti_tool.assessment.visibility import Visibility
from tests.support.hostile import Opened
from tests.support.trainers import Classroom, follow


def text_of(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def person_page(classroom: Classroom, opened: Opened, number: int = 0) -> str:
    answer = opened.post("groupe/aller", personne=classroom.learner_id(number))
    return text_of(follow(opened.client, answer).text)


def rows(classroom: Classroom, kind: str = "groupe.csv") -> list[dict[str, str]]:
    answer = classroom.trainer().post(f"groupe/export/{kind}")
    delimiter = "," if kind == "groupe.csv" else ";"
    return list(csv.DictReader(StringIO(answer.get_data().decode("utf-8-sig")), delimiter=delimiter))


@pytest.mark.parametrize(("finished", "is_shown"), [(4, False), (5, True)])
def test_collective_results_appear_from_five_people_on(
    classroom: Classroom, finished: int, is_shown: bool
) -> None:
    classroom.fill(finished=finished, under_way=2, absent=0)
    opened = classroom.trainer()

    page = text_of(opened.html)

    assert ("À travailler d’abord" in page) is is_shown
    assert ("<picture>" in opened.html) is is_shown
    assert ("on pourrait deviner" in page) is not is_shown
    assert re.findall(r"<dd>(\d+)</dd>", opened.html) == ["0", "2", str(finished)]


def test_the_smallest_group_is_a_setting(classroom: Classroom) -> None:
    classroom.fill(finished=5, under_way=0, absent=0)
    tool = classroom.ground.tool
    smaller = tool.settings.model_copy(update={"smallest_group": 6})
    classroom.ground.app.extensions["parcours"] = type(tool)(**vars(tool) | {"settings": smaller})

    assert "à partir de 6 personnes" in text_of(classroom.trainer().html)


def test_no_item_is_analysed_on_too_few_answers(classroom: Classroom) -> None:
    classroom.fill(finished=4, under_way=0, absent=0)

    page = text_of(classroom.page(classroom.trainer(), "epreuves").text)

    assert "Aucune épreuve n’a encore assez de réponses." in page
    assert rows(classroom, "epreuves.csv") == []


def test_a_result_is_hidden_until_the_person_shares_it_and_again_after(classroom: Classroom) -> None:
    classroom.fill(finished=1, under_way=0, absent=0)
    learner, trainer = classroom.learner(0), classroom.trainer()
    assert "n’a pas partagé son résultat" in person_page(classroom, trainer)
    assert rows(classroom)[0]["Acquis maîtrisés (%)"] == "non partagé"
    assert rows(classroom, "reponses.csv") == []

    page = follow(learner.client, learner.post("resultat/partage", choix="oui"))
    assert "Vous partagez votre résultat" in text_of(page.text)
    shown = person_page(classroom, trainer)
    assert "des acquis visés sont maîtrisés" in shown
    shared = rows(classroom)[0]
    assert float(shared["Acquis maîtrisés (%)"]) >= 0
    assert shared["hameconnage.1"] in {"maîtrisé", "non maîtrisé", "non évalué"}
    assert rows(classroom, "reponses.csv")

    follow(learner.client, learner.post("resultat/partage", choix="non"))
    assert "n’a pas partagé son résultat" in person_page(classroom, trainer)
    assert rows(classroom)[0]["hameconnage.1"] == ""


def test_sharing_here_shares_nothing_elsewhere(classroom: Classroom) -> None:
    classroom.fill(finished=2, under_way=0, absent=0)
    classroom.learner(0).post("resultat/partage", choix="oui")

    assert "n’a pas partagé son résultat" in person_page(classroom, classroom.trainer(), number=1)


def test_an_activity_may_let_its_trainers_read_everybody(classroom: Classroom) -> None:
    classroom.fill(finished=1, under_way=0, absent=1)
    classroom.seams.visibility = Visibility.INDIVIDUAL

    assert "des acquis visés sont maîtrisés" in person_page(classroom, classroom.trainer())
    assert rows(classroom)[0]["hameconnage.1"]


@pytest.mark.parametrize(
    ("visibility", "promise", "offer"),
    [
        (Visibility.GROUP, "Votre résultat détaillé reste à vous, sauf si vous choisissez", True),
        (Visibility.INDIVIDUAL, "votre résultat sujet par sujet et, pour chaque épreuve", False),
    ],
)
def test_the_learner_reads_first_what_the_trainer_will_see(
    classroom: Classroom, visibility: Visibility, promise: str, offer: bool
) -> None:
    classroom.seams.visibility = visibility
    classroom.fill(finished=1, under_way=0, absent=1)

    assert promise in text_of(classroom.learner(1).html)
    result = text_of(classroom.learner(0).html)
    assert ("Partager mon résultat avec l’équipe de formation" in result) is offer


def test_no_answer_of_a_person_is_shown_to_a_trainer(classroom: Classroom) -> None:
    """Even where the detail may be read: titles of items, never what was answered."""
    classroom.fill(finished=1, under_way=0, absent=0)
    classroom.seams.visibility = Visibility.INDIVIDUAL

    shown = person_page(classroom, classroom.trainer())
    exported = classroom.trainer().post("groupe/export/reponses.csv").get_data(as_text=True)

    for page in (shown, exported):
        assert "tout autre chose" not in page
        assert "agent@mairie.example" not in page
