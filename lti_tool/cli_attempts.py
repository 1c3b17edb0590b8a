"""`parcours attempts`: what people began and never finished."""

from __future__ import annotations

import json

import click

import content
from lti_tool.cli_context import ready_database, with_settings
from lti_tool.clock import utc_now
from lti_tool.config import Settings
from lti_tool.expiry import expire


@click.group("attempts")
def attempts_group() -> None:
    """Les tentatives des personnes."""


@attempts_group.command("expire")
@click.option("--days", type=click.IntRange(1, 3650), help="Au lieu de PARCOURS_ATTEMPT_EXPIRY_DAYS.")
@click.option("--json", "as_json", is_flag=True, help="Sortie JSON.")
@with_settings
def attempts_expire(settings: Settings, days: int | None, as_json: bool) -> None:
    """Clore les tentatives inachevées que personne ne reprend."""
    database = ready_database(settings)
    wait = days or settings.attempt_expiry_days
    closed = expire(settings, database, content.load(), utc_now, days=wait)
    database.dispose()
    sentence = f"{closed} tentative(s) close(s) après {wait} jours sans activité."
    click.echo(json.dumps({"closed": closed, "days": wait}) if as_json else sentence)
