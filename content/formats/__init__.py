"""One model by format: what `donnees` and `controle` hold. Here: shapes, and what one model alone can
check. Not here: what every item has (`content.item`), rules of writing (`content.wording`), marking.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from content.formats.blocks import BlocksItem
from content.formats.choosing import (
    ChoiceItem,
    MatchingItem,
    MultipleChoiceItem,
    SequencingItem,
    SortingItem,
)
from content.formats.file import FileItem
from content.formats.scenario import ScenarioItem
from content.formats.simulated import SimulatedItem
from content.formats.writing import DateItem, NumberItem, TextItem
from content.formats.zones import ZoneItem
from content.item import Item

AnyItem = Annotated[
    ChoiceItem
    | MultipleChoiceItem
    | SequencingItem
    | MatchingItem
    | SortingItem
    | ZoneItem
    | TextItem
    | NumberItem
    | DateItem
    | ScenarioItem
    | BlocksItem
    | FileItem
    | SimulatedItem,
    Field(discriminator="format"),
]
_ADAPTER: TypeAdapter[Item] = TypeAdapter(AnyItem)


def read_item(values: dict[str, Any]) -> Item:
    """An item from its YAML keys. Raises pydantic's `ValidationError`."""
    return _ADAPTER.validate_python(values)
