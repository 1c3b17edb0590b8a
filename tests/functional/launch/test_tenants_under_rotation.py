"""Two platforms that share an issuer, three deployments, 200 launches, keys rotated on the way."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import select

from lti_tool.launch import claims as names
from lti_tool.launch.models import LaunchSession
from lti_tool.platforms.services import add_platform
from tests.support.hostile import Ground, HostilePlatform

LAUNCHES = 200
SAME = {"sub": "42", names.RESOURCE_LINK: {"id": "rl-1"}, names.CONTEXT: {"id": "c-1"}}


@dataclass(frozen=True)
class Tenant:
    """Where a launch comes from, and under which deployment."""

    platform: HostilePlatform
    deployment_id: str

    @property
    def name(self) -> tuple[str, str]:
        return self.platform.client_id, self.deployment_id


def three_tenants(ground: Ground) -> list[Tenant]:
    """(outil-1, 1), (outil-1, 2) and (outil-2, 1): same issuer, and nothing else that tells them apart."""
    first, second = ground.platform, ground.register("autre-1", client_id="outil-2")
    with ground.database.begin() as session:
        wanted = first.registration()
        again = type(wanted)(**{**vars(wanted), "deployment_ids": ("1", "2")})
        add_platform(session, again, ground.tool.http.policy, ground.clock())
    return [Tenant(first, "1"), Tenant(first, "2"), Tenant(second, "1")]


def rotate(platform: HostilePlatform, kid: str) -> None:
    """The platform signs with a new key and withdraws the old one at once, the worst case."""
    platform.keys.publish(kid)
    platform.kid = kid


def test_two_hundred_launches_none_lost_none_crossed(ground: Ground) -> None:
    tenants = three_tenants(ground)
    client = ground.client()  # one browser for everybody: the hardest
    expected: Counter[tuple[str, str]] = Counter()
    opened: dict[str, tuple[str, str]] = {}
    for number in range(LAUNCHES):
        ground.clock.advance(1)
        if number == 70:
            rotate(tenants[0].platform, "cle-1-neuve")
        if number in {100, 140}:
            rotate(tenants[2].platform, f"autre-{number}")
        tenant = tenants[number % 3]
        changes = {**SAME, names.DEPLOYMENT_ID: tenant.deployment_id}
        answer = ground.launch(changes, client=client, platform=tenant.platform)
        assert answer.status_code == 303, f"launch {number}: {answer.text}"
        opened[answer.location.split("/")[2]] = tenant.name
        expected[tenant.name] += 1

    with ground.database.begin() as session:
        launches = session.scalars(select(LaunchSession)).all()
        found = {
            str(one.id): (one.learner.platform.client_id, one.resource_link.deployment.deployment_id)
            for one in launches
        }
        assert found == opened
        assert Counter(found.values()) == expected
        assert len({one.learner_id for one in launches}) == 2  # « 42 » of each client
        assert len({one.resource_link_id for one in launches}) == 3
        assert all(one.resource_link.platform is one.learner.platform for one in launches)
    # One read at the start, one after each rotation: a new key never waits, and nobody is hammered.
    assert (tenants[0].platform.keys.hits, tenants[2].platform.keys.hits) == (2, 3)


def test_the_key_of_one_client_never_opens_the_other(ground: Ground) -> None:
    first, _, other = three_tenants(ground)
    rotate(other.platform, "autre-2")

    answer = ground.launch(platform=first.platform, key="autre-2", header={"kid": "autre-2"})

    assert answer.status_code == 400
    assert "unknown_kid" in answer.text
