"""`parcours lrs …`: where the statements go."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import click

from lti_tool.cli_context import opened, transaction, vault_of, with_settings
from lti_tool.cli_readers import readers_group
from lti_tool.clock import utc_now
from lti_tool.config import Settings
from lti_tool.db import Database
from lti_tool.errors import OperatorError
from lti_tool.learning_records import backfill, services, status
from lti_tool.learning_records.models import IdentityMode, ResponsePolicy
from lti_tool.learning_records.sentences import PAUSES, STATES, VERDICTS, WARNINGS
from lti_tool.outgoing import make_session
from lti_tool.platforms.services import named_platform
from xapi import Credentials, HttpLrs
from xapi.checkup import Checkup, check_lrs

_IDENTITIES = {"pseudonyme": IdentityMode.PSEUDONYM, "lms": IdentityMode.LMS}
_RESPONSES = {
    "aucune": ResponsePolicy.NONE,
    "fermees": ResponsePolicy.CLOSED,
    "toutes": ResponsePolicy.ALL,
}


@click.group("lrs")
def lrs_group() -> None:
    """Les entrepôts de traces (LRS) destinataires, et la lecture depuis l’outil."""


lrs_group.add_command(readers_group)


@lrs_group.command("add")
@click.option("--name", required=True, help="Nom affiché.")
@click.option("--endpoint", required=True, help="Adresse xAPI, sans « /statements ».")
@click.option("--username", required=True, help="Identifiant (Basic).")
@click.option("--password", required=True, help="Mot de passe (Basic), chiffré en base.")
@click.option("--platform", help="Seulement les traces de cette plateforme (nom ou issuer).")
@click.option("--identity", type=click.Choice([*_IDENTITIES]), default="pseudonyme", show_default=True,
              help="« lms » : issuer et identifiant du LMS à la place du pseudonyme.")  # fmt: skip
@click.option("--responses", type=click.Choice([*_RESPONSES]), default="fermees", show_default=True,
              help="« toutes » ajoute les textes saisis.")  # fmt: skip
@click.option("--verb", "verbs", multiple=True, help="Seulement ce verbe (passed…) ; répétable.")
@click.option("--json", "as_json", is_flag=True, help="Sortie JSON.")
@with_settings
def lrs_add(
    settings: Settings,
    platform: str | None,
    identity: str,
    responses: str,
    verbs: tuple[str, ...],
    as_json: bool,
    **options: Any,
) -> None:
    """Envoyer les traces à venir à un LRS."""
    terms = services.Terms(_IDENTITIES[identity], _RESPONSES[responses], verbs)
    with transaction(settings) as session:
        platform_id = named_platform(session, platform).id if platform else None
        policy = make_session(settings).policy
        services.add_lrs(
            session,
            vault_of(settings),
            policy,
            platform_id=platform_id,
            now=utc_now(),
            terms=terms,
            **options,
        )
    if as_json:
        click.echo(json.dumps({"name": options["name"], "identity": identity, "responses": responses}))
        return
    click.echo(f"Les traces partiront vers « {options['name']} ».")
    click.echo(f"Pour l’essayer : parcours lrs check {options['name']}")


@lrs_group.command("list")
@click.option("--json", "as_json", is_flag=True, help="Sortie JSON.")
@with_settings
def lrs_list(settings: Settings, as_json: bool) -> None:
    """Les LRS et leur état."""
    with transaction(settings) as session:
        rows = status.each_lrs(session, utc_now())
    if as_json:
        click.echo(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=2, default=str))
        return
    for row in rows:
        click.echo(f"{row.name} · {state_of(row)} · {row.endpoint}")
        click.echo(f"  traces de : {row.platform or 'toutes les plateformes'} · {_terms(row)}")


def state_of(row: status.LrsStatus) -> str:
    """The state in words, with the reason of a pause."""
    reason = f" ({PAUSES.get(row.reason or '', row.reason)})" if row.state == "paused" else ""
    return STATES[row.state] + reason


def _terms(row: status.LrsStatus) -> str:
    identity = "compte du LMS" if row.identity == IdentityMode.LMS else "pseudonyme"
    responses = {value: name for name, value in _RESPONSES.items()}[ResponsePolicy(row.responses)]
    verbs = ", ".join(iri.rsplit("/", 1)[-1] for iri in row.verbs) if row.verbs else "tous"
    return f"identité : {identity} · réponses : {responses} · verbes : {verbs}"


@lrs_group.command("check")
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Sortie JSON.")
@with_settings
def lrs_check(settings: Settings, name: str, as_json: bool) -> None:
    """Envoyer une trace d’essai à un LRS, la relire, l’annuler."""
    found = _checkup(settings, name, (uuid4(), uuid4()))
    if as_json:
        click.echo(json.dumps({"name": name, **asdict(found)}, ensure_ascii=False))
    else:
        click.echo(f"{name} : {VERDICTS[found.code]}")
        for warning in found.warnings:
            click.echo(f"  À savoir : {WARNINGS[warning]}")
        if not found.is_ok and found.detail:
            click.echo(f"  Réponse reçue : {found.detail[:200]}")
    if not found.is_ok:
        sys.exit(1)


def _checkup(settings: Settings, name: str, ids: tuple[UUID, UUID]) -> Checkup:
    with opened(settings) as database, database.begin() as session:
        lrs = services.find_lrs(session, name)
    password = vault_of(settings).decrypt(lrs.password_encrypted)
    with make_session(settings) as http:
        credentials = Credentials(lrs.endpoint, lrs.username, password)
        return check_lrs(HttpLrs(http, credentials), settings.public_url, ids, utc_now())


@lrs_group.command("backfill")
@click.argument("name")
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]), help="Seulement à partir de ce jour (AAAA-MM-JJ)."
)
@click.option("--json", "as_json", is_flag=True, help="Sortie JSON.")
@with_settings
def lrs_backfill(settings: Settings, name: str, since: datetime | None, as_json: bool) -> None:
    """Donner à un LRS les traces d’avant son ajout ; interrompu, reprend où il en était."""
    start = since.replace(tzinfo=UTC) if since else None
    progress = backfill.Progress(0, 0, 0)
    with opened(settings) as database:
        with database.begin() as session:
            lrs_id = backfill.begin(session, name)
        _wait_for_relay(database, lrs_id, settings.relay_lease_s)
        for progress in backfill.fill(database, lrs_id, settings.public_url, utc_now(), start):
            click.echo(f"\r{progress.seen} / {progress.total} traces relues", err=True, nl=False)
        with database.begin() as session:
            backfill.end(session, lrs_id)
    if progress.seen:
        click.echo(err=True)
    if as_json:
        click.echo(json.dumps({"name": name, **asdict(progress)}))
    else:
        click.echo(f"{progress.queued} trace(s) mise(s) en attente pour « {name} ». Le relais les livre.")


def _wait_for_relay(database: Database, lrs_id: UUID, lease_s: int) -> None:
    """A relay at work ends its batch first; one that was killed keeps its lease until it ends."""
    deadline = time.monotonic() + lease_s + 60
    while time.monotonic() < deadline:
        with database.begin() as session:
            if backfill.is_free(session, lrs_id, utc_now()):
                return
        time.sleep(0.2)
    raise OperatorError("Un relais livre encore ce LRS. Relancez la commande dans quelques minutes.")
