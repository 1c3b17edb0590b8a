"""The tools that registered themselves, with the rules of Moodle: one use a token, pending, then active."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import jwt

from lti_tool.demo.lms.context import Lms
from lti_tool.demo.lms.directory import Tool

TOOL = "https://purl.imsglobal.org/spec/lti-tool-configuration"
NEW, UPDATE = "reg", "reg-update"
PENDING, ACTIVE = "pending", "active"
TOKEN_SECONDS = 3600
FIRST_DEPLOYMENT = 2  # 1 is the tool that was registered by hand
_NAMES = frozenset({"name", "given_name", "family_name", "email"})


class RegistrationRefusedError(Exception):
    """Moodle's bare word, and the status."""

    def __init__(self, word: str, status: int = 400) -> None:
        super().__init__(word)
        self.word = word
        self.status = status


class UnreadableTokenError(Exception):
    """A registration token that is not one of ours; Moodle answers a page, 404."""


@dataclass(frozen=True)
class RegisteredTool:
    """A tool as it described itself."""

    client_id: str
    deployment_id: str
    document: Mapping[str, Any]
    state: str

    @property
    def domain(self) -> str:
        """Host and port."""
        return str(self.document[TOOL]["domain"])

    @property
    def sends_names(self) -> bool:
        """Whether the tool asked for names when it registered: then they are always sent."""
        return bool(_NAMES & set(self.document[TOOL].get("claims", ())))

    def as_tool(self) -> Tool:
        """As the launch wants it."""
        url = str(self.document["initiate_login_uri"]).removesuffix("/lti/login")
        return Tool(url, self.client_id, self.deployment_id, send_names=self.sends_names)

    def public(self) -> dict[str, object]:
        """The answer to the tool: its document, and who it is here. Message types are not all echoed."""
        configuration = {**self.document[TOOL], "deployment_id": self.deployment_id}
        messages = [
            one
            for one in configuration.get("messages", ())
            if one.get("type") not in {"LtiResourceLinkRequest"}
        ]
        return {**self.document, "client_id": self.client_id, TOOL: {**configuration, "messages": messages}}


def make_token(lms: Lms, scope: str, client_id: str) -> str:
    """A registration token: one hour, one use when it is for a new tool."""
    now = int(lms.config.clock().timestamp())
    return lms.keys.sign({"sub": client_id, "scope": scope, "iat": now, "exp": now + TOKEN_SECONDS})


def read_token(lms: Lms, value: str) -> tuple[str, str]:
    """Scope and client id.

    Raises:
        UnreadableTokenError: not signed by us, or too old.
        RegistrationRefusedError: `token_already_used`.
    """
    try:
        keys = jwt.PyJWKSet.from_dict(lms.keys.public())
        key = keys[str(jwt.get_unverified_header(value).get("kid"))].key
        claims = jwt.decode(value, key, algorithms=["RS256"], options={"require": ["exp", "sub", "scope"]})
    except (jwt.PyJWTError, KeyError, ValueError) as error:
        raise UnreadableTokenError(value) from error
    scope, client_id = str(claims["scope"]), str(claims["sub"])
    known = find(lms, client_id)
    if scope == NEW and known is not None:
        raise RegistrationRefusedError("token_already_used", 401)
    if scope not in {NEW, UPDATE} or (scope == UPDATE and known is None):
        raise RegistrationRefusedError("invalid_scope", 401)
    return scope, client_id


def register(lms: Lms, client_id: str, document: object) -> RegisteredTool:
    """Keep a new tool, pending; or change a known one, whose state stays.

    Raises:
        RegistrationRefusedError: the document is not acceptable.
    """
    checked = _checked(document)
    with lms.storage.transaction():
        known = find(lms, client_id)
        deployment = known.deployment_id if known else _next_deployment(lms)
        tool = RegisteredTool(client_id, deployment, checked, known.state if known else PENDING)
        lms.storage.run(
            "INSERT OR REPLACE INTO registrations VALUES (?, ?, ?, ?)",
            tool.client_id,
            tool.deployment_id,
            json.dumps(checked),
            tool.state,
        )
        if tool.state == ACTIVE:
            lms.directory.set_tool(tool.as_tool())
    return tool


def activate(lms: Lms, client_id: str) -> bool:
    """Launch with this tool from now on; False when there is none."""
    tool = find(lms, client_id)
    if tool is None:
        return False
    with lms.storage.transaction():
        lms.storage.run("UPDATE registrations SET state = ?", PENDING)  # this LMS launches one tool at a time
        lms.storage.run("UPDATE registrations SET state = ? WHERE client_id = ?", ACTIVE, client_id)
        lms.directory.set_tool(tool.as_tool())
    return True


def remove(lms: Lms, client_id: str) -> None:
    """Forget a tool; the one registered by hand takes its place if it was the active one."""
    tool = find(lms, client_id)
    lms.storage.run("DELETE FROM registrations WHERE client_id = ?", client_id)
    if tool is not None and tool.state == ACTIVE:
        by_hand = lms.config
        lms.directory.set_tool(
            Tool(by_hand.tool_url, by_hand.client_id, by_hand.deployment_id, send_names=False)
        )


def everything(lms: Lms) -> list[RegisteredTool]:
    """Every tool that registered itself, in the order of arrival."""
    return [_tool(row) for row in lms.storage.rows("SELECT * FROM registrations ORDER BY rowid")]


def find(lms: Lms, client_id: str) -> RegisteredTool | None:
    """The tool of this client id, or None."""
    row = lms.storage.row("SELECT * FROM registrations WHERE client_id = ?", client_id)
    return _tool(row) if row else None


def same_domain(lms: Lms, url: str) -> RegisteredTool | None:
    """A tool that is known at this host and port already: the person must choose, update or new."""
    return next((tool for tool in everything(lms) if tool.domain == urlsplit(url).netloc), None)


def _tool(row: sqlite3.Row) -> RegisteredTool:
    return RegisteredTool(row["client_id"], row["deployment_id"], json.loads(row["document"]), row["state"])


def _next_deployment(lms: Lms) -> str:
    taken = [int(tool.deployment_id) for tool in everything(lms)]
    return str(max([FIRST_DEPLOYMENT - 1, *taken]) + 1)


def _checked(document: object) -> dict[str, Any]:
    if not isinstance(document, dict):
        raise RegistrationRefusedError("invalid_request")
    response_types, redirects = document.get("response_types"), document.get("redirect_uris")
    configuration = document.get(TOOL)
    if not isinstance(response_types, list) or "id_token" not in response_types:
        raise RegistrationRefusedError("invalid_response_types")
    if document.get("token_endpoint_auth_method") != "private_key_jwt":
        raise RegistrationRefusedError("invalid_token_endpoint_auth_method")
    texts = (document.get(name) for name in ("initiate_login_uri", "jwks_uri", "client_name"))
    if not all(isinstance(text, str) and text for text in texts) or not isinstance(redirects, list):
        raise RegistrationRefusedError("missing_parameter")
    if not isinstance(configuration, dict) or not isinstance(configuration.get("domain"), str):
        raise RegistrationRefusedError("missing_tool_configuration")
    if urlsplit(str(configuration.get("target_link_uri", ""))).netloc != configuration["domain"]:
        raise RegistrationRefusedError("domain_targetlinkuri_mismatch")
    return document
