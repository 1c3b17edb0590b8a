"""A trainer chooses pathways (LTI Deep Linking 2.0): what is refused, and what goes back."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import jwt
import pytest
from sqlalchemy import select

from lti_tool.launch import claims as names
from lti_tool.launch.models import Activity
from lti_tool.launch.options import FeedbackMode, TrainerView
from tests.functional.launch.conftest import Refusals
from tests.support.hostile import MEMBERSHIP, REMOVED, Ground, Opened
from tests.support.messages import DL, RETURN_URL, answer_of, choosing, items_of, opening, public_keys

PART = "DL"


class TestRefused:
    @pytest.mark.parametrize(
        ("changes", "code", "status"),
        [
            pytest.param(
                choosing(**{names.ROLES: [MEMBERSHIP + "Learner"]}),
                "trainers_only",
                403,
                id="learner opening DL",
            ),
            pytest.param(choosing(**{names.ROLES: []}), "trainers_only", 403, id="no role"),
            pytest.param(
                choosing(**{names.DEEP_LINKING: REMOVED}),
                "deep_linking_return_missing",
                400,
                id="no settings",
            ),
            pytest.param(
                choosing(**{names.DEEP_LINKING: [1]}),
                "deep_linking_settings_invalid",
                400,
                id="settings are a list",
            ),
            pytest.param(
                choosing({"deep_link_return_url": REMOVED}),
                "deep_linking_return_missing",
                400,
                id="no return",
            ),
            pytest.param(
                choosing({"accept_types": ["link", "file"]}),
                "deep_linking_type_refused",
                400,
                id="no tool link",
            ),
            pytest.param(
                choosing({"accept_types": "ltiResourceLink"}),
                "deep_linking_type_refused",
                400,
                id="accept_types is text",
            ),
            *[
                pytest.param(
                    choosing({"deep_link_return_url": url}), "deep_linking_return_refused", 400, id=name
                )
                for name, url in {
                    "return URL http": "http://lms.example/retour",
                    "return URL javascript": "javascript:alert(1)//lms.example",
                    "return URL with userinfo": "https://lms.example@evil.example/",
                    "return URL with a backslash": "https://lms.example\\@evil.example/",
                    "return URL with a space": "https://lms.example/a b",
                    "return URL without host": "https:///retour",
                    "return URL port wrong": "https://lms.example:99999/",
                }.items()
            ],
        ],
    )
    def test_the_request(
        self, ground: Ground, refusals: Refusals, changes: dict[str, Any], code: str, status: int
    ) -> None:
        client = ground.client()
        state, nonce = ground.begin_login(client)
        refusals.expect_nothing_new()

        answer = ground.post_launch(client, ground.platform.id_token(nonce, changes), state)

        refusals.check(answer, code, status, part=PART)

    def test_a_learners_session_does_not_open_the_page(self, ground: Ground, refusals: Refusals) -> None:
        opened = ground.open()
        refusals.expect_nothing_new()

        refusals.check(opened.post("choix/", parcours="cyber-rgpd"), "session_elsewhere", 403, part=PART)

    def test_a_choice_does_not_open_an_activity(self, ground: Ground, refusals: Refusals) -> None:
        opened = ground.open(choosing())
        refusals.expect_nothing_new()

        refusals.check(opened.post("commencer"), "session_elsewhere", 403, part=PART)

    def test_without_the_bearer(self, ground: Ground, refusals: Refusals) -> None:
        opened = ground.open(choosing())
        refusals.expect_nothing_new()

        answer = opened.post("choix/", bearer=None, parcours="cyber-rgpd")

        refusals.check(answer, "session_missing", 403, part=PART)

    def test_another_choice_after_the_answer(self, ground: Ground, refusals: Refusals) -> None:
        opened = ground.open(choosing())
        opened.post("choix/", parcours="cyber-rgpd")
        refusals.expect_nothing_new()

        answer = opened.post("choix/", parcours="cyber-rgpd", seuil="50")

        refusals.check(answer, "selection_done", 409, part=PART)

    @pytest.mark.parametrize(
        ("form", "words"),
        [
            ({}, "au moins un parcours"),
            ({"parcours": "inconnu"}, "n’existe plus"),
            ({"parcours": "cyber-rgpd", "seuil": "abc"}, "pas valable"),
            ({"parcours": "cyber-rgpd", "essais": "-3"}, "pas valable"),
            ({"parcours": "cyber-rgpd", "epreuves_max": "9" * 400}, "pas valable"),
            ({"parcours": "cyber-rgpd", "lecture": "tout"}, "pas valable"),
            ({"parcours": "cyber-rgpd", "ouverture": "demain"}, "pas lisible"),
            ({"parcours": "cyber-rgpd", "ouverture": "9999-12-31T23:59"}, ""),
            (
                {
                    "parcours": "cyber-rgpd",
                    "ouverture": "2026-05-02T08:00",
                    "fermeture": "2026-05-01T08:00",
                },
                "après l",
            ),
        ],
    )
    def test_a_wrong_form_is_shown_again(self, ground: Ground, form: dict[str, str], words: str) -> None:
        opened = ground.open(choosing())
        before = ground.counts()

        page = opened.post("choix/", **form)

        if words:
            assert page.status_code == 422
            assert words in page.text
            assert ground.counts() == before
        else:
            assert page.status_code in {200, 422}

    def test_two_pathways_where_one_is_accepted(self, ground: Ground) -> None:
        opened = ground.open(choosing({"accept_multiple": False}))
        assert 'type="radio"' in opened.html
        page = opened.post("choix/", parcours=["cyber-rgpd", "autre"])
        assert page.status_code == 422
        assert "qu’une activité à la fois" in page.text
        assert ground.counts()["activity"] == 0


def pick(opened: Opened, **form: Any) -> Any:
    return opened.post("choix/", **{"parcours": "cyber-rgpd"} | form)


class TestAnswer:
    def test_the_signed_answer(self, ground: Ground) -> None:
        page = pick(ground.open(choosing()))
        claims = answer_of(page)
        token = page.text.partition('name="JWT" value="')[2].partition('"')[0]
        kid = jwt.get_unverified_header(token)["kid"]

        jwt.decode(
            token,
            public_keys(ground)[kid],
            algorithms=["RS256"],
            audience="https://lms.example",
            options={"verify_exp": False, "verify_iat": False},
        )
        assert claims["iss"] == "outil-1"
        assert claims["aud"] == "https://lms.example"
        assert claims[names.DEPLOYMENT_ID] == "1"
        assert claims[names.MESSAGE_TYPE] == "LtiDeepLinkingResponse"
        assert claims[names.VERSION] == "1.3.0"
        assert len(claims["nonce"]) > 20
        now = int(ground.clock().timestamp())
        assert claims["iat"] < now < claims["exp"] <= now + 300
        assert DL + "data" not in claims
        assert f'action="{RETURN_URL.replace("&", "&amp;")}"' in page.text
        assert "form-action 'self' https://lms.example;" in page.headers["Content-Security-Policy"]

    def test_the_item_is_what_a_moodle_takes(self, ground: Ground) -> None:
        (item,) = items_of(pick(ground.open(choosing())))
        with ground.database.begin() as session:
            (activity,) = session.scalars(select(Activity)).all()

        assert item["type"] == "ltiResourceLink"
        assert "url" not in item
        assert item["custom"] == {
            "activity_id": str(activity.id),
            "context_id_history": "$Context.id.history",
        }
        assert item["title"] == activity.title
        assert item["text"]
        line_item = item["lineItem"]
        assert isinstance(line_item["scoreMaximum"], int)
        assert 1 <= line_item["scoreMaximum"] <= 100
        assert line_item["resourceId"] == str(activity.id)
        assert None not in item.values()

    def test_the_activity_keeps_who_where_and_how(self, ground: Ground) -> None:
        pick(
            ground.open(choosing()),
            seuil="70",
            essais="sans-limite",
            delai="24",
            epreuves_max="8",
            correction="immediate",
            lecture="individual",
            ouverture="2026-04-01T08:00",
            fermeture="2026-12-01T08:00",
        )
        with ground.database.begin() as session:
            (made,) = session.scalars(select(Activity)).all()
            options = made.options
            assert (made.course_id, made.made_by_id) != (None, None)
        assert (options.passing_percent, options.attempts_allowed, options.max_items) == (70, None, 8)
        assert (options.retry_delay_hours, options.feedback) == (24, FeedbackMode.IMMEDIATE)
        assert options.trainer_view == TrainerView.INDIVIDUAL
        assert str(options.opens_at) == "2026-04-01 06:00:00+00:00"  # summer in Paris
        assert str(options.closes_at) == "2026-12-01 07:00:00+00:00"
        assert not options.makes_column

    def test_what_was_made_opens(self, ground: Ground) -> None:
        (item,) = items_of(pick(ground.open(choosing())))

        opened = ground.open(opening(item["custom"]["activity_id"]))

        assert "Commencer" in opened.html

    @pytest.mark.parametrize("data", ["opaque:é&<>\"'", "", {"a": [1, None]}, 3, "\x00\ud800"])
    def test_data_goes_back_unchanged(self, ground: Ground, data: object) -> None:
        claims = answer_of(pick(ground.open(choosing({"data": data}))))
        assert json.dumps(claims[DL + "data"]) == json.dumps(data)

    def test_cancelling_gives_no_item_and_makes_nothing(self, ground: Ground) -> None:
        page = ground.open(choosing({"data": "x"})).post("choix/", annuler="1", parcours="cyber-rgpd")
        claims = answer_of(page)
        assert claims[DL + "content_items"] == []
        assert claims[DL + "data"] == "x"
        assert ground.counts()["activity"] == 0

    def test_a_form_sent_twice_gets_the_same_items(self, ground: Ground) -> None:
        opened = ground.open(choosing())
        assert items_of(pick(opened)) == items_of(pick(opened))
        assert ground.counts()["activity"] == 1

    def test_a_form_sent_twice_at_once_makes_one_activity(self, ground: Ground) -> None:
        opened = ground.open(choosing())
        together = threading.Barrier(4)

        def send(_: int) -> list[dict[str, Any]]:
            client = ground.client()
            together.wait(10)
            form = {"bearer": opened.bearer, "parcours": "cyber-rgpd"}
            return items_of(client.post(opened.path + "choix/", data=form))

        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(send, range(4)))

        assert all(items == answers[0] for items in answers)
        assert ground.counts()["activity"] == 1

    def test_the_same_pathway_twice_is_one_activity(self, ground: Ground) -> None:
        page = pick(ground.open(choosing()), parcours=["cyber-rgpd", "cyber-rgpd"])
        assert len(items_of(page)) == 1

    def test_no_column_where_the_platform_takes_none(self, ground: Ground) -> None:
        (item,) = items_of(pick(ground.open(choosing({"accept_lineitem": False}))))
        assert "lineItem" not in item
        with ground.database.begin() as session:
            assert session.scalars(select(Activity)).one().options.makes_column

    def test_another_host_is_said_and_nothing_goes_by_itself(self, ground: Ground) -> None:
        url = "https://ailleurs.example/retour"
        page = pick(ground.open(choosing({"deep_link_return_url": url})))
        assert "ailleurs.example, qui n’est pas l’adresse habituelle" in page.text
        assert "<script" not in page.text
        assert "data-post-itself" not in page.text

    def test_at_home_the_form_posts_itself_and_has_a_button(self, ground: Ground) -> None:
        page = pick(ground.open(choosing()))
        assert "js/post-itself.js" in page.text
        assert "data-post-itself" in page.text
        assert "<button" in page.text

    def test_markup_in_the_return_address_is_text(self, ground: Ground) -> None:
        url = 'https://lms.example/"><script>alert(1)</script>'
        page = pick(ground.open(choosing({"deep_link_return_url": url})))
        assert "<script>alert" not in page.text
        assert "&lt;script&gt;" in page.text

    def test_without_course_or_person(self, ground: Ground) -> None:
        page = pick(ground.open(choosing(**{names.CONTEXT: REMOVED, "sub": REMOVED})))
        assert len(items_of(page)) == 1
