"""A trainer comes from the gradebook to read one result (LTI Submission Review 1.0)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import select

from lti_tool.assessment.models import Attempt
from lti_tool.launch import claims as names
from tests.functional.launch.conftest import Refusals
from tests.functional.launch.test_activities import finish
from tests.support.hostile import MEMBERSHIP, REMOVED, Ground, Opened
from tests.support.messages import make_activity, opening, reviewing

PART = "Submission review"


def finished(ground: Ground, **options: Any) -> Opened:
    """Person 42 ends an activity of the link rl-1."""
    opened = ground.open(opening(make_activity(ground, max_items=1, **options)))
    opened.post("commencer")
    finish(opened)
    return opened


def refuse(
    ground: Ground, refusals: Refusals, changes: dict[str, Any], code: str, status: int, **options: Any
) -> None:
    client = ground.client()
    platform = options.pop("platform", None) or ground.platform
    state, nonce = ground.begin_login(client, platform)
    refusals.expect_nothing_new()
    answer = ground.post_launch(client, platform.id_token(nonce, changes), state)
    refusals.check(answer, code, status, part=PART)


class TestRefused:
    @pytest.mark.parametrize(
        ("changes", "code", "status"),
        [
            pytest.param(
                reviewing(**{names.ROLES: [MEMBERSHIP + "Learner"]}),
                "trainers_only",
                403,
                id="learner asking",
            ),
            pytest.param(reviewing("99"), "result_unknown", 404, id="not our learner"),
            pytest.param(reviewing(7), "for_user_id_invalid", 400, id="user_id a number"),
            pytest.param(
                reviewing(**{names.FOR_USER: REMOVED}), "for_user_id_missing", 400, id="no for_user"
            ),
            pytest.param(reviewing(**{names.FOR_USER: "42"}), "for_user_invalid", 400, id="for_user is text"),
            pytest.param(
                reviewing(**{names.RESOURCE_LINK: {"id": "inconnu"}}),
                "result_unknown",
                404,
                id="unknown link",
            ),
            pytest.param(
                reviewing(**{names.RESOURCE_LINK: REMOVED}), "resource_link_id_missing", 400, id="no link"
            ),
        ],
    )
    def test_the_request(
        self, ground: Ground, refusals: Refusals, changes: dict[str, Any], code: str, status: int
    ) -> None:
        finished(ground)
        refuse(ground, refusals, changes, code, status)

    def test_the_learner_of_another_tenant(self, ground: Ground, refusals: Refusals) -> None:
        finished(ground)
        other = ground.register("cle-2", issuer="https://other.example", deployment_id="2")
        refuse(ground, refusals, reviewing(), "result_unknown", 404, platform=other)

    @pytest.mark.parametrize("kind", ["LtiStartProctoring", "LtiStartAssessment", "DataPrivacyLaunchRequest"])
    def test_other_messages(self, ground: Ground, refusals: Refusals, kind: str) -> None:
        refuse(ground, refusals, {names.MESSAGE_TYPE: kind}, "message_type_unsupported", 400)

    def test_a_person_who_has_not_finished(self, ground: Ground) -> None:
        opened = ground.open(opening(make_activity(ground)))
        opened.post("commencer")
        page = review(ground)
        assert page.status_code == 404
        assert "Il n’y a pas de résultat à lire" in page.text

    def test_a_result_on_another_link(self, ground: Ground) -> None:
        finished(ground)
        ground.open({names.RESOURCE_LINK: {"id": "rl-2"}, "sub": "43"})
        page = review(ground, reviewing(**{names.RESOURCE_LINK: {"id": "rl-2"}}))
        assert page.status_code == 404

    def test_a_review_opens_no_activity(self, ground: Ground, refusals: Refusals) -> None:
        finished(ground)
        client = ground.client()
        answer = ground.launch(reviewing(), client=client)
        path = answer.location.partition("copie")[0]
        refusals.expect_nothing_new()

        refusals.check(client.get(path + "?cle=x"), "entry_code_refused", 403, part=PART)
        client.get(answer.location)
        refusals.expect_nothing_new()
        refusals.check(client.get(path), "session_elsewhere", 403, part=PART)


def review(ground: Ground, changes: dict[str, Any] | None = None) -> Any:
    client = ground.client()
    answer = ground.launch(changes or reviewing(), client=client)
    assert answer.status_code == 303, answer.text
    return client.get(answer.location)


class TestShown:
    def test_the_grade_only_unless_the_person_was_told(self, ground: Ground) -> None:
        finished(ground)
        page = review(ground)
        assert page.status_code == 200
        with ground.database.begin() as session:
            percent = session.scalars(select(Attempt.percent)).one()
        assert f"<strong>{percent:.0f}" in page.text
        assert "pas le détail de chaque résultat" in page.text
        assert 'class="topics"' not in page.text

    def test_the_detail_where_the_activity_says_so(self, ground: Ground) -> None:
        finished(ground, trainer_view="individual")
        page = review(ground)
        assert 'class="topics"' in page.text
        assert "Parcours terminé le 2 mars 2026" in page.text

    def test_a_trainer_who_never_came_before(self, ground: Ground) -> None:
        finished(ground)
        assert review(ground, reviewing(sub="77")).status_code == 200


class TestExplained:
    """Why this result: from the review, where the activity shows the detail."""

    def reach(self, ground: Ground) -> tuple[Any, str, str]:
        client = ground.client()
        answer = ground.launch(reviewing(), client=client)
        page = client.get(answer.location)
        bearer = re.search(r'name="bearer" value="([^"]+)"', page.text)
        return client, answer.location.partition("?")[0], bearer[1] if bearer else ""

    def test_the_button_leads_there_and_back(self, ground: Ground) -> None:
        finished(ground, trainer_view="individual")
        client, path, bearer = self.reach(ground)

        there = client.post(f"{path}aller", data={"bearer": bearer, "vers": "explication"})
        page = client.get(there.location)
        back = client.post(f"{path}aller", data={"bearer": bearer, "vers": "resultat"})

        assert page.status_code == 200
        assert "posée en premier" in page.text
        assert "Je ne sais pas" in page.text
        assert 'class="topics"' in client.get(back.location).text

    def test_nothing_is_explained_where_the_grade_only_was_announced(self, ground: Ground) -> None:
        finished(ground)
        client, path, bearer = self.reach(ground)
        before = ground.counts()

        page = client.get(f"{path}explication")

        assert bearer == ""  # the page has no form
        assert page.status_code == 403
        assert "detail_not_shared" in page.text
        assert ground.counts() == before

    def test_a_learner_does_not_reach_it(self, ground: Ground) -> None:
        opened = finished(ground, trainer_view="individual")
        for path in ("copie/", "copie/explication"):
            assert opened.client.get(opened.path + path).status_code == 403
        assert opened.post("copie/aller", vers="explication").status_code == 403
        assert ground.client().get(opened.path + "copie/explication").status_code == 403
