"""Values that break programs, and messages that are honest but for one or two of them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from lti_tool.launch import claims as names
from tests.support.hostile import ISSUER, MEMBERSHIP, REMOVED, TARGET

NASTY = [
    "", " ", "\x00", "a\x00b", "\ud800", "\u202e", "é" * 300, "a" * 10_000, "null", "0", "-1", "1e309",
    "$Context.id", "<script>alert(1)</script>", "'; DROP TABLE platform; --", "{{ 7 * 7 }}", "%00", "%ff",
    "\r\nSet-Cookie: a=b",
    "javascript:alert(1)", "http://[::1", "//evil.example", "https://lms.example@evil.example/",
    "../../etc/passwd",
    "http://169.254.169.254/", ISSUER, TARGET, "outil-1", "1",
]  # fmt: skip
CLAIM_NAMES = [
    "iss", "aud", "azp", "sub", "iat", "exp", "nbf", "nonce", names.MESSAGE_TYPE, names.VERSION,
    names.DEPLOYMENT_ID,
    names.TARGET_LINK_URI, names.RESOURCE_LINK, names.ROLES, names.CONTEXT, names.CUSTOM,
    names.LAUNCH_PRESENTATION,
    names.AGS, names.NRPS,
]  # fmt: skip
LOGIN_FIELDS = [
    "iss", "client_id", "login_hint", "target_link_uri", "lti_message_hint", "lti_deployment_id",
    "lti_storage_target", "unknown",
]  # fmt: skip
KINDS = [
    "LtiResourceLinkRequest",
    "LtiDeepLinkingRequest",
    "LtiSubmissionReviewRequest",
    "DataPrivacyLaunchRequest",
]
KEYS = [
    "id",
    "title",
    "type",
    "scope",
    "lineitem",
    "lineitems",
    "locale",
    "return_url",
    "parcours",
    "user_id",
]

# A form carries no lone surrogate; a JSON document may.
form_text = st.one_of(st.sampled_from(NASTY), st.text(max_size=60)).map(
    lambda text: text.encode("utf-8", "replace").decode("utf-8")
)
json_text = st.one_of(
    st.sampled_from(NASTY), st.text(max_size=60), st.text(st.characters(codec=None), max_size=8)
)
json_value = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(allow_nan=False, allow_infinity=False),
        json_text,
        st.sampled_from([MEMBERSHIP + "Instructor", *KINDS]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.one_of(st.sampled_from(KEYS), json_text), inner, max_size=4),
    ),
    max_leaves=8,
)


def mutations(fields: list[str], values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """One to three of `fields` taken away or given another value."""
    return st.dictionaries(
        st.sampled_from(fields), st.one_of(st.just(REMOVED), values), min_size=1, max_size=3
    )


login_changes = mutations(LOGIN_FIELDS, form_text)
claim_changes = mutations(CLAIM_NAMES, json_value)
header_changes = mutations(["alg", "kid", "typ", "jku", "jwk", "x5u", "crit", "b64"], json_value)
