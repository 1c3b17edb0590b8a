"""What a form refuses by itself. Its twin is in `static/js/simulators/form/validity.js`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

REQUIRED, SHAPE = "requis", "motif"

# ASCII digits only, so that both languages agree on what a digit is.
SHAPES = {
    "courriel": re.compile(r"[^\s@]+@[^\s@.]+(\.[^\s@.]+)+"),
    "telephone": re.compile(r"0[1-9]([ .]?[0-9]{2}){4}"),
    "code-postal": re.compile(r"[0-9]{5}"),
    "date": re.compile(r"(0[1-9]|[12][0-9]|3[01])/(0[1-9]|1[0-2])/[0-9]{4}"),
    "siret": re.compile(r"[0-9]{3} ?[0-9]{3} ?[0-9]{3} ?[0-9]{5}"),
    "nombre": re.compile(r"-?[0-9]+([,.][0-9]+)?"),
}


def problem_of(field: Mapping[str, Any]) -> str | None:
    """`requis`, `motif`, or None when the form accepts the field."""
    value = field["valeur"]
    if field["sorte"] == "case":
        return REQUIRED if field["requis"] and not value else None
    if not value.strip():
        return REQUIRED if field["requis"] else None
    if field["motif"] and not SHAPES[field["motif"]].fullmatch(value.strip()):
        return SHAPE
    return None


def problems(state: Mapping[str, Any], step: str) -> dict[str, str]:
    """What the form refuses on a step, by id of field or of slot."""
    found = {
        key: problem
        for key, one in state["champs"].items()
        if one["etape"] == step and (problem := problem_of(one))
    }
    slots = state["pieces"].items()
    missing = {
        key: REQUIRED for key, one in slots if one["etape"] == step and one["requis"] and not one["fichier"]
    }
    return found | missing
