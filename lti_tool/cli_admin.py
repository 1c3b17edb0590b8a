"""`parcours admin`: the key of the admin area."""

from __future__ import annotations

import json
from datetime import timedelta

import click

from lti_tool.admin import access
from lti_tool.cli_context import transaction, vault_of, with_settings
from lti_tool.clock import utc_now
from lti_tool.config import Settings


@click.group("admin")
def admin_group() -> None:
    """La zone d’administration."""


@admin_group.command("link")
@click.option(
    "--minutes", default=10, show_default=True, type=click.IntRange(1, 1440), help="Validité du lien."
)
@click.option("--json", "as_json", is_flag=True, help="Sortie JSON.")
@with_settings
def admin_link(settings: Settings, minutes: int, as_json: bool) -> None:
    """Donner un lien, qui sert une fois, vers la zone d’administration."""
    with transaction(settings) as session:
        secret = access.make_link(session, vault_of(settings), timedelta(minutes=minutes), utc_now())
    link = f"{settings.public_url}/admin/entrer?cle={secret}"
    if as_json:
        click.echo(json.dumps({"link": link, "minutes": minutes}))
        return
    click.echo("Ouvrez ce lien dans votre navigateur. Il donne tous les droits : ne le transmettez pas.")
    click.echo(f"  {link}")
    click.echo(f"Il sert une fois, pendant {minutes} minutes.")
