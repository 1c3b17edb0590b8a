"""Which LRSs hear of a statement, and in which words.

A destination with the usual policy shares the text of the statement. Any other one gets a text of its own,
frozen in its delivery row in the transaction of the event: the bytes for one destination never change.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from lti_tool.launch.models import Learner
from lti_tool.learning_records.models import Delivery, IdentityMode, Lrs, ResponsePolicy, StatementRow
from xapi import Expectations
from xapi.errors import StatementError
from xapi.validator import check
from xapi.variants import with_account, with_response, without_response
from xapi.vocabulary import VOIDED_IRI


@dataclass(frozen=True)
class Person:
    """Who a statement is about, for a destination that knows them by their LMS account."""

    pseudonym: str
    issuer: str
    subject: str

    @classmethod
    def of(cls, learner: Learner) -> Person | None:
        """None for a person whom the LMS does not name."""
        if learner.subject is None:
            return None
        return cls(str(learner.pseudonym), learner.platform.issuer, learner.subject)


def dispatch(
    session: Session,
    row: StatementRow,
    expected: Expectations,
    *,
    person: Person | None = None,
    free_text: str | None = None,
) -> None:
    """Queue a statement for every destination that wants it. `row` is already flushed.

    Args:
        expected: what the text of `row` was checked against.
        free_text: what was typed; it reaches only the destinations that ask for all responses.
    """
    wanted = select(Lrs).where(or_(Lrs.platform_id.is_(None), Lrs.platform_id == row.platform_id))
    session.add_all(
        Delivery(lrs_id=lrs.id, sequence=row.sequence, body=body_for(lrs, row, expected, person, free_text))
        for lrs in session.scalars(wanted)
        if wants(lrs, row)
    )
    session.flush()


def wants(lrs: Lrs, row: StatementRow) -> bool:
    """The verb filter. A voiding statement always passes: it takes back what was sent."""
    return lrs.verbs is None or row.verb in lrs.verbs or row.verb == VOIDED_IRI


def body_for(
    lrs: Lrs,
    row: StatementRow,
    expected: Expectations,
    person: Person | None,
    free_text: str | None = None,
) -> str | None:
    """The destination's own text; None when it is that of the statement.

    A form that our checks refuse (an account that is a mail address, a typed text with one) is given up
    for the plainer one: the learner's answer must not be lost for the sake of a destination's wishes.
    """
    body = row.body
    if lrs.responses == ResponsePolicy.NONE:
        body = without_response(body)
    elif lrs.responses == ResponsePolicy.ALL and free_text is not None:
        body = _accepted(with_response(body, free_text), expected) or body
    if lrs.identity == IdentityMode.LMS and person is not None and row.actor == person.pseudonym:
        try:
            own = with_account(body, person.issuer, person.subject)
        except StatementError:  # the issuer or the subject cannot be an account: the pseudonym stays
            own = ""
        home_pages = expected.home_pages | {person.issuer}
        body = (own and _accepted(own, replace(expected, home_pages=home_pages))) or body
    return None if body == row.body else body


def _accepted(body: str, expected: Expectations) -> str | None:
    return None if check(body, expected) else body
