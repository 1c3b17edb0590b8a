"""What the tool sends back after deep linking, read with the strictness of a real Moodle.

Moodle crashes on an empty `custom`, loses the tool on `url` and refuses a fractional `scoreMaximum`; this
LMS refuses all three, with the reason.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from lti_tool.demo.lms.context import Lms
from lti_tool.demo.lms.tool_keys import BadAssertionError, KeysUnreachableError

_LTI = "https://purl.imsglobal.org/spec/lti/claim/"
_DL = "https://purl.imsglobal.org/spec/lti-dl/claim/"
_REQUIRED = ("exp", "iat", "iss", "aud", "nonce")


class ContentRefusedError(Exception):
    """The message says in French what is wrong."""


@dataclass(frozen=True)
class Item:
    """One activity to make; `maximum` is None for one without a column."""

    title: str
    text: str
    custom: str
    maximum: int | None
    resource_id: str
    tag: str


def read_answer(lms: Lms, token: str) -> list[Item]:
    """The items of a signed answer.

    Raises:
        ContentRefusedError: signature, audience, nonce already seen, or an item that Moodle would not take.
    """
    tool = lms.directory.tool()
    try:
        claims = lms.tool_keys.verify(token, tool.jwks_url, lms.config.public_url, required=_REQUIRED)
    except (BadAssertionError, KeysUnreachableError) as error:
        raise ContentRefusedError("La réponse de l’outil n’est pas signée comme il faut.") from error
    expected = {
        "iss": tool.client_id,
        _LTI + "message_type": "LtiDeepLinkingResponse",
        _LTI + "version": "1.3.0",
        _LTI + "deployment_id": tool.deployment_id,
    }
    for name, value in expected.items():
        if claims.get(name) != value:
            raise ContentRefusedError(f"La réponse de l’outil a une valeur inattendue : {name}.")
    if _DL + "data" in claims:
        raise ContentRefusedError("L’outil renvoie « data », que cette plateforme n’a pas donné.")
    if lms.storage.changed("INSERT OR IGNORE INTO nonces VALUES (?)", str(claims["nonce"])) != 1:
        raise ContentRefusedError("Cette réponse de l’outil a déjà été reçue.")
    items = claims.get(_DL + "content_items", [])
    if not isinstance(items, list):
        raise ContentRefusedError("content_items doit être une liste.")
    return [_item(one) for one in items]


def _item(item: object) -> Item:
    if not isinstance(item, dict) or item.get("type") != "ltiResourceLink":
        raise ContentRefusedError("Seuls les liens vers l’outil (ltiResourceLink) sont acceptés.")
    if "url" in item:
        raise ContentRefusedError("« url » est présent : Moodle chercherait un autre outil à cette adresse.")
    title, text = item.get("title"), item.get("text", "")
    if not isinstance(title, str) or not title or not isinstance(text, str):
        raise ContentRefusedError("Le titre ou la description de l’activité n’est pas du texte.")
    maximum, resource_id, tag = _line_item(item)
    return Item(title, text, _custom(item), maximum, resource_id, tag)


def _custom(item: dict[str, object]) -> str:
    if "custom" not in item:
        return ""
    custom = item["custom"]
    if not isinstance(custom, dict) or not custom:
        raise ContentRefusedError("« custom » est vide : un Moodle s’arrête sur une erreur PHP.")
    if not all(isinstance(value, str) for value in custom.values()):
        raise ContentRefusedError("Les valeurs de « custom » doivent être du texte.")
    return "\n".join(f"{name}={value}" for name, value in custom.items())


def _line_item(item: dict[str, object]) -> tuple[int | None, str, str]:
    if "lineItem" not in item:
        return None, "", ""
    line_item = item["lineItem"]
    if not isinstance(line_item, dict):
        raise ContentRefusedError("« lineItem » doit être un objet.")
    maximum = line_item.get("scoreMaximum", 100)
    if isinstance(maximum, bool) or not isinstance(maximum, int) or not 1 <= maximum <= 100:
        raise ContentRefusedError("« scoreMaximum » doit être un nombre entier de 1 à 100.")
    return maximum, str(line_item.get("resourceId") or ""), str(line_item.get("tag") or "")


def as_json(items: list[Item]) -> str:
    """To wait for the trainer's click on « Enregistrer »."""
    return json.dumps([asdict(item) for item in items])


def from_json(text: str) -> list[Item]:
    """The same items again."""
    return [Item(**item) for item in json.loads(text)]
