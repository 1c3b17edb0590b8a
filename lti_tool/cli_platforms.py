"""`parcours platforms`: invite, add, list, approve, disable, update, check."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import click

from lti_tool.admin.diagnostics import Finding, Outcome, check_platform
from lti_tool.cli_context import opened, transaction, vault_of, with_settings
from lti_tool.clock import utc_now
from lti_tool.config import Settings
from lti_tool.errors import OperatorError, RegistrationRefusedError
from lti_tool.outgoing import make_session
from lti_tool.platforms import approval, invitations
from lti_tool.platforms import services as platforms
from lti_tool.platforms.models import Platform
from lti_tool.platforms.registration_update import update_registration

_LIFE = re.compile(r"(\d{1,4}) ?(j|d|h|min|m)")
_UNITS = {"j": "days", "d": "days", "h": "hours", "min": "minutes", "m": "minutes"}
STATES = {"pending": "à approuver", "active": "active", "disabled": "suspendue"}


@click.group("platforms")
def platforms_group() -> None:
    """Les plateformes (LMS) inscrites."""


@platforms_group.command("invite")
@click.option("--name", required=True, help="Nom de la plateforme à inscrire.")
@click.option("--expires", default="7j", show_default=True, help="Durée de validité : 7j, 48h, 30min.")
@click.option("--with-names", is_flag=True, help="Demander les noms et adresses électroniques.")
@click.option("--json", "as_json", is_flag=True, help="Sortie JSON.")
@with_settings
def platforms_invite(settings: Settings, name: str, expires: str, with_names: bool, as_json: bool) -> None:
    """Créer un lien d’inscription, à coller une seule fois dans la plateforme."""
    with transaction(settings) as session:
        invited = invitations.invite(
            session,
            name,
            public_url=settings.public_url,
            life=_life(expires),
            with_names=with_names,
            now=utc_now(),
        )
    until = invited.invitation.expires_at
    if as_json:
        row = {"name": name, "link": invited.link, "expires_at": until.isoformat()}
        click.echo(json.dumps(row, ensure_ascii=False))
        return
    click.echo("À coller dans la plateforme (dans Moodle : « Tool URL », puis « Add LTI Advantage ») :")
    click.echo(f"  {invited.link}")
    click.echo(f"Ce lien sert une fois, jusqu’au {until:%d/%m/%Y à %H:%M} UTC. Il n’est pas conservé ici.")
    click.echo("Après l’inscription : « parcours platforms approve » la met en service.")


def _life(words: str) -> timedelta:
    found = _LIFE.fullmatch(words.strip())
    if found is None:
        raise OperatorError("--expires : un nombre suivi de j, h ou min, par exemple 7j, 48h ou 30min.")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


@platforms_group.command("add")
@click.option("--name", required=True, help="Nom affiché.")
@click.option("--issuer", required=True, help="Issuer (adresse de la plateforme).")
@click.option("--client-id", required=True, help="Client ID donné par la plateforme.")
@click.option("--deployment-id", "deployment_ids", multiple=True, required=True, help="Répétable.")
@click.option("--auth-login-url", required=True, help="Authentication request URL.")
@click.option("--auth-token-url", required=True, help="Access token URL.")
@click.option("--jwks-url", required=True, help="Public keyset URL.")
@click.option("--auth-audience", help="Audience du jeton, si elle diffère de l’adresse du jeton.")
@click.option("--json", "as_json", is_flag=True, help="Sortie JSON.")
@with_settings
def platforms_add(settings: Settings, as_json: bool, **options: Any) -> None:
    """Inscrire une plateforme, active aussitôt."""
    wanted = platforms.Registration(**options)
    with transaction(settings) as session:
        platform = platforms.add_platform(session, wanted, make_session(settings).policy, utc_now())
    if as_json:
        click.echo(json.dumps(_platform(platform), ensure_ascii=False))
        return
    click.echo(f"Plateforme inscrite et active : {platform.name} ({platform.issuer}).")
    click.echo("À copier dans la plateforme :")
    for label, value in platforms.values_to_copy(settings.public_url):
        click.echo(f"  {label:<20}{value}")


@platforms_group.command("list")
@click.option("--json", "as_json", is_flag=True, help="Sortie JSON.")
@with_settings
def platforms_list(settings: Settings, as_json: bool) -> None:
    """Les inscriptions et leurs déploiements."""
    with transaction(settings) as session:
        rows = [_platform(platform) for platform in platforms.list_platforms(session)]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        state = STATES[row["status"]]
        click.echo(f"{row['name']} · {state} · {row['issuer']} · client {row['client_id']}")
        click.echo(f"  déploiements : {', '.join(row['deployment_ids']) or 'celui de la première ouverture'}")


@platforms_group.command("approve")
@click.argument("platform")
@click.option("--deployment-id", "deployment_ids", multiple=True, help="Déploiement à ajouter ; répétable.")
@with_settings
def platforms_approve(settings: Settings, platform: str, deployment_ids: tuple[str, ...]) -> None:
    """Mettre en service PLATFORM (son nom, son identifiant client ou son issuer)."""
    with transaction(settings) as session:
        row = approval.choose_platform(session, platform)
        approval.approve(session, row, deployment_ids)
    click.echo(f"Plateforme en service : {row.name} ({row.issuer}, client {row.client_id}).")
    if not row.deployments:
        click.echo("Elle n’a pas donné son déploiement : celui de la première ouverture sera retenu.")


@platforms_group.command("disable")
@click.argument("platform")
@with_settings
def platforms_disable(settings: Settings, platform: str) -> None:
    """Suspendre PLATFORM : plus aucune ouverture, séances en cours comprises."""
    with transaction(settings) as session:
        row = approval.choose_platform(session, platform)
        approval.disable(session, row)
    click.echo(f"Plateforme suspendue : {row.name}. « parcours platforms approve » la remet en service.")


@platforms_group.command("update")
@click.argument("platform")
@with_settings
def platforms_update(settings: Settings, platform: str) -> None:
    """Envoyer à PLATFORM nos adresses et fonctions actuelles, si elle le permet."""
    with opened(settings) as database:
        with database.begin() as session:
            row = approval.choose_platform(session, platform)
        try:
            update_registration(
                database, make_session(settings), vault_of(settings), row.id, settings.public_url
            )
        except RegistrationRefusedError as error:
            details = ", ".join(str(value) for value in error.details.values())
            raise OperatorError(
                f"La plateforme n’a pas accepté la mise à jour ({error.reason} {details})."
            ) from error
    click.echo(f"Inscription mise à jour sur la plateforme : {row.name}.")


@platforms_group.command("check")
@click.argument("platform", required=False)
@click.option("--json", "as_json", is_flag=True, help="Sortie JSON.")
@with_settings
def platforms_check(settings: Settings, platform: str | None, as_json: bool) -> None:
    """Diagnostiquer PLATFORM, ou toutes : adresses, clés, heures, jetons, services."""
    http, vault, reports = make_session(settings), vault_of(settings), []
    with opened(settings) as database:
        with database.begin() as session:
            chosen = (
                [approval.choose_platform(session, platform)]
                if platform
                else list(platforms.list_platforms(session))
            )
        for row in chosen:
            findings = check_platform(database, http, vault, utc_now, settings, row)
            reports.append((row, findings))
            if not as_json:
                _show(row, findings)
    if as_json:
        click.echo(json.dumps([_report(*report) for report in reports], ensure_ascii=False, indent=2))
    elif not reports:
        click.echo("Aucune plateforme inscrite : commencez par « parcours platforms invite ».")
    if any(finding.outcome is Outcome.FAILURE for _, findings in reports for finding in findings):
        sys.exit(1)


MARKS = {Outcome.OK: "✓", Outcome.WARNING: "!", Outcome.FAILURE: "✗"}


def _show(platform: Platform, findings: Sequence[Finding]) -> None:
    click.echo(f"{platform.name} · {platform.issuer} · client {platform.client_id}")
    for finding in findings:
        click.echo(f"  {MARKS[finding.outcome]} {finding.title} : {finding.sentence}")
        if finding.message:
            click.echo(f"      À envoyer à l’administration de la plateforme : {finding.message}")


def _report(platform: Platform, findings: Sequence[Finding]) -> dict[str, Any]:
    return _platform(platform) | {
        "checks": [
            {
                "check": finding.check,
                "title": finding.title,
                "outcome": str(finding.outcome),
                "reason": finding.reason,
                "sentence": finding.sentence,
                "message_to_administrator": finding.message,
            }
            for finding in findings
        ]
    }


def _platform(platform: Platform) -> dict[str, Any]:
    return {
        "name": platform.name,
        "issuer": platform.issuer,
        "client_id": platform.client_id,
        "deployment_ids": [row.deployment_id for row in platform.deployments],
        "status": str(platform.status),
    }
