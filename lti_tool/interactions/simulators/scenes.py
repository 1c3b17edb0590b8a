"""What every scene model shares."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

# Neutral on purpose: the browser sees it, and an id such as « piege » would give the answer away.
ObjectId = Annotated[str, StringConstraints(pattern=r"^[a-z]{1,4}[0-9]{1,3}$")]


class SceneModel(BaseModel):
    """Frozen, no unknown key: a typing mistake is an error with a line number."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
