"""JSONPath subset and template rules, one behaviour of the specification a line."""

from __future__ import annotations

import pytest

from xapi.profile.paths import find, parse
from xapi.profile.rules import follows

STATEMENT = {
    "a": {"b": [{"c": 1, "d": "x"}, {"c": 2}], "https://x.example/k.e,y": True},
    "n": None,
    "zero": 0,
}


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("$", [STATEMENT]),
        ("$.a.b[0].c", [1]),
        ("a.b[0].c", [1]),
        ("$.a.b[*].c", [1, 2]),
        ("$.a.b.*.c", [1, 2]),
        ("$.a.b[0,1].c", [1, 2]),
        ("$.a.b[*].d", ["x"]),
        ("$.a['b'][1]", [{"c": 2}]),
        ('$["a"]["b"][1].c', [2]),
        ("$['zero','n']", [0, None]),
        ("$.a.b[2]", []),
        ("$.a.b.c", []),
        ("$.zero.c", []),
        ("$.a['https://x.example/k.e,y']", [True]),
    ],
)
def test_paths(path: str, values: list[object]) -> None:
    assert find(STATEMENT, path) == values


@pytest.mark.parametrize(
    "path", ["$..c", "$.a[?(@.c)]", "$.a[-1]", "$.a[(@.length)]", "$.a[0:2]", "$.", "$a"]
)
def test_what_the_specification_excludes_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match=r"\$"):
        parse(path)


@pytest.mark.parametrize(
    ("rule", "followed"),
    [
        ({"location": "$.a", "presence": "included"}, True),
        ({"location": "$.z", "presence": "included"}, False),
        ({"location": "$.a", "presence": "excluded"}, False),
        ({"location": "$.z", "presence": "excluded"}, True),
        ({"location": "$.z", "presence": "recommended"}, True),
        ({"location": "$.z", "presence": "recommended", "any": [1]}, True),
        ({"location": "$.zero", "presence": "recommended", "any": [1]}, False),
        ({"location": "$.a.b[*].c", "any": [2, 3]}, True),
        ({"location": "$.a.b[*].c", "any": [3]}, False),
        ({"location": "$.z", "any": [3]}, False),
        ({"location": "$.a.b[*].c", "all": [1, 2, 3]}, True),
        ({"location": "$.a.b[*].c", "all": [1]}, False),
        ({"location": "$.a.b[*].c", "none": [3]}, True),
        ({"location": "$.a.b[*].c", "none": [2]}, False),
        ({"location": "$.zero", "all": [False]}, False),  # 0 is not false
        ({"location": "$.a.b[*]", "selector": "$.d", "any": ["x"]}, True),
        ({"location": "$.a.b[*]", "selector": "$.d", "all": ["x"]}, False),  # unmatchable in the second
        ({"location": "$.a.b[*]", "selector": "$.d", "presence": "included"}, False),
        ({"location": "$.a.b[*]", "selector": "$.z", "presence": "excluded"}, True),
        ({"location": "$.a.b[*]", "selector": "$.d", "presence": "excluded"}, False),
        ({"location": "$.a.b[*]", "selector": "$.c", "presence": "included"}, True),
    ],
)
def test_rules(rule: dict[str, object], followed: bool) -> None:
    assert follows(STATEMENT, rule) is followed
