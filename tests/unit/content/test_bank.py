"""Rules across items, readability, and numbers that may belong to somebody."""

from __future__ import annotations

from pathlib import Path

import pytest

import content
from content import Problem, Severity
from content.readability import reading
from content.registers import possible_numbers
from tests.unit.content.bench import ITEM, ITEMS_HEAD, changed, write_content

OTHER = changed(
    changed(changed(ITEM, "jardin-1-a", "jardin-1-b"), "titre: Arroser", "titre: Ranger les outils"),
    "Vous jardinez à Montrévan.",
    "La cabane est pleine. Il pleut.",
)


def problems_of(root: Path, items: str) -> list[Problem]:
    return content.check(content.load(write_content(root, items=ITEMS_HEAD + items)))


def test_two_different_items_are_fine(tmp_path: Path) -> None:
    assert problems_of(tmp_path, ITEM + OTHER) == []


def test_two_items_with_one_title(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, ITEM + changed(OTHER, "Ranger les outils", "arroser"))

    assert (problem.item, problem.key, problem.severity) == ("jardin-1-b", "titre", Severity.ERROR)
    assert "jardin-1-a" in problem.message


def test_two_items_with_nearly_one_text(tmp_path: Path) -> None:
    text = "Vous jardinez à Montrévan avec une équipe de cinq personnes. La pompe est en panne ce matin."
    twin = changed(OTHER, "La cabane est pleine. Il pleut.", changed(text, "cinq", "six"))
    (problem,) = problems_of(tmp_path, changed(ITEM, "Vous jardinez à Montrévan.", text) + twin)

    assert (problem.item, problem.key, problem.severity) == ("jardin-1-b", "situation", Severity.WARNING)


def test_the_right_option_may_not_always_be_written_second(tmp_path: Path) -> None:
    words = ["rouge", "verte", "bleue", "jaune", "noire", "blanche", "grise", "rose", "brune"]
    items = "".join(
        changed(
            changed(
                changed(ITEM, "jardin-1-a", f"jardin-1-{letter}"), "titre: Arroser", f"titre: Une {word}"
            ),
            "Vous jardinez à Montrévan.",
            f"La serre est {word}.",
        )
        for letter, word in zip("abcdefghi", words, strict=True)
    )
    (problem,) = problems_of(tmp_path, items)

    assert (problem.item, problem.key) == ("jardin-1-i", "donnees.options")
    assert "au rang 2 dans 9 épreuves à choix sur 9" in problem.message


def test_long_words_in_long_sentences_are_hard_to_read(tmp_path: Path) -> None:
    hard = "Préalablement à toute transmission dématérialisée, vérifiez l'authenticité du destinataire."
    (problem,) = problems_of(tmp_path, changed(ITEM, "Vous jardinez à Montrévan.", f"{hard} {hard}"))

    assert (problem.key, problem.severity) == ("situation", Severity.WARNING)
    assert "Texte difficile à lire" in problem.message


def test_the_index_is_words_by_sentence_plus_the_percentage_of_long_words() -> None:
    found = reading(
        "Une personne arrive. Elle attend son tour depuis longtemps."
    )  # 9 words, 2 long, 2 sentences

    assert (found.words_by_sentence, round(found.long_percent, 1)) == (4.5, 22.2)
    assert found.lix == 27
    assert reading("").lix == 0
    assert reading("Écrivez à kim.kerbrat@montrevan.example.").words_by_sentence == 2


@pytest.mark.parametrize("text", ["FR14 2004 1010 0505 0001 3M02 606", "732 829 320 00074"])
def test_a_number_with_a_right_key_could_be_somebody_s(tmp_path: Path, text: str) -> None:
    assert list(possible_numbers(f"Voici {text}.")) == [text]
    (problem,) = problems_of(tmp_path, changed(ITEM, "Vous jardinez", f"Voici {text}. Vous jardinez"))
    assert problem.key == "situation"
    assert "pourrait exister" in problem.message


@pytest.mark.parametrize("text", ["FR15 2004 1010 0505 0001 3M02 606", "732 829 320 00075", "01 99 00 41 20"])
def test_a_number_with_a_false_key_is_nobody_s(text: str) -> None:
    assert list(possible_numbers(f"Voici {text}.")) == []


@pytest.mark.parametrize(
    ("before", "after", "key"),
    [
        ("titre: Arroser", 'titre: "Arroser {{x}}"', "titre"),
        ("juste: L'eau sort en pluie.", 'juste: ""', "retour.juste"),
    ],
)
def test_a_title_without_parameter_and_a_feedback_that_says_something(
    tmp_path: Path, before: str, after: str, key: str
) -> None:
    (problem,) = problems_of(tmp_path, changed(ITEM, before, after))

    assert problem.key == key
