"""Start, show, answer, finish. Every function works inside the caller's transaction.

The order of an answer: mark it, update the estimate, choose the next item, tell what happened. The
row of the attempt is locked first, so that two devices of one person take turns.
"""

from __future__ import annotations

import json
import secrets
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from content.item import SIMULATED
from lti_tool import adaptive, interactions
from lti_tool.assessment import allowance, rules, sittings
from lti_tool.assessment.desk import TICK, Desk, tell
from lti_tool.assessment.estimate import engine_state
from lti_tool.assessment.events import (
    AttemptClosed,
    AttemptCompleted,
    AttemptLaunched,
    AttemptRevised,
    AttemptStarted,
    ItemAnswered,
    LevelReached,
)
from lti_tool.assessment.exposure import shown_too_often
from lti_tool.assessment.levels import reached_levels
from lti_tool.assessment.models import Administration, Attempt, Mode, Outcome
from lti_tool.assessment.rules import Admission, Door
from lti_tool.assessment.variants import concrete
from lti_tool.errors import AnswerRefusedError, SessionRefusedError
from lti_tool.launch.models import LaunchSession, Role

ENGINE = "joint"  # of new attempts; those under way keep theirs


def mode_of(launch: LaunchSession) -> Mode:
    """A trainer and an anonymous visitor practise; nothing of it leaves the tool."""
    is_learner = launch.role == Role.LEARNER and launch.learner.subject is not None
    return Mode.GRADED if is_learner else Mode.PRACTICE


def latest_attempt(session: Session, launch: LaunchSession) -> Attempt | None:
    """The person's last attempt on this activity, in the mode of this launch."""
    return session.scalars(
        select(Attempt)
        .where(
            Attempt.learner_id == launch.learner_id,
            Attempt.resource_link_id == launch.resource_link_id,
            Attempt.mode == mode_of(launch),
            Attempt.set_aside_at.is_(None),
        )
        .order_by(Attempt.number.desc())
        .limit(1)
    ).first()


def start(desk: Desk, launch: LaunchSession) -> Attempt:
    """The attempt under way, or a new one with its first item.

    Someone who practises may begin again once it is finished; a graded attempt follows the activity's
    rules, and a person who may not begin another one gets the last one.

    Raises:
        SessionRefusedError: the activity is not open yet, or has closed (see `rules.Door`).
    """
    current = latest_attempt(desk.session, launch)
    if current is not None and current.finished_at is None:
        sittings.arrive(desk, current, launch)
        return current
    door = admission(desk, launch, current).door
    if current is not None and not current.is_abandoned and door is not Door.OPEN:
        return current
    if door is not Door.OPEN:
        raise SessionRefusedError(door.value)
    attempt = _new_attempt(desk, launch)
    if attempt is None:  # another device of the same person was faster
        return _required(latest_attempt(desk.session, launch))
    tell(desk, attempt, lambda at: AttemptLaunched(attempt, at), at=launch.created_at)
    tell(desk, attempt, lambda at: AttemptStarted(attempt, at))
    _advance(desk, attempt)
    return attempt


def admission(desk: Desk, launch: LaunchSession, latest: Attempt | None) -> Admission:
    """Whether this person may begin an attempt now; `latest` is that of `latest_attempt`."""
    if mode_of(launch) == Mode.PRACTICE:
        return Admission(Door.OPEN)
    begun = allowance.counted(desk.session, launch)
    counted = None if latest is not None and latest.is_abandoned else latest
    options = allowance.options_for(desk.session, launch.learner_id, launch.resource_link)
    return rules.admission(options, counted, begun, desk.now)


def show(desk: Desk, attempt: Attempt) -> Administration | None:
    """The item to answer now; None when the attempt is finished."""
    pending = attempt.pending
    if pending is not None and pending.item_id not in desk.catalogue.items:
        desk.session.delete(pending)  # withdrawn from the content between two sittings
        attempt.administrations.remove(pending)
        desk.session.flush()
        _advance(desk, attempt)
        pending = attempt.pending
    sittings.come_back(desk, attempt)
    return pending


def answer(
    desk: Desk, launch: LaunchSession, administration_id: UUID, form: interactions.Form, key: bytes
) -> Attempt:
    """Mark the answer to the item that is shown, or keep it when more is to come. Sent twice, it counts once.

    Raises:
        AnswerRefusedError: not an answer to this item; nothing is recorded.
        SessionRefusedError: the item is not one of this person on this activity.
    """
    attempt, shown = _locked(desk, launch, administration_id)
    drawn = desk.catalogue.items.get(shown.item_id)
    if shown.answered_at is not None or drawn is None:
        return attempt
    item = concrete(attempt, drawn)
    way = interactions.interaction_for(item)
    try:
        given = way.parse(item, key, {**form, interactions.KEPT: kept(shown)})
    except interactions.UnfinishedError as step:
        shown.draft = step.draft
        return attempt
    marking = way.mark(item, given)
    shown.answer = given
    shown.score = marking.score
    _record(desk, attempt, shown, Outcome.CORRECT if marking.correct else Outcome.INCORRECT)
    return attempt


def pass_item(desk: Desk, launch: LaunchSession, administration_id: UUID, outcome: Outcome) -> Attempt:
    """Pass the item: « je ne sais pas » (`UNKNOWN`) or « je ne peux pas l’utiliser » (`UNUSABLE`)."""
    if outcome not in {Outcome.UNKNOWN, Outcome.UNUSABLE}:
        raise AnswerRefusedError("nothing_answered")
    attempt, shown = _locked(desk, launch, administration_id)
    if shown.answered_at is None:
        _record(desk, attempt, shown, outcome)
    return attempt


