"""`python -m lti_tool.demo.lrs`: the LRS alone, on the local machine."""

from __future__ import annotations

import click
from werkzeug.serving import run_simple

from lti_tool.demo.lrs.app import create_lrs
from lti_tool.demo.lrs.config import LrsConfig


@click.command()
@click.option("--port", default=8002, show_default=True)
@click.option("--username", default="demo", show_default=True)
@click.option("--password", default="demo-traces", show_default=True, envvar="DEMO_LRS_PASSWORD")
@click.option("--database", default=":memory:", show_default=True, help="Fichier SQLite")
@click.option("--lms-url", default="", help="Adresse du LMS, pour le lien de retour")
def main(port: int, username: str, password: str, database: str, lms_url: str) -> None:
    """Sert le magasin de traces de démonstration sur http://127.0.0.1:PORT/xapi."""
    config = LrsConfig(username=username, password=password, database=database, lms_url=lms_url)
    run_simple("127.0.0.1", port, create_lrs(config), threaded=True)


if __name__ == "__main__":
    main()
