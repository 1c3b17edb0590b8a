"""Rosters as platforms give them: pages, quirks, refusals. No token leaves the platform's host."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import inspect

from lti_tool.db import Database
from lti_tool.launch.models import Role
from lti_tool.outgoing import OutgoingSession
from lti_tool.roster import services
from lti_tool.roster.members import MemberStatus, read_member
from lti_tool.roster.messages import explain
from lti_tool.roster.services import RosterRefusedError
from tests.support.clock import ManualClock
from tests.support.negatives import NegativeTable
from tests.unit.lti_tool.grades.fake_platform import FakePlatform, Fault
from tests.unit.lti_tool.roster.conftest import FakeRoster, Page, Read


def person(number: int, **changes: Any) -> dict[str, Any]:
    return {"status": "Active", "roles": ["Learner"], "user_id": str(number)} | changes


def ids(found: services.Roster) -> list[str]:
    return [member.user_id for member in found.members]


@pytest.mark.parametrize(
    "link",
    [
        '<{next}>; rel="next"',
        "<{next}>; rel=next",
        "<{next}>;rel='next'",
        "<{next}>; title=x; rel=next",
        '<https://x.example/>; rel="last", <{next}>; rel="next"',
        '<{next}>; rel="NEXT last"',
        "<{next}>; rel=“next”".encode().decode("latin-1"),
        "<{next}>; rel=”next”".encode().decode("latin-1"),
    ],
)
def test_three_pages_however_the_link_is_written(read: Read, roster: FakeRoster, link: str) -> None:
    roster.pages = [Page([person(1), person(2)], link), Page([person(3)], link), Page([person(4)])]

    found = read()

    assert ids(found) == ["1", "2", "3", "4"]
    assert found.stopped is None
    assert [call.get("from") for call in roster.calls] == [None, "1", "2"]
    assert roster.calls[1]["Limit"] == "2"  # the case of the address is kept


def test_an_escaped_link(read: Read, roster: FakeRoster) -> None:
    link = f'<{roster.url}?limit=2&amp;from=1>; rel="next"'
    roster.pages = [Page([person(1)], link), Page([person(2)])]
    assert ids(read()) == ["1", "2"]


def test_a_relative_link(read: Read, roster: FakeRoster) -> None:
    roster.pages = [Page([person(1)], "<?from=1>; rel=next"), Page([person(2)])]
    assert ids(read()) == ["1", "2"]


def test_other_relations_are_not_followed(read: Read, roster: FakeRoster) -> None:
    roster.pages = [Page([person(1)], '<{next}>; rel="prev", <{next}>; rel="differences"')]
    assert ids(read()) == ["1"]
    assert len(roster.calls) == 1


def test_a_next_page_on_another_host_gets_no_token(
    read: Read, roster: FakeRoster, clock: ManualClock
) -> None:
    with FakePlatform(clock).serving() as thief:
        theirs = FakeRoster(thief)
        roster.pages = [Page([person(1)], f"<{theirs.url}?from=1>; rel=next")]

        found = read()

        assert theirs.calls == []
    assert ids(found) == ["1"]
    assert found.stopped == "next_elsewhere"


def test_pages_that_go_round_in_circles(read: Read, roster: FakeRoster) -> None:
    back = f"<{roster.url}?limit=200>; rel=next"
    roster.pages = [Page([person(1)], "<{next}>; rel=next"), Page([person(2)], back)]
    found = read()
    assert ids(found) == ["1", "2"]
    assert found.stopped == "next_repeats"
    assert len(roster.calls) == 2


def test_pages_without_end(read: Read, roster: FakeRoster) -> None:
    roster.pages = [Page([person(n)], "<{next}>; rel=next") for n in range(services.MAX_PAGES + 5)]
    found = read()
    assert len(found.members) == len(roster.calls) == services.MAX_PAGES
    assert found.stopped == "too_many_pages"


def test_a_person_on_two_pages_counts_once(read: Read, roster: FakeRoster) -> None:
    roster.pages = [Page([person(1)], "<{next}>; rel=next"), Page([person(1), person(2)])]
    assert ids(read()) == ["1", "2"]


def test_the_query_of_the_launch_is_kept(read: Read, roster: FakeRoster) -> None:
    roster.pages = [Page([])]
    read(f"{roster.url}?type_id=2&x=a%26b", with_messages=True)
    assert roster.calls == [{"type_id": "2", "x": "a&b", "limit": "200", "rlid": "lien 7"}]


def test_one_token_for_all_pages(read: Read, roster: FakeRoster, lms: FakePlatform) -> None:
    roster.pages = [Page([person(1)], "<{next}>; rel=next"), Page([person(2)])]
    read()
    assert len(lms.token_calls) == 1


def test_one_401_costs_a_new_token(read: Read, roster: FakeRoster, lms: FakePlatform) -> None:
    roster.pages = [Page([person(1)])]
    roster.faults.append(Fault("401 No"))
    assert ids(read()) == ["1"]
    assert len(lms.token_calls) == 2


def test_names_are_in_no_table_and_in_no_log(
    read: Read, roster: FakeRoster, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    roster.pages = [Page([person(1, name="Dominique Fabre", email="d@example.org")])]
    (member,) = read().members
    assert member.name == "Dominique Fabre"
    assert "Fabre" not in repr(member)
    assert "Fabre" not in caplog.text
    with database.begin() as session:
        columns = {
            column["name"]
            for table in inspect(database.engine).get_table_names()
            for column in inspect(database.engine).get_columns(table)
        }
        assert columns.isdisjoint({"email", "given_name", "family_name"})
        assert session.is_active


PAGE = b"<html>Connexion</html>"


@pytest.mark.parametrize(
    ("case", "fault", "reason"),
    [
        ("401 twice", Fault("401 No"), "roster_unauthorized"),
        ("403", Fault("403 Forbidden", PAGE), "roster_forbidden"),
        ("404", Fault("404 Not Found"), "roster_gone"),
        ("429", Fault("429 Slow", headers={"Retry-After": "9"}), "roster_busy"),
        ("500", Fault("500 Oops", PAGE), "roster_http_500"),
        ("redirect", Fault("302 Found", headers={"Location": "http://127.0.0.1:9/"}), "roster_http_302"),
        ("HTML page", Fault("200 OK", PAGE), "roster_html_page"),
        ("not JSON", Fault("200 OK", b"{"), "roster_unreadable"),
        ("too deep", Fault("200 OK", b"[" * 100_000), "roster_unreadable"),
        ("members missing", Fault("200 OK", b"{}"), "roster_unreadable"),
        ("a list", Fault("200 OK", b"[]"), "roster_unreadable"),
    ],
)
def test_refusals_have_their_reason(
    read: Read, roster: FakeRoster, negative_table: NegativeTable, case: str, fault: Fault, reason: str
) -> None:
    roster.faults.extend([fault, fault])
    with pytest.raises(RosterRefusedError) as refusal:
        read()
    assert refusal.value.reason == reason
    sentence = explain(reason, "https://parcours.exemple.fr/lti/jwks.json")
    assert sentence.endswith(".")
    negative_table.add(("NRPS", case, int(fault.status[:3]), reason, sentence))


@pytest.mark.parametrize("url", [None, 3, "javascript:alert(1)", "https://a@b.example/", ""], ids=repr)
def test_no_address_no_call(read: Read, roster: FakeRoster, lms: FakePlatform, url: object) -> None:
    with pytest.raises(RosterRefusedError, match="roster_absent"):
        read(url if url != "" else " ")
    assert roster.calls == lms.token_calls == []


def test_a_private_address_gets_no_token(read: Read) -> None:
    with pytest.raises(RosterRefusedError, match="roster_address_refused"):
        read("https://10.1.2.3/memberships")


def test_the_token_end_point_is_explained(
    read: Read, lms: FakePlatform, negative_table: NegativeTable
) -> None:
    lms.fail("token", Fault("404 Not Found", PAGE))
    with pytest.raises(RosterRefusedError, match="platform_cannot_read_our_keys"):
        read()
    sentence = explain("platform_cannot_read_our_keys", "https://parcours.exemple.fr/lti/jwks.json")
    assert "https://parcours.exemple.fr/lti/jwks.json" in sentence
    negative_table.add(("NRPS", "token: HTML 404", 404, "platform_cannot_read_our_keys", sentence))


def test_silence_is_an_outage(read: Read, lms: FakePlatform, impatient: OutgoingSession) -> None:
    lms.fail("token", Fault("200 OK", hang=True))
    with pytest.raises(RosterRefusedError, match="token_timeout"):
        read(session=impatient)


@pytest.mark.parametrize(
    ("given", "role", "status", "name"),
    [
        ({"roles": ["Learner"]}, Role.LEARNER, MemberStatus.ACTIVE, None),
        ({"roles": ["Instructor", "Learner"]}, Role.TRAINER, MemberStatus.ACTIVE, None),
        (
            {"roles": ["http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"], "status": "Inactive"},
            Role.TRAINER,
            MemberStatus.INACTIVE,
            None,
        ),
        ({"roles": [], "status": "Deleted"}, Role.LEARNER, MemberStatus.DELETED, None),
        ({"status": "active"}, Role.LEARNER, MemberStatus.ACTIVE, None),
        ({"roles": "Learner", "status": "Suspendu"}, Role.LEARNER, MemberStatus.INACTIVE, None),
        ({"given_name": "Alix", "family_name": "Tessier"}, Role.LEARNER, MemberStatus.ACTIVE, "Alix Tessier"),
        ({"family_name": "Tessier", "given_name": None}, Role.LEARNER, MemberStatus.ACTIVE, "Tessier"),
        ({"name": "<b>A\x00</b>" + "x" * 9000}, Role.LEARNER, MemberStatus.ACTIVE, "<b>A</b>" + "x" * 491),
    ],
)
def test_a_member(given: dict[str, Any], role: Role, status: MemberStatus, name: str | None) -> None:
    member = read_member({"user_id": "7"} | given)
    assert member is not None
    assert (member.role, member.status, member.name) == (role, status, name)
    assert member.is_active is (status is MemberStatus.ACTIVE)


@pytest.mark.parametrize(
    "given", [None, [], "x", {}, {"user_id": 3}, {"user_id": ""}, {"user_id": "x" * 256}]
)
def test_an_entry_that_names_nobody_is_left_out(given: object) -> None:
    assert read_member(given) is None


@pytest.mark.parametrize("message", [[{"a": 1}], {"a": 1}])
def test_the_message_of_a_member(message: object) -> None:
    member = read_member({"user_id": "7", "message": message})
    assert member is not None
    assert member.message == {"a": 1}
