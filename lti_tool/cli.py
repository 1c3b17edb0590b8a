"""`parcours`: one command line. Each command reads its options and calls one service."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import timedelta
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import click
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

import content
from content import checks
from content.problems import Severity, format_problems
from lti_tool import __version__, migrations
from lti_tool.clock import utc_now
from lti_tool.config import Settings, load_settings
from lti_tool.db import Database
from lti_tool.errors import OperatorError
from lti_tool.grades import relay as grades_relay
from lti_tool.grades.messages import explain
from lti_tool.learning_records import services as records
from lti_tool.learning_records.relay import Patience
from lti_tool.outgoing import make_session
from lti_tool.platforms import keys as tool_keys
from lti_tool.platforms import services as platforms
from lti_tool.platforms.models import Platform
from lti_tool.relay import Relay
from lti_tool.security import Vault
from lti_tool.server import serve as serve_http

P = ParamSpec("P")
R = TypeVar("R")


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


@contextmanager
def _transaction(settings: Settings) -> Iterator[Session]:
    database = ready_database(settings)
    try:
        with database.begin() as session:
            yield session
    finally:
        database.dispose()


def ready_database(settings: Settings) -> Database:
    """The database, at the schema of this version.

    Raises:
        OperatorError: a migration is missing.
    """
    database = Database(settings.database_url)
    if migrations.pending(database.engine):
        database.dispose()
        raise OperatorError(
            "La base de données n’est pas à jour. Lancez « parcours db upgrade », puis recommencez."
        )
    return database


def _with_settings(function: Callable[..., R]) -> Callable[..., R]:
    @wraps(function)
    def call(*args: Any, **kwargs: Any) -> R:
        return function(load_settings(), *args, **kwargs)

    return call


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Adresse d’écoute.")
@click.option("--port", default=8000, show_default=True, help="Port d’écoute.")
@click.option("--workers", default=2, show_default=True, help="Processus.")
@click.option("--threads", default=8, show_default=True, help="Fils par processus.")
@_with_settings
def serve(settings: Settings, host: str, port: int, workers: int, threads: int) -> None:
    """Servir l’outil (gunicorn)."""
    database = ready_database(settings)
    with database.begin() as session:  # also proves that PARCOURS_SECRET_KEY opens the keys
        tool_keys.signing_key(session, _vault(settings), utc_now())
    database.dispose()
    serve_http(settings, host=host, port=port, workers=workers, threads=threads)


@main.command()
@click.option("--once", is_flag=True, help="Livrer ce qui est dû, puis s’arrêter.")
@_with_settings
def relay(settings: Settings, once: bool) -> None:
    """Livrer les traces aux LRS et les notes aux plateformes."""
    patience = Patience(timedelta(seconds=settings.relay_lease_s))
    database, http = ready_database(settings), make_session(settings)
    runner = Relay(database, http, _vault(settings), utc_now, patience)
    try:
        if once:
            click.echo(f"{runner.run_once()} livraison(s) terminée(s).")
        else:
            click.echo("Le relais livre les traces et les notes. Pour l’arrêter : Ctrl-C.")
            runner.run()
    finally:
        database.dispose()


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
@_with_settings
def db_upgrade(settings: Settings) -> None:
    """Créer ou mettre à jour les tables."""
    migrations.upgrade(settings.database_url)
    click.echo("La base de données est à jour.")


@main.group("platforms")
def platforms_group() -> None:
    """Les plateformes (LMS) inscrites."""


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
@_with_settings
def platforms_add(settings: Settings, as_json: bool, **options: Any) -> None:
    """Inscrire une plateforme, active aussitôt."""
    wanted = platforms.Registration(**options)
    with _transaction(settings) as session:
        platform = platforms.add_platform(session, wanted, make_session(settings).policy, utc_now())
    if as_json:
        click.echo(json.dumps(_platform(platform), ensure_ascii=False))
        return
    click.echo(f"Plateforme inscrite et active : {platform.name} ({platform.issuer}).")
    click.echo("À copier dans la plateforme :")
    for label, path in (("Tool URL", "/"), ("Initiate login URL", "/lti/login"),
                        ("Redirection URI", "/lti/launch"), ("Public keyset", "/lti/jwks.json")):  # fmt: skip
        click.echo(f"  {label:<20}{settings.public_url}{path}")


@platforms_group.command("list")
@click.option("--json", "as_json", is_flag=True, help="Sortie JSON.")
@_with_settings
def platforms_list(settings: Settings, as_json: bool) -> None:
    """Les inscriptions et leurs déploiements."""
    with _transaction(settings) as session:
        rows = [_platform(platform) for platform in platforms.list_platforms(session)]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        click.echo(f"{row['name']} · {row['status']} · {row['issuer']} · client {row['client_id']}")
        click.echo(f"  déploiements : {', '.join(row['deployment_ids'])}")


def _platform(platform: Platform) -> dict[str, Any]:
    return {
        "name": platform.name,
        "issuer": platform.issuer,
        "client_id": platform.client_id,
        "deployment_ids": [row.deployment_id for row in platform.deployments],
        "status": str(platform.status),
    }


@main.group("keys")
def keys_group() -> None:
    """Les clés avec lesquelles l’outil signe."""


@keys_group.command("rotate")
@_with_settings
def keys_rotate(settings: Settings) -> None:
    """Mettre une nouvelle clé en service ; l’ancienne reste publiée."""
    overlap = timedelta(days=settings.key_overlap_days)
    with _transaction(settings) as session:
        key = tool_keys.rotate(session, _vault(settings), utc_now(), overlap)
    click.echo(f"Nouvelle clé en service : {key.kid}")
    click.echo(f"La précédente reste publiée {settings.key_overlap_days} jours (au prochain changement).")


@main.group("lrs")
def lrs_group() -> None:
    """Les entrepôts de traces (LRS) destinataires."""


@lrs_group.command("add")
@click.option("--name", required=True, help="Nom affiché.")
@click.option("--endpoint", required=True, help="Adresse xAPI, sans « /statements ».")
@click.option("--username", required=True, help="Identifiant (Basic).")
@click.option("--password", required=True, help="Mot de passe (Basic), chiffré en base.")
@_with_settings
def lrs_add(settings: Settings, **options: Any) -> None:
    """Envoyer les traces à venir à un LRS."""
    with _transaction(settings) as session:
        records.add_lrs(
            session,
            _vault(settings),
            make_session(settings).policy,
            platform_id=None,
            now=utc_now(),
            **options,
        )
    click.echo(f"Les traces partiront vers « {options['name']} ».")


@lrs_group.command("list")
@_with_settings
def lrs_list(settings: Settings) -> None:
    """Les LRS et leur état."""
    with _transaction(settings) as session:
        for row in records.list_lrs(session):
            reason = f" ({row.pause_reason})" if row.pause_reason else ""
            click.echo(f"{row.name} · {row.state}{reason} · {row.endpoint}")


@main.group("outbox")
def outbox_group() -> None:
    """Ce qui attend d’être livré."""


@outbox_group.command("status")
@click.option("--json", "as_json", is_flag=True, help="Sortie JSON.")
@_with_settings
def outbox_status(settings: Settings, as_json: bool) -> None:
    """Traces et notes en attente, livrées, refusées."""
    with _transaction(settings) as session:
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
@_with_settings
def outbox_retry(settings: Settings) -> None:
    """Remettre en attente ce qui a été refusé, relancer les LRS en pause."""
    with _transaction(settings) as session:
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


def _vault(settings: Settings) -> Vault:
    return Vault(settings.secret_key.get_secret_value())


if __name__ == "__main__":
    main()
