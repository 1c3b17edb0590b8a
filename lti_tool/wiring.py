"""What a view may ask the running application for. Filled by `app.create_app`, read with `tool()`.

Only views (and the CLI) call `tool()`; services receive what they need as arguments.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from flask import current_app
from sqlalchemy.orm import Session

from content.model import Catalogue
from lti_tool.clock import Clock
from lti_tool.config import Settings
from lti_tool.db import Database
from lti_tool.outgoing import OutgoingSession
from lti_tool.security import Vault


@dataclass(frozen=True)
class Tool:
    """The parts that every request shares."""

    settings: Settings
    database: Database
    vault: Vault
    http: OutgoingSession
    clock: Clock
    catalogue: Catalogue
    publish: Callable[[Any, Session], None]  # an assessment event, and the transaction it happens in


def tool() -> Tool:
    """The parts of the current application."""
    return cast(Tool, current_app.extensions["parcours"])
