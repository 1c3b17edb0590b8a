"""Opaque ids and keyed orders: the browser learns neither the author's ids nor the author's order.

Everything is derived from a secret key (one by attempt), so a reload shows the same page and nothing
has to be stored.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence

from content.model import Item, Option
from lti_tool.errors import AnswerRefusedError
from lti_tool.interactions.model import Refusal, ShownOption

ID_LENGTH = 12  # hex digits: 48 bits, far from any collision among the options of an item


def opaque_id(item: Item, key: bytes, kind: str, option_id: str) -> str:
    """The name of an option in the browser; `kind` keeps elements and targets apart."""
    return _digest(item, key, "id", kind, option_id)[:ID_LENGTH]


def shown(item: Item, key: bytes, kind: str, options: Sequence[Option]) -> tuple[ShownOption, ...]:
    """The options as the browser sees them, in the order given."""
    return tuple(ShownOption(opaque_id(item, key, kind, option.id), option.text) for option in options)


def real_id(item: Item, key: bytes, kind: str, options: Sequence[Option], given: str) -> str:
    """The author's id behind an opaque one. Raises `AnswerRefusedError` when there is none."""
    for option in options:
        if opaque_id(item, key, kind, option.id) == given:
            return option.id
    raise AnswerRefusedError(Refusal.UNKNOWN_ID, item=item.id)


def shuffled(item: Item, key: bytes, kind: str, options: Sequence[Option]) -> tuple[Option, ...]:
    """The options in an order that depends on the key only."""
    return tuple(sorted(options, key=lambda option: _digest(item, key, "order", kind, option.id)))


def shuffled_away(
    item: Item, key: bytes, kind: str, options: Sequence[Option], solution: Sequence[str]
) -> tuple[Option, ...]:
    """As `shuffled`, but never in the order of the solution: nobody is right by sending the page back."""
    order = shuffled(item, key, kind, options)
    if len(order) < 2 or [option.id for option in order] != list(solution):
        return order
    turn = 1 + int(_digest(item, key, "turn", kind, "")[:8], 16) % (len(order) - 1)
    return order[turn:] + order[:turn]


def _digest(item: Item, key: bytes, *parts: str) -> str:
    message = "\0".join((item.id, str(item.version), *parts))
    return hmac.new(key, message.encode(), hashlib.sha256).hexdigest()
