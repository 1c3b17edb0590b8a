"""A verified body → what we keep."""

from __future__ import annotations

from typing import Any

import pytest

from lti_tool.errors import LaunchRefusedError
from lti_tool.launch import claims

MINIMAL: dict[str, Any] = {claims.ROLES: [], claims.RESOURCE_LINK: {"id": "rl"}}
SCORE = "https://purl.imsglobal.org/spec/lti-ags/scope/score"


def read(**extra: Any) -> claims.LaunchClaims:
    return claims.read_claims(MINIMAL | extra)


def with_claim(name: str, value: Any) -> claims.LaunchClaims:
    return claims.read_claims(MINIMAL | {name: value})


def test_the_least_that_a_launch_may_say() -> None:
    kept = claims.read_claims(MINIMAL)

    assert kept == claims.LaunchClaims(
        subject=None,
        roles=(),
        resource_link_id="rl",
        resource_link_title=None,
        context_id=None,
        context_title=None,
        locale=None,
        return_url=None,
    )


def test_no_name_and_no_address_is_read() -> None:
    kept = read(
        name="Dominique Fabre", email="d@x.example", given_name="Dominique", picture="https://x/y.png"
    )

    assert kept == claims.read_claims(MINIMAL)


@pytest.mark.parametrize("value", [5, "", "a" * 256, "a\x00", "a\nb", [], {}, True, "\ud800"])
def test_an_identifier_that_is_not_one_names_itself(value: Any) -> None:
    with pytest.raises(LaunchRefusedError) as refused:
        claims.identifier(value, "sub")

    assert refused.value.reason == "sub_invalid"


@pytest.mark.parametrize("value", ["1", "é", "a" * 255, "a b", "x:y/z"])
def test_an_identifier_is_kept_as_it_is(value: str) -> None:
    assert claims.identifier(value, "sub") == value


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("Cours", "Cours"),
        ("  Cours  ", "Cours"),
        ("a\x00b", "ab"),
        ("", None),
        ("\n\t", None),
        (12, None),
        (None, None),
        ("x" * 900, "x" * 500),
    ],
)
def test_titles_are_cleaned_and_never_a_reason_to_refuse(title: Any, kept: str | None) -> None:
    assert with_claim(claims.CONTEXT, {"id": "c", "title": title}).context_title == kept


def test_custom_names_lose_their_case_and_odd_values_are_left_out() -> None:
    given = {"Parcours": "cyber-rgpd", "parcours": "cyber-rgpd", "n": 3, "long": "x" * 2001, "nul": "\x00"}

    assert with_claim(claims.CUSTOM, given).custom == {"parcours": "cyber-rgpd"}


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        (claims.CONTEXT, "context_invalid"),
        (claims.CUSTOM, "custom_invalid"),
        (claims.LAUNCH_PRESENTATION, "launch_presentation_invalid"),
        (claims.RESOURCE_LINK, "resource_link_invalid"),
        (claims.AGS, "endpoint_invalid"),
        (claims.NRPS, "namesroleservice_invalid"),
    ],
)
@pytest.mark.parametrize("value", ["texte", 3, [1], True])
def test_a_claim_that_should_be_an_object(claim: str, reason: str, value: Any) -> None:
    with pytest.raises(LaunchRefusedError) as refused:
        with_claim(claim, value)

    assert refused.value.reason == reason


def test_services_keep_their_addresses_and_scopes_only() -> None:
    url = "https://lms.example/items/3/lineitem?type_id=2"
    kept = with_claim(
        claims.AGS, {"lineitem": url, "lineitems": 7, "scope": [SCORE, 3], "secret": "x", "errors": {}}
    )

    assert kept.ags == {"lineitem": url, "scope": [SCORE]}
    assert with_claim(claims.AGS, {"scope": "score"}).ags == {"scope": []}
    assert with_claim(claims.NRPS, {"context_memberships_url": url, "v": 1}).nrps == {
        "context_memberships_url": url
    }
    assert claims.read_claims(MINIMAL).ags is None


@pytest.mark.parametrize("locale", ["x" * 36, 3, "", "fr\x00"])
def test_an_odd_locale_is_none(locale: Any) -> None:
    assert with_claim(claims.LAUNCH_PRESENTATION, {"locale": locale}).locale is None
