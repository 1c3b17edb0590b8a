"""The files for analysts: one row an item, and one row an answer of those whose result may be read."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext
from sqlalchemy import func, select

from lti_tool.assessment.models import Administration, Attempt, Outcome
from lti_tool.dashboard.items import item_statistics
from lti_tool.dashboard.results import latest_results
from lti_tool.dashboard.room import Room
from lti_tool.dashboard.tables import Cell, Table, TableInSteps
from lti_tool.typography import french_text


def items_table(room: Room) -> Table:
    """What the page of the items shows, and the ids that analysts join on."""
    titles = (
        gettext("Épreuve"),
        gettext("Acquis"),
        gettext("Titre"),
        gettext("Réponses"),
        gettext("Réussite (%)"),
        gettext("« Je ne sais pas » (%)"),
        gettext("Inutilisable"),
        gettext("Lien avec le reste"),
        gettext("Temps médian (s)"),
        gettext("Temps prévu (s)"),
        gettext("Erreur la plus fréquente"),
        gettext("Fois"),
    )
    smallest = room.tool.settings.smallest_group
    rows: list[tuple[Cell, ...]] = [
        (
            one.item_id,
            one.skill,
            french_text(one.title),
            one.answers,
            one.correct_percent,
            one.unknown_percent,
            one.unusable,
            None if one.discrimination is None else round(one.discrimination, 3),
            one.median_seconds,
            one.planned_seconds,
            None if one.error is None else french_text(one.error),
            one.error_count or None,
        )
        for one in item_statistics(room.session, room.link.id, room.tool.catalogue, smallest)
    ]
    return Table(tuple(str(title) for title in titles), rows)


def answers_in_steps(room: Room) -> TableInSteps:
    """One row an item shown. The text of an answer stays in the tool."""
    titles = (
        gettext("Personne"),
        gettext("Position"),
        gettext("Épreuve"),
        gettext("Version"),
        gettext("Acquis"),
        gettext("Issue"),
        gettext("Score"),
        gettext("Durée (s)"),
    )
    labels = {
        person.result_id: room.label(person)
        for person in room.people()
        if person.result_id and room.may_read(person)
    }
    words = outcome_words()
    query = (
        select(Administration)
        .join(Attempt, Attempt.id == Administration.attempt_id)
        .where(Attempt.id.in_(latest_results(room.link.id)), Administration.outcome.is_not(None))
        .order_by(Attempt.started_at, Attempt.id, Administration.position)
    )
    total = room.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    rows: Iterator[tuple[Cell, ...]] = (
        (
            labels[shown.attempt_id],
            shown.position,
            shown.item_id,
            shown.item_version,
            shown.skill,
            words[str(shown.outcome)],
            shown.score,
            round(shown.duration.total_seconds(), 1),
        )
        for shown in room.session.scalars(query)
        if shown.attempt_id in labels
    )
    return TableInSteps(tuple(str(title) for title in titles), rows, total)


def outcome_words() -> dict[str, str]:
    """What became of an item, in a word."""
    return {
        Outcome.CORRECT: gettext("juste"),
        Outcome.INCORRECT: gettext("faux"),
        Outcome.UNKNOWN: gettext("ne sait pas"),
        Outcome.UNUSABLE: gettext("ne compte pas"),
    }
