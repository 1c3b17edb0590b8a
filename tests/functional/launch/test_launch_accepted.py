"""Honest launches, odd ones included, open a session."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.test import TestResponse

from lti_tool.launch import claims as names
from tests.support.hostile import MEMBERSHIP, REMOVED, Ground


def test_an_unknown_kid_is_looked_up_once_more_and_not_at_each_try(ground: Ground) -> None:
    assert ground.launch().status_code == 303
    assert ground.platform.keys.hits == 1
    for _ in range(3):
        assert ground.launch(header={"kid": "inventé"}).status_code == 400

    assert ground.platform.keys.hits == 2


def test_a_new_key_of_the_platform_works_at_once(ground: Ground) -> None:
    assert ground.launch().status_code == 303
    ground.platform.keys.publish("cle-neuve")

    assert ground.launch(header={"kid": "cle-neuve"}, key="cle-neuve").status_code == 303


def accepted(answer: TestResponse) -> bool:
    return answer.status_code == 303


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"aud": ["outil-1"]}, id="aud list of one"),
        pytest.param({"aud": ["autre", "outil-1"], "azp": "outil-1"}, id="ours second, azp ours"),
        pytest.param({names.ROLES: []}, id="no role"),
        pytest.param({names.ROLES: ["Learner"]}, id="short role"),
        pytest.param({names.ROLES: ["https://x.example/role#Inconnu"]}, id="unknown role"),
        pytest.param({names.CONTEXT: REMOVED}, id="no context"),
        pytest.param({"sub": REMOVED}, id="anonymous"),
        pytest.param({"https://x.example/claim": {"a": 1}}, id="unknown claim"),
        pytest.param({names.RESOURCE_LINK: {"id": "1", "title": "x" * 5000}}, id="long title"),
        pytest.param({names.CONTEXT: {"id": "1", "title": "a\x00b"}}, id="NUL in a title"),
        pytest.param({names.CONTEXT: {"id": "1", "title": "\ud800"}}, id="lone surrogate in a title"),
    ],
)
def test_honest_variants_are_accepted(ground: Ground, changes: dict[str, Any]) -> None:
    assert accepted(ground.launch(changes))


@pytest.mark.parametrize("seconds", [-50, 100])
def test_clocks_that_differ_by_less_than_a_minute(ground: Ground, seconds: int) -> None:
    client = ground.client()
    state, nonce = ground.begin_login(client)
    token = ground.platform.id_token(nonce)
    ground.clock.advance(seconds)

    assert accepted(ground.post_launch(client, token, state))


def test_markup_in_titles_is_text(ground: Ground) -> None:
    opened = ground.open({names.CONTEXT: {"id": "1", "title": "<script>alert(1)</script>"}})

    assert "<script>alert" not in opened.html
    assert "&lt;script&gt;" in opened.html


def test_a_teacher_of_the_institution_is_a_learner_here(ground: Ground) -> None:
    institution = "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Instructor"
    opened = ground.open({names.ROLES: [institution, MEMBERSHIP + "Learner"]})

    assert "Essayer le parcours" not in opened.html
