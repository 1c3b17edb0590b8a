"""`parcours content`: commands for those who write items."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from time import perf_counter

import click

import content
from content import checks
from content.problems import Severity, format_problems
from content.schema import json_schema
from lti_tool.clock import utc_now
from lti_tool.preview.app import make_preview_server
from lti_tool.workshop import figures, mutations
from lti_tool.workshop.built import FilesAreMade
from lti_tool.workshop.replay import is_played, marking_findings

root_option = click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Dossier des contenus, à la place de ceux qui sont installés.",
)


@click.group("content")
def content_group() -> None:
    """Les contenus : référentiel, parcours, épreuves."""


@content_group.command("check")
@root_option
@click.option("--seeds", type=click.IntRange(1), default=500, show_default=True,
              help="Tirages par épreuve qui a des paramètres.")  # fmt: skip
@click.option("--strict", is_flag=True, help="Un avertissement compte comme une erreur.")
@click.option("--json", "as_json", is_flag=True, help="Sortie JSON.")
def content_check(root: Path | None, seeds: int, strict: bool, as_json: bool) -> None:
    """Vérifier les contenus ; chaque constat dit quoi corriger et à quelle ligne."""
    begun = perf_counter()
    catalogue = content.load(root)
    with click.progressbar(
        length=len(catalogue.items), label="Vérification", file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:
        problems = checks.check(
            catalogue,
            utc_now().date(),
            seeds=seeds,
            rules=(marking_findings, FilesAreMade()),
            done=lambda _: bar.update(1),
        )
    if as_json:
        click.echo(json.dumps([asdict(problem) for problem in problems], ensure_ascii=False, indent=2))
    else:
        click.echo(format_problems(problems))
        click.echo(f"{_scope(catalogue, seeds)} en {perf_counter() - begun:.0f} s.")
    if any(strict or problem.severity is Severity.ERROR for problem in problems):
        sys.exit(1)


def _scope(catalogue: content.Catalogue, seeds: int) -> str:
    items = catalogue.items.values()
    played, varied = sum(map(is_played, items)), sum(bool(item.parameters) for item in items)
    return (
        f"Épreuves : {len(items)}, dont {played} jouées et corrigées ; "
        f"{seeds} tirages pour chacune de celles qui varient ({varied}),"
    )


@content_group.command("mutations")
@root_option
@click.option("--seeds", type=click.IntRange(1), default=3, show_default=True,
              help="Tirages par épreuve qui a des paramètres.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Sortie JSON.")
def content_mutations(root: Path | None, seeds: int, as_json: bool) -> None:
    """Altérer chaque bonne réponse de dix façons et compter celles qui passent encore."""
    played = [item for item in content.load(root).items.values() if is_played(item)]
    with click.progressbar(
        length=len(played), label="Altérations", file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:
        found = []
        for trial in mutations.trials(played, seeds):
            found.append(trial)
            bar.update(1)
    if as_json:
        click.echo(json.dumps(mutations.as_json(found), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(mutations.lines(found)))
    if any(trial.accepted for trial in found):
        sys.exit(1)


@content_group.command("stats")
@root_option
@click.option("--json", "as_json", is_flag=True, help="Sortie JSON, avec chaque épreuve et chaque acquis.")
def content_stats(root: Path | None, as_json: bool) -> None:
    """Compter les épreuves et ce qu’elles couvrent."""
    found = content.coverage(content.load(root))
    if as_json:
        click.echo(json.dumps(figures.as_json(found), ensure_ascii=False, indent=2))
        return
    for line in figures.lines(found):
        click.echo(line)


@content_group.command("preview")
@root_option
@click.option("--port", default=8020, show_default=True, help="Port, sur cette machine seulement.")
def content_preview(root: Path | None, port: int) -> None:
    """Jouer les épreuves dans le navigateur pendant qu’on les écrit."""
    folder = root or Path(str(files("content")))
    server = make_preview_server(folder, port)
    click.echo(f"Aperçu de {folder} sur http://127.0.0.1:{server.port}/ (pour arrêter : Ctrl-C).")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()


@content_group.command("schema")
def content_schema() -> None:
    """Le schéma JSON des fichiers d’épreuves, pour que l’éditeur complète les clés."""
    click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))
