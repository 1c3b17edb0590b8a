"""Rules 2 and 3: the id, the actor, and nothing personal anywhere but what authors wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xapi.checks.problems import Expectations, Json, Problem, Problems, mapping, unknown_keys, verb_name
from xapi.iris import is_stable
from xapi.vocabulary import TOOL_ACCOUNT

_STATEMENT_KEYS = frozenset(
    {"id", "actor", "verb", "object", "result", "context", "timestamp", "version"},
)
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_UUID_4_OR_5 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[45][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_OTHER_IDENTIFIERS = ("mbox", "mbox_sha1sum", "openid", "name", "member")
_PERSONAL_KEYS = frozenset({"mbox", "mbox_sha1sum", "openid", "given_name", "family_name", "email"})


def check_statement(document: Json, _expected: Expectations) -> Problems:
    """Properties and id: version 4 or 5, in lower case, which is what every library reads."""
    yield from unknown_keys(document, _STATEMENT_KEYS, "")
    if not is_uuid(document.get("id"), _UUID_4_OR_5):
        yield Problem("id.format", "id")
    if document.get("version", "1.0.3") != "1.0.3":
        yield Problem("version.unsupported", "version")


def check_actor(document: Json, expected: Expectations) -> Problems:
    """One agent, one identifier, an account whose scope we know and whose name says nothing.

    Only a statement that voids another is the tool's own act.
    """
    actor = mapping(document.get("actor"))
    if actor.get("objectType", "Agent") != "Agent":
        yield Problem("actor.not_an_agent", "actor.objectType")
    for key in _OTHER_IDENTIFIERS:
        if key in actor:
            yield Problem("actor.identifier", f"actor.{key}")
    yield from unknown_keys(actor, frozenset({"objectType", "account", *_OTHER_IDENTIFIERS}), "actor")
    account = mapping(actor.get("account"))
    yield from unknown_keys(account, frozenset({"homePage", "name"}), "actor.account")
    home_page, name = account.get("homePage"), account.get("name")
    if verb_name(document) == "voided":
        if (home_page, name) != (expected.namespace.base, TOOL_ACCOUNT):
            yield Problem("actor.not_the_tool", "actor.account")
        return
    ours = _is_ours(home_page, expected)
    if not ours and str(home_page) not in expected.home_pages:
        yield Problem("actor.home_page", "actor.account.homePage")
    if not isinstance(name, str) or not name or (ours and not is_uuid(name)):
        yield Problem("actor.name", "actor.account.name")


def check_privacy(document: Json, expected: Expectations) -> Problems:
    """No mail address, no personal key, no word of the person, outside definitions.

    Definitions are left out: authors write fictional addresses in items about phishing.
    """
    words = [re.compile(rf"\b{re.escape(word)}\b", re.IGNORECASE) for word in expected.private_words if word]
    for path, text, is_key in _texts(document, ""):
        if is_key and text in _PERSONAL_KEYS:
            yield Problem("privacy.key", path)
        if "@" in text:
            yield Problem("privacy.mail", path)
        if any(word.search(text) for word in words):
            yield Problem("privacy.word", path)


def is_uuid(value: object, pattern: re.Pattern[str] = _UUID) -> bool:
    """True for a UUID text in lower case."""
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def _is_ours(home_page: object, expected: Expectations) -> bool:
    prefix = f"{expected.namespace.base}/id/"
    if not isinstance(home_page, str) or not is_stable(home_page) or not home_page.startswith(prefix):
        return False
    return is_uuid(home_page.removeprefix(prefix))


def _texts(value: object, path: str) -> Iterator[tuple[str, str, bool]]:
    if isinstance(value, str):
        yield path, value, False
    elif isinstance(value, dict):
        for key, each in value.items():
            if key == "definition":
                continue
            inner = f"{path}.{key}".lstrip(".")
            yield inner, key, True
            yield from _texts(each, inner)
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _texts(each, f"{path}[{index}]")
