"""`parcours keys`: rotation with overlap, and withdrawal."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import click

from lti_tool.cli_context import transaction, vault_of, with_settings
from lti_tool.clock import utc_now
from lti_tool.config import Settings
from lti_tool.platforms import keys as tool_keys
from lti_tool.platforms.models import ToolKey

STATES = {
    tool_keys.KeyState.SIGNING: "signe",
    tool_keys.KeyState.RETIRED: "remplacée, encore publiée",
    tool_keys.KeyState.WITHDRAWN: "retirée",
}
WITHDRAWN_ON_MOODLE = (
    "Attention : Moodle garde nos clés en cache, sans limite de durée, et ne les relit que s’il rencontre "
    "une clé inconnue. Une clé retirée y reste donc acceptée jusqu’à la purge des caches. Si cette clé a "
    "fuité, demandez à chaque plateforme Moodle de purger ses caches (« Administration du site », "
    "« Développement », « Purger les caches »)."
)


@click.group("keys")
def keys_group() -> None:
    """Les clés avec lesquelles l’outil signe."""


@keys_group.command("list")
@click.option("--json", "as_json", is_flag=True, help="Sortie JSON.")
@with_settings
def keys_list(settings: Settings, as_json: bool) -> None:
    """Les clés et leur état."""
    with transaction(settings) as session:
        rows = [_key(key) for key in tool_keys.list_keys(session)]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        click.echo(f"{row['kid']} · {STATES[row['state']]} · créée le {row['created_at'][:10]}")


def _key(key: ToolKey) -> dict[str, Any]:
    return {"kid": key.kid, "state": tool_keys.state_of(key), "created_at": key.created_at.isoformat()}


@keys_group.command("rotate")
@with_settings
def keys_rotate(settings: Settings) -> None:
    """Mettre une nouvelle clé en service ; l’ancienne reste publiée."""
    overlap = timedelta(days=settings.key_overlap_days)
    with transaction(settings) as session:
        key = tool_keys.rotate(session, vault_of(settings), utc_now(), overlap)
    click.echo(f"Nouvelle clé en service : {key.kid}")
    click.echo(f"La précédente reste publiée {settings.key_overlap_days} jours (au prochain changement).")


@keys_group.command("withdraw")
@click.argument("kid")
@with_settings
def keys_withdraw(settings: Settings, kid: str) -> None:
    """Ne plus publier la clé KID, par exemple si elle a fuité ; si elle signait, une autre la remplace."""
    with transaction(settings) as session:
        tool_keys.withdraw(session, vault_of(settings), kid, utc_now())
    click.echo(f"Clé retirée : {kid}")
    click.echo(WITHDRAWN_ON_MOODLE)
