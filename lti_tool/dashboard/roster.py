"""Who is enrolled, as the dashboard asks for it. The one who reads it from the LMS is given by `app.py`.

A provider may call the LMS: no transaction is open around it. It never raises for what the LMS does: it
says `REFUSED`, and the page is still usable.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from lti_tool.launch.models import LaunchSession, Role


@dataclass(frozen=True)
class Member:
    """A person enrolled in the course. `name` is None when the platform keeps it to itself."""

    subject: str  # LTI `sub`
    name: str | None
    role: Role
    is_active: bool = True


class RosterState(StrEnum):
    """Where the list comes from."""

    READ = "read"
    NOT_OFFERED = "not_offered"  # the launch names no list: the platform was not asked
    REFUSED = "refused"  # the platform was asked, and gave none


@dataclass(frozen=True)
class Roster:
    """The list, empty unless it was read."""

    state: RosterState
    members: tuple[Member, ...] = ()

    def learners(self) -> tuple[Member, ...]:
        """Those who are expected to do the activity."""
        return tuple(one for one in self.members if one.role == Role.LEARNER and one.is_active)


RosterProvider = Callable[[LaunchSession], Roster]


def no_roster(_launch: LaunchSession) -> Roster:
    """Nobody to ask: only the people who opened the activity are shown."""
    return Roster(RosterState.NOT_OFFERED)
