"""zone: parts of a text or of a picture to point at, with the same parts as a list of buttons."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from content.item import Format, Item
from content.strict import Identifier, Model, author_error


class Shape(Model):
    """A rectangle on the picture, in percent of its width and height, from the top left corner."""

    x: float = Field(ge=0, le=100)
    y: float = Field(ge=0, le=100)
    width: float = Field(alias="largeur", gt=0, le=100)
    height: float = Field(alias="hauteur", gt=0, le=100)


class Zone(Model):
    """A part that can be pointed at. In a text, `text` is the passage itself; on a picture, its name."""

    id: Identifier
    text: str = Field(alias="texte")
    shape: Shape | None = Field(None, alias="forme")
    line_break: bool = Field(False, alias="a_la_ligne")  # in a text: begins a new line


class Drawing(Model):
    """A picture drawn by the tool: a screen, a page or a chart as boxes, one by zone.

    `alternative` describes what a person who does not see it needs to know.
    """

    alternative: str
    ratio: float = Field(0.6, alias="proportion", gt=0.1, le=3)  # height divided by width


class ZoneData(Model):
    """Zones in their order of reading."""

    zones: tuple[Zone, ...]
    drawing: Drawing | None = Field(None, alias="image")
    several: bool = Field(False, alias="plusieurs")  # all the right zones, instead of the right one

    @model_validator(mode="after")
    def _all_drawn(self) -> Self:
        if self.drawing and any(zone.shape is None for zone in self.zones):
            raise author_error("Avec « image », donnez une « forme » à chaque zone.")
        return self


class ZoneCheck(Model):
    """The right zone, or all of them when `plusieurs` is true."""

    expected: str | tuple[str, ...] = Field(alias="attendu")


class ZoneItem(Item):
    """Point at the right part, or at all the right parts."""

    format: Literal[Format.ZONE]
    data: ZoneData = Field(alias="donnees")
    check: ZoneCheck = Field(alias="controle")
