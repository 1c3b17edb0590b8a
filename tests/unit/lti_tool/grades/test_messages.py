from __future__ import annotations

import pytest

from lti_tool.grades.messages import explain

JWKS = "https://parcours.exemple.fr/lti/jwks.json"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("platform_cannot_read_our_keys", ["clés publiques", JWKS, "cURL"]),
        ("token_refused_invalid_scope", ["« Notes » (AGS)"]),
        ("token_refused_invalid_client", ["identifiant client", JWKS]),
        ("token_503", ["reprendra seul"]),
        ("token_address_refused", ["jetons", "PARCOURS_PRIVATE_HOSTS"]),
        ("rejected_400 User is not gradable", ["inscrite", "« User is not gradable »"]),
        ("line_item_gone Not Found", ["supprimée"]),
        ("conflict_after_retry", ["rien à faire"]),
        ("http_500", ["reprendra seul"]),
        ("html_page {jwks_url}", ["« {jwks_url} »"]),
    ],
)
def test_each_word_has_its_sentence(error: str, words: list[str]) -> None:
    sentence = explain(error, JWKS)
    assert all(word in sentence for word in words), sentence
