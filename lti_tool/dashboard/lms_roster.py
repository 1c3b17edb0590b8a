"""The list of the course, read from the LMS at the moment a trainer looks (LTI NRPS 2.0)."""

from __future__ import annotations

from lti_tool.dashboard.roster import Member, Roster, RosterProvider, RosterState
from lti_tool.launch.models import LaunchSession
from lti_tool.roster.services import RosterRefusedError, Rosters


def read_from_lms(rosters: Rosters) -> RosterProvider:
    """A provider that asks the platform each time; names are shown, never stored."""

    def read(launch: LaunchSession) -> Roster:
        try:
            found = rosters.of_launch(launch)
        except RosterRefusedError as refusal:
            absent = refusal.reason == "roster_absent"
            return Roster(RosterState.NOT_OFFERED if absent else RosterState.REFUSED)
        return Roster(
            RosterState.READ,
            tuple(Member(one.user_id, one.name, one.role, one.is_active) for one in found.members),
        )

    return read
