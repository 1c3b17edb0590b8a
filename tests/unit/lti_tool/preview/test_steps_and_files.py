"""A scenario goes on step by step in the preview, and the files of a draw can be fetched."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

import content
from content.variants import realise
from content.variants.seeds import numbered
from lti_tool.preview.app import create_preview

CASE, FILES = "hameconnage-5-c~4", "calculer-5-a~2"


@pytest.fixture(scope="module")
def shipped() -> FlaskClient:
    return create_preview(Path(content.__file__).parent).test_client()


def options(client: FlaskClient) -> dict[str, str]:
    page = html.unescape(client.get(f"/seance/{CASE}/epreuve").text).replace("’", "'")
    return {text: id_ for id_, text in re.findall(r'value="([0-9a-f]{12})">\s*<span>([^<]+)</span>', page)}


def test_a_scenario_is_played_to_its_end_then_begins_again(shipped: FlaskClient) -> None:
    item = realise(content.load().items["hameconnage-5-c"], numbered(4))
    first, last = item.data.steps[0], item.data.steps[2]
    wanted = [
        next(one.text for one in first.decisions if one.id == "appeler-fiche"),
        next(one.text for one in last.decisions if one.id == "alerter"),
    ]
    beginning = set(options(shipped))
    for text in wanted:
        shown = {re.sub(r"\s", " ", name): id_ for name, id_ in options(shipped).items()}
        sent = shipped.post(f"/seance/{CASE}/epreuve", data={"answer": shown[text.replace("’", "'")]})
        assert sent.status_code == 302

    assert sent.location.endswith("/correction")
    assert "la bonne réponse" in shipped.get(sent.location).text
    assert set(options(shipped)) == beginning


@pytest.mark.parametrize("name", ["interventions.ods", "interventions.xlsx", "interventions.csv"])
def test_the_files_of_a_draw_are_made(shipped: FlaskClient, name: str) -> None:
    answer = shipped.post(f"/seance/{FILES}/fichier/", data={"fichier": f"0/{name}"})

    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == f"attachment; filename={name}"
    assert len(answer.data) > 1000


def test_the_page_of_a_file_has_its_rows(shipped: FlaskClient) -> None:
    rows = realise(content.load().items["calculer-5-a"], numbered(2)).data.resources[0].sheets[0].rows
    page = shipped.post(f"/seance/{FILES}/fichier/", data={"fichier": "0/page"}).text

    assert page.count("<tr>") == len(rows) + 1


@pytest.mark.parametrize("wanted", ["", "0/autre.ods", "7/page", "x/page", "-1/page"])
def test_a_file_that_does_not_exist(shipped: FlaskClient, wanted: str) -> None:
    assert shipped.post(f"/seance/{FILES}/fichier/", data={"fichier": wanted}).status_code == 404
    assert shipped.post("/seance/canal-1-a~0/fichier/", data={"fichier": "0/page"}).status_code == 404
