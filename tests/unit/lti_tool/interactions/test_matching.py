import pytest

from lti_tool.errors import AnswerRefusedError
from lti_tool.interactions import Marking, interaction_for

from .items import COLOURS, KEY, MATCHING, STEPS, item, options, shown_ids

MATCH = interaction_for(MATCHING)
ELEMENTS = shown_ids(MATCHING, "elements")
TARGETS = shown_ids(MATCHING, "targets")
RIGHT = {"ouvrir": "vert", "lire": "vert", "classer": "bleu", "fermer": "rouge"}


def form(**pairs: str) -> dict[str, list[str]]:
    return {f"target-{ELEMENTS[STEPS[e]]}": [TARGETS[COLOURS[t]]] for e, t in pairs.items()}


def test_every_pair_is_read() -> None:
    answer = MATCH.parse(MATCHING, KEY, form(**RIGHT))
    assert answer == RIGHT
    assert MATCH.mark(MATCHING, answer) == Marking(True, 1.0)
    assert MATCH.solution(MATCHING) == (
        "Ouvrir → Le vert",
        "Lire → Le vert",
        "Classer → Le bleu",
        "Fermer → Le rouge",
    )
    assert MATCH.restate(MATCHING, RIGHT | {"lire": "parti"})[1] == "Lire → …"


def test_wrong_pairs_cost_their_share_and_call_their_hints() -> None:
    assert MATCH.mark(MATCHING, RIGHT | {"lire": "jaune"}) == Marking(
        False, 0.75, ("Le jaune ne sert pas.", "Regardez lire.")
    )
    assert MATCH.mark(MATCHING, RIGHT | {"fermer": "jaune"}).hints == ("Le jaune ne sert pas.",)
    assert MATCH.mark(MATCHING, dict.fromkeys(RIGHT, "jaune")).score == 0.0


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({name: [""] for name in form(**RIGHT)}, "nothing_answered"),
        ({f"target-{ELEMENTS['Lire']}": []}, "wrong_count"),
        ({f"target-{ELEMENTS['Lire']}": [TARGETS["Le vert"], TARGETS["Le bleu"]]}, "wrong_count"),
        ({f"target-{ELEMENTS['Lire']}": ["vert"]}, "unknown_id"),
        ({f"target-{ELEMENTS['Lire']}": [ELEMENTS["Lire"]]}, "unknown_id"),
        ({"target-lire": [TARGETS["Le vert"]]}, "unknown_id"),
        ({f"target-{ELEMENTS['Lire']}": ["x" * 501]}, "too_long"),
    ],
)
def test_refusals(change: dict[str, list[str]], reason: str) -> None:
    with pytest.raises(AnswerRefusedError) as refused:
        MATCH.parse(MATCHING, KEY, form(**RIGHT) | change)
    assert refused.value.reason == reason


def test_both_sides_are_shuffled_and_a_scale_keeps_its_order() -> None:
    keys = [bytes([number]) for number in range(20)]
    assert len({tuple(shown_ids(MATCHING, "elements", key)) for key in keys}) > 5
    assert len({tuple(shown_ids(MATCHING, "targets", key)) for key in keys}) > 5
    data = {"elements": options(**STEPS), "cibles": options(**COLOURS), "ordre_fixe": True}
    scale = item("apparier", data, {"attendu": RIGHT})
    assert {tuple(shown_ids(scale, "targets", key)) for key in keys} == {tuple(COLOURS.values())}
    assert len({tuple(shown_ids(scale, "elements", key)) for key in keys}) > 5


def test_traces() -> None:
    record = MATCH.describe(MATCHING, RIGHT)
    assert record.interaction_type == "matching"
    assert record.components == {"source": tuple(STEPS.items()), "target": tuple(COLOURS.items())}
    assert record.response == "ouvrir[.]vert[,]lire[.]vert[,]classer[.]bleu[,]fermer[.]rouge"
