"""What a trainer sees when the activity opens: the group, the people, the items."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest
from sqlalchemy import delete, event

from lti_tool.dashboard.models import SkillResult, TopicResult
from lti_tool.dashboard.people import people_of
from lti_tool.dashboard.progress import progress_of, progress_on
from lti_tool.dashboard.roster import Member, Roster, RosterState
from lti_tool.launch.models import Role
from tests.support.trainers import Classroom

SMALL = {"finished": 6, "under_way": 1, "absent": 1}


def text_of(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_the_answer_comes_before_the_table(classroom: Classroom) -> None:
    classroom.fill(**SMALL)

    page = classroom.trainer().html

    answer, picture, table = page.index("lead answer"), page.index("<picture>"), page.index("<table")
    assert answer < picture < table
    assert "6 personnes ont terminé, sur 8" in text_of(page)
    assert "Texte à copier dans le plan de formation" in text_of(page)
    assert len(re.findall(r"Prochaine étape pour", text_of(page))) == 5
    counts = re.findall(r"<dd>(\d+)</dd>", page)
    assert counts == ["1", "1", "6"]


def test_an_empty_activity_is_a_usable_page(classroom: Classroom) -> None:
    opened = classroom.trainer()

    assert "Personne n’a encore ouvert l’activité." in text_of(opened.html)
    assert "Essayer le parcours" in text_of(opened.html)
    for vers in ("personnes", "epreuves"):
        assert classroom.page(opened, vers).status_code == 200


def test_the_people_page_names_everybody_and_counts_them(classroom: Classroom) -> None:
    group = classroom.fill(**SMALL)
    opened = classroom.trainer()

    page = text_of(classroom.page(opened, "personnes").text)

    assert [name for name in group.names.values() if name not in page] == []
    assert "1 personne n’a pas encore commencé, 1 en cours, 6 ont terminé." in page
    assert "Message à copier" in page
    late = text_of(classroom.page(opened, "personnes", statut="not_started").text)
    assert [name for name in group.names.values() if name in late] == [list(group.names.values())[-1]]


def test_without_a_roster_people_are_numbered(classroom: Classroom) -> None:
    group = classroom.fill(**SMALL)
    classroom.seams.absent = True

    page = text_of(classroom.page(classroom.trainer(), "personnes").text)

    assert "Personne 3" in page
    assert "Personne 8" not in page  # nobody knows of the one who never came
    assert [name for name in group.names.values() if name in page] == []
    assert "seules les personnes qui ont ouvert l’activité" in page


def test_a_roster_that_the_lms_refuses_is_said_in_words(classroom: Classroom) -> None:
    classroom.fill(**SMALL)
    classroom.seams.refused = True

    opened = classroom.trainer()

    assert "a refusé de donner la liste" in text_of(opened.html)
    assert "6 personnes ont terminé, sur 7" in text_of(opened.html)


def test_a_name_with_markup_stays_text(classroom: Classroom) -> None:
    group = classroom.fill(**SMALL)
    group.names["personne-0"] = '<img src=x onerror="alert(1)">'

    page = classroom.page(classroom.trainer(), "personnes").text

    assert "&lt;img src=x" in page
    assert "<img src=x" not in page


def test_five_thousand_members_are_shown_fifty_by_fifty(classroom: Classroom) -> None:
    group = classroom.fill(finished=1, under_way=0, absent=0)
    group.names |= {f"inscrit-{number}": f"Personne inscrite {number}" for number in range(4999)}
    opened = classroom.trainer()

    page = classroom.page(opened, "personnes", page="100").text

    assert "Page 100 sur 100" in text_of(page)
    assert page.count('<th scope="row">') == 50
    assert "5 000" in text_of(opened.html).replace("\u202f", " ") or "5000" in text_of(opened.html)


def test_somebody_off_the_list_is_shown_as_such(classroom: Classroom) -> None:
    group = classroom.fill(**SMALL)
    del group.names["personne-2"]

    page = text_of(classroom.page(classroom.trainer(), "personnes").text)

    assert page.count("(absente de la liste du cours)") == 1


def test_a_member_who_left_or_teaches_is_not_late(classroom: Classroom) -> None:
    roster = classroom.fill(**SMALL).roster()

    assert all(one.role == Role.LEARNER for one in roster.learners())
    left = Member("x", "Parti", Role.LEARNER, is_active=False)
    assert left not in type(roster)(roster.state, (*roster.members, left)).learners()


def test_results_that_are_missing_are_filled_in_by_the_first_view(classroom: Classroom) -> None:
    classroom.fill(**SMALL)
    before = text_of(classroom.trainer().html)
    with classroom.ground.database.begin() as session:
        session.execute(delete(SkillResult))
        session.execute(delete(TopicResult))

    assert text_of(classroom.trainer().html) == before


@pytest.mark.parametrize("vers", ["groupe", "personnes", "epreuves"])
def test_the_number_of_queries_does_not_grow_with_the_group(classroom: Classroom, vers: str) -> None:
    classroom.fill(finished=6, under_way=0, absent=0)
    few = queries(classroom, vers)
    classroom.ground.app.extensions["roster"] = lambda launch: classroom.seams.roster(launch)
    with classroom.ground.database.begin() as session:
        group = classroom.group
        for number in range(20, 26):
            launch = group.open(session, group.enrol(number))
            group.play(session, launch, 3.0, number)

    assert queries(classroom, vers) == few


def queries(classroom: Classroom, vers: str) -> int:
    """How many statements one page takes, once the results are kept."""
    opened = classroom.trainer()
    classroom.page(opened, vers)
    answer = opened.post("groupe/aller", vers=vers)
    counted: list[str] = []
    engine = classroom.ground.database.engine

    def count(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        counted.append(statement)

    event.listen(engine, "before_cursor_execute", count)
    page = opened.client.get(answer.location)
    event.remove(engine, "before_cursor_execute", count)
    assert page.status_code == 200
    return len(counted)


def test_the_items_page_tells_difficulty_and_time(classroom: Classroom) -> None:
    classroom.fill(finished=30, under_way=0, absent=0)

    page = text_of(classroom.page(classroom.trainer(), "epreuves").text)

    assert "L’épreuve la moins réussie est" in page
    assert re.search(r"Temps médian \d+ s \(prévu : \d+ s\)", page)
    assert "Lien avec le reste" in page


def test_the_trainer_tries_the_pathway_and_comes_back(classroom: Classroom) -> None:
    classroom.fill(**SMALL)
    opened = classroom.trainer()

    trial = classroom.page(opened, "essai")
    assert "Essayer le parcours" in text_of(trial.text)
    assert "Revenir au suivi du groupe" in text_of(trial.text)
    back = classroom.page(opened, "groupe")

    assert "6 personnes ont terminé" in text_of(back.text)


def test_nothing_needs_a_cookie(classroom: Classroom) -> None:
    """Every page is reached by its form and its one-time code alone."""
    classroom.fill(**SMALL)
    opened = classroom.trainer()
    bare = classroom.ground.client()
    for vers in ("personnes", "epreuves", "groupe"):
        answer = bare.post(opened.path + "groupe/aller", data={"bearer": opened.bearer, "vers": vers})
        assert "cle=" in answer.location
        page = classroom.ground.client().get(answer.location)
        assert page.status_code == 200


@pytest.mark.parametrize("absent", [False, True])
def test_counting_alone_says_what_the_list_says(classroom: Classroom, absent: bool) -> None:
    """The group page counts by another way than the list: both must agree."""
    group = classroom.fill(finished=2, under_way=2, absent=2)
    classroom.seams.absent = absent
    classroom.learner(5)  # came, and did not begin
    group.names.pop("personne-1")
    with classroom.ground.database.begin() as session:
        roster = Roster(RosterState.NOT_OFFERED) if absent else group.roster()
        listed = progress_of(people_of(session, group.link_id, roster))
        counted = progress_on(session, group.link_id, roster)

    assert sorted(counted.percents) == sorted(listed.percents)  # type: ignore[type-var]
    assert replace(counted, percents=()) == replace(listed, percents=())
