"""`parcours simulate`: engines side by side."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

import content
from lti_tool.adaptive.simulation.population import Setting
from lti_tool.errors import OperatorError
from lti_tool.simulations import ground, picture, run, table


@click.command()
@click.option("--competences", "count", type=click.IntRange(1, 16), default=1, show_default=True,
              help="Nombre de compétences du référentiel, sur une banque fictive.")  # fmt: skip
@click.option("--pathway", help="Un parcours et ses épreuves réelles, à la place d’une banque fictive.")
@click.option("--variants", type=click.IntRange(1, 20), default=3, show_default=True,
              help="Épreuves fictives par acquis.")  # fmt: skip
@click.option("--people", type=click.IntRange(2), default=200, show_default=True, help="Personnes simulées.")
@click.option("--seed", default=1, show_default=True, help="Graine : la même redonne les mêmes chiffres.")
@click.option("--mean", default=Setting.mean, show_default=True, help="Niveau moyen de la population.")
@click.option("--correlation", type=click.FloatRange(0, 1), default=Setting.correlation, show_default=True,
              help="Corrélation entre les compétences d’une personne.")  # fmt: skip
@click.option("--label-error", type=click.FloatRange(0), default=Setting.label_error, show_default=True,
              help="Erreur des niveaux annoncés, en niveaux.")  # fmt: skip
@click.option("--careless", type=click.FloatRange(0, 1), default=0.0, show_default=True,
              help="Part de réponses données sans lire.")  # fmt: skip
@click.option(
    "--csv", "csv_path", type=click.Path(path_type=Path), help="Écrire le tableau dans un fichier CSV."
)
@click.option(
    "--svg", "svg_path", type=click.Path(path_type=Path), help="Écrire les courbes dans un fichier SVG."
)
@click.option("--json", "as_json", is_flag=True, help="Sortie JSON.")
def simulate(
    count: int,
    pathway: str | None,
    variants: int,
    people: int,
    seed: int,
    csv_path: Path | None,
    svg_path: Path | None,
    as_json: bool,
    mean: float,
    correlation: float,
    label_error: float,
    careless: float,
) -> None:
    """Comparer les moteurs sur des personnes simulées."""
    setting = Setting(mean, correlation=correlation, label_error=label_error, careless=careless)
    place = _ground(pathway, count, variants)
    against = run.contestants()
    with click.progressbar(
        length=run.attempts(people, against),
        label="Simulation",
        file=sys.stderr,
        hidden=not sys.stderr.isatty(),
    ) as bar:
        outcome = run.simulate(place, setting, people, seed, against, lambda: bar.update(1))
    if csv_path:
        _write(csv_path, table.as_csv(outcome))
    if svg_path:
        _write(svg_path, picture.svg(outcome))
    if as_json:
        click.echo(json.dumps(table.as_json(outcome), ensure_ascii=False, indent=2))
        return
    for line in [*table.lines(outcome), table.NOTE]:
        click.echo(line)


def _ground(pathway: str | None, count: int, variants: int) -> ground.Ground:
    catalogue = content.load()
    if pathway is None:
        return ground.competences(catalogue, count, variants)
    if pathway not in catalogue.pathways:
        raise OperatorError(
            f"Le parcours « {pathway} » n’existe pas. Parcours : {', '.join(catalogue.pathways)}."
        )
    return ground.pathway(catalogue, pathway)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise OperatorError(f"Impossible d’écrire dans « {path} » : {error.strerror}.") from error
