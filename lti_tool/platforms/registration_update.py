"""Change a registration that the platform lets us change (RFC 7592; LTI Dynamic Registration 1.0, 3.8).

Needed when the tool's address or functions change. Moodle offers no such address: there, the administrator
opens a new invitation and chooses « update » (see `dynamic_registration.save`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from lti_tool.db import Database
from lti_tool.errors import OperatorError, RegistrationRefusedError
from lti_tool.outgoing import OutgoingSession
from lti_tool.platforms.client_metadata import IDENTITY_CLAIMS, TOOL, client_metadata
from lti_tool.platforms.dynamic_registration import send
from lti_tool.platforms.models import Platform
from lti_tool.security import Vault


def update_registration(
    database: Database, http: OutgoingSession, vault: Vault, platform_id: UUID, public_url: str
) -> None:
    """Tell the platform what we are now; names are asked for only if they were before.

    Raises:
        OperatorError: the platform gave no address for it at registration.
        RegistrationRefusedError: it did not accept; our side is unchanged.
    """
    with database.begin() as session:
        platform = session.get_one(Platform, platform_id)
        url, sealed, client_id = (
            platform.registration_client_uri,
            platform.registration_token_encrypted,
            platform.client_id,
        )
    if url is None:
        raise OperatorError(
            "Cette plateforme ne permet pas de modifier l’inscription d’ici. Envoyez une nouvelle "
            "invitation et faites choisir « mettre à jour » sur la plateforme."
        )
    token = vault.decrypt(sealed) if sealed else None
    current = send(http, "GET", url, token, None)
    wanted = client_metadata(public_url, with_names=_asks_names(current)) | {"client_id": client_id}
    answer = send(http, "PUT", url, token, wanted)
    if answer.get("client_id") != client_id:
        raise RegistrationRefusedError("registration_answer_incomplete", field="client_id")
    renewed = answer.get("registration_access_token")
    if isinstance(renewed, str) and renewed:  # RFC 7592, 3: the old one may have been withdrawn
        with database.begin() as session:
            row = session.get_one(Platform, platform_id)
            row.registration_token_encrypted = vault.encrypt(renewed)


def _asks_names(current: Mapping[str, Any]) -> bool:
    tool = current.get(TOOL)
    claims = tool.get("claims") if isinstance(tool, dict) else None
    return isinstance(claims, list) and any(claim in IDENTITY_CLAIMS for claim in claims)
