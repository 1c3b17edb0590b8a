"""The preview of what takes several pages, or files: a scenario goes on, files are those of the draw."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

import content
from content.variants import realise
from content.variants.seeds import numbered
from lti_tool.deep_linking.offers import OF_SEVERAL_PAGES, samples
from lti_tool.interactions.opacity import opaque_id
from lti_tool.preview.app import create_preview
from lti_tool.preview.stage import KEY
from tests.support.forms import path_of

SCENARIO, FILE = "hameconnage-5-c", "calculer-5-a"


@pytest.fixture(scope="module")
def shipped() -> FlaskClient:
    return create_preview(Path(content.__file__).parent).test_client()


def test_a_scenario_is_played_step_by_step(shipped: FlaskClient) -> None:
    item = realise(content.load().items[SCENARIO], numbered(3))
    url = f"/seance/{SCENARIO}~3/epreuve"
    (first, taken), (last, end) = path_of(item, right=True)
    steps = [(first, taken, "/epreuve"), (last, end, "/correction")]
    assert "Ce que vous avez décidé" not in shipped.get(url).text
    for step, decision, leads_to in steps:
        id_ = opaque_id(item, KEY, "decision", f"{step}/{decision}")
        answer = shipped.post(url, data={"answer": id_})
        assert answer.status_code == 302
        assert answer.location.endswith(leads_to)
        assert ("Ce que vous avez décidé" in shipped.get(url).text) is (leads_to == "/epreuve")
    assert shipped.post(url, data={"answer": "inconnu"}).status_code == 422


def test_files_are_given_and_read(shipped: FlaskClient) -> None:
    page = shipped.get(f"/seance/{FILE}~0/epreuve").text
    assert 'form="files"' in page
    files = f"/seance/{FILE}~0/fichier/"
    assert shipped.post(files, data={"fichier": "0/interventions.ods"}).data.startswith(b"PK")
    assert "Espaces verts" in shipped.post(files, data={"fichier": "0/page"}).text
    for wrong in ("0/autre.ods", "9/page", "page", ""):
        assert shipped.post(files, data={"fichier": wrong}).status_code == 404
    assert shipped.post(f"/seance/{SCENARIO}~0/fichier/", data={"fichier": "0/page"}).status_code == 404


def test_a_trainers_sample_is_of_one_page() -> None:
    catalogue = content.load()
    for pathway in catalogue.pathways.values():
        assert not {item.format for item in samples(pathway, catalogue)} & OF_SEVERAL_PAGES
