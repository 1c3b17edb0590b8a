"""What a demonstration LMS is told at start."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from lti_tool.clock import Clock, utc_now


def random_id() -> str:
    """An identifier nobody can guess."""
    return secrets.token_hex(16)


@dataclass(frozen=True)
class LmsConfig:
    """Addresses have no final slash. `signing_key` is PEM, made when empty.

    `storage_frame` switches platform storage on: the `lti_storage_target` of each login, `_parent` or the
    name of a hidden frame. Moodle 4.5 has none, hence the default.

    `clock` and `new_id` are passed in so that tests own them.
    """

    public_url: str
    tool_url: str = "http://127.0.0.1:8000"
    client_id: str = "demo-parcours"
    deployment_id: str = "1"
    database: str = ":memory:"
    lrs_url: str = ""
    invitation_url: str = ""  # shown to the administrator, ready to be pasted
    tool_admin_url: str = ""
    secret_key: str = field(default_factory=random_id)
    signing_key: str = ""
    slow_seconds: float = 8.0
    retry_after_seconds: int = 2
    roster_page_size: int = 50
    storage_frame: str = ""
    clock: Clock = utc_now
    new_id: Callable[[], str] = random_id

    @property
    def auth_login_url(self) -> str:
        """Where the tool sends the browser for OIDC authentication."""
        return f"{self.public_url}/lti/auth"

    @property
    def auth_token_url(self) -> str:
        """Where the tool asks for service tokens."""
        return f"{self.public_url}/lti/token"

    @property
    def jwks_url(self) -> str:
        """Where our public keys are."""
        return f"{self.public_url}/lti/jwks"
