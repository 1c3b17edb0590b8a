from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lti_tool.errors import AnswerRefusedError
from lti_tool.interactions import Marking, interaction_for

from .items import KEY, SEQUENCING, STEPS, item, options, shown_ids

SEQUENCE = interaction_for(SEQUENCING)
IDS = shown_ids(SEQUENCING, "elements")
RIGHT = list(STEPS)


def form(*texts: str) -> dict[str, list[str]]:
    return {f"position-{IDS[text]}": [str(position)] for position, text in enumerate(texts, start=1)}


def test_positions_are_read_as_an_order() -> None:
    answer = SEQUENCE.parse(SEQUENCING, KEY, form("Lire", "Ouvrir", "Fermer", "Classer"))
    assert answer == ["lire", "ouvrir", "fermer", "classer"]
    assert SEQUENCE.restate(SEQUENCING, answer) == ("Lire", "Ouvrir", "Fermer", "Classer")
    assert SEQUENCE.solution(SEQUENCING) == ("Ouvrir", "Lire", "Classer", "Fermer")


def test_only_the_exact_order_is_right() -> None:
    for order in permutations(RIGHT):
        marking = SEQUENCE.mark(SEQUENCING, list(order))
        assert marking.correct == (list(order) == RIGHT)
        assert (marking.score == 1.0) == marking.correct
    assert SEQUENCE.mark(SEQUENCING, RIGHT[::-1]).score == 0.0
    assert SEQUENCE.mark(SEQUENCING, ["lire", "ouvrir", "classer", "fermer"]).score == pytest.approx(5 / 6)


def test_hints_name_what_comes_too_early_and_what_is_misplaced() -> None:
    assert SEQUENCE.mark(SEQUENCING, ["fermer", "ouvrir", "lire", "classer"]) == Marking(
        False, 0.5, ("Fermer vient plus tard.", "Où placer ouvrir ?")
    )
    assert SEQUENCE.mark(SEQUENCING, ["ouvrir", "classer", "lire", "fermer"]).hints == ()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({name: [""] for name in form("Ouvrir", "Lire", "Classer", "Fermer")}, "nothing_answered"),
        ({f"position-{IDS['Lire']}": [""]}, "wrong_count"),
        ({f"position-{IDS['Lire']}": ["2", "3"]}, "wrong_count"),
        ({f"position-{IDS['Lire']}": ["1"]}, "duplicated"),
        ({f"position-{IDS['Lire']}": ["0"]}, "unknown_id"),
        ({f"position-{IDS['Lire']}": ["5"]}, "unknown_id"),
        ({f"position-{IDS['Lire']}": ["²"]}, "unknown_id"),
        ({"position-lire": ["2"]}, "unknown_id"),
        ({f"position-{IDS['Lire']}": ["1" * 501]}, "too_long"),
    ],
)
def test_refusals(change: dict[str, list[str]], reason: str) -> None:
    with pytest.raises(AnswerRefusedError) as refused:
        SEQUENCE.parse(SEQUENCING, KEY, form("Ouvrir", "Lire", "Classer", "Fermer") | change)
    assert refused.value.reason == reason


@given(st.binary(), st.integers(2, 6))
def test_the_page_never_shows_the_solution(key: bytes, count: int) -> None:
    steps = {f"e{number}": f"Étape {number}" for number in range(count)}
    ordered = item("ordonner", {"elements": options(**steps)}, {"attendu": list(steps)})
    texts = list(shown_ids(ordered, "elements", key))
    assert sorted(texts) == sorted(steps.values())
    assert texts != list(steps.values())


def test_traces() -> None:
    record = SEQUENCE.describe(SEQUENCING, ["lire", "ouvrir", "fermer", "classer"])
    assert record.interaction_type == "sequencing"
    assert record.components == {"choices": tuple(STEPS.items())}
    assert record.response == "lire[,]ouvrir[,]fermer[,]classer"
