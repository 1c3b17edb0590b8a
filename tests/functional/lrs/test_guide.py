"""`docs/traces.md` against the demo LRS: its ten queries find something, its program draws."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
import requests

from lti_tool.demo.live import DemoLrs
from tests.support.databases import Databases
from tests.unit.lti_tool.learning_records.all_kinds import emitted_by_all_kinds
from tests.unit.lti_tool.learning_records.world import ISSUER, PUBLIC_URL
from xapi.vocabulary import VERB_IRIS

ROOT = Path(__file__).parents[3]
GUIDE = (ROOT / "docs" / "traces.md").read_text(encoding="utf-8")
QUERIES = [
    line for block in re.findall(r"```http\n(.*?)```", GUIDE, re.DOTALL) for line in block.splitlines()
]
PROGRAM = ROOT / "docs" / "exemples" / "progression.py"
VERSION = {"X-Experience-API-Version": "1.0.3"}


@pytest.fixture(scope="module")
def told(databases: Databases) -> Iterator[list[dict[str, Any]]]:
    with emitted_by_all_kinds(databases) as statements:
        yield statements


@pytest.fixture(scope="module")
def filled(told: list[dict[str, Any]]) -> Iterator[DemoLrs]:
    """A demo LRS that has received everything."""
    with DemoLrs() as lrs:
        for start in range(0, len(told), 50):
            answer = requests.post(
                f"{lrs.endpoint}/statements",
                json=told[start : start + 50],
                auth=auth(lrs),
                headers=VERSION,
                timeout=30,
            )
            assert answer.status_code == 200, answer.text
        yield lrs


def auth(lrs: DemoLrs) -> tuple[str, str]:
    return lrs.config.username, lrs.config.password


def filled_in(query: str, told: list[dict[str, Any]]) -> str:
    """The query with real values in the place of its braces."""
    answered = next(one for one in told if one["verb"]["id"] == VERB_IRIS["answered"])
    values = {
        "lrs": "",
        "outil": PUBLIC_URL,
        "epreuve": answered["object"]["id"].split("/")[-2],
        "registration": answered["context"]["registration"],
        "agent": quote(json.dumps(answered["actor"])),
        "hier": told[0]["timestamp"],
    }
    return query.removeprefix("GET ").format(**values)


def test_there_are_ten_queries() -> None:
    assert len(re.findall(r"^\*\*\d+\. ", GUIDE, re.MULTILINE)) == 10
    assert len(QUERIES) == 11  # the third one is two


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_finds_what_it_says(query: str, told: list[dict[str, Any]], filled: DemoLrs) -> None:
    asked = urlsplit(filled_in(query, told))
    params = dict(parse_qsl(asked.query))
    answer = requests.get(
        f"{filled.endpoint}{asked.path}", params=params, auth=auth(filled), headers=VERSION, timeout=30
    )
    assert answer.status_code == 200, answer.text
    found = answer.json()["statements"]
    assert found
    if "verb" in params:
        assert {one["verb"]["id"] for one in found} == {params["verb"]}
    if "activity" in params:
        assert {one["object"]["id"] for one in found} == {params["activity"]}
    if "registration" in params:
        expected = [one["id"] for one in told if one["context"]["registration"] == params["registration"]]
        assert [one["id"] for one in found] == expected


def test_the_guide_names_every_verb() -> None:
    assert set(VERB_IRIS) <= set(re.findall(r"`(\w+)`", GUIDE))


def draw(lrs: DemoLrs, *more: str) -> list[str]:
    username, password = auth(lrs)
    account = ("--username", username, "--password", password)
    done = subprocess.run(
        [sys.executable, PROGRAM, "--endpoint", lrs.endpoint, *account, *more],
        capture_output=True,
        check=False,
        timeout=60,
        env={"PATH": os.environ["PATH"], "NO_PROXY": "127.0.0.1"},
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode().splitlines()


def test_the_program_draws_the_progress_of_the_group(told: list[dict[str, Any]], filled: DemoLrs) -> None:
    lines = draw(filled)

    people = {one["actor"]["account"]["name"] for one in told if "account" in one["actor"]} - {
        "parcours-territoires"
    }
    assert lines[0] == "Groupe : 8 personne(s) · 7 terminé · 1 sans suite"
    drawn = [line for line in lines if "épreuves" in line]
    assert {line[:8] for line in drawn} == {person[:8] for person in people}
    assert drawn[0].split()[1:3] == ["█" * 20, "100%"]
    corrected = next(one["actor"] for one in told if one["verb"]["id"] == VERB_IRIS["failed"])
    (line,) = (line for line in drawn if line.startswith(corrected["account"]["name"][:8]))
    assert "100%" in line, "the corrected result counts, not the one that was voided"
    assert any("niveau 4" in line for line in lines)


def test_the_program_keeps_one_course(filled: DemoLrs) -> None:
    assert draw(filled, "--course", f"{ISSUER}/lti/context/7")[0].startswith("Groupe : 8")
    assert draw(filled, "--course", f"{ISSUER}/lti/context/8")[0].startswith("Groupe : 0")
