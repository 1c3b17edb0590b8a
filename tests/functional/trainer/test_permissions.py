"""Who may open what: every role by every address. A refusal is a French page, and changes nothing."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from lti_tool.assessment.models import Administration, Attempt
from lti_tool.launch import claims as names
from lti_tool.platforms.models import PlatformStatus
from tests.support.hostile import REMOVED, Opened
from tests.support.trainers import INSTRUCTOR, LEARNER, Classroom

CODE = re.compile(r"Code pour l’assistance[\s\u00a0]: ([\w-]+)")
READ = ("groupe/", "groupe/personnes", "groupe/personne?personne={learner}", "groupe/epreuves")
DETAIL = "groupe/explication?personne={learner}"  # where it was announced or shared: see test_explanation
EXPORTS = tuple(
    f"groupe/export/{kind}"
    for kind in (
        "groupe.csv",
        "groupe-points-virgules.csv",
        "groupe.xlsx",
        "epreuves.csv",
        "reponses.csv",
        "rapport.pdf",
    )
)
ACTIONS = ("remettre-a-zero", "rouvrir", "neutraliser", "renvoyer", "ajouter")
TRAINER_WRITES = (
    *("groupe/aller", "groupe/delai", "groupe/fichier"),
    *EXPORTS,
    *(f"groupe/action {name}" for name in ACTIONS),
)
CHOICE_WRITES = (
    *("choix/", "choix/chercher", "choix/composer", "choix/retirer"),
    *("choix/essai", "choix/essai/reponse"),
)
LEARNER_WRITES = ("resultat/partage", "resultat/resultat.pdf")


@dataclass(frozen=True)
class Answer:
    """What an attempt of access is worth: a refusal by its code, or None."""

    status: int
    code: str | None


def refused(response: TestResponse) -> Answer:
    found = CODE.search(html.unescape(response.text)) if response.mimetype == "text/html" else None
    return Answer(response.status_code, found[1] if found else None)


def knock(classroom: Classroom, opened: Opened, address: str, *, bearer: str | None) -> TestResponse:
    """Ask for an address of a launch: a read by the cookie, a write by the bearer."""
    learner = classroom.learner_id(0)
    if address in (*READ, DETAIL):
        client = opened.client if bearer else classroom.ground.client()
        return client.get(opened.path + address.format(learner=learner))
    page, _, action = address.partition(" ")
    fields = {"action": action, "tentative": attempt_id(classroom)} if action else {}
    if action == "neutraliser":
        fields["epreuve"] = administration_id(classroom)
    return classroom.ground.client().post(
        opened.path + page, data=fields | ({"bearer": bearer} if bearer else {})
    )


def attempt_id(classroom: Classroom) -> str:
    with classroom.ground.database.begin() as session:
        return str(
            session.scalars(select(Attempt.id).where(Attempt.learner_id == classroom.learner_id(0))).one()
        )


def administration_id(classroom: Classroom) -> str:
    with classroom.ground.database.begin() as session:
        return str(
            session.scalars(
                select(Administration.id).where(Administration.attempt_id == UUID(attempt_id(classroom)))
            ).first()
        )


Visitor = Callable[[Classroom], tuple[Opened, str | None]]


def the_learner(classroom: Classroom) -> tuple[Opened, str | None]:
    opened = classroom.learner(0)
    return opened, opened.bearer


def the_trainer(classroom: Classroom) -> tuple[Opened, str | None]:
    opened = classroom.trainer()
    return opened, opened.bearer


def nobody(classroom: Classroom) -> tuple[Opened, str | None]:
    return classroom.trainer(), None


def an_anonymous_visitor(classroom: Classroom) -> tuple[Opened, str | None]:
    opened = classroom.ground.open({names.ROLES: LEARNER, "sub": REMOVED})
    return opened, opened.bearer


def too_late(classroom: Classroom) -> tuple[Opened, str | None]:
    opened = classroom.trainer()
    classroom.ground.clock.advance(9 * 3600)
    return opened, opened.bearer


def after_the_platform_was_stopped(classroom: Classroom) -> tuple[Opened, str | None]:
    opened = classroom.trainer()
    classroom.ground.set_status(classroom.ground.platform, PlatformStatus.DISABLED)
    return opened, opened.bearer


def with_the_bearer_of_a_learner(classroom: Classroom) -> tuple[Opened, str | None]:
    # The address is the trainer's, what it carries is a learner's own.
    return Opened(
        classroom.ground.client(),
        classroom.trainer().launch_id,
        "",
        "",
        "",
        None,  # type: ignore[arg-type]
    ), classroom.learner(0).bearer


OUTSIDERS: dict[str, tuple[Visitor, Answer]] = {
    "learner": (the_learner, Answer(403, "trainers_only")),
    "anonymous": (an_anonymous_visitor, Answer(403, "trainers_only")),
    "nobody": (nobody, Answer(403, "session_missing")),
    "expired": (too_late, Answer(403, "session_expired")),
    "stopped": (after_the_platform_was_stopped, Answer(403, "session_revoked")),
}


@pytest.fixture
def filled(classroom: Classroom) -> Classroom:
    classroom.fill(finished=1, under_way=0, absent=0)
    return classroom


@pytest.mark.parametrize("who", OUTSIDERS)
def test_a_trainer_page_opens_to_nobody_else(filled: Classroom, who: str) -> None:
    visitor, expected = OUTSIDERS[who]
    opened, bearer = visitor(filled)
    before = filled.ground.counts()

    got = {
        address: knock(filled, opened, address, bearer=bearer) for address in (*READ, DETAIL, *TRAINER_WRITES)
    }

    assert {address: refused(answer) for address, answer in got.items()} == dict.fromkeys(got, expected)
    assert filled.ground.counts() == before
    for answer in got.values():
        assert '<html lang="fr">' in answer.text
        assert "Traceback" not in answer.text


@pytest.mark.parametrize("who", [*OUTSIDERS, "trainer"])
def test_the_choice_opens_only_where_the_lms_asks_for_one(filled: Classroom, who: str) -> None:
    """The launch of an activity chooses nothing, not even a trainer's."""
    not_a_choice = Answer(403, "session_elsewhere")
    visitor, expected = OUTSIDERS.get(who, (the_trainer, not_a_choice))
    opened, bearer = visitor(filled)
    before = filled.ground.counts()

    got = {address: refused(knock(filled, opened, address, bearer=bearer)) for address in CHOICE_WRITES}

    wanted = not_a_choice if expected.code == "trainers_only" else expected
    assert got == dict.fromkeys(CHOICE_WRITES, wanted)
    assert filled.ground.counts() == before


