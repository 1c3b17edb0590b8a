"""Deep Linking 2.0: one test a line of the certification list (request, response, relaunch)."""

from __future__ import annotations

from typing import Any

import jwt
import pytest

from lti_tool.launch import claims as names
from tests.functional.launch.test_deep_linking import pick
from tests.functional.lti_certification.conftest import Judge
from tests.support.hostile import MEMBERSHIP, REMOVED, Ground
from tests.support.messages import DL, RETURN_URL, answer_of, choosing, items_of, opening, public_keys


@pytest.fixture
def answer(ground: Ground) -> dict[str, Any]:
    """The claims of the answer to a usual request."""
    return answer_of(pick(ground.open(choosing())))


class TestRequest:
    def test_a_request_with_every_required_claim_opens_the_choice(self, ground: Ground) -> None:
        assert "Réflexes cyber" in ground.open(choosing()).html

    def test_a_request_without_data_is_valid(self, ground: Ground) -> None:
        assert DL + "data" not in answer_of(pick(ground.open(choosing({"data": REMOVED}))))

    def test_a_request_without_its_settings_is_refused(self, judge: Judge) -> None:
        judge.refuses(choosing(**{names.DEEP_LINKING: REMOVED}), "deep_linking_return_missing")

    def test_a_request_without_a_return_address_is_refused(self, judge: Judge) -> None:
        judge.refuses(choosing({"deep_link_return_url": REMOVED}), "deep_linking_return_missing")

    def test_a_learner_may_not_choose(self, judge: Judge) -> None:
        changes = choosing(**{names.ROLES: [MEMBERSHIP + "Learner"]})
        judge.refuses(changes, "trainers_only")


class TestResponse:
    def test_is_signed_by_a_key_that_we_publish(self, ground: Ground) -> None:
        page = pick(ground.open(choosing()))
        token = page.text.partition('name="JWT" value="')[2].partition('"')[0]
        header = jwt.get_unverified_header(token)

        assert header["alg"] == "RS256"
        options = {"verify_exp": False, "verify_iat": False}
        keys = public_keys(ground)
        jwt.decode(
            token, keys[header["kid"]], algorithms=["RS256"], audience="https://lms.example", options=options
        )

    def test_names_us_as_issuer_and_the_platform_as_audience(self, answer: dict[str, Any]) -> None:
        assert (answer["iss"], answer["aud"]) == ("outil-1", "https://lms.example")

    def test_carries_the_deployment_of_the_request(self, answer: dict[str, Any]) -> None:
        assert answer[names.DEPLOYMENT_ID] == "1"

    def test_says_its_type_and_version(self, answer: dict[str, Any]) -> None:
        assert (answer[names.MESSAGE_TYPE], answer[names.VERSION]) == ("LtiDeepLinkingResponse", "1.3.0")

    def test_is_fresh_and_short_lived(self, ground: Ground, answer: dict[str, Any]) -> None:
        now = int(ground.clock().timestamp())
        assert answer["iat"] <= now < answer["exp"] <= now + 300

    def test_has_a_nonce_of_its_own(self, ground: Ground, answer: dict[str, Any]) -> None:
        other = answer_of(pick(ground.open(choosing())))
        assert answer["nonce"] != other["nonce"]

    def test_gives_data_back_unchanged(self, ground: Ground) -> None:
        data = "csrftoken:c7fbba78-7b75-46e3-9201-11e6d5f36f53"
        assert answer_of(pick(ground.open(choosing({"data": data}))))[DL + "data"] == data

    def test_goes_to_the_return_address_with_its_query(self, ground: Ground) -> None:
        assert f'action="{RETURN_URL.replace("&", "&amp;")}"' in pick(ground.open(choosing())).text

    def test_holds_links_to_the_tool_only(self, answer: dict[str, Any]) -> None:
        assert {item["type"] for item in answer[DL + "content_items"]} == {"ltiResourceLink"}

    def test_a_line_item_has_a_maximum_that_is_whole_and_positive(self, answer: dict[str, Any]) -> None:
        maximum = answer[DL + "content_items"][0]["lineItem"]["scoreMaximum"]
        assert isinstance(maximum, int)
        assert 1 <= maximum <= 100

    def test_custom_is_never_empty(self, answer: dict[str, Any]) -> None:
        assert answer[DL + "content_items"][0]["custom"]["activity_id"]


class TestRelaunch:
    def test_the_link_that_was_made_opens_its_activity(self, ground: Ground) -> None:
        (item,) = items_of(pick(ground.open(choosing())))
        assert "Commencer" in ground.open(opening(item["custom"]["activity_id"])).html
