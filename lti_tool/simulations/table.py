"""The figures as a table on the screen, a CSV file, or JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from lti_tool.adaptive.simulation.trial import Figures
from lti_tool.simulations.run import Outcome

HEADINGS = {
    "name": "moteur",
    "ratio": "rapport",
    "questions": "épreuves",
    "rmse": "erreur",
    "bias": "biais",
    "exact": "niveau exact",
    "within_one": "à un près",
    "coverage": "couverture",
    "exposure": "exposition",
}
NOTE = (
    "rapport : épreuves pour atteindre la précision de « ladder », rapportées aux siennes ; erreur et biais "
    "en niveaux ; couverture de l’intervalle à 90 % ; exposition de l’épreuve la plus vue"
)


def lines(outcome: Outcome) -> Iterator[str]:
    """The table, its title first."""
    yield f"{outcome.ground.title} : {len(outcome.ground.bank)} épreuves, {outcome.people} personnes"
    yield "  ".join(
        f"{heading:>12}" if index else f"{heading:<18}" for index, heading in enumerate(HEADINGS.values())
    )
    for figures in outcome.lines:
        name, *cells = (_cell(key, value) for key, value in asdict(figures).items())
        yield "  ".join([f"{name:<18}", *(f"{cell:>12}" for cell in cells)])


def _cell(key: str, value: Any) -> str:
    if value is None:
        return "jamais" if key == "ratio" else "–"
    if isinstance(value, str):
        return value
    if key in {"exact", "within_one", "coverage", "exposure"}:
        return f"{100 * value:.1f} %"
    return f"{value:.1f}" if key == "questions" else f"{value:.3f}"


def as_csv(outcome: Outcome) -> str:
    """One line by engine, full precision, with a heading."""
    text = io.StringIO()
    writer = csv.DictWriter(text, ["ground", "people", *Figures.__dataclass_fields__])
    writer.writeheader()
    writer.writerows(as_json(outcome)["engines"])
    return text.getvalue()


def as_json(outcome: Outcome) -> dict[str, Any]:
    """The table and the curves, for a script."""
    about = {"ground": outcome.ground.title, "people": outcome.people}
    return {
        **about,
        "items": len(outcome.ground.bank),
        "engines": [about | asdict(figures) for figures in outcome.lines],
        "curves": {curve.name: list(curve.errors) for curve in outcome.curves},
    }
