"""What an author writes for a `tableur` item, and the state that it becomes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Self

from pydantic import Field, model_validator

from lti_tool.interactions.simulators.question import Question, asked
from lti_tool.interactions.simulators.scenes import SceneModel
from lti_tool.interactions.simulators.spreadsheet.cells import MAX_COLUMNS, MAX_ROWS, position, range_of
from lti_tool.interactions.simulators.spreadsheet.entries import FORMATS, PLAIN, format_of
from lti_tool.interactions.simulators.spreadsheet.parsing import LONGEST, parse
from lti_tool.interactions.simulators.state import State

Tool = Literal["tri", "filtre", "croise", "format", "lignes"]


class SheetScene(SceneModel):
    """The `donnees` of a `tableur` item. `tableau`: what is sorted and crossed, titles included."""

    titre: str = "Feuille"
    lignes: int = Field(12, ge=1, le=MAX_ROWS)
    colonnes: int = Field(6, ge=1, le=MAX_COLUMNS)
    cellules: dict[str, str | int | float | bool]
    formats: dict[str, str] = Field(default_factory=dict)
    protege: tuple[str, ...] = ()
    tableau: str = ""
    outils: tuple[Tool, ...] = ()
    question: Question | None = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        for where in (*self.cellules, *self.formats, *self.protege, *filter(None, [self.tableau])):
            found = range_of(where)
            if found is None or found.right > self.colonnes or found.bottom > self.lignes:
                raise ValueError(f"« {where} » n’est pas dans la feuille.")
        for where, entry in self.cellules.items():
            text = _entry(entry)
            if position(where) is None or len(text) > LONGEST or (text[:1] == "=" and parse(text) is None):
                raise ValueError(f"« {where} » : une cellule, et une formule qui se lit.")
        if not set(self.formats.values()) <= set(FORMATS):
            raise ValueError(f"Les formats sont : {', '.join(FORMATS)}.")
        return self


def first_state(scene: Mapping[str, object]) -> State:
    """The sheet before the first action. Raises pydantic's `ValidationError`."""
    data = SheetScene.model_validate(scene)
    table = range_of(data.tableau)
    return {
        "titre": data.titre,
        "lignes": data.lignes,
        "colonnes": data.colonnes,
        "outils": list(data.outils),
        "cellules": _cells(data),
        "protege": _spread(data.protege),
        "tableau": {} if table is None else vars(table).copy(),
        **asked(data.question),
        "tri": {},
        "filtres": {},
        "croise": {},
        "effort": 0,  # what sorting, copying and formatting cost so far, see `replay` in `reducer.py`
    }


def _cells(data: SheetScene) -> dict[str, object]:
    formats = {one: shown_as for where, shown_as in data.formats.items() for one in _spread((where,))}
    found: dict[str, object] = {}
    for where, entry in data.cellules.items():
        text = _entry(entry)
        found[where] = blank(formats.pop(where, "") or format_of(text), text)
    return found | {where: blank(shown_as) for where, shown_as in formats.items()}


def blank(shown_as: str = PLAIN, entry: str = "") -> dict[str, object]:
    """A cell that nobody changed."""
    return {"saisie": entry, "format": shown_as, "change": False}


def _spread(ranges: tuple[str, ...]) -> list[str]:
    return [one for where in ranges if (found := range_of(where)) for one in found.addresses()]


def _entry(value: str | float | bool) -> str:
    """What someone would have typed."""
    if isinstance(value, bool):
        return "VRAI" if value else "FAUX"
    return value if isinstance(value, str) else f"{value:.10g}".replace(".", ",")
