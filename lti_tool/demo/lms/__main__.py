"""`python -m lti_tool.demo.lms`: the LMS alone, on the local machine."""

from __future__ import annotations

from typing import Any

import click
from werkzeug.serving import run_simple

from lti_tool.demo.lms.app import create_lms
from lti_tool.demo.lms.config import LmsConfig


@click.command()
@click.option("--port", default=8001, show_default=True)
@click.option("--tool-url", default="http://127.0.0.1:8000", show_default=True, help="Adresse de l’outil")
@click.option("--client-id", default="demo-parcours", show_default=True)
@click.option("--deployment-id", default="1", show_default=True)
@click.option("--database", default=":memory:", show_default=True, help="Fichier SQLite")
@click.option("--lrs-url", default="", help="Page des traces, pour le lien de l’accueil")
@click.option("--invitation-url", default="", help="Invitation à coller pour inscrire l’outil")
@click.option("--tool-admin-url", default="", help="Lien vers l’administration de l’outil")
@click.option("--storage-frame", default="", help="Stockage par la plateforme : _parent ou un nom de cadre")
def main(port: int, **options: Any) -> None:
    """Sert le LMS de démonstration sur http://localhost:PORT."""
    config = LmsConfig(
        f"http://localhost:{port}",
        **{**options, "tool_url": options["tool_url"].rstrip("/")},
    )
    run_simple("127.0.0.1", port, create_lms(config), threaded=True)


if __name__ == "__main__":
    main()
