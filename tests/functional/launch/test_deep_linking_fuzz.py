"""Whatever a platform or a browser sends around a choice: an answer or a refusal, never a failure."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from lti_tool.launch import claims as names
from tests.support.hostile import Ground
from tests.support.messages import choosing, make_activity, opening, reviewing

ONE_GROUND = settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
SETTINGS = ("deep_link_return_url", "accept_types", "accept_multiple", "accept_lineitem", "data")
FIELDS = (
    "parcours",
    "seuil",
    "essais",
    "delai",
    "epreuves_max",
    "ouverture",
    "fermeture",
    "correction",
    "lecture",
)
words = st.text(st.characters(exclude_categories=("Cs",)), max_size=40) | st.sampled_from(
    [
        "cyber-rgpd",
        "1",
        "-1",
        "nan",
        "1e400",
        "2026-04-01T08:00",
        "9999-12-31T23:59",
        "0001-01-01T00:00",
        "group",
    ]
)


def is_handled(answer: TestResponse) -> bool:
    """A page that is not a failure; a refusal says its code."""
    if answer.status_code < 400 or answer.status_code == 422:
        return True
    return answer.status_code < 500 and re.search(r"Code pour l’assistance\s*: ", answer.text) is not None


@given(changes=st.dictionaries(st.sampled_from(SETTINGS), json))
@ONE_GROUND
def test_settings_of_a_platform(ground: Ground, changes: dict[str, Any]) -> None:
    assert is_handled(ground.launch(choosing(changes)))


@given(claim=st.sampled_from([names.DEEP_LINKING, names.FOR_USER, names.CUSTOM, names.CONTEXT]), value=json)
@ONE_GROUND
def test_claims_of_the_three_messages(ground: Ground, claim: str, value: object) -> None:
    for message in (choosing(), reviewing(), opening("x")):
        assert is_handled(ground.launch(message | {claim: value}))


@given(custom=st.dictionaries(st.sampled_from(["activity_id", "context_id_history", "parcours"]), json))
@ONE_GROUND
def test_custom_parameters(ground: Ground, custom: dict[str, Any]) -> None:
    assert is_handled(ground.launch(opening(make_activity(ground)) | {names.CUSTOM: custom}))


@given(form=st.dictionaries(st.sampled_from(FIELDS), st.lists(words, max_size=3)))
@ONE_GROUND
def test_forms_of_a_browser(ground: Ground, form: dict[str, list[str]]) -> None:
    opened = ground.open(choosing())
    assert is_handled(opened.post("choix/", **({"parcours": "cyber-rgpd"} | form)))
