"""The language of `blocs`: what it computes, what it refuses, and that it always ends."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.algorithms import MAX_OUTPUT, MAX_STEPS, AlgorithmError, read_instruction, run

COUNT = ["n = 0", "pour chaque x dans liste", "si x >= 3", "n = n + 1", "sinon", "n = n - 1", "fin", "fin"]


@pytest.mark.parametrize(
    ("lines", "inputs", "output"),
    [
        ([*COUNT, "afficher n"], {"liste": [1, 3, 5]}, [1]),
        ([*COUNT, "afficher n"], {"liste": []}, [0]),
        (["répéter 2 fois", "répéter k fois", "afficher k", "fin", "fin"], {"k": 2}, [2, 2, 2, 2]),
        (["tant que n > 0", "afficher n", "n = n - 1", "fin"], {"n": 3}, [3, 2, 1]),
        (["si n == 1", "afficher 'un'", "fin", "afficher 'fini'"], {"n": 2}, ["fini"]),
    ],
)
def test_it_computes(lines: list[str], inputs: dict[str, Any], output: list[Any]) -> None:
    assert run(lines, inputs) == output


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["tant que vrai", "fin"], f"ne se termine pas en {MAX_STEPS}"),
        (["répéter 2000 fois", "répéter 2000 fois", "fin", "fin"], "ne se termine pas"),
        (["répéter 1e9 fois", "fin"], "un nombre entier de fois"),
        (["répéter -1 fois", "fin"], "un nombre entier de fois"),
        (["pour chaque x dans 'abc'", "fin"], "parcourez une liste"),
        (["répéter 500 fois", "afficher 1", "fin"], "trop de valeurs"),
        (["si vrai"], "Il manque « fin »"),
        (["fin"], "« fin » de trop"),
        (["sinon"], "« sinon » sans « si »"),
        (["répéter 1 fois", "sinon", "fin"], "« sinon » sans « si »"),
        (["si vrai", "sinon", "sinon", "fin"], "« sinon » sans « si »"),
        (["afficher inconnu"], "inconnu"),
        (["afficher 1 / 0"], "Division par zéro"),
        (["import os"], "n'est pas une instruction"),
    ],
)
def test_it_refuses(lines: list[str], said: str) -> None:
    with pytest.raises(AlgorithmError) as refused:
        run(lines, {})
    assert said in refused.value.sentence


LINES = st.sampled_from(
    ["fin", "sinon", "si n > 1", "n = n + 1", "n = n * n", "tant que n < 9", "répéter n fois", "afficher n",
     "pour chaque x dans l", "l = [n, n]"]
)  # fmt: skip


@given(st.lists(LINES, max_size=12))
def test_any_order_of_blocks_ends(lines: list[str]) -> None:
    shown: list[Any] = []
    with suppress(AlgorithmError):
        shown = run(lines, {"n": 2, "l": [1, 2, 3]})
    assert len(shown) <= MAX_OUTPUT


def test_an_assignment_is_not_a_comparison() -> None:
    assert read_instruction("n = 3").kind == "assign"
    with pytest.raises(AlgorithmError):
        read_instruction("n == 3")