def kept(shown: Administration) -> list[str]:
    """What was kept of an answer under way, as the ways of answering read it (`interactions.KEPT`)."""
    return [json.dumps(shown.draft)] if shown.draft else []


def save_draft(desk: Desk, launch: LaunchSession, administration_id: UUID, journal: str) -> None:
    """Keep what was done so far in a simulator; nothing is marked, and an answered item is left alone.

    Raises:
        AnswerRefusedError: not a journal, or not an item that is answered by one.
        SessionRefusedError: the item is not one of this person on this activity.
    """
    draft = interactions.read_journal(journal)
    _, shown = _locked(desk, launch, administration_id)
    item = desk.catalogue.items.get(shown.item_id)
    if item is not None and item.format not in SIMULATED:
        raise AnswerRefusedError("journal_impossible", item=item.id)
    if shown.answered_at is None:
        shown.draft = draft


def exempt(desk: Desk, attempt: Attempt, shown: Administration) -> None:
    """Take an item out of an attempt, as if the person could not use it: neutral for every estimate."""
    if shown.outcome is None:
        _record(desk, attempt, shown, Outcome.UNUSABLE)
        return
    shown.outcome = Outcome.UNUSABLE
    shown.score = None
    if attempt.finished_at is None:
        return
    engine, state = engine_state(attempt, desk.catalogue)
    attempt.percent = engine.estimate(state).percent
    passed = _passed(desk, attempt)
    tell(desk, attempt, lambda at: AttemptRevised(attempt, passed, at))


def _new_attempt(desk: Desk, launch: LaunchSession) -> Attempt | None:
    link = launch.resource_link
    pathway = rules.pathway_of_link(link, desk.catalogue)
    count = desk.session.scalar(
        select(func.max(Attempt.number)).where(
            Attempt.learner_id == launch.learner_id, Attempt.resource_link_id == link.id
        )
    )
    attempt = Attempt(
        id=uuid4(),
        learner=launch.learner,
        resource_link=link,
        activity=link.activity,
        number=(count or 0) + 1,
        mode=mode_of(launch),
        pathway_id=pathway.id,
        pathway_version=pathway.version,
        engine=ENGINE,
        engine_version=adaptive.engine_named(ENGINE).version,
        calibration=desk.catalogue.calibration_in_use,
        seed=secrets.token_hex(8),
        seen_before=_seen_before(desk, launch),
        withheld=shown_too_often(desk.session, pathway.id),
        started_at=desk.now,
        last_event_at=min(desk.now, launch.created_at) - TICK,
        administrations=[],
    )
    try:
        with desk.session.begin_nested():
            desk.session.add(attempt)
    except IntegrityError:
        return None
    return attempt


def _seen_before(desk: Desk, launch: LaunchSession) -> list[str]:
    """The items that the person has already met, in any activity."""
    met = select(Administration.item_id).join(Attempt).where(Attempt.learner_id == launch.learner_id)
    return sorted(set(desk.session.scalars(met)))


def _locked(desk: Desk, launch: LaunchSession, administration_id: UUID) -> tuple[Attempt, Administration]:
    attempt = desk.session.scalars(
        select(Attempt)
        .join(Administration)
        .where(
            Administration.id == administration_id,
            Attempt.learner_id == launch.learner_id,
            Attempt.resource_link_id == launch.resource_link_id,
            Attempt.mode == mode_of(launch),
            Attempt.set_aside_at.is_(None),
        )
        .with_for_update(of=Attempt)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if attempt is None:
        raise SessionRefusedError("item_not_yours", status=404)
    return attempt, next(one for one in attempt.administrations if one.id == administration_id)


def _record(desk: Desk, attempt: Attempt, shown: Administration, outcome: Outcome) -> None:
    sittings.notice_break(desk, attempt)
    shown.outcome = outcome
    shown.answered_at = max(desk.now, shown.shown_at)
    tell(desk, attempt, lambda at: ItemAnswered(attempt, shown, at))
    _advance(desk, attempt)


def _advance(desk: Desk, attempt: Attempt) -> None:
    """Show the next item, or finish."""
    engine, state = engine_state(attempt, desk.catalogue)
    step = engine.next(state)
    if isinstance(step, adaptive.Choice):
        item = desk.catalogue.items[step.item_id]
        attempt.administrations.append(
            Administration(
                id=uuid4(),
                position=len(attempt.administrations) + 1,
                item_id=item.id,
                item_version=item.version,
                skill=item.skill,
                shown_at=desk.now,
            )
        )
        desk.session.flush()
        return
    attempt.finished_at = desk.now
    attempt.stop_reason = step.reason
    attempt.percent = engine.estimate(state).percent
    passed = _passed(desk, attempt)
    tell(desk, attempt, lambda at: AttemptCompleted(attempt, passed, at))
    for reached in reached_levels(attempt, desk.catalogue):
        tell(desk, attempt, lambda at, reached=reached: LevelReached(attempt, reached, passed, at))  # type: ignore[misc]  # mypy does not infer a default of a lambda
    tell(desk, attempt, lambda at: AttemptClosed(attempt, at))


def _passed(desk: Desk, attempt: Attempt) -> bool | None:
    threshold = rules.pathway_of(attempt, desk.catalogue).passing_percent
    if threshold is None or attempt.percent is None:
        return None
    return attempt.percent / 100 >= threshold / 100  # the very comparison that the traces make


def _required(attempt: Attempt | None) -> Attempt:
    if attempt is None:
        raise SessionRefusedError("attempt_missing", status=404)
    return attempt
