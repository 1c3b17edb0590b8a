"""Variants in attempts: colleagues do not share an answer, and one attempt always shows the same."""

from __future__ import annotations

import pytest

from content.expressions import ExpressionError
from content.item import Item
from content.model import Catalogue, Format
from lti_tool.assessment import results, services
from lti_tool.assessment.models import Attempt, Outcome
from lti_tool.assessment.variants import concrete
from lti_tool.errors import AnswerRefusedError
from lti_tool.interactions.opacity import opaque_id
from lti_tool.launch.models import LaunchSession, ResourceLink
from tests.factories import launches
from tests.support.forms import form_of, path_of
from tests.unit.lti_tool.assessment.conftest import KEY, Room

COLLEAGUES = 12


def with_parameters(catalogue: Catalogue) -> list[Item]:
    return [item for item in catalogue.items.values() if item.parameters and catalogue.can_play(item)]


def activity_on(room: Room, item: Item) -> ResourceLink:
    """An activity that asks this item and no other."""
    pathway = room.catalogue.pathways["cyber-rgpd"]
    pathway = pathway.model_copy(update={"targets": {item.topic: item.level}, "precision": 0.01})
    only = {"items": {item.id: item}, "pathways": {pathway.id: pathway}}
    room.catalogue = room.catalogue.model_copy(update=only)
    return launches.activity(room.session, launches.platform(room.session, room.clock()))


def test_colleagues_in_one_activity_do_not_share_an_answer(room: Room) -> None:
    item = next(one for one in with_parameters(room.catalogue) if one.format is Format.NUMBER)
    link = activity_on(room, item)

    expected = []
    for _ in range(COLLEAGUES):
        launch = launches.launch(room.session, link, room.clock())
        attempt = services.start(room.desk(), launch)
        mine = concrete(attempt, item)
        expected.append(mine.check.expected)
        room.answer(launch, attempt, right=True)
        (shown,) = attempt.administrations
        assert (shown.answer, shown.outcome) == (float(mine.check.expected), Outcome.CORRECT)

    assert len(set(expected)) > 1


def test_the_answer_of_a_colleague_is_wrong(room: Room) -> None:
    item = next(one for one in with_parameters(room.catalogue) if one.format is Format.NUMBER)
    link = activity_on(room, item)
    mine, *others = (launches.launch(room.session, link, room.clock()) for _ in range(COLLEAGUES))
    attempt = services.start(room.desk(), mine)
    right = concrete(attempt, item).check.expected
    told = (concrete(services.start(room.desk(), other), item) for other in others)
    copied = next(one for one in told if one.check.expected != right)
    assert attempt.pending is not None

    services.answer(room.desk(), mine, attempt.pending.id, form_of(copied, KEY), KEY)

    assert attempt.administrations[0].outcome == Outcome.INCORRECT


def test_every_device_and_every_page_shows_the_same_variant(room: Room) -> None:
    for item in with_parameters(room.catalogue):
        link = activity_on(room, item)
        launch = launches.launch(room.session, link, room.clock())
        attempt = services.start(room.desk(), launch)
        first = concrete(attempt, item)
        room.session.flush()
        room.session.expire_all()  # from here on, only what the database kept
        again = services.start(room.desk(), launch)

        assert again.pending is not None, (item.id, again.stop_reason)
        assert again.id == attempt.id
        assert concrete(again, item) == first
        room.answer(launch, again, right=False)
        review = results.review(item, again.administrations[0])
        assert review.prompt == first.prompt
        assert review.feedback == first.feedback
        assert "{{" not in str(review)


def test_another_attempt_of_the_same_person_has_another_draw(room: Room) -> None:
    item = next(one for one in with_parameters(room.catalogue) if one.format is Format.NUMBER)
    launch = launches.launch(room.session, activity_on(room, item), room.clock())
    first = services.start(room.desk(), launch)

    def drawn(seed: str, number: int) -> object:
        attempt = Attempt(seed=seed, number=number, learner_id=first.learner_id)
        return concrete(attempt, item).check.expected

    assert len({drawn(first.seed, number) for number in range(COLLEAGUES)}) > 1
    assert len({drawn(f"{number:016x}", 1) for number in range(COLLEAGUES)}) > 1


class TestScenario:
    """Decisions are kept by the server, one a page, whatever the browser sends."""

    def decide(self, room: Room, launch: LaunchSession, step: str, decision: str, **more: list[str]) -> None:
        attempt = services.start(room.desk(), launch)
        assert attempt.pending is not None
        id_ = opaque_id(self.item, KEY, "decision", f"{step}/{decision}")
        services.answer(room.desk(), launch, attempt.pending.id, {"answer": [id_], **more}, KEY)

    def begin(self, room: Room) -> LaunchSession:
        self.item = next(one for one in room.catalogue.items.values() if one.format is Format.SCENARIO)
        return launches.launch(room.session, activity_on(room, self.item), room.clock())

    def test_goes_on_where_it_was_left_and_no_step_is_taken_back(self, room: Room) -> None:
        launch = self.begin(room)
        (first, taken), (last, end) = path_of(self.item, right=True)
        self.decide(room, launch, first, taken)
        room.session.flush()
        room.session.expire_all()
        attempt = services.start(room.desk(), launch)
        assert attempt.pending is not None
        assert attempt.pending.draft == [{"choix": taken}]

        self.decide(room, launch, first, taken)  # sent twice
        other = next(one.id for one in self.item.data.steps[0].decisions if one.id != taken)
        for forged in ({}, {"kept": ["[]"]}, {"kept": ["no json"]}):
            with pytest.raises(AnswerRefusedError):
                self.decide(room, launch, first, other, **forged)
        with pytest.raises(AnswerRefusedError):  # a journal cannot rewrite the path either
            services.save_draft(room.desk(), launch, attempt.pending.id, '[{"faire": "recommencer"}]')
        self.decide(room, launch, last, end)

        (shown,) = attempt.administrations
        assert (shown.outcome, shown.answer) == (Outcome.CORRECT, [taken, end])

    def test_a_step_cannot_be_skipped(self, room: Room) -> None:
        launch = self.begin(room)
        _, (last, end) = path_of(self.item, right=True)
        with pytest.raises(AnswerRefusedError):
            self.decide(room, launch, last, end, kept=['[{"choix": "appeler-fiche"}]'])


class TestDrawThatFails:
    """`content.load` refuses most of them; one draw in a thousand must not stop a person either."""

    def item(self, catalogue: Catalogue, derived: str) -> Item:
        item = next(one for one in with_parameters(catalogue) if one.format is Format.NUMBER)
        values = item.model_dump(by_alias=True, exclude_unset=True)
        values["parametres"] = {"n": {"entier": [0, 1]}, "inverse": {"derive": derived}}
        values |= {"situation": "Une situation.", "consigne": "Calculez.", "document": None}
        values["donnees"] = {"aide": "En chiffres."}
        values["controle"] = {"attendu": "{{inverse}}"}
        values["retour"] = {"juste": "Oui.", "faux": "Non."}
        return Item.model_validate(values)

    def test_is_drawn_again(self, room: Room) -> None:
        item = self.item(room.catalogue, "1 / n")
        for number in range(COLLEAGUES):
            attempt = Attempt(seed=f"{number:016x}", number=1, learner_id=None)
            assert concrete(attempt, item).check.expected == 1

    def test_is_an_error_when_it_always_fails(self, room: Room) -> None:
        with pytest.raises(ExpressionError):
            concrete(Attempt(seed="0", number=1, learner_id=None), self.item(room.catalogue, "1 / 0"))
