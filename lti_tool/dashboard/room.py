"""The gate of the trainer's pages, and what each of them works with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from flask import Response, current_app, make_response, render_template
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as WerkzeugResponse

from content.model import Pathway
from lti_tool.assessment import rules
from lti_tool.assessment.desk import Desk
from lti_tool.assessment.visibility import Visibility, visibility
from lti_tool.dashboard.people import Person, people_of
from lti_tool.dashboard.roster import Roster, RosterProvider, RosterState
from lti_tool.errors import SessionRefusedError
from lti_tool.launch.access import Visitor, admit, redirect_within, remember
from lti_tool.launch.models import ResourceLink, Role
from lti_tool.wiring import Tool, tool


@dataclass(frozen=True)
class Room:
    """One request of a trainer, inside one transaction."""

    tool: Tool
    session: Session
    visitor: Visitor
    roster: Roster

    @property
    def link(self) -> ResourceLink:
        """The activity that was opened; nothing of another one may be read here."""
        return self.visitor.launch.resource_link

    @property
    def pathway(self) -> Pathway:
        """The pathway that the activity shows, as its options shape it.

        Raises:
            SessionRefusedError: it has left the content since the launch.
        """
        return rules.pathway_of_link(self.link, self.tool.catalogue)

    @property
    def visibility(self) -> Visibility:
        """What the activity lets its trainers see without anybody's consent."""
        return visibility(self.link)

    @property
    def desk(self) -> Desk:
        """The services of an attempt, at this instant."""
        return Desk(self.session, self.tool.catalogue, self.tool.publish, self.tool.clock())

    def people(self) -> tuple[Person, ...]:
        """Everybody of the activity."""
        return people_of(self.session, self.link.id, self.roster)

    def may_read(self, person: Person) -> bool:
        """Whether this person's own result may be shown."""
        return self.visibility == Visibility.INDIVIDUAL or person.is_shared

    def label(self, person: Person) -> str:
        """The name that the platform gives now, or a number."""
        return person.name or str(gettext("Personne %(number)s", number=person.number))

    def render(self, template: str, **context: object) -> Response:
        """A page of the trainer, with the bearer for its forms."""
        html = render_template(
            f"dashboard/{template}.html",
            visitor=self.visitor,
            launch=self.visitor.launch,
            pathway=self.pathway,
            roster=self.roster,
            individual=self.visibility == Visibility.INDIVIDUAL,
            may_read=self.may_read,
            label=self.label,
            **context,
        )
        return remember(self.tool, make_response(html), self.visitor)

    def go(self, endpoint: str, **values: object) -> WerkzeugResponse:
        """Redirect to another page of this launch."""
        return redirect_within(self.tool, self.session, endpoint, self.visitor, **values)


@contextmanager
def trainers_room(launch_id: UUID, *, with_roster: bool = False) -> Iterator[Room]:
    """Let a trainer in. The roster is read between two transactions: the LMS may be slow.

    Raises:
        SessionRefusedError: see `launch.access`, or `trainers_only`.
    """
    parts = tool()
    with parts.database.begin() as session:
        visitor = admit(parts, session, launch_id)
        if visitor.launch.role != Role.TRAINER:
            raise SessionRefusedError("trainers_only")
    roster = Roster(RosterState.NOT_OFFERED)
    if with_roster:
        roster = cast(RosterProvider, current_app.extensions["roster"])(visitor.launch)
    with parts.database.begin() as session:
        yield Room(parts, session, visitor, roster)
