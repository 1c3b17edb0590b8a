"""Schemathesis on every address of the application: requests that fit the description, and that do not."""

from __future__ import annotations

from functools import cache

import requests
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode, openapi

from tests.fuzz.conftest import FUZZ, Target
from tests.fuzz.description import describe
from tests.support.hostile import PUBLIC_URL


@cache
def strategy(app: Flask, mode: GenerationMode) -> st.SearchStrategy[Case]:
    """A request to any route."""
    schema = openapi.from_dict(describe(app))
    return st.one_of([found.ok().as_strategy(generation_mode=mode) for found in schema.get_all_operations()])


def send(target: Target, case: Case) -> None:
    """Byte by byte what Schemathesis would send, through the test client instead of the network."""
    wanted = requests.Request(**case.as_transport_kwargs(base_url=PUBLIC_URL)).prepare()
    response = target.ground.client().open(
        wanted.path_url,
        method=wanted.method,
        headers=[(name, value) for name, value in wanted.headers.items() if name != "Cookie"],
        data=wanted.body,
    )
    target.check(f"schemathesis {case.method} {case.path}", response)


@FUZZ
@given(data=st.data())
def test_requests_that_fit(target: Target, data: st.DataObject) -> None:
    send(target, data.draw(strategy(target.ground.app, GenerationMode.POSITIVE)))


@FUZZ
@given(data=st.data())
def test_requests_that_do_not_fit(target: Target, data: st.DataObject) -> None:
    send(target, data.draw(strategy(target.ground.app, GenerationMode.NEGATIVE)))
