"""The same statement for a destination that is told less, or more: another account, another response.

The id stays: it is the same event, and no destination ever sees two forms of it. Each function gives the
final text, as `freezing.freeze` does; it is frozen in its turn and never made again.
"""

from __future__ import annotations

import json
from typing import Any

from xapi.actors import pseudonymous
from xapi.freezing import text_of


def with_account(body: str, home_page: str, name: str) -> str:
    """The statement about an account of another system.

    Raises:
        InvalidIriError: `home_page` cannot be the home page of an account.
        UnsafeIdentityError: `name` looks like a mail address, or is empty.
    """
    pseudonymous(home_page, name)  # the same refusals as for our own accounts
    document = _read(body)
    document["actor"]["account"] = {"homePage": home_page, "name": name}
    return text_of(document)


def without_response(body: str) -> str:
    """The statement without what was answered; success and score stay."""
    document = _read(body)
    document.get("result", {}).pop("response", None)
    return text_of(document)


def with_response(body: str, response: str) -> str:
    """The statement with what was answered."""
    document = _read(body)
    document.setdefault("result", {})["response"] = response
    return text_of(document)


def _read(body: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(body)
    return document
