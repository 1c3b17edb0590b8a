"""Registrations: made, completed, found, refused in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pylti1p3.registration import Registration as LtiRegistration
from sqlalchemy.orm import Session

from lti_tool.db import Database
from lti_tool.errors import OperatorError
from lti_tool.outgoing import AddressPolicy
from lti_tool.platforms.models import Platform, PlatformStatus
from lti_tool.platforms.services import (
    Registration,
    add_platform,
    find_platform,
    list_platforms,
    platforms_of_issuer,
)
from lti_tool.platforms.tool_conf import SqlToolConf, as_registration
from tests.support.clock import ManualClock

POLICY = AddressPolicy(allow_loopback=False, private_hosts=frozenset())
LMS = "https://lms.example"
WANTED = Registration(
    name="Moodle",
    issuer=LMS,
    client_id="outil-1",
    deployment_ids=("1",),
    auth_login_url=f"{LMS}/auth",
    auth_token_url=f"{LMS}/token",
    jwks_url=f"{LMS}/jwks",
)


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.begin() as session:
        yield session


def add(session: Session, clock: ManualClock, **changes: object) -> Platform:
    return add_platform(session, replace(WANTED, **changes), POLICY, clock())  # type: ignore[arg-type]


def deployments(platform: Platform) -> list[str]:
    return sorted(row.deployment_id for row in platform.deployments)


def test_a_registration_by_hand_is_active_at_once(session: Session, clock: ManualClock) -> None:
    platform = add(session, clock, deployment_ids=("1", "2", "1"))

    assert platform.status == PlatformStatus.ACTIVE
    assert deployments(platform) == ["1", "2"]
    assert find_platform(session, LMS, "outil-1") is platform


def test_adding_again_only_adds_deployments(session: Session, clock: ManualClock) -> None:
    first = add(session, clock)

    assert add(session, clock, name="Autre nom", deployment_ids=("1", "3")) is first
    assert deployments(first) == ["1", "3"]
    assert first.name == "Moodle"


@pytest.mark.parametrize("field", ["auth_login_url", "auth_token_url", "jwks_url"])
def test_other_addresses_for_the_same_client_are_a_mistake(
    session: Session, clock: ManualClock, field: str
) -> None:
    add(session, clock)

    with pytest.raises(OperatorError, match="autres adresses"):
        add(session, clock, **{field: "https://evil.example/"})


@pytest.mark.parametrize("field", ["auth_login_url", "auth_token_url", "jwks_url"])
@pytest.mark.parametrize(
    "url", ["http://lms.example/", "https://127.0.0.1/", "https://10.0.0.1/", "ftp://lms.example/", "", "x"]
)
def test_an_address_that_we_would_not_call(
    session: Session, clock: ManualClock, field: str, url: str
) -> None:
    with pytest.raises(OperatorError, match="n’est pas utilisable") as refused:
        add(session, clock, **{field: url})

    assert f"--{field.replace('_', '-')}" in str(refused.value)
    assert list_platforms(session) == []


def test_at_least_one_deployment(session: Session, clock: ManualClock) -> None:
    with pytest.raises(OperatorError, match="--deployment-id"):
        add(session, clock, deployment_ids=())


def test_an_issuer_may_have_several_clients(session: Session, clock: ManualClock) -> None:
    one, two = add(session, clock), add(session, clock, client_id="outil-2", name="Autre")

    assert set(platforms_of_issuer(session, LMS)) == {one, two}
    assert list_platforms(session) == [two, one]  # by name
    assert platforms_of_issuer(session, LMS + "/") == []


def test_pylti1p3_finds_registrations_and_deployments(session: Session, clock: ManualClock) -> None:
    conf, platform = SqlToolConf(session), add(session, clock)

    found = conf.find_registration_by_params(LMS, "outil-1")
    assert isinstance(found, LtiRegistration)
    assert (found.get_issuer(), found.get_client_id(), found.get_key_set_url()) == (
        LMS,
        "outil-1",
        f"{LMS}/jwks",
    )
    assert as_registration(platform).get_auth_token_url() == f"{LMS}/token"
    assert conf.find_registration_by_params(LMS, "autre") is None
    assert conf.find_deployment_by_params(LMS, "1", "outil-1") is not None
    assert conf.find_deployment_by_params(LMS, "2", "outil-1") is None
    assert conf.find_deployment_by_params(LMS, None, "outil-1") is None  # type: ignore[arg-type]
    assert (conf.check_iss_has_one_client(LMS), conf.check_iss_has_many_clients(LMS)) == (False, True)


def test_a_login_without_client_id_needs_an_issuer_that_has_one(session: Session, clock: ManualClock) -> None:
    conf, platform = SqlToolConf(session), add(session, clock)
    assert conf.platform(LMS, None) is platform

    add(session, clock, client_id="outil-2")
    assert conf.platform(LMS, None) is None
    assert conf.platform("https://autre.example", None) is None


def test_the_doors_of_pylti1p3_that_ignore_the_client_are_shut(session: Session) -> None:
    with pytest.raises(NotImplementedError):
        SqlToolConf(session).find_registration_by_issuer(LMS)
    with pytest.raises(NotImplementedError):
        SqlToolConf(session).find_deployment(LMS, "1")
