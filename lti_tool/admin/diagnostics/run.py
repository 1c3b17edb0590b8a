"""The whole diagnosis of one platform. No database transaction is open while the network answers."""

from __future__ import annotations

from lti_tool.admin.diagnostics import ourselves, platform_addresses
from lti_tool.admin.diagnostics.finding import Finding
from lti_tool.admin.diagnostics.tokens import check_tokens
from lti_tool.admin.diagnostics.use import check_approval, check_last_launch
from lti_tool.clock import Clock
from lti_tool.config import Settings
from lti_tool.db import Database
from lti_tool.outgoing import OutgoingSession
from lti_tool.platforms.keys import list_keys, signing_key
from lti_tool.platforms.models import Platform
from lti_tool.security import Vault


def check_platform(
    database: Database,
    http: OutgoingSession,
    vault: Vault,
    clock: Clock,
    settings: Settings,
    platform: Platform,
) -> tuple[Finding, ...]:
    """Every check, in the order in which a person repairs.

    Raises:
        OperatorError: our key was encrypted under another `PARCOURS_SECRET_KEY`.
    """
    with database.begin() as session:
        key = signing_key(session, vault, clock())
        kids = {one.kid for one in list_keys(session) if one.withdrawn_at is None}
        last_launch = check_last_launch(session, platform)
    jwks_url = f"{settings.public_url}/lti/jwks.json"
    return (
        check_approval(platform),
        *ourselves.check_address(settings.public_url, is_demonstration=settings.allow_loopback),
        ourselves.check_keys(settings.public_url, kids),
        *platform_addresses.check_keys(http, platform, clock()),
        platform_addresses.check_login(http, platform),
        *check_tokens(http, platform, key, jwks_url, clock()),
        *last_launch,
    )
