"""`parcours`: one command line. Each command reads its options and calls one service."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import click
from sqlalchemy.exc import SQLAlchemyError

import content
from lti_tool import __version__, migrations
from lti_tool.cli_admin import admin_group
from lti_tool.cli_attempts import attempts_group
from lti_tool.cli_content import content_group
from lti_tool.cli_context import ready_database, vault_of, with_settings
from lti_tool.cli_keys import keys_group
from lti_tool.cli_lrs import lrs_group
from lti_tool.cli_outbox import outbox_group
from lti_tool.cli_people import people_group, purge
from lti_tool.cli_platforms import platforms_group
from lti_tool.cli_simulate import simulate
from lti_tool.clock import utc_now
from lti_tool.config import Settings
from lti_tool.errors import OperatorError
from lti_tool.learning_records.relay import Patience
from lti_tool.outgoing import make_session
from lti_tool.platforms import keys as tool_keys
from lti_tool.relay import Relay
from lti_tool.server import serve as serve_http
from lti_tool.upkeep import Upkeep


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
    content.load()  # a file that cannot be read stops here, with its line, not in each worker
    serve_http(settings, host=host, port=port, workers=workers, threads=threads)


@main.command()
@click.option("--once", is_flag=True, help="Livrer ce qui est dû, puis s’arrêter.")
@with_settings
def relay(settings: Settings, once: bool) -> None:
    """Livrer les traces aux LRS et les notes aux plateformes."""
    patience = Patience(timedelta(seconds=settings.relay_lease_s))
    database, http = ready_database(settings), make_session(settings)
    runner = Relay(database, http, vault_of(settings), utc_now, patience)
    runner.upkeep = Upkeep(database, settings, utc_now, runner.stopping.is_set).run
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
@with_settings
def db_upgrade(settings: Settings) -> None:
    """Créer ou mettre à jour les tables."""
    migrations.upgrade(settings.database_url)
    click.echo("La base de données est à jour.")


for group in (
    platforms_group,
    keys_group,
    admin_group,
    lrs_group,
    outbox_group,
    people_group,
    content_group,
    attempts_group,
):
    main.add_command(group)
main.add_command(purge)
main.add_command(simulate)


if __name__ == "__main__":
    main()
