"""Every IRI of ours that a statement holds leads somewhere, in the form that is asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lti_tool.app import create_app
from lti_tool.config import Settings
from tests.unit.lti_tool.learning_records.world import PUBLIC_URL, World, changed, mixed, shipped
from xapi import Namespace, vocabulary
from xapi.profile import document

NAMESPACE = Namespace(PUBLIC_URL)
PROFILE = document(NAMESPACE)
TERMS = [one for part in ("concepts", "templates", "patterns") for one in PROFILE[part]]
FORMS = ("text/html", "application/json", "application/ld+json")
SCRIPTS = ("<script", "onclick", "style=")


@pytest.fixture
def client(sqlite_url: str) -> Iterator[FlaskClient]:
    settings = Settings(public_url=PUBLIC_URL, secret_key="x" * 40, database_url=sqlite_url)
    app = create_app(settings, catalogue=shipped())
    yield app.test_client()
    app.extensions["parcours"].database.dispose()


def ask(client: FlaskClient, iri: str, accept: str = "application/ld+json", **headers: str) -> TestResponse:
    return client.get(iri.removeprefix(PUBLIC_URL), headers={"Accept": accept, **headers})


def iris(value: object) -> Iterator[str]:
    """The activities, extensions and profile that a statement names."""
    if isinstance(value, dict):
        if value.get("objectType") == "Activity":
            yield value["id"]
        yield from value.get("extensions", {})
        for each in value.values():
            yield from iris(each)
    elif isinstance(value, list):
        for each in value:
            yield from iris(each)


@pytest.mark.parametrize("accept", FORMS)
def test_every_iri_of_ours_in_an_attempt_can_be_read(world: World, client: FlaskClient, accept: str) -> None:
    world.progress = True
    world.play(mixed)
    told = {iri for body in world.bodies() for iri in iris(json.loads(body)) if iri.startswith(PUBLIC_URL)}

    assert {iri.split("/")[4] for iri in told} == {"profile", "extensions", "pathway", "item", "competency"}
    for iri in told:
        answer = ask(client, iri, accept)
        assert (answer.status_code, answer.mimetype) == (200, accept), iri
        assert "Accept" in answer.headers["Vary"]


def test_definitions_are_those_of_the_statements(world: World, client: FlaskClient) -> None:
    world.play(mixed)

    lists = {"choices", "source", "target", "steps"}
    for body in world.bodies():
        about = json.loads(body)["object"]
        kept = {key: value for key, value in about["definition"].items() if key not in lists}
        assert ask(client, about["id"], "application/json").get_json() == kept


@pytest.mark.parametrize("term", TERMS, ids=lambda one: one["id"].rpartition("/xapi/")[2])
def test_every_term_of_the_profile_can_be_read(client: FlaskClient, term: dict[str, Any]) -> None:
    found = ask(client, term["id"]).get_json()
    assert {key: value for key, value in found.items() if key != "@context"} == term
    for language in ("fr", "en"):
        page = ask(client, f"{term['id']}?lang={language}", "text/html").text
        assert f'<html lang="{language}">' in page
        assert term["prefLabel"][language].split("’")[0] in page
        assert not any(sign in page for sign in SCRIPTS)


@pytest.mark.parametrize("path", ["/xapi/profile", "/xapi/profile/v1"])
def test_the_profile_is_served_at_its_own_iri(client: FlaskClient, path: str) -> None:
    answer = client.get(path, headers={"Accept": "*/*"})
    assert answer.mimetype == "application/ld+json"
    assert answer.get_json() == PROFILE
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_the_page_of_the_profile_lists_every_verb_and_every_term(client: FlaskClient) -> None:
    page = client.get("/xapi/profile?lang=fr", headers={"Accept": "text/html"}).text
    assert all(iri in page for iri in vocabulary.VERB_NAMES)
    assert all(f'href="{one["id"]}' in page for one in TERMS)
    assert "Évaluer et situer des compétences" in page


@pytest.mark.parametrize(
    ("accepted", "language"), [("en-GB,en;q=0.9", "en"), ("fr", "fr"), ("de", "fr"), ("", "fr")]
)
def test_the_browser_chooses_the_language(client: FlaskClient, accepted: str, language: str) -> None:
    page = ask(client, NAMESPACE.profile, "text/html", **{"Accept-Language": accepted}).text
    assert f'<html lang="{language}">' in page


@pytest.mark.parametrize(
    "path",
    [
        "profile/v2",
        "profile/template/inconnu",
        "profile/pattern/launched",
        "extensions/inconnue",
        "item/inconnu-1-a/v1",
        "item/rgpd-4-b/v2",
        "item/rgpd-4-b/v0",
        "pathway/inconnu/v1",
        "competency/9.9",
    ],
)
@pytest.mark.parametrize("accept", FORMS)
def test_what_we_never_published_is_a_404_page(client: FlaskClient, path: str, accept: str) -> None:
    answer = ask(client, f"{PUBLIC_URL}/xapi/{path}", accept)
    assert answer.status_code == 404
    assert "Que faire" in answer.text
    assert "Traceback" not in answer.text


def test_an_older_version_has_no_words_of_today(sqlite_url: str) -> None:
    settings = Settings(public_url=PUBLIC_URL, secret_key="x" * 40, database_url=sqlite_url)
    app = create_app(settings, catalogue=changed(version=2))
    client = app.test_client()
    old = NAMESPACE.pathway("cyber-rgpd", 1)

    assert ask(client, old, "application/json").get_json() == {"type": vocabulary.ASSESSMENT}
    page = ask(client, old, "text/html").text
    assert NAMESPACE.pathway("cyber-rgpd", 2) in page
    assert shipped().pathways["cyber-rgpd"].title not in page
    app.extensions["parcours"].database.dispose()


def test_no_option_and_no_solution_of_an_item_is_published(client: FlaskClient) -> None:
    for item in shipped().items.values():
        for form in FORMS:
            page = ask(client, NAMESPACE.item(item.id, item.version), form).text
            lists = (getattr(item.data, name, ()) for name in ("options", "elements", "targets"))
            hidden = [*chain.from_iterable(lists)]
            assert not any(len(option.text) > 20 and option.text in page for option in hidden)
            assert item.prompt not in page
