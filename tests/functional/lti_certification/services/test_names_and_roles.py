"""Names and Role Provisioning Services 2.0: one test a line of the certification list.

The fake LMS notes a breach, and fails the test, for a wrong media type or another scope than the roster's.
"""

from __future__ import annotations

from lti_tool.grades.tokens import ROSTER_SCOPE
from lti_tool.launch.models import Role
from lti_tool.roster.members import MemberStatus
from tests.unit.lti_tool.grades.fake_platform import FakePlatform
from tests.unit.lti_tool.roster.conftest import FakeRoster, Page, Read
from tests.unit.lti_tool.roster.test_roster import ids, person


def test_the_accept_header_is_that_of_the_specification(
    read: Read, roster: FakeRoster, lms: FakePlatform
) -> None:
    roster.pages = [Page([person(1)])]
    assert ids(read()) == ["1"]
    assert lms.breaches == []


def test_the_token_has_the_roster_scope_and_no_other(
    read: Read, roster: FakeRoster, lms: FakePlatform
) -> None:
    roster.pages = [Page([])]
    read()
    assert set(lms.scopes_of.values()) == {ROSTER_SCOPE}


def test_the_next_page_is_followed(read: Read, roster: FakeRoster) -> None:
    roster.pages = [Page([person(1)], '<{next}>; rel="next"'), Page([person(2)])]
    assert ids(read()) == ["1", "2"]


def test_a_next_page_on_another_host_is_not_followed(read: Read, roster: FakeRoster) -> None:
    roster.pages = [Page([person(1)], '<https://ailleurs.example/p2>; rel="next"')]
    assert read().stopped == "next_elsewhere"


def test_a_member_without_a_name_is_a_member(read: Read, roster: FakeRoster) -> None:
    roster.pages = [Page([person(1)])]
    assert [one.name for one in read().members] == [None]


def test_short_roles_are_understood(read: Read, roster: FakeRoster) -> None:
    roster.pages = [Page([person(1), person(2, roles=["Instructor"])])]
    assert [one.role for one in read().members] == [Role.LEARNER, Role.TRAINER]


def test_full_roles_are_understood(read: Read, roster: FakeRoster) -> None:
    full = "http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"
    roster.pages = [Page([person(1, roles=[full])])]
    assert [one.role for one in read().members] == [Role.TRAINER]


def test_an_inactive_member_is_said_to_be_inactive(read: Read, roster: FakeRoster) -> None:
    roster.pages = [Page([person(1, status="Inactive")])]
    (member,) = read().members
    assert (member.status, member.is_active) == (MemberStatus.INACTIVE, False)