def test_the_bearer_of_a_learner_does_not_open_a_trainers_address(filled: Classroom) -> None:
    opened, bearer = with_the_bearer_of_a_learner(filled)
    before = filled.ground.counts()

    got = [refused(knock(filled, opened, address, bearer=bearer)) for address in TRAINER_WRITES]

    assert set(got) == {Answer(403, "session_unknown")}
    assert filled.ground.counts() == before


def test_the_trainer_of_the_activity_opens_every_page(filled: Classroom) -> None:
    opened, bearer = the_trainer(filled)
    reads = {address: knock(filled, opened, address, bearer=bearer).status_code for address in READ}
    downloads = {address: knock(filled, opened, address, bearer=bearer).status_code for address in EXPORTS}

    assert set(reads.values()) == {200}, reads
    assert set(downloads.values()) == {200}, downloads


OTHERS = {
    "another activity": {names.RESOURCE_LINK: {"id": "rl-2"}},
    "another course": {names.RESOURCE_LINK: {"id": "rl-9"}, names.CONTEXT: {"id": "c-9", "title": "Autre"}},
}


@pytest.mark.parametrize("where", [*OTHERS, "another platform"])
def test_the_trainer_of_something_else_reaches_nobody_here(filled: Classroom, where: str) -> None:
    changes = {names.ROLES: INSTRUCTOR, "sub": "autre"} | OTHERS.get(where, {})
    options = {}
    if where == "another platform":
        options["platform"] = filled.ground.register(
            "cle-2", issuer="https://autre.example", client_id="outil-2"
        )
    opened = filled.ground.open(changes, **options)
    before = filled.ground.counts()

    person = knock(filled, opened, READ[2], bearer=opened.bearer)
    detail = knock(filled, opened, DETAIL, bearer=opened.bearer)
    acted = [
        refused(knock(filled, opened, f"groupe/action {name}", bearer=opened.bearer)) for name in ACTIONS
    ]
    own = knock(filled, opened, READ[0], bearer=opened.bearer)

    assert refused(person) == refused(detail) == Answer(404, "attempt_not_here")
    assert set(acted) == {Answer(404, "attempt_not_here")}
    assert own.status_code == 200
    assert "Personne n’a encore ouvert" in html.unescape(own.text)
    assert filled.ground.counts() == before


@pytest.mark.parametrize("address", LEARNER_WRITES)
def test_the_learners_own_result_is_theirs_alone(filled: Classroom, address: str) -> None:
    mine = filled.learner(0)
    other = filled.ground.open({names.ROLES: LEARNER, "sub": "autre"})

    wrong_bearer = filled.ground.client().post(mine.path + address, data={"bearer": other.bearer})
    no_bearer = mine.client.post(mine.path + address)
    good = filled.ground.client().post(mine.path + address, data={"bearer": mine.bearer, "choix": "oui"})

    assert refused(wrong_bearer) == Answer(403, "session_unknown")
    assert refused(no_bearer) == Answer(403, "session_missing")
    assert good.status_code in {200, 303}


def test_a_trainer_has_no_result_to_share(filled: Classroom) -> None:
    opened, bearer = the_trainer(filled)

    assert refused(knock(filled, opened, LEARNER_WRITES[0], bearer=bearer)) == Answer(403, "learners_only")
    assert refused(knock(filled, opened, LEARNER_WRITES[1], bearer=bearer)) == Answer(404, "attempt_missing")


@pytest.mark.parametrize(
    ("address", "fields", "expected"),
    [
        ("groupe/action", {"action": "effacer"}, Answer(400, "action_unknown")),
        (
            "groupe/action",
            {"action": "renvoyer", "tentative": "n’importe quoi"},
            Answer(404, "attempt_not_here"),
        ),
        ("groupe/action", {"action": "renvoyer"}, Answer(404, "attempt_not_here")),
        ("groupe/export/tout.zip", {}, Answer(404, "http_404")),
    ],
)
def test_nonsense_is_refused(
    filled: Classroom, address: str, fields: dict[str, str], expected: Answer
) -> None:
    opened = filled.trainer()
    before = filled.ground.counts()

    assert refused(opened.post(address, **fields)) == expected
    assert filled.ground.counts() == before


def test_a_nonsense_person_is_refused(filled: Classroom) -> None:
    opened = filled.trainer()

    assert refused(opened.client.get(opened.path + "groupe/personne?personne=x%00")) == Answer(
        404, "attempt_not_here"
    )
