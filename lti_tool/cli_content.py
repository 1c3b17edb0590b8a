"""`parcours content`: commands for those who write items."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

import content
from content import checks
from content.problems import Severity, format_problems
from content.schema import json_schema
from lti_tool.workshop import figures

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
def content_check(root: Path | None) -> None:
    """Vérifier les contenus ; les erreurs disent quoi corriger et à quelle ligne."""
    problems = checks.check(content.load(root))
    click.echo(format_problems(problems))
    if any(problem.severity is Severity.ERROR for problem in problems):
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


@content_group.command("schema")
def content_schema() -> None:
    """Le schéma JSON des fichiers d’épreuves, pour que l’éditeur complète les clés."""
    click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))
