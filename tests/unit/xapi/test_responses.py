"""The response grammar of each interaction type."""

import pytest

from xapi.checks.responses import is_grammatical


def definition(kind: str, **lists: str) -> dict:
    return {"interactionType": kind} | {
        name: [{"id": each} for each in ids.split()] for name, ids in lists.items()
    }


MATCHING = definition("matching", source="s1 s2", target="t1 t2")


@pytest.mark.parametrize(
    ("about", "response", "legal"),
    [
        (definition("choice", choices="a b"), "a[,]b", True),
        (definition("choice", choices="a b"), "", True),
        (definition("choice", choices="a b"), "a,b", False),
        (definition("choice", choices="a b"), ["a"], False),
        (definition("sequencing", choices="a b"), "b[,]a", True),
        (definition("sequencing", choices="a b"), "b[,]b", False),
        (MATCHING, "s1[.]t2[,]s2[.]t2", True),
        (MATCHING, "s1[.]t2[.]t1", False),
        (MATCHING, "t1[.]s1", False),
        (MATCHING, "s1", False),
        (definition("performance", steps="ouvrir trier"), "ouvrir[.]ok[,]trier[.]3", True),
        (definition("performance", steps="ouvrir trier"), "fermer[.]ok", False),
        (definition("likert", scale="l1 l2"), "l2", True),
        (definition("likert", scale="l1 l2"), "l3", False),
        (definition("numeric"), "-3.5", True),
        (definition("numeric"), "trois", False),
        (definition("numeric"), "nan", False),
        (definition("numeric"), "inf", False),
        (definition("true-false"), "true", True),
        (definition("true-false"), "vrai", False),
        (definition("fill-in"), "mot", True),
        (definition("other"), "x", True),
        (definition("essay"), "x", False),
    ],
)
def test_grammar(about: dict, response: object, legal: bool):
    assert is_grammatical(response, about) is legal
