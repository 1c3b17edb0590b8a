import pytest

from lti_tool.errors import AnswerRefusedError
from lti_tool.interactions import Marking, interaction_for

from .items import CHOICE, COLOURS, KEY, MULTIPLE, item, options, shown_ids

SINGLE = interaction_for(CHOICE)
SEVERAL = interaction_for(MULTIPLE)
IDS = shown_ids(CHOICE, "options")


def test_one_option_is_read_and_told() -> None:
    answer = SINGLE.parse(CHOICE, KEY, {"answer": [IDS["Le vert"]]})
    assert answer == "vert"
    assert SINGLE.mark(CHOICE, answer) == Marking(True, 1.0)
    assert SINGLE.restate(CHOICE, "rouge") == "Le rouge"
    assert SINGLE.solution(CHOICE) == "Le vert"


def test_a_wrong_option_calls_its_hints_in_the_authors_order() -> None:
    assert SINGLE.mark(CHOICE, "rouge") == Marking(False, 0.0, ("Le rouge arrête.", "Pensez au vert."))
    assert SINGLE.mark(CHOICE, "bleu").hints == ("Pensez au vert.",)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ([], "nothing_answered"),
        (["", "  "], "nothing_answered"),
        (["vert"], "unknown_id"),
        ([IDS["Le vert"], IDS["Le rouge"]], "wrong_count"),
        (["x" * 501], "too_long"),
    ],
)
def test_refusals_of_one_option(values: list[str], reason: str) -> None:
    with pytest.raises(AnswerRefusedError) as refused:
        SINGLE.parse(CHOICE, KEY, {"answer": values})
    assert refused.value.reason == reason


def test_several_options_are_kept_in_the_authors_order() -> None:
    ids = shown_ids(MULTIPLE, "options")
    answer = SEVERAL.parse(MULTIPLE, KEY, {"answer": [ids["Le bleu"], ids["Le vert"]]})
    assert answer == ["vert", "bleu"]
    assert SEVERAL.mark(MULTIPLE, answer) == Marking(True, 1.0)
    assert SEVERAL.restate(MULTIPLE, answer) == SEVERAL.solution(MULTIPLE) == ("Le vert", "Le bleu")


@pytest.mark.parametrize(
    ("answer", "score", "hints"),
    [
        (["vert"], 0.5, ("Pensez au bleu.",)),
        (["vert", "rouge"], 0.0, ("Le rouge arrête.", "Pensez au bleu.")),
        (["vert", "bleu", "rouge"], 0.5, ("Le rouge arrête.",)),
        (["rouge", "jaune"], 0.0, ("Le rouge arrête.", "Pensez au bleu.")),
    ],
)
def test_a_set_is_right_only_when_it_is_exact(
    answer: list[str], score: float, hints: tuple[str, ...]
) -> None:
    assert SEVERAL.mark(MULTIPLE, answer) == Marking(False, score, hints)


def test_the_same_box_twice_is_refused() -> None:
    vert = shown_ids(MULTIPLE, "options")["Le vert"]
    with pytest.raises(AnswerRefusedError, match="duplicated"):
        SEVERAL.parse(MULTIPLE, KEY, {"answer": [vert, vert]})
    with pytest.raises(AnswerRefusedError, match="nothing_answered"):
        SEVERAL.parse(MULTIPLE, KEY, {})


def test_traces_speak_with_the_authors_ids() -> None:
    record = SEVERAL.describe(MULTIPLE, ["vert", "bleu"])
    assert record.interaction_type == "choice"
    assert record.components == {"choices": tuple(COLOURS.items())}
    assert record.response == "vert[,]bleu"
    assert SINGLE.describe(CHOICE, "rouge").response == "rouge"
    assert SINGLE.describe(CHOICE, None).response is None


def test_a_natural_order_is_kept() -> None:
    scale = item("choix", {"options": options(**COLOURS), "ordre_fixe": True}, {"attendu": "vert"})
    for key in (b"a", b"b", b"c", b"d", b"e"):
        assert list(shown_ids(scale, "options", key)) == list(COLOURS.values())


def test_an_option_removed_since_is_told_as_such() -> None:
    assert SINGLE.restate(CHOICE, "ancien") == "…"


def test_a_stored_answer_of_another_format_is_a_mistake_of_ours() -> None:
    with pytest.raises(TypeError, match="expected a string"):
        SINGLE.mark(CHOICE, ["vert"])
    unrealised = item("choix-multiple", {"options": options(**COLOURS)}, {"attendu": "{{vert}}"})
    with pytest.raises(TypeError, match="must be a list"):
        SEVERAL.mark(unrealised, ["vert"])
