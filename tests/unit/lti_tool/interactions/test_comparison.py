import pytest
from hypothesis import given
from hypothesis import strategies as st

from lti_tool.interactions.comparison import accepts, distance, normalised


@pytest.mark.parametrize(
    ("given", "solution"),
    [
        ("  Hameçonnage ", "hameçonnage"),
        ("HAMECONNAGE", "hameçonnage"),
        ("hamec\u0327onnage", "hameçonnage"),
        ("mise\u00a0à\u202fjour", "mise  à jour"),
        ("l’accès", "l'acces"),
        ("Œuvre", "oeuvre"),
        ("« cœur »", "coeur"),
        ("corbeille.", "corbeille"),
        ("pare‑feu", "pare-feu"),
        ("ｗｅｂ", "web"),
        ("copie cache\u0301e", "copie cachée"),
    ],
)
def test_what_never_counts(given: str, solution: str) -> None:
    assert normalised(given) == normalised(solution)
    assert accepts(given, [solution], strict=True)


@pytest.mark.parametrize(
    ("given", "solution"),
    [
        ("hamconnage", "hameçonnage"),
        ("hammeconage", "hameçonnage"),
        ("corbeile", "corbeille"),
        ("confidentialitée", "confidentialité"),
        ("autentification", "authentification"),
        ("sauvgarde", "sauvegarde"),
    ],
)
def test_a_slip_is_forgiven_unless_strict(given: str, solution: str) -> None:
    assert accepts(given, [solution], strict=False)
    assert not accepts(given, [solution], strict=True)


@pytest.mark.parametrize(
    ("given", "solution"),
    [
        ("2018", "2019"),
        ("rapport 2018", "rapport 2019"),
        ("10 mo disponibles", "10 go disponibles"),
        ("http", "https"),
        ("docx", "doc"),
        ("rapport.xlsx", "rapport.xlsm"),
        (".jpeg", ".jpegs"),
        ("mairie.example", "mairies.example"),
        ("accueil@mairie.example", "acceuil@mairie.example"),
        ("dossier/sous-dossier", "dossier/sousdossier"),
        ("chat", "chats"),
        ("non", "nom"),
        ("déchiffrer", "chiffrer"),
        ("invisible", "visible"),
        ("désinstaller", "installer"),
        ("anonyme", "pas anonyme"),
        ("ne pas répondre au message", "répondre au message"),
        ("hameçonnage et autre chose", "hameçonnage"),
        ("", "hameçonnage"),
        ("imprimante", "hameçonnage"),
    ],
)
def test_what_may_change_the_meaning_is_not_forgiven(given: str, solution: str) -> None:
    assert not accepts(given, [solution], strict=False)
    assert not accepts(solution, [given], strict=False)


def test_a_text_nearer_to_a_named_mistake_is_not_forgiven() -> None:
    assert accepts("harmeçonnage", ["hameçonnage"], strict=False)
    assert accepts("harponage", ["harponnage"], strict=False)
    assert not accepts("émissions", ["omission"], ["émission"], strict=False)
    assert accepts("omissions", ["omission"], ["émission"], strict=False)
    assert not accepts("émission", ["omission"], ["émission"], strict=False)
    assert accepts("omission", ["omission"], ["omission"], strict=False)


def test_the_limit_is_a_quarter_of_the_longer_text() -> None:
    assert accepts("abcdefxx", ["abcdefgh"], strict=False)
    assert accepts("abcdef", ["abcdefgh"], strict=False)  # 2 of 8
    assert not accepts("abcdexxx", ["abcdefgh"], strict=False)
    assert not accepts("abcdefghxxx", ["abcdefgh"], strict=False)  # 3 of 11


def test_distance() -> None:
    assert distance("", "abc") == 3
    assert distance("chien", "niche") == 4
    assert distance("même", "même") == 0


@given(st.text(max_size=20), st.text(max_size=20))
def test_distance_is_symmetric_and_bounded(one: str, other: str) -> None:
    assert distance(one, other) == distance(other, one) <= max(len(one), len(other))
    assert (distance(one, other) == 0) == (one == other)


@given(st.text())
def test_normalised_is_stable_but_for_another_full_stop(text: str) -> None:
    once = normalised(text)
    assert len(normalised(once)) <= len(once)


@given(st.text(), st.text(), st.booleans())
def test_accepting_never_fails(given: str, solution: str, strict: bool) -> None:
    assert accepts(given, [solution], [given], strict=strict) in (True, False)
