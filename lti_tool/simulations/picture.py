"""The picture: the error of each engine as items go by, with the ladder's as a line to cross."""

from __future__ import annotations

import re

import pygal
from pygal.style import Style

from lti_tool.simulations.run import Outcome

# Colours that stay apart for colour-blind readers; each curve also has its own dashes.
STYLE = Style(
    background="#ffffff",
    plot_background="#ffffff",
    foreground="#1d2b3a",
    foreground_strong="#1d2b3a",
    colors=("#0b5c7a", "#b3541e", "#4b7d2b", "#7a3b8f", "#1d2b3a"),
    font_family="sans-serif",
)
SCRIPT = re.compile(r"<script.*?</script>", re.DOTALL)  # pygal's, for its tooltips: a strict page refuses it
DASHES = ("", "8, 4", "2, 4", "6, 3, 2, 3", "12, 4, 2, 4")


def svg(outcome: Outcome) -> str:
    """One self-contained SVG, without script."""
    ladder = outcome.lines[0]
    chart = pygal.XY(
        title=f"Erreur selon le nombre d’épreuves : {outcome.ground.title}",
        x_title="épreuves par personne",
        y_title="erreur sur le niveau d’une compétence",
        style=STYLE,
        dots_size=0,
        legend_at_bottom=True,
        legend_at_bottom_columns=2,
        js=[],
        disable_xml_declaration=False,
        explicit_size=True,
    )
    for curve, dashes in zip(outcome.curves, DASHES, strict=False):
        chart.add(curve.name, list(enumerate(curve.errors)), stroke_style={"width": 3, "dasharray": dashes})
    longest = max(len(curve.errors) for curve in outcome.curves)
    level = [(0, ladder.rmse), (max(longest - 1, ladder.questions), ladder.rmse)]
    title = f"ladder, à son arrêt ({ladder.questions:.0f} épreuves)"
    chart.add(title, level, stroke_style={"width": 2, "dasharray": DASHES[-1]})
    picture: str = chart.render(is_unicode=True)
    return SCRIPT.sub("", picture)
