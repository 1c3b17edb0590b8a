"""No-break spaces, where a French reader expects no line break."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from lti_tool.typography import french


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Pourquoi ?", "Pourquoi\u202f?"),
        ("oui ; non !", "oui\u202f; non\u202f!"),
        ("Que faire : ceci", "Que faire\u00a0: ceci"),
        ("« mot »", "«\u00a0mot\u00a0»"),
        ("80 % de 12 €", "80\u00a0% de 12\u00a0€"),
        ("10 000 agents", "10\u202f000 agents"),
        ("https://a.example/x?y=1", "https://a.example/x?y=1"),
        ("le 12 mars 2026", "le 12 mars 2026"),
        ("l'agent d'accueil aujourd'hui", "l’agent d’accueil aujourd’hui"),
        ("le dossier 'Budget' et =SI(A1='x')", "le dossier 'Budget' et =SI(A1='x')"),
    ],
)
def test_spaces(typed: str, shown: str) -> None:
    assert french(typed) == shown


def test_markup_stays_markup_and_text_stays_text() -> None:
    assert isinstance(french(Markup("<b>?</b> !")), Markup)
    assert french(Markup("l&#39;agent")) == "l’agent"
    assert not isinstance(french("a !"), Markup)
    assert french(12) == 12
