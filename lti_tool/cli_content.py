"""`parcours content`: commands for those who write items."""

from __future__ import annotations

import json
import sys

import click

import content
from content import checks
from content.problems import Severity, format_problems
from content.schema import json_schema


@click.group("content")
def content_group() -> None:
    """Les contenus : référentiel, parcours, épreuves."""


@content_group.command("check")
def content_check() -> None:
    """Vérifier les contenus ; les erreurs disent quoi corriger et à quelle ligne."""
    problems = checks.check(content.load())
    click.echo(format_problems(problems))
    if any(problem.severity is Severity.ERROR for problem in problems):
        sys.exit(1)


@content_group.command("schema")
def content_schema() -> None:
    """Le schéma JSON des fichiers d’épreuves, pour que l’éditeur complète les clés."""
    click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))
