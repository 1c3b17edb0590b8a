"""What we say of ourselves when we register (LTI Dynamic Registration 1.0, 3.6)."""

from __future__ import annotations

from urllib.parse import urlsplit

TOOL = "https://purl.imsglobal.org/spec/lti-tool-configuration"
NAME = "Parcours Territoires"
DESCRIPTION = "Situer ses compétences numériques par des mises en situation, dans le cours"
SCORE = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
LINE_ITEM = "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem"
RESULTS = "https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly"
ROSTER = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
SCOPES = (LINE_ITEM, RESULTS, SCORE, ROSTER)
IDENTITY_CLAIMS = ("name", "given_name", "family_name", "email")


def client_metadata(public_url: str, *, with_names: bool) -> dict[str, object]:
    """The registration document. Names and e-mail addresses are asked for only when invited to.

    What is listed in `claims` decides what Moodle sends: nothing listed, nothing sent.
    """
    target = f"{public_url}/"
    claims = ["iss", "sub", *(IDENTITY_CLAIMS if with_names else ())]
    return {
        "application_type": "web",
        "response_types": ["id_token"],
        "grant_types": ["client_credentials", "implicit"],
        "initiate_login_uri": f"{public_url}/lti/login",
        "redirect_uris": [f"{public_url}/lti/launch"],
        "client_name": NAME,
        "jwks_uri": f"{public_url}/lti/jwks.json",
        "token_endpoint_auth_method": "private_key_jwt",
        "scope": " ".join(SCOPES),
        TOOL: {
            "domain": urlsplit(public_url).netloc,  # with the port: Moodle compares it with the target's
            "description": DESCRIPTION,
            "target_link_uri": target,
            "claims": claims,
            "messages": [
                {"type": "LtiResourceLinkRequest"},
                {"type": "LtiDeepLinkingRequest", "target_link_uri": target, "label": NAME},
                {"type": "LtiSubmissionReviewRequest"},
            ],
        },
    }
