import pytest
from hypothesis import given
from hypothesis import strategies as st

from lti_tool.errors import AnswerRefusedError
from lti_tool.interactions import Marking, interaction_for
from lti_tool.interactions.french_numbers import close_enough, plain_number, read_number, write_number

from .items import KEY, NUMBER, item

NUMERIC = interaction_for(NUMBER)


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [
        ("72", None, 72),
        (" 72 heures", "heures", 72),
        ("72 heure", "heures", 72),
        ("72h", "heures", 72),
        ("1 heure", "heures", 1),
        ("3,5", None, 3.5),
        ("3.5", None, 3.5),
        ("0.125", None, 0.125),
        ("1,234", None, 1.234),  # a comma is always the decimal mark in French
        ("1 234,5", None, 1234.5),
        ("1\u202f234\u202f567", None, 1234567),
        ("1\u00a0234,50 €", None, 1234.5),
        ("1234,50€", "€", 1234.5),
        ("12 euros", "€", 12),
        ("50 %", "%", 50),
        ("12 m²", "m²", 12),
        ("-4", None, -4),
        ("\u22124,5", None, -4.5),
        ("+4", None, 4),
        ("-0", None, 0),
        ("007", None, 7),
    ],
)
def test_numbers_are_read_the_french_way(text: str, unit: str | None, number: float) -> None:
    assert read_number(text, unit) == number


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1.234,5", "ambiguous_number"),
        ("1,234.5", "ambiguous_number"),
        ("1.234", "ambiguous_number"),
        ("12.500", "ambiguous_number"),
        ("-1.234", "ambiguous_number"),
        ("1.234.567", "ambiguous_number"),
        ("1.234 heures", "ambiguous_number"),
        ("nan", "not_finite"),
        ("-Infinity", "not_finite"),
        ("∞", "not_finite"),
        ("soixante-douze", "not_a_number"),
        ("72 minutes", "not_a_number"),
        ("72 €", "not_a_number"),
        ("1e5", "not_a_number"),
        ("12 34", "not_a_number"),
        ("1 2345", "not_a_number"),
        ("3,", "not_a_number"),
        (",5", "not_a_number"),
        ("10²", "not_a_number"),
        ("٣", "not_a_number"),
        ("--4", "not_a_number"),
        ("0x10", "not_a_number"),
        ("1_000", "not_a_number"),
        ("heures", "not_a_number"),
        ("1" * 16, "too_long"),
    ],
)
def test_what_cannot_be_read_for_sure_is_refused(text: str, reason: str) -> None:
    with pytest.raises(AnswerRefusedError) as refused:
        NUMERIC.parse(NUMBER, KEY, {"answer": [text]})
    assert refused.value.reason == reason


@given(st.text())
def test_reading_refuses_or_gives_a_finite_number(text: str) -> None:
    try:
        number = read_number(text, "heures")
    except AnswerRefusedError:
        return
    assert abs(number) < 1e16


@given(st.integers(-(10**9), 10**9), st.integers(0, 9999))
def test_what_is_written_is_read_back(whole: int, decimals: int) -> None:
    number = float(f"{whole}.{decimals:04d}")
    assert read_number(write_number(number), None) == number
    assert float(plain_number(number)) == number


def test_numbers_are_written_the_french_way() -> None:
    assert write_number(1234567.5) == "1\u202f234\u202f567,5"
    assert write_number(-0.5) == "-0,5"
    assert write_number(72.0) == "72"
    assert plain_number(72.0) == "72"
    assert plain_number(1e15) == "1000000000000000"
    assert plain_number(1e-7) == "0.0000001"


def test_the_tolerance_is_decimal() -> None:
    assert close_enough(0.3, 0.1, 0.2)  # 0.3 - 0.1 > 0.2 in binary
    assert not close_enough(0.31, 0.1, 0.2)


def test_marking_and_words() -> None:
    assert NUMERIC.mark(NUMBER, 72.5) == Marking(True, 1.0)
    assert NUMERIC.mark(NUMBER, 24.0) == Marking(False, 0.0, ("24 heures, c'est pour autre chose.",))
    assert NUMERIC.mark(NUMBER, 48).hints == ()
    assert NUMERIC.restate(NUMBER, 1200.5) == "1\u202f200,5\u00a0heures"
    assert NUMERIC.solution(NUMBER) == "72\u00a0heures"
    assert NUMERIC.solution(item("nombre", {}, {"attendu": 3})) == "3"


def test_a_hint_that_is_no_number_is_never_shown() -> None:
    loose = item("nombre", {}, {"attendu": 3}, indices=[{"si_valeur": "beaucoup", "texte": "Non."}])
    assert NUMERIC.mark(loose, 4.0).hints == ()


def test_traces() -> None:
    record = NUMERIC.describe(NUMBER, 3.5)
    assert (record.interaction_type, record.components, record.response) == ("numeric", {}, "3.5")
    assert NUMERIC.describe(NUMBER, None).response is None
