"""`parcours`: one command line. Each command reads its options and calls one service."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import click
from sqlalchemy.exc import SQLAlchemyError

import content
from content import checks
from content.problems import Severity, format_problems
from lti_tool import __version__, migrations
from lti_tool.cli_admin import admin_group
from lti_tool.cli_keys import keys_group
from lti_tool.cli_platforms import platforms_group
from lti_tool.cli_settings import ready_database, transaction, vault_of, with_settings
from lti_tool.clock import utc_now
from lti_tool.config import Settings
from lti_tool.errors import OperatorError
from lti_tool.grades import relay as grades_relay
from lti_tool.grades.messages import explain
from lti_tool.learning_records import services as records
from lti_tool.learning_records.relay import Patience
from lti_tool.outgoing import make_session
from lti_tool.platforms import keys as tool_keys
from lti_tool.relay import Relay
from lti_tool.server import serve as serve_http


class OperatorGroup(click.Group):
    """Prints an operator's mistake as a sentence, never as a stack trace."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (OperatorError, content.ContentError) as error:
            click.echo(str(error), err=True)
            ctx.exit(2)
        except SQLAlchemyError as error:
            click.echo(f"La base de données ne répond pas comme prévu : {type(error).__name__}.", err=True)
            click.echo("Vérifiez PARCOURS_DATABASE_URL, puis « parcours db upgrade ».", err=True)
            ctx.exit(2)


@click.group(cls=OperatorGroup, help="Parcours Territoires : l’outil LTI, ses traces et ses contenus.")
@click.version_option(__version__, prog_name="parcours")
def main() -> None:
    """Entry point of the command line."""


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Adresse d’écoute.")
@click.option("--port", default=8000, show_default=True, help="Port d’écoute.")
@click.option("--workers", default=2, show_default=True, help="Processus.")
@click.option("--threads", default=8, show_default=True, help="Fils par processus.")
@with_settings
def serve(settings: Settings, host: str, port: int, workers: int, threads: int) -> None:
    """Servir l’outil (gunicorn)."""
    database = ready_database(settings)
    with database.begin() as session:  # also proves that PARCOURS_SECRET_KEY opens the keys
        tool_keys.signing_key(session, vault_of(settings), utc_now())
    database.dispose()
    serve_http(settings, host=host, port=port, workers=workers, threads=threads)


@main.command()
@click.option("--once", is_flag=True, help="Livrer ce qui est dû, puis s’arrêter.")
@with_settings
def relay(settings: Settings, once: bool) -> None:
    """Livrer les traces aux LRS et les notes aux plateformes."""
    patience = Patience(timedelta(seconds=settings.relay_lease_s))
    database, http = ready_database(settings), make_session(settings)
    runner = Relay(database, http, vault_of(settings), utc_now, patience)
    if once:
        click.echo(f"{runner.run_once()} livraison(s) terminée(s).")
    else:
        click.echo("Le relais livre les traces et les notes. Pour l’arrêter : Ctrl-C.")
        runner.run()


@main.command()
@click.option("--keep", is_flag=True, help="Garder les données de la démonstration précédente.")
def demo(keep: bool) -> None:
    """Démonstration complète : un LMS, un LRS et l’outil, sur cette machine."""
    from lti_tool.demo.processes import DemoError
    from lti_tool.demo.runner import DemoOptions, run_demo

    try:
        run_demo(DemoOptions(keep=keep))
    except DemoError as error:
        raise OperatorError(str(error)) from error


@main.group()
def db() -> None:
    """La base de données."""


@db.command("upgrade")
@with_settings
def db_upgrade(settings: Settings) -> None:
    """Créer ou mettre à jour les tables."""
    migrations.upgrade(settings.database_url)
    click.echo("La base de données est à jour.")


@main.group("lrs")
def lrs_group() -> None:
    """Les entrepôts de traces (LRS) destinataires."""


@lrs_group.command("add")
@click.option("--name", required=True, help="Nom affiché.")
@click.option("--endpoint", required=True, help="Adresse xAPI, sans « /statements ».")
@click.option("--username", required=True, help="Identifiant (Basic).")
@click.option("--password", required=True, help="Mot de passe (Basic), chiffré en base.")
@with_settings
def lrs_add(settings: Settings, **options: Any) -> None:
    """Envoyer les traces à venir à un LRS."""
    with transaction(settings) as session:
        records.add_lrs(
            session,
            vault_of(settings),
            make_session(settings).policy,
            platform_id=None,
            now=utc_now(),
            **options,
        )
    click.echo(f"Les traces partiront vers « {options['name']} ».")


@lrs_group.command("list")
@with_settings
def lrs_list(settings: Settings) -> None:
    """Les LRS et leur état."""
    with transaction(settings) as session:
        for row in records.list_lrs(session):
            reason = f" ({row.pause_reason})" if row.pause_reason else ""
            click.echo(f"{row.name} · {row.state}{reason} · {row.endpoint}")


@main.group("outbox")
def outbox_group() -> None:
    """Ce qui attend d’être livré."""


@outbox_group.command("status")
@click.option("--json", "as_json", is_flag=True, help="Sortie JSON.")
@with_settings
def outbox_status(settings: Settings, as_json: bool) -> None:
    """Traces et notes en attente, livrées, refusées."""
    with transaction(settings) as session:
        statements, scores = records.status(session), grades_relay.status(session)
    report = {"statements": asdict(statements), "scores": asdict(scores)}
    if as_json:
        click.echo(json.dumps(report, ensure_ascii=False, indent=2, default=str))
        return
    click.echo(
        f"Traces : {statements.waiting} en attente, {statements.delivered} livrées, "
        f"{statements.quarantined} refusées."
    )
    for reason, count in statements.problems.items():
        click.echo(f"  {count} × {reason}")
    click.echo(
        f"Notes : {scores.queued} en attente, {scores.sent} livrées, "
        f"{scores.superseded} déjà remplacées, {scores.failed} refusées."
    )
    for error, count in scores.problems.items():
        click.echo(f"  {count} × {explain(error, f'{settings.public_url}/lti/jwks.json')}")


@outbox_group.command("retry")
@with_settings
def outbox_retry(settings: Settings) -> None:
    """Remettre en attente ce qui a été refusé, relancer les LRS en pause."""
    with transaction(settings) as session:
        again = records.retry(session) + grades_relay.retry_failed(session)
    click.echo(f"{again} livraison(s) remise(s) en attente.")


@main.group("content")
def content_group() -> None:
    """Les contenus : référentiel, parcours, épreuves."""


@content_group.command("check")
def content_check() -> None:
    """Vérifier les contenus ; les erreurs disent quoi corriger et à quelle ligne."""
    problems = checks.check(content.load())
    click.echo(format_problems(problems))
    if any(problem.severity is Severity.ERROR for problem in problems):
        sys.exit(1)


for group in (platforms_group, keys_group, admin_group):
    main.add_command(group)


if __name__ == "__main__":
    main()
