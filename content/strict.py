"""The base of every content model, and the few scalar types that authors meet everywhere."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Strict, StringConstraints
from pydantic_core import PydanticCustomError

IDENTIFIER = r"^[a-z][a-z0-9-]*$"
PLACEHOLDER = r"^\{\{[^{}]+\}\}$"  # the whole value is one parameter: it keeps its type

Identifier = Annotated[str, StringConstraints(pattern=IDENTIFIER)]
Placeholder = Annotated[str, StringConstraints(pattern=PLACEHOLDER)]
Number = Annotated[float, Strict()] | Placeholder  # « 12 » in quotes is a text, not a number


class Model(BaseModel):
    """Frozen, no unknown key: a typing mistake in YAML is an error with a line number."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


def author_error(sentence: str) -> PydanticCustomError:
    """A mistake that only a French sentence explains; `content.advice` shows it as it is."""
    return PydanticCustomError("auteur", "{sentence}", {"sentence": sentence})
