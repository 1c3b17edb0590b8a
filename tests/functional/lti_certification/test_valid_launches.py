"""« Valid teacher launches » and « valid student launches » of the certification, line by line for both."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import inspect, text

from lti_tool.launch import claims as names
from lti_tool.launch.models import Role
from tests.functional.lti_certification.conftest import Judge
from tests.support.hostile import MEMBERSHIP, REMOVED, Ground

TEACHER, STUDENT = MEMBERSHIP + "Instructor", MEMBERSHIP + "Learner"
PERSON = "http://purl.imsglobal.org/vocab/lis/v2/institution/person#"
EMAIL = {"email": "dominique@collectivite.example"}
NAMES = {"name": "Dominique Fabre", "given_name": "Dominique", "family_name": "Fabre"}

both = pytest.mark.parametrize(
    ("role", "uri"),
    [
        pytest.param(Role.TRAINER, TEACHER, id="teacher"),
        pytest.param(Role.LEARNER, STUDENT, id="student"),
    ],
)


def nothing_about_the_person(ground: Ground) -> None:
    """Names and addresses are in no column of any table."""
    with ground.database.begin() as session:
        for table in inspect(session.connection()).get_table_names():
            rows = session.execute(text(f'SELECT * FROM "{table}"')).all()
            assert [row for row in rows if "Fabre" in str(row) or "@collectivite" in str(row)] == []


@both
def test_valid_launch(judge: Judge, role: Role, uri: str) -> None:
    judge.opens(role, {names.ROLES: [uri], **EMAIL, **NAMES})


@both
def test_valid_launch_with_multiple_role_values(judge: Judge, role: Role, uri: str) -> None:
    judge.opens(role, {names.ROLES: [uri, PERSON + "Faculty", PERSON + "Student"]})


@both
def test_valid_launch_with_short_role_value(judge: Judge, role: Role, uri: str) -> None:
    judge.opens(role, {names.ROLES: [uri.rpartition("#")[2]]})


@both
def test_valid_launch_with_unknown_role(judge: Judge, role: Role, uri: str) -> None:
    judge.opens(
        role, {names.ROLES: ["http://purl.imsglobal.org/vocab/lis/v2/uknownrole/unknown#Helper", uri]}
    )


def test_valid_launch_with_only_an_unknown_role(judge: Judge) -> None:
    judge.opens(Role.LEARNER, {names.ROLES: ["http://purl.imsglobal.org/vocab/lis/v2/unknown#Helper"]})


def test_valid_launch_with_no_role(judge: Judge) -> None:
    judge.opens(Role.LEARNER, {names.ROLES: []})


@both
def test_valid_launch_with_email_only(judge: Judge, role: Role, uri: str) -> None:
    judge.opens(role, {names.ROLES: [uri], **EMAIL})
    nothing_about_the_person(judge.ground)


@both
def test_valid_launch_with_names_only(judge: Judge, role: Role, uri: str) -> None:
    opened = judge.opens(role, {names.ROLES: [uri], **NAMES})
    assert "Dominique" not in opened.html
    nothing_about_the_person(judge.ground)


@both
def test_valid_launch_without_personal_information(judge: Judge, role: Role, uri: str) -> None:
    judge.opens(role, {names.ROLES: [uri]})


@both
def test_valid_launch_with_email_and_without_context(judge: Judge, role: Role, uri: str) -> None:
    judge.opens(role, {names.ROLES: [uri], names.CONTEXT: REMOVED, **EMAIL})
    nothing_about_the_person(judge.ground)


@both
def test_valid_launch_with_only_a_resource_link(judge: Judge, role: Role, uri: str) -> None:
    only: dict[str, Any] = {names.RESOURCE_LINK: {"id": "rl-1"}, names.CONTEXT: REMOVED}
    judge.opens(role, {names.ROLES: [uri], **only})
