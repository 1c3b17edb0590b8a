import pytest

from lti_tool.errors import AnswerRefusedError
from lti_tool.interactions import Marking, interaction_for

from .items import KEY, TEXT, item

FILL_IN = interaction_for(TEXT)


def test_the_text_is_kept_as_typed() -> None:
    answer = FILL_IN.parse(TEXT, KEY, {"answer": ["  Hamec\u0327onnage "]})
    assert answer == "Hameçonnage"
    assert FILL_IN.restate(TEXT, answer) == "Hameçonnage"
    assert FILL_IN.mark(TEXT, answer) == Marking(True, 1.0)
    assert FILL_IN.solution(TEXT) == "hameçonnage"


def test_another_accepted_spelling_and_a_slip_are_right() -> None:
    assert FILL_IN.mark(TEXT, "Phishing").correct
    assert FILL_IN.mark(TEXT, "phising").correct
    strict = item("texte", {}, {"attendu": "hameçonnage", "strict": True})
    assert not FILL_IN.mark(strict, "hamconnage").correct


def test_a_named_mistake_calls_its_hint_even_with_a_slip() -> None:
    assert FILL_IN.mark(TEXT, "Harponnage") == Marking(
        False, 0.0, ("Le harponnage vise une personne.", "Le mot finit par connage.")
    )
    assert FILL_IN.mark(TEXT, "harponage").hints[0] == "Le harponnage vise une personne."
    assert FILL_IN.mark(TEXT, "aconnage").hints == ()


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ([], "nothing_answered"),
        (["   "], "nothing_answered"),
        (["«  »"], "nothing_answered"),
        (["a", "b"], "wrong_count"),
        (["x" * 501], "too_long"),
        (["a\x00b"], "not_text"),
        (["a\ud800"], "not_text"),
    ],
)
def test_refusals(values: list[str], reason: str) -> None:
    with pytest.raises(AnswerRefusedError) as refused:
        FILL_IN.parse(TEXT, KEY, {"answer": values})
    assert refused.value.reason == reason


def test_a_free_text_stays_out_of_traces_unless_asked_for() -> None:
    assert FILL_IN.describe(TEXT, "Jean").response is None
    record = FILL_IN.describe(TEXT, "Jean", include_free_text=True)
    assert (record.interaction_type, record.components, record.response) == ("fill-in", {}, "Jean")
