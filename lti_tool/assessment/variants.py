"""Which variant of an item a person meets. Everything that shows, marks or recalls an item asks here."""

from __future__ import annotations

import logging

from pydantic import ValidationError

from content.expressions import ExpressionError
from content.item import Item
from content.variants import realise, seed_for
from lti_tool.assessment.models import Attempt

TRIES = 20  # an expression that fails for one draw in a thousand must not stop a person

_log = logging.getLogger(__name__)


def concrete(attempt: Attempt, item: Item) -> Item:
    """The item with this person's values, the same on every device until the end of the attempt.

    The key of the draw is the attempt's own seed: random, kept in the database, never sent. A restored
    database or a new PARCOURS_SECRET_KEY changes no question under way (docs/decisions/0040).

    Raises:
        ExpressionError: the item fails for every draw; `content.load` refuses such an item.
    """
    if not item.parameters:
        return item
    seed = seed_for(attempt.seed.encode(), item, str(attempt.learner_id), attempt.number)
    for number in range(TRIES):
        try:
            return realise(item, seed + bytes([number]))
        except (ExpressionError, ValidationError) as error:
            _log.warning(
                "Item %s version %s fails for a draw: %s", item.id, item.version, type(error).__name__
            )
    raise ExpressionError(f"L'épreuve {item.id} ne peut pas être tirée.")
