"""`parcours lrs readers …`: who may read the statements from the tool."""

from __future__ import annotations

import json

import click

from lti_tool.cli_context import transaction, with_settings
from lti_tool.clock import utc_now
from lti_tool.config import Settings
from lti_tool.learning_records.reading import readers
from lti_tool.platforms.services import named_platform


@click.group("readers")
def readers_group() -> None:
    """Les accès en lecture aux traces, servies par l’outil lui-même."""


@readers_group.command("add")
@click.option("--platform", required=True, help="Plateforme dont les traces seront lues (nom ou issuer).")
@click.option("--name", required=True, help="Nom de l’accès, pour le retrouver.")
@click.option("--json", "as_json", is_flag=True, help="Sortie JSON.")
@with_settings
def readers_add(settings: Settings, platform: str, name: str, as_json: bool) -> None:
    """Créer un accès ; son mot de passe n’est montré qu’une fois."""
    with transaction(settings) as session:
        reader, password = readers.add_reader(session, named_platform(session, platform), name, utc_now())
    access = {
        "endpoint": f"{settings.public_url}/xapi/lrs",
        "username": reader.username,
        "password": password,
    }
    if as_json:
        click.echo(json.dumps({"name": name, **access}, ensure_ascii=False))
        return
    click.echo(f"Accès en lecture « {name} » (le mot de passe ne sera plus montré) :")
    for label, value in access.items():
        click.echo(f"  {label:<10}{value}")


@readers_group.command("list")
@click.option("--json", "as_json", is_flag=True, help="Sortie JSON.")
@with_settings
def readers_list(settings: Settings, as_json: bool) -> None:
    """Les accès, leur plateforme, et s’ils sont révoqués."""
    with transaction(settings) as session:
        rows = [
            {
                "name": reader.name,
                "platform": platform,
                "username": reader.username,
                "created_at": reader.created_at,
                "revoked_at": reader.revoked_at,
            }
            for reader, platform in readers.list_readers(session)
        ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2, default=str))
        return
    for row in rows:
        state = "révoqué" if row["revoked_at"] else "actif"
        click.echo(f"{row['name']} · {state} · {row['platform']} · {row['username']}")


@readers_group.command("revoke")
@click.argument("name")
@with_settings
def readers_revoke(settings: Settings, name: str) -> None:
    """Fermer un accès, aussitôt."""
    with transaction(settings) as session:
        readers.revoke(session, name, utc_now())
    click.echo(f"L’accès « {name} » est fermé.")
