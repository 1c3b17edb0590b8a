"""`parcours outbox …`: what waits, what was refused, and trying again."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta

import click

from lti_tool.cli_context import transaction, with_settings
from lti_tool.cli_lrs import state_of
from lti_tool.clock import utc_now
from lti_tool.config import Settings
from lti_tool.grades import relay as grades_relay
from lti_tool.grades.messages import explain
from lti_tool.learning_records import services, status
from lti_tool.learning_records.sentences import REASONS, age

LATE = 3  # exit code, for a supervisor


@click.group("outbox")
def outbox_group() -> None:
    """Ce qui attend d’être livré."""


@outbox_group.command("status")
@click.option("--json", "as_json", is_flag=True, help="Sortie JSON.")
@with_settings
def outbox_status(settings: Settings, as_json: bool) -> None:
    """Traces et notes en attente, livrées, refusées."""
    now, threshold = utc_now(), timedelta(minutes=settings.outbox_alert_minutes)
    with transaction(settings) as session:
        statements, scores = services.status(session), grades_relay.status(session)
        each = status.each_lrs(session, now)
    late = [row.name for row in each if row.is_late(threshold)]
    if as_json:
        report = {
            "statements": asdict(statements),
            "scores": asdict(scores),
            "lrs": [asdict(row) for row in each],
            "late": late,
        }
        click.echo(json.dumps(report, ensure_ascii=False, indent=2, default=str))
    else:
        _print_statements(statements, each)
        _print_scores(scores, f"{settings.public_url}/lti/jwks.json")
        for name in late:
            click.echo(
                f"ALERTE : « {name} » attend depuis plus de {settings.outbox_alert_minutes} minutes.",
                err=True,
            )
    if late:
        sys.exit(LATE)


def _print_statements(statements: services.Status, each: Sequence[status.LrsStatus]) -> None:
    click.echo(
        f"Traces : {statements.waiting} en attente, {statements.delivered} livrées, "
        f"{statements.quarantined} refusées."
    )
    for row in each:
        click.echo(
            f"  {row.name} · {state_of(row)} · {row.waiting} en attente "
            f"(la plus ancienne : {age(row.oldest_s)}) · {row.delivered_total} livrées · "
            f"{row.quarantined} refusées · {row.reconciled_total} vérifiées"
        )
        if row.delayed_until:
            click.echo(f"    prochain essai : {row.delayed_until:%d/%m/%Y %H:%M:%S} UTC")
    if statements.quarantined:
        click.echo("  Le détail des refus : parcours outbox quarantine")


def _print_scores(scores: grades_relay.Status, keys_url: str) -> None:
    click.echo(
        f"Notes : {scores.queued} en attente, {scores.sent} livrées, "
        f"{scores.superseded} déjà remplacées, {scores.failed} refusées."
    )
    for error, count in scores.problems.items():
        click.echo(f"  {count} × {explain(error, keys_url)}")


@outbox_group.command("quarantine")
@click.option("--lrs", help="Seulement ce LRS.")
@click.option("--limit", default=100, show_default=True, help="Nombre de traces montrées.")
@click.option("--json", "as_json", is_flag=True, help="Sortie JSON.")
@with_settings
def outbox_quarantine(settings: Settings, lrs: str | None, limit: int, as_json: bool) -> None:
    """Les traces refusées, et pourquoi."""
    with transaction(settings) as session:
        rows = services.quarantined(session, lrs, limit)
    if as_json:
        click.echo(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=2, default=str))
        return
    if not rows:
        click.echo("Aucune trace refusée.")
    for row in rows:
        click.echo(f"{row.lrs} · {row.statement_id} · {row.verb} · {REASONS.get(row.reason, row.reason)}")
        click.echo(f"  {row.detail[:200]}")


@outbox_group.command("retry")
@click.option("--lrs", help="Seulement ce LRS (les notes ne sont alors pas relancées).")
@click.option("--json", "as_json", is_flag=True, help="Sortie JSON.")
@with_settings
def outbox_retry(settings: Settings, lrs: str | None, as_json: bool) -> None:
    """Remettre en attente ce qui a été refusé, relancer les LRS en pause."""
    with transaction(settings) as session:
        statements = services.retry(session, lrs)
        scores = grades_relay.retry_failed(session) if lrs is None else 0
    if as_json:
        click.echo(json.dumps({"statements": statements, "scores": scores}))
        return
    click.echo(f"{statements + scores} livraison(s) remise(s) en attente.")
