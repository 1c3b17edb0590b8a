"""The preview shows what a person meets, and what an author must know besides."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

import content
from lti_tool.errors import OperatorError
from lti_tool.preview.app import create_preview, make_preview_server
from tests.unit.content.bench import HOME, changed

from .conftest import BANK

CHOICE, TEXT = "/seance/jardin-1-a~0", "/seance/jardin-1-b~"


def text_of(client: FlaskClient, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return plain(re.sub(r"<[^>]+>", " ", response.text))


def plain(text: str) -> str:
    """Without what typography changes."""
    return re.sub(r"\s+", " ", html.unescape(text)).replace("’", "'").strip()


def test_every_item_is_listed_and_found(client: FlaskClient) -> None:
    assert "2 épreuves." in text_of(client, "/")
    assert "Nommer une fleur" in text_of(client, "/?q=FLEUR")
    assert "1 épreuve." in text_of(client, "/?q=jardin-1-b")
    assert "0 épreuve." in text_of(client, "/?q=rien")


def test_the_learners_page_is_shown_with_the_place_in_the_file(client: FlaskClient) -> None:
    page = text_of(client, f"{CHOICE}/epreuve")

    assert "Vous jardinez à Montrévan." in page
    assert "Valider ma réponse" in page
    assert f"{HOME}, ligne 4" in page


def test_any_seed_shows_its_own_draw_and_its_values(client: FlaskClient) -> None:
    drawn = {re.search(r"fleur (\w+)", text_of(client, f"{TEXT}{seed}/epreuve"))[1] for seed in range(30)}  # type: ignore[index]

    assert drawn == {"tulipe", "jonquille", "marguerite", "pivoine"}
    assert client.get("/aller?epreuve=jardin-1-b&graine=7").location == f"{TEXT}7/epreuve"


def test_an_answer_is_marked_and_explained(client: FlaskClient) -> None:
    page = client.get(f"{CHOICE}/epreuve").text
    options = dict(re.findall(r'value="([0-9a-f]{12})">\s*<span>([^<]+)</span>', page))
    by_name = {html.unescape(text): id_ for id_, text in options.items()}

    for name, told in (("La pelle", "La pelle creuse."), ("L’arrosoir", "C'est la bonne réponse.")):
        sent = client.post(f"{CHOICE}/epreuve", data={"answer": by_name[name]})
        assert sent.location == f"{CHOICE}/correction"
        assert told in text_of(client, sent.location)


def test_nothing_answered_is_refused_as_for_a_person(client: FlaskClient) -> None:
    refused = client.post(f"{CHOICE}/epreuve", data={})

    assert refused.status_code == 422
    assert "pas encore répondu" in refused.text


def test_not_knowing_shows_the_expected_answer(client: FlaskClient) -> None:
    client.post(f"{CHOICE}/epreuve", data={"passer": "inconnu"})

    assert "Voici la réponse attendue." in text_of(client, f"{CHOICE}/correction")


def test_a_correction_without_an_answer_leads_to_the_item(client: FlaskClient) -> None:
    assert client.get(f"{CHOICE}/correction").location == f"{CHOICE}/epreuve"
    assert client.post(f"{CHOICE}/continuer").location == f"{CHOICE}/epreuve"
    assert client.post(f"{CHOICE}/brouillon", data={"journal": "[]"}).status_code == 204


def test_both_feedbacks_and_hints_are_on_one_page(client: FlaskClient) -> None:
    page = text_of(client, f"{CHOICE}/retours")

    assert "C'est la bonne réponse." in page
    assert "Réponse altérée : choisir « pelle »" in page
    assert "La pelle creuse." in page
    assert "Indices que ces réponses n'ont pas montrés" not in page


def test_near_misses_of_a_typed_answer_say_what_passes(client: FlaskClient) -> None:
    page = text_of(client, f"{TEXT}1/retours")

    assert re.search(r"une lettre oubliée acceptée", page)
    assert re.search(r"avec une négation refusée", page)


def test_a_phone_is_a_frame_of_the_item(client: FlaskClient) -> None:
    response = client.get(f"{CHOICE}/telephone")

    assert f'src="{CHOICE}/epreuve"' in response.text
    inside = client.get(f"{CHOICE}/epreuve", headers={"Sec-Fetch-Dest": "iframe"}).text
    assert "Outils d’auteur" in client.get(f"{CHOICE}/epreuve").text
    assert "Outils d’auteur" not in inside
    assert "Valider ma réponse" in inside
    assert "frame-src 'self'" in response.headers["Content-Security-Policy"]


def test_what_breaks_a_rule_is_told_above_the_item(root: Path, client: FlaskClient) -> None:
    (root / HOME).write_text(changed(BANK, "L'eau sort", "C'était facile, l'eau sort"), encoding="utf-8")

    page = text_of(client, f"{CHOICE}/epreuve")

    assert "Retirez « facile »" in page
    assert "(retour.juste)" in page


def test_a_file_that_cannot_be_read_is_shown_with_its_line_then_the_page_comes_back(
    root: Path, client: FlaskClient
) -> None:
    (root / HOME).write_text(changed(BANK, "duree_s: 60", "duree_s: longue"), encoding="utf-8")
    broken = text_of(client, "/", 500)
    (root / HOME).write_text(BANK, encoding="utf-8")

    assert "Écrivez un nombre entier." in broken
    assert f"{HOME}, ligne 7" in broken
    assert "2 épreuves." in text_of(client, "/")


def test_a_draw_that_fails_says_why(root: Path, client: FlaskClient) -> None:
    drawn = 'parametres: {n: {entier: [0, 40]}, fleur: {derive: "texte(1 / n)"}}'
    failing = changed(BANK, "parametres: {fleur: {liste: [tulipe, jonquille, marguerite, pivoine]}}", drawn)
    (root / HOME).write_text(failing, encoding="utf-8")
    answers = {client.get(f"{TEXT}{seed}/epreuve").status_code: seed for seed in range(200)}
    page = client.get(f"{TEXT}{answers[500]}/epreuve").text

    assert set(answers) == {200, 500}
    assert "Division par zéro" in page
    assert "Traceback" not in page


def test_the_stamp_changes_with_the_files_only(root: Path, client: FlaskClient) -> None:
    before = client.get("/etat").text

    assert client.get("/etat").text == before
    (root / HOME).write_text(BANK + "\n", encoding="utf-8")
    assert client.get("/etat").text != before


@pytest.mark.parametrize(
    "name", ["inconnue~0", "jardin-1-a", "jardin-1-a~x", "jardin-1-a~10000", "jardin-1-a~-1"]
)
def test_an_item_or_a_seed_that_does_not_exist(client: FlaskClient, name: str) -> None:
    assert "introuvable" in text_of(client, f"/seance/{name}/epreuve", 404)


def test_only_this_machine_is_answered(client: FlaskClient) -> None:
    assert client.get("/", headers={"Host": "parcours.example"}).status_code == 400
    assert client.get("/", headers={"Host": "localhost:8020"}).status_code == 200


def test_the_solution_is_not_in_the_learners_part_of_the_page(client: FlaskClient) -> None:
    page = client.get(f"{CHOICE}/epreuve").text

    assert "arrosoir" not in page.replace("L’arrosoir", "")
    assert "sort en pluie" not in page


def test_a_taken_port_is_said(root: Path) -> None:
    first = make_preview_server(root, 0)
    try:
        with pytest.raises(OperatorError, match="déjà pris"):
            make_preview_server(root, first.port)
    finally:
        first.server_close()


def test_every_shipped_item_has_its_pages_and_hides_its_solution() -> None:
    client = create_preview(Path(content.__file__).parent).test_client()
    for item in content.load().items.values():
        asked = client.get(f"/seance/{item.id}~3/epreuve", headers={"Sec-Fetch-Dest": "iframe"})
        told = client.get(f"/seance/{item.id}~3/retours")
        shown = plain(asked.text)

        assert (asked.status_code, told.status_code) in {(200, 200), (200, 404)}, item.id
        for sentence in (
            item.feedback.correct,
            item.feedback.incorrect,
            *(h.text for h in item.feedback.hints),
        ):
            assert "{{" in sentence or plain(sentence) not in shown, item.id
        if told.status_code == 200 and not item.parameters:
            assert plain(item.feedback.correct) in plain(told.text), item.id
