"""`parcours people …` and `parcours purge`: the rights of people, and the end of retention."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from lti_tool.cli_context import opened, transaction, with_settings
from lti_tool.clock import utc_now
from lti_tool.config import Settings
from lti_tool.people import retention, services
from lti_tool.platforms.services import named_platform


@click.group("people")
def people_group() -> None:
    """Les droits des personnes : copie et effacement de leurs données."""


@people_group.command("export")
@click.option("--platform", required=True, help="Plateforme (nom ou issuer).")
@click.option("--subject", required=True, help="Identifiant de la personne dans la plateforme (sub).")
@with_settings
def people_export(settings: Settings, platform: str, subject: str) -> None:
    """Tout ce que l’outil détient sur une personne, en JSON."""
    with transaction(settings) as session:
        person = services.find_person(session, named_platform(session, platform), subject)
        held = services.export(session, person)
    click.echo(json.dumps(held, ensure_ascii=False, indent=2))


@people_group.command("erase")
@click.option("--platform", required=True, help="Plateforme (nom ou issuer).")
@click.option("--subject", required=True, help="Identifiant de la personne dans la plateforme (sub).")
@click.option("--dry-run", is_flag=True, help="Montrer ce qui serait effacé, sans rien changer.")
@click.option("--yes", is_flag=True, help="Ne pas demander de confirmation.")
@click.option("--json", "as_json", is_flag=True, help="Sortie JSON.")
@with_settings
def people_erase(
    settings: Settings, platform: str, subject: str, dry_run: bool, yes: bool, as_json: bool
) -> None:
    """Effacer une personne : ses données ici, et l’annulation de ses traces dans les LRS."""
    if not (dry_run or yes):
        click.confirm(f"Effacer pour toujours la personne « {subject} » ?", abort=True, err=True)
    with transaction(settings) as session:
        person = services.find_person(session, named_platform(session, platform), subject)
        if dry_run:
            done = services.preview(session, person)
        else:
            done = services.erase(session, person, settings.public_url, utc_now())
    if as_json:
        click.echo(json.dumps({"dry_run": dry_run, **asdict(done)}, ensure_ascii=False))
        return
    click.echo("Serait effacé :" if dry_run else "Effacé :")
    for name, count in done.rows.items():
        if count:
            click.echo(f"  {name:<20}{count}")
    for name, count in done.voided.items():
        click.echo(f"Annulations pour « {name} » : {count}. Le relais les livre.")
    if done.voided:
        click.echo("Un LRS garde une trace annulée : pour l’en faire disparaître, voyez avec qui l’exploite.")


@click.command("purge")
@click.option("--dry-run", is_flag=True, help="Montrer ce qui serait supprimé, sans rien changer.")
@click.option("--json", "as_json", is_flag=True, help="Sortie JSON.")
@with_settings
def purge(settings: Settings, dry_run: bool, as_json: bool) -> None:
    """Supprimer ce dont la durée de conservation est passée (le relais le fait chaque heure)."""
    with opened(settings) as database:
        if dry_run:
            with database.begin() as session:
                counts = retention.preview(session, settings, utc_now())
        else:
            counts = retention.purge(database, settings, utc_now())
    if as_json:
        click.echo(json.dumps({"dry_run": dry_run, "rows": counts}, ensure_ascii=False))
        return
    click.echo("Serait supprimé :" if dry_run else "Supprimé :")
    for name, count in counts.items():
        click.echo(f"  {name:<20}{count}")
