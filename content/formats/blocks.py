"""blocs: a small algorithm to build from blocks, run by the server on test inputs."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from content.item import Format, Item
from content.strict import Identifier, Model


class Block(Model):
    """A line of the algorithm: its words, and its instruction (see `content.algorithms`)."""

    id: Identifier
    text: str = Field(alias="texte")
    instruction: str = Field(alias="fait")


class BlocksData(Model):
    """The blocks on offer, some of which serve no purpose."""

    blocks: tuple[Block, ...] = Field(alias="blocs", min_length=3)


class Trial(Model):
    """One run: the value of each input, and what must be shown (by default, what the solution shows)."""

    inputs: dict[str, Any] = Field(alias="entrees")
    output: tuple[Any, ...] | None = Field(None, alias="sortie")


class BlocksCheck(Model):
    """`expected` is one right algorithm; any other with the same outputs on the trials is right too."""

    expected: tuple[Identifier, ...] = Field(alias="attendu", min_length=1)
    trials: tuple[Trial, ...] = Field(alias="essais", min_length=1)


class BlocksItem(Item):
    """An algorithm to build."""

    format: Literal[Format.BLOCKS]
    data: BlocksData = Field(alias="donnees")
    check: BlocksCheck = Field(alias="controle")
