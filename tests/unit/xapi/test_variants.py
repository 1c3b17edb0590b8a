"""The same statement for another destination: only what was asked for changes."""

from __future__ import annotations

import json

import pytest

from tests.unit.xapi.examples import frozen
from xapi.errors import InvalidIriError, UnsafeIdentityError
from xapi.variants import with_account, with_response, without_response

BODY = frozen("answered-correct").body


def test_another_account_and_nothing_else():
    told = json.loads(with_account(BODY, "https://moodle.example", "42"))

    assert told.pop("actor") == {
        "objectType": "Agent",
        "account": {"homePage": "https://moodle.example", "name": "42"},
    }
    assert told == {key: value for key, value in json.loads(BODY).items() if key != "actor"}


@pytest.mark.parametrize("name", ["agent@mairie.example", "", "a b", "agent%40mairie.example"])
def test_an_account_that_says_who_is_refused(name: str):
    with pytest.raises(UnsafeIdentityError):
        with_account(BODY, "https://moodle.example", name)


def test_a_home_page_that_is_no_address_is_refused():
    with pytest.raises(InvalidIriError):
        with_account(BODY, "moodle", "42")


def test_without_the_response_the_verdict_stays():
    told = json.loads(without_response(BODY))

    assert "response" not in told["result"]
    assert told["result"]["success"] is True
    assert json.loads(BODY)["result"]["response"] == "a"
    assert without_response(frozen("initialized").body) == frozen("initialized").body


def test_a_response_comes_back():
    assert with_response(without_response(BODY), "a") == BODY
